"""Where a company could sell next, what a region could make itself, and how good past answers were."""

from __future__ import annotations

import polars as pl

from lieferkette.answering.backtest import backtest
from lieferkette.answering.markets import Sources, markets
from lieferkette.answering.markets_shape import BacktestAnswer, MarketsAnswer, RegionMarketsAnswer
from lieferkette.answering.region_markets import region_markets_draft, region_markets_released
from lieferkette.errors import NotAllowed, NotReleased
from lieferkette.io_table import imported_io_table
from lieferkette.partnering.required import wanted_states
from lieferkette.reading.base import HOME_REGION
from lieferkette.reading.partnering import PartnerReading
from lieferkette.reading.regions import RegionReading


class MarketReading(RegionReading, PartnerReading):
    """New markets by the actor's view, the regional model and public statistics."""

    def markets(
        self, company_id: str, year: int | None = None, region_id: str = HOME_REGION, top: int = 10
    ) -> MarketsAnswer:
        """The best customer sectors of a company, each with parts, reason and candidates. Raises NotFound."""
        scope = self._scope_of(company_id, year)
        try:
            model = self.model(region_id)
        except NotReleased:
            model = None
        sources = Sources(model, imported_io_table(self._warehouse), self._wanted_capabilities(company_id))
        return markets(scope, company_id, sources, top)

    def region_markets(self, region_id: str = HOME_REGION, year: int | None = None) -> RegionMarketsAnswer:
        """What a region could make itself: the owner's draft, for all others the release. Raises NotReleased."""
        scope = self._scope(year, region_id)
        if self.actor.role == "owner":
            return region_markets_draft(scope, region_id)
        return region_markets_released(scope, region_id, self.model(region_id, year))

    def backtest(self) -> BacktestAnswer:
        """How good the order would have been on the warehouse's own years. Raises NotAllowed for all but the owner."""
        if self.actor.role != "owner":
            raise NotAllowed
        return backtest(self._scope(None), imported_io_table(self._warehouse))

    def _wanted_capabilities(self, company_id: str) -> pl.DataFrame:
        """What each sector asks for, and whether the company states it: sector_code, capability_code, state."""
        stated = self._profiles().capabilities.filter(~pl.col("is_expired"))
        own = stated.filter(pl.col("company_id") == company_id)["capability_code"]
        return wanted_states(set(own.to_list()))
