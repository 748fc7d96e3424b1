"""What a region could make itself and where it could go: the owner's draft from the view, all others' from the release.

Never: a figure of a company, or a sum of fewer companies than the gate asks for.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from lieferkette.answering.common import Scope, companies, coverage
from lieferkette.answering.model import ALL, RegionalModel
from lieferkette.answering.new_markets.parts import AUTOMOTIVE
from lieferkette.answering.new_markets.shape import RegionMarketsAnswer
from lieferkette.answering.region import MINIMUM_CONTRIBUTORS, purchases
from lieferkette.answers import Sentence
from lieferkette.markets import localisation
from schemas.reference.sector_groups import BY_CODE

_GROUP = 4  # "25.6" of "25.62"
_CANDIDATES = 5
GAP_COLUMNS: dict[str, Any] = {**localisation.GAP_SCHEMA, "candidates": pl.List(pl.String)}


def region_markets_draft(scope: Scope, region_id: str) -> RegionMarketsAnswer:
    """Gaps, white spots and exposure by the evidence of the owner's view: a draft."""
    members = companies(scope).filter(
        (pl.col("origin") == "region") & pl.col("company_id").is_in(_listed(scope))
    )
    local = members.select("company_id", "name", pl.col("sector_code").str.slice(0, _GROUP))
    bought, sold = _bought(scope, members), _sold(scope, members)
    gaps = localisation.gaps(bought, sold, local, MINIMUM_CONTRIBUTORS)
    return _answer(
        scope,
        region_id,
        is_draft=True,
        gaps=_with_candidates(gaps, local, sold),
        white_spots=localisation.white_spots(bought, local, MINIMUM_CONTRIBUTORS),
        exposed=localisation.exposed(sold, MINIMUM_CONTRIBUTORS),
    )


def region_markets_released(scope: Scope, region_id: str, model: RegionalModel) -> RegionMarketsAnswer:
    """The same as far as a release tells: what the region buys outside by sector, and who sells to car makers."""
    public = companies(scope).filter(pl.col("origin") == "region").drop_nulls("sector_code")
    counts = dict(public.group_by(pl.col("sector_code").str.slice(0, _GROUP)).len().iter_rows())
    gaps: list[tuple[Any, ...]] = []
    white: list[tuple[Any, ...]] = []
    sectors = model.cells.filter(
        (pl.col("table_id") == "inputs_by_origin") & (pl.col("cell_origin") == "outside")
    )
    for sector, outside in sectors.select("partner_sector", "released_value").iter_rows():
        if len(sector) != _GROUP or not sector[:2].isdigit() or not outside:
            continue
        total = model.value("inputs_by_origin", ALL, sector)
        share = outside / total if total else None
        if counts.get(sector):
            gaps.append((sector, outside, share, None, counts[sector], None, None, []))
        else:
            white.append((sector, outside, None))
    return _answer(
        scope,
        region_id,
        is_draft=False,
        gaps=pl.DataFrame(gaps, GAP_COLUMNS, orient="row").sort("outside_eur", descending=True),
        white_spots=pl.DataFrame(white, localisation.WHITE_SCHEMA, orient="row").sort(
            "outside_eur", descending=True
        ),
        exposed=_exposed_by(model),
    )


def _exposed_by(model: RegionalModel) -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for group in sorted(BY_CODE):
        share = model.share(
            "sales_by_sector", group, "vehicles", ALL, ("sales_by_destination", group, ALL, ALL)
        )
        if share is not None:
            rows.append((group, share, None, []))
    return pl.DataFrame(rows, localisation.EXPOSED_SCHEMA, orient="row").sort(
        "automotive_share", descending=True
    )


def _answer(
    scope: Scope,
    region_id: str,
    *,
    is_draft: bool,
    gaps: pl.DataFrame,
    white_spots: pl.DataFrame,
    exposed: pl.DataFrame,
) -> RegionMarketsAnswer:
    found = []
    if gaps.height:
        names = ("sector_code", "outside_eur", "local_count", "addressable_eur")
        found.append(Sentence("region_market_gap", gaps.select(names).row(0, named=True)))
    if white_spots.height:
        found.append(Sentence("region_market_white", {"sector_code": white_spots["sector_code"][0]}))
    others = exposed.filter(pl.col("sector_group") != "vehicles")
    if others.height:
        most = others.row(0, named=True)
        nearest = most["nearest"][0] if most["nearest"] else None
        slots = {
            "own_sector_group": most["sector_group"],
            "share": most["automotive_share"],
            "sector_group": nearest,
        }
        found.append(Sentence("region_market_exposed", slots))
    return RegionMarketsAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope),
        sentences=tuple(found) or (Sentence("region_market_nothing", {}),),
        region_id=region_id,
        year=scope.year,
        is_draft=is_draft,
        gaps=gaps,
        white_spots=white_spots,
        exposed=exposed,
    )


def _listed(scope: Scope) -> list[str]:
    """Companies of a register: not the spellings of lists that were matched to none."""
    rows = scope.view.companies.filter(pl.col("is_in_register") | pl.col("is_open_profile"))
    return rows["company_id"].to_list()


def _bought(scope: Scope, members: pl.DataFrame) -> pl.DataFrame:
    rows = purchases(scope, members["company_id"].to_list())
    sectors = members.select(
        customer_id="company_id", customer_sector=pl.col("sector_code").str.slice(0, _GROUP)
    )
    return rows.join(sectors, on="customer_id", how="left").select(
        "customer_id",
        "sector_group",
        "customer_sector",
        "amount_eur",
        sector_code=pl.col("supplier_sector").str.slice(0, _GROUP),
        is_outside=pl.col("origin").is_in(["germany", "eu", "world"]),
    )


def _sold(scope: Scope, members: pl.DataFrame) -> pl.DataFrame:
    sellers = members.select(
        supplier_id="company_id",
        own_group="sector_group",
        sector_code=pl.col("sector_code").str.slice(0, _GROUP),
    )
    rows = scope.view.of_year(scope.year).join(sellers, on="supplier_id")
    buyers = companies(scope, rows["customer_id"].unique().to_list()).select(
        customer_id="company_id", customer_group="sector_group", customer_code="sector_code"
    )
    return rows.join(buyers, on="customer_id", how="left").select(
        "own_group",
        "sector_code",
        "customer_group",
        "amount_eur",
        company_id="supplier_id",
        customer_sector=pl.col("customer_code").str.slice(0, _GROUP),
        is_automotive=pl.col("customer_code").str.starts_with(AUTOMOTIVE).fill_null(False),
    )


def _with_candidates(gaps: pl.DataFrame, local: pl.DataFrame, sold: pl.DataFrame) -> pl.DataFrame:
    """The makers here that sell most, by name."""
    sales = sold.group_by("company_id").agg(pl.col("amount_eur").sum())
    makers = local.join(sales, on="company_id", how="left").sort(
        "amount_eur", "name", descending=[True, False], nulls_last=True
    )
    names = makers.group_by("sector_code", maintain_order=True).agg(
        candidates=pl.col("name").head(_CANDIDATES)
    )
    return gaps.join(names, on="sector_code", how="left").select(*GAP_COLUMNS)
