"""Where a company could sell next, what a region could make itself, and how good past answers were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lieferkette.access.goods import goods_seen
from lieferkette.answering.new_markets.shape import (
    BacktestAnswer,
    EveryAnswer,
    MarketsAnswer,
    RegionMarketsAnswer,
)
from lieferkette.errors import NotAllowed, NotReleased
from lieferkette.io_table import imported_io_table
from lieferkette.partnering.required import wanted_states
from lieferkette.reading.base import HOME_REGION
from lieferkette.reading.partnering import PartnerReading
from lieferkette.reading.regions import RegionReading

if TYPE_CHECKING:
    from lieferkette.answering.new_markets.company import Sources


# What ranks markets calculates with sparse matrices, whose library takes longer to load than most commands to answer:
# it is loaded when markets are asked for.
class MarketReading(RegionReading, PartnerReading):
    """New markets by the actor's view, the regional model and public statistics."""

    def markets(
        self, company_id: str, year: int | None = None, region_id: str = HOME_REGION, top: int = 10
    ) -> MarketsAnswer:
        """The best customer sectors of a company, each with parts, reason and candidates. Raises NotFound."""
        from lieferkette.answering.new_markets.company import markets

        scope = self._scope_of(company_id, year)
        stated = self._stated()
        own = stated.filter(pl.col("company_id") == company_id)["capability_code"]
        return markets(
            scope, company_id, self._sources(region_id, stated, wanted_states(set(own.to_list()))), top
        )

    def every_market(self, year: int | None = None, top: int = 5) -> EveryAnswer:
        """The best customer sectors of all companies at once. Raises NotAllowed for all but the owner."""
        if self.actor.role != "owner":
            raise NotAllowed
        from lieferkette.answering.new_markets.every import every_market

        return every_market(self._scope(year), self._sources(HOME_REGION, self._stated()), top)

    def region_markets(self, region_id: str = HOME_REGION, year: int | None = None) -> RegionMarketsAnswer:
        """What a region could make itself: the owner's draft, for all others the release. Raises NotReleased."""
        from lieferkette.answering.new_markets.region import region_markets_draft, region_markets_released

        scope = self._scope(year, region_id)
        if self.actor.role == "owner":
            return region_markets_draft(scope, region_id)
        return region_markets_released(scope, region_id, self.model(region_id, year))

    def backtest(self) -> BacktestAnswer:
        """How good the order would have been on the warehouse's own years. Raises NotAllowed for all but the owner."""
        if self.actor.role != "owner":
            raise NotAllowed
        from lieferkette.answering.new_markets.backtest import backtest

        return backtest(self._scope(None), imported_io_table(self._warehouse))

    def _sources(self, region_id: str, stated: pl.DataFrame, wanted: pl.DataFrame | None = None) -> Sources:
        """What stands beside the view: the release where there is one, the imported table, what profiles state."""
        from lieferkette.answering.new_markets.company import Sources

        try:
            model = self.model(region_id)
        except NotReleased:
            model = None
        goods = goods_seen(self._warehouse, self._view()) if self.actor.role == "owner" else None
        return Sources(model, imported_io_table(self._warehouse), wanted, stated, goods)

    def _stated(self) -> pl.DataFrame:
        """Capabilities that hold, of all profiles that the actor sees."""
        return self._profiles().capabilities.filter(~pl.col("is_expired"))
