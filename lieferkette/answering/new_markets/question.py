"""What all opportunities of one question share: who asks, what stands beside the view, and how companies are shown.

Never: ranks, or words a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from lieferkette.access.naming import HIDDEN, is_hidden
from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, companies
from lieferkette.answering.model import RegionalModel, twins
from lieferkette.answering.new_markets.parts import (
    Demands,
    automotive_share,
    capability_states,
    effect_of,
    share_with,
    with_distance,
)
from lieferkette.answering.new_markets.shape import MarketParts
from lieferkette.answering.new_markets.world import MarketWorld, market_world
from lieferkette.markets.coefficients import IoTable
from schemas.reference.sector_groups import sector_group

_CANDIDATES = 10
CANDIDATE_COLUMNS = (*COMPANY_COLUMNS, "score", "is_named", "sells_to_you", "distance_km")


@dataclass(frozen=True)
class Sources:
    """What beside the view an answer may rest on; the same for every actor but `wanted` and `stated`.

    `wanted`: sector_code, capability_code, state (met, missing, unknown) for the company asked about.
    `stated`: company_id, capability_code, as far as the actor sees profiles. `goods`: supplier_id, customer_id, good,
    for the owner; None for everybody else, since no level shares goods.
    """

    model: RegionalModel | None = None
    io_table: IoTable | None = None
    wanted: pl.DataFrame | None = None
    stated: pl.DataFrame | None = None
    goods: pl.DataFrame | None = None


@dataclass(frozen=True)
class Asked:
    """One question about a company."""

    scope: Scope
    company_id: str
    sources: Sources

    @cached_property
    def world(self) -> MarketWorld:
        """The view's relations as arrays."""
        return market_world(self.scope.view)

    @cached_property
    def sector_code(self) -> str | None:
        """The company's own sector."""
        code = self.scope.view.rows_of([self.company_id])["sector_code"].to_list()[0]
        return None if code is None else str(code)

    @cached_property
    def customers(self) -> pl.DataFrame:
        """The company's customers of all years, described: the company columns."""
        sales = self.scope.view.relations.filter(pl.col("supplier_id") == self.company_id)
        return companies(self.scope, sales["customer_id"].to_list())

    def parts(self, code: str | None, **known: object) -> MarketParts:
        """The parts of a market that rest on more than who sells to whom; `known`: the others."""
        demand = self._demands.of(code, self.sector_code)
        met, missing, unknown = capability_states(self.sources.wanted, code)
        table = self.sources.io_table
        return MarketParts(
            io_share=table.share(code, self.sector_code) if table is not None and code else None,
            demand_eur=demand.amount_eur,
            is_demand_estimated=demand.is_estimated,
            outside_band=demand.outside_band,
            capabilities_met=met,
            capabilities_missing=missing,
            capabilities_unknown=unknown,
            automotive_share_before=self._automotive,
            automotive_share_after=share_with(self._automotive, code),
            automotive_effect=effect_of(self._automotive, code),
            **known,  # type: ignore[arg-type]
        )

    def band(self, group: str) -> str | None:
        """How many companies of the own sector sell to a sector group, by the release."""
        if self.sources.model is None:
            return None
        share = twins(self.sources.model, self.sector_code, group)
        return share.band if share is not None else None

    def registered(self, of_market: pl.Expr) -> pl.DataFrame:
        """Companies of a market in the public register, the nearest first: nothing else is known of them."""
        rows = self.scope.view.companies.filter(
            of_market & ~is_hidden() & pl.col("is_in_register") & (pl.col("company_id") != self.company_id)
        )
        near = with_distance(rows.select("company_id"), self.scope, self.company_id)
        nearest = near.sort("distance_km", "company_id", nulls_last=True).head(_CANDIDATES)
        return self.shown(nearest.select("company_id", score=pl.lit(None, dtype=pl.Float64)))

    def shown(self, scored: pl.DataFrame) -> pl.DataFrame:
        """Candidates (company_id, score, more columns behind) as the actor may see them.

        By name, else by sector and place under a pseudonym that is fresh in every answer.
        """
        described = scored.join(
            companies(self.scope, scored["company_id"].to_list()), on="company_id", maintain_order="left"
        )
        described = with_distance(described, self.scope, self.company_id).with_columns(
            is_named=~pl.col("company_id").str.starts_with(HIDDEN),
            sells_to_you=pl.col("company_id").is_in(self._suppliers.implode()),
        )
        more = [name for name in scored.columns if name not in CANDIDATE_COLUMNS]
        return self._names.apply(described, "company_id").select(*CANDIDATE_COLUMNS, *more)

    @cached_property
    def _suppliers(self) -> pl.Series:
        bought = self.scope.view.relations.filter(pl.col("customer_id") == self.company_id)
        return bought["supplier_id"].unique()

    @cached_property
    def _automotive(self) -> float | None:
        return automotive_share(self.scope, self.company_id)

    @cached_property
    def _demands(self) -> Demands:
        return Demands(self.scope, self.sources.model)

    @cached_property
    def _names(self) -> Pseudonyms:
        return Pseudonyms(self.scope.view.hidden)


def group_of(code: str) -> str:
    """The sector group of a WZ code."""
    return sector_group(code).code
