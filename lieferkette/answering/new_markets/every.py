"""The opportunities of all companies at once, as one table: for the owner, who may write them to a file.

The same ranking as a company's own answer; markets that only a release or an imported table tells of are left out.
Never: words a reason, which is a company's own answer's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from lieferkette.answering.common import Scope, coverage
from lieferkette.answering.new_markets.parts import ADDED_SHARE, AUTOMOTIVE, Demands
from lieferkette.answering.new_markets.question import Sources
from lieferkette.answering.new_markets.shape import EveryAnswer
from lieferkette.answering.new_markets.world import MarketWorld, market_world
from lieferkette.answers import Sentence
from lieferkette.markets.history import IntArray
from lieferkette.markets.ranking.opportunities import Rankings

#: Companies ranked in one go: their scores fill some hundred megabytes.
_BATCH = 256
_RANKED: dict[str, Any] = {
    "number": pl.Int64,
    "rank": pl.Int64,
    "market": pl.Int64,
    "score": pl.Float64,
    "nearness": pl.Float64,
    "is_new": pl.Boolean,
    "twins_count": pl.Int64,
    "selling_twins_count": pl.Int64,
    "basis": pl.String,
    **{f"candidate_{place}": pl.Int64 for place in (1, 2, 3)},
}
EVERY_COLUMNS = (
    "company_id", "name", "rank", "sector_code", "score", "basis", "is_new", "twins_count", "selling_twins_count",
    "nearness", "demand_eur", "outside_band", "automotive_share_before", "automotive_share_after", "candidate_1",
    "candidate_2", "candidate_3",
)  # fmt: skip


def every_market(scope: Scope, sources: Sources, top: int = 5) -> EveryAnswer:
    """The best `top` customer sectors of every company of the view that sells, or whose sector is known."""
    world = market_world(scope.view)
    ranked = pl.concat([_rows(found, world) for found in _rankings(world, sources, top)])
    opportunities = _described(ranked, scope, world, sources)
    slots = {"companies_count": opportunities["company_id"].n_unique(), "asked_count": len(world.company_ids)}
    return EveryAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=(Sentence("markets_every", slots),),
        year=scope.year,
        opportunities=opportunities,
    )


def _rankings(world: MarketWorld, sources: Sources, top: int) -> list[Rankings]:
    """All companies in batches, those with customers first, so that few batches are mixed."""
    models = world.opportunities
    traits = world.traits_with(sources.stated, sources.goods)
    order = np.argsort(models.past.reach == 0, kind="stable").astype(np.int64)
    return [
        models.of_many(order[start : start + _BATCH], top, traits) for start in range(0, len(order), _BATCH)
    ]


def _rows(found: Rankings, world: MarketWorld) -> pl.DataFrame:
    """One row a company and rank, as `_RANKED`."""
    row, rank = np.nonzero(found.market >= 0)
    market = found.market[row, rank]
    selling = _selling_twins(found, world)[row, rank]
    basis = np.where(found.has_history[row], "history", "traits")
    columns = (
        found.companies[row], rank + 1, market, found.score[row, rank], found.nearness[row, rank],
        found.is_new[row, rank], (found.twins[row] >= 0).sum(axis=1), selling, basis,
        *found.candidates[row, rank, :3].T,
    )  # fmt: skip
    return pl.DataFrame(dict(zip(_RANKED, columns, strict=True)), schema=_RANKED)


def _selling_twins(found: Rankings, world: MarketWorld) -> IntArray:
    """How many of a company's twins sell to each of its markets: companies × ranks."""
    is_twin = found.twins >= 0
    sells = world.opportunities.sells_to[found.twins[:, :, np.newaxis], found.market[:, np.newaxis, :]]
    counted: IntArray = (sells & is_twin[:, :, np.newaxis]).sum(axis=1)
    return counted


def _described(ranked: pl.DataFrame, scope: Scope, world: MarketWorld, sources: Sources) -> pl.DataFrame:
    """Numbers as companies and sectors, with demand and dependence; by company and rank."""
    known = pl.DataFrame({"company_id": world.company_ids}).join(
        scope.view.companies.select("company_id", "name", "sector_code"), on="company_id", how="left",
        maintain_order="left",
    )  # fmt: skip
    codes = pl.Series(world.sector_codes, dtype=pl.String)
    rows = ranked.with_columns(
        company_id=known["company_id"].gather(ranked["number"]),
        name=known["name"].gather(ranked["number"]),
        own_sector=known["sector_code"].gather(ranked["number"]),
        sector_code=codes.gather(ranked["market"]),
        **{
            f"candidate_{place}": known["name"].gather(ranked[f"candidate_{place}"].replace(-1, None))
            for place in (1, 2, 3)
        },
    )
    rows = rows.join(_demands(rows, scope, sources), on=["sector_code", "own_sector"], how="left")
    rows = rows.join(automotive_by_company(scope), on="company_id", how="left")
    is_vehicles = pl.col("sector_code").str.starts_with(AUTOMOTIVE)
    before = pl.col("automotive_share_before")
    return (
        rows.with_columns(
            pl.col("nearness").fill_nan(None),
            automotive_share_after=pl.when(is_vehicles)
            .then(before + ADDED_SHARE)
            .otherwise(before) / (1 + ADDED_SHARE),
        )
        .sort("company_id", "rank")
        .select(EVERY_COLUMNS)
    )  # fmt: skip


def _demands(rows: pl.DataFrame, scope: Scope, sources: Sources) -> pl.DataFrame:
    """Demand of every market for every sector: sector_code, own_sector, demand_eur, outside_band."""
    demands = Demands(scope, sources.model)
    pairs = rows.select("sector_code", "own_sector").unique()
    found = [demands.of(market, own) for market, own in pairs.iter_rows()]
    return pairs.with_columns(
        demand_eur=pl.Series([one.amount_eur for one in found], dtype=pl.Float64),
        outside_band=pl.Series([one.outside_band for one in found], dtype=pl.String),
    )


def automotive_by_company(scope: Scope) -> pl.DataFrame:
    """The automotive share of sales of all companies whose customer list is complete and carries amounts."""
    lists = scope.view.told.lists.filter(
        (pl.col("year") == (scope.year or 0))
        & pl.col("is_complete_customers")
        & pl.col("has_amounts_customers")
    )
    buyers = scope.view.companies.select(customer_id="company_id", sector="sector_code")
    amount = pl.col("amount_eur").cast(pl.Float64)
    in_vehicles = amount.filter(pl.col("sector").str.starts_with(AUTOMOTIVE)).sum()
    return (
        scope.view.of_year(scope.year)
        .join(lists.select(supplier_id="uploader_id").unique(), on="supplier_id", how="semi")
        .join(buyers, on="customer_id", how="left")
        .group_by(company_id="supplier_id")
        .agg(total=amount.sum(), automotive_share_before=in_vehicles / amount.sum())
        .filter(pl.col("total") > 0)
        .drop("total")
    )
