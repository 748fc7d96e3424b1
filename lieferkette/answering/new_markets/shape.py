"""What answers about new markets look like. Frames carry the columns named in each docstring.

Never: computes, reads, or words anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from lieferkette.answers import Answer, Sentence
from lieferkette.markets.ranking.goods import GOODS

Effect = Literal["lowers", "raises"]


@dataclass(frozen=True)
class MarketParts:
    """The parts of an opportunity, each None or empty where nothing tells of it.

    `twins_count` and `selling_twins_count`: of the companies most like this one in the view, how many sell there.
    `twins_band`: the same of its whole sector by the regional model, in steps of ten percent ("50-60").
    `nearness`: 0 … 1, which part of what is near this market the company already sells to. `io_share`: part of the
    market's inputs that the company's sector delivers by the imported table. `demand_eur`: what the region's companies
    of the market buy of the company's sector (`is_demand_estimated`: by the model). `outside_band`: which part
    comes from outside. `leads`: customers that sell there. `capabilities_…`: codes that the market asks for.
    `automotive_share_before` and `_after`: with a tenth of today's sales added in this market; `automotive_effect`:
    what that does to the share.
    """

    twins_count: int | None = None
    selling_twins_count: int | None = None
    twins_band: str | None = None
    nearness: float | None = None
    io_share: float | None = None
    demand_eur: float | None = None
    is_demand_estimated: bool = False
    outside_band: str | None = None
    leads: tuple[str, ...] = ()
    capabilities_met: tuple[str, ...] = ()
    capabilities_missing: tuple[str, ...] = ()
    capabilities_unknown: tuple[str, ...] = ()
    automotive_share_before: float | None = None
    automotive_share_after: float | None = None
    automotive_effect: Effect | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values by name."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in self.__dict__.items()
        }


@dataclass(frozen=True)
class Opportunity:
    """A customer sector that fits, and who in it.

    `sector_code`: WZ code, None where only the model speaks; then `sector_group` does. `score`: an order, the best
    1. `basis`: history, traits, model or table. `candidates`: the company columns, score, is_named, sells_to_you,
    distance_km (null unknown). `goods`: good, twins_count (who sell it there, of `known_count` whose goods are
    known), customers_count; empty where too little is known.
    """

    rank: int
    sector_code: str | None
    sector_group: str
    score: float
    basis: str
    is_new: bool
    parts: MarketParts
    reason: Sentence
    candidates: pl.DataFrame
    goods: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=GOODS))


@dataclass(frozen=True)
class MarketsAnswer(Answer):
    """Where a company could sell next. `why_nothing`: the sentence that stands where there are no opportunities;
    `why_no_goods`: the one that stands where no good can be told.
    """

    company_id: str
    year: int | None
    basis: str | None
    why_nothing: Sentence | None
    why_no_goods: Sentence | None
    has_io_table: bool
    opportunities: tuple[Opportunity, ...]


@dataclass(frozen=True)
class EveryAnswer(Answer):
    """The best customer sectors of all companies. `opportunities`: company_id, name, rank, sector_code, score, basis,
    is_new, twins_count, selling_twins_count, nearness, demand_eur, outside_band, automotive_share_before and _after,
    candidate_1 … candidate_3 (names); null where unknown.
    """

    year: int | None
    opportunities: pl.DataFrame


@dataclass(frozen=True)
class BacktestAnswer(Answer):
    """How good the order was on the warehouse's own periods.

    `methods`: method, recall_10, recall_50, hit_10, mrr, auc_pr, auc_matched, suppliers_count, has_history,
    is_default. `is_checkable` is False with fewer than 2 periods or 200 new links; then `methods` is empty.
    """

    is_checkable: bool
    cut: str | None
    new_links_count: int
    suppliers_count: int
    methods: pl.DataFrame
    is_gate_passed: bool | None
    over_popularity: tuple[float, float] | None


@dataclass(frozen=True)
class RegionMarketsAnswer(Answer):
    """What a region could make itself, and where it could go.

    `gaps`: sector_code, outside_eur, outside_share, buyers_count, local_count, capacity_eur, addressable_eur,
    candidates (names). `white_spots`: sector_code, amount_eur, buyers_count. `exposed`: sector_group,
    automotive_share, companies_count, nearest (sector groups).
    """

    region_id: str
    year: int | None
    is_draft: bool
    gaps: pl.DataFrame
    white_spots: pl.DataFrame
    exposed: pl.DataFrame
