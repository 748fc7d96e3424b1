"""A region at a glance, and the draft table of its purchases.

Never: a figure for the chamber; that reads released tables only.
"""

from __future__ import annotations

import polars as pl

from lieferkette.access.view import between_groups
from lieferkette.answering.common import ORIGINS, Scope, companies, coverage, relations_of_year
from lieferkette.answers import RegionalTable, RegionAnswer, Sentence

#: Fewest companies in a published cell; official practice is 3, the house's default stricter.
MINIMUM_CONTRIBUTORS = 5


def region(scope: Scope, region_id: str, places: pl.DataFrame, uploads: pl.DataFrame) -> RegionAnswer:
    """The region of the scope: who is there, who is in, what its companies buy where.

    `places`: the region's municipalities (ags, place_name, kreis_code, latitude, longitude).
    `uploads`: the uploads that the actor may see, newest first.
    """
    members = _members(scope)
    ids = members["company_id"].to_list()
    senders = scope.view.told.senders(scope.year)
    with_lists = members.filter(pl.col("company_id").is_in(senders.to_list()))
    relations = relations_of_year(scope)
    touching = relations.filter(pl.col("supplier_id").is_in(ids) | pl.col("customer_id").is_in(ids))
    buying = purchases(scope, ids)
    by_origin = _by_origin(buying)
    known = buying.filter(pl.col("amount_eur").is_not_null())
    total = float(known["amount_eur"].sum())
    regional = float(known.filter(pl.col("origin") == "region")["amount_eur"].sum())
    counted = (
        members.group_by("ags")
        .agg(companies_count=pl.len(), with_lists_count=pl.col("company_id").is_in(senders.to_list()).sum())
        .select("ags", pl.col("companies_count").cast(pl.Int64), pl.col("with_lists_count").cast(pl.Int64))
    )
    on_map = places.join(counted, on="ags", how="left", maintain_order="left").with_columns(
        pl.col("companies_count", "with_lists_count").fill_null(0)
    )
    return RegionAnswer(
        view_id=scope.view.view_id,
        coverage=coverage(scope, population=members.height),
        sentences=_sentences(scope, on_map, buying, members),
        region_id=region_id,
        year=scope.year,
        companies_count=members.height,
        companies_with_lists_count=with_lists.height,
        relations_count=touching.height,
        confirmed_share=float(touching["is_confirmed"].mean()) if touching.height else None,  # type: ignore[arg-type]
        regional_share=regional / total if total else None,
        buyers_count=known["customer_id"].n_unique(),
        places=on_map,
        purchases_by_origin=by_origin,
        latest_uploads=uploads.head(6),
    )


def _members(scope: Scope) -> pl.DataFrame:
    """The region's companies: those of a register, not the spellings of lists that were matched to none."""
    rows = scope.view.companies.filter(
        (pl.col("is_in_register") | pl.col("is_open_profile")) & pl.col("ags").is_in(sorted(scope.region_ags))
    )
    return companies(scope, rows["company_id"].to_list())


def purchases(scope: Scope, buyer_ids: list[str]) -> pl.DataFrame:
    """Purchases of the region's companies with a complete supplier list, with both ends described.

    Columns: customer_id, supplier_id, buyer_group, supplier_sector, origin, amount_eur. Companies without a
    complete list are left out: their shares would say more about their list than about their purchases. So are
    relations inside a group.
    """
    complete = {company for company, year in scope.view.complete["suppliers"] if year == scope.year}
    rows = between_groups(relations_of_year(scope), scope.view.companies).filter(
        pl.col("customer_id").is_in(sorted(complete & set(buyer_ids)))
    )
    ends = companies(scope, pl.concat([rows["supplier_id"], rows["customer_id"]]).unique().to_list())
    buyers = ends.select(
        pl.col("company_id").alias("customer_id"), pl.col("sector_group").alias("buyer_group")
    )
    sellers = ends.select(
        pl.col("company_id").alias("supplier_id"),
        "origin",
        "sector_group",
        pl.col("sector_code").alias("supplier_sector"),
    )
    return rows.join(buyers, on="customer_id", maintain_order="left").join(
        sellers, on="supplier_id", maintain_order="left"
    )


def _by_origin(buying: pl.DataFrame) -> pl.DataFrame:
    cells = (
        buying.filter(pl.col("amount_eur").is_not_null())
        .group_by(pl.col("buyer_group").alias("sector_group"), "origin")
        .agg(pl.col("amount_eur").sum(), buyers_count=pl.col("customer_id").n_unique())
    )
    return (
        cells.with_columns(share=pl.col("amount_eur") / pl.col("amount_eur").sum().over("sector_group"))
        .with_columns(
            rank=pl.col("origin").replace_strict({o: i for i, o in enumerate(ORIGINS)}, return_dtype=pl.Int8),
            size=pl.col("amount_eur").sum().over("sector_group"),
        )
        .sort("size", "sector_group", "rank", descending=[True, False, False])
        .select("sector_group", "origin", "amount_eur", "share", "buyers_count")
    )


def _sentences(
    scope: Scope, places: pl.DataFrame, buying: pl.DataFrame, members: pl.DataFrame
) -> tuple[Sentence, ...]:
    """What is worth doing next: whom to invite, which bottleneck to secure, which purchases to bring home."""
    found: list[Sentence] = []
    missing = places.with_columns(missing=pl.col("companies_count") - pl.col("with_lists_count")).sort(
        "missing", "place_name", descending=[True, False]
    )
    if missing.height and missing["missing"].head(2).sum():
        top = missing.head(2)
        slots = {"places": ", ".join(top["place_name"].to_list()), "missing_count": int(top["missing"].sum())}
        found.append(Sentence("region_next_invite", slots))
    local = buying.filter((pl.col("origin") == "region") & pl.col("supplier_sector").is_not_null())
    bottlenecks = (
        local.with_columns(sector_code=pl.col("supplier_sector").str.slice(0, 4))
        .group_by("sector_code")
        .agg(suppliers_count=pl.col("supplier_id").n_unique(), buyers_count=pl.col("customer_id").n_unique())
        .filter((pl.col("suppliers_count") <= 2) & (pl.col("buyers_count") >= MINIMUM_CONTRIBUTORS))
        .sort("buyers_count", "sector_code", descending=[True, False])
    )
    if bottlenecks.height:
        found.append(Sentence("region_bottleneck", bottlenecks.row(0, named=True)))
    gap = _gap(buying, members)
    return (*found, gap) if gap else tuple(found)


def _gap(buying: pl.DataFrame, members: pl.DataFrame) -> Sentence | None:
    """The sector that the region buys most of outside although companies here make it."""
    outside = (
        buying.filter(
            pl.col("origin").is_in(["germany", "eu", "world"]) & (pl.col("sector_group") != "unknown")
        )
        .filter(~pl.col("sector_group").is_in(["services", "energy_materials", "trade_logistics"]))
        .group_by("sector_group")
        .agg(pl.col("amount_eur").sum(), buyers_count=pl.col("customer_id").n_unique())
        .filter(pl.col("buyers_count") >= MINIMUM_CONTRIBUTORS)
        .sort("amount_eur", "sector_group", descending=[True, False])
    )
    for row in outside.iter_rows(named=True):
        local = members.filter(pl.col("sector_group") == row["sector_group"]).height
        if local and row["amount_eur"]:
            return Sentence(
                "region_gap",
                {"sector_group": row["sector_group"], "amount_eur": row["amount_eur"], "local_count": local},
            )
    return None


def regional_table(scope: Scope, region_id: str, label: str) -> RegionalTable:
    """Purchases by buyers' sector and origin; cells with fewer than the minimum of buyers or sellers are empty.

    A draft: dominance, secondary suppression and the audit are the release's business, so it is the owner's.
    """
    ids = _members(scope)["company_id"].to_list()
    cells = (
        purchases(scope, ids)
        .filter(pl.col("amount_eur").is_not_null())
        .group_by(pl.col("buyer_group").alias("sector_group"), "origin")
        .agg(
            pl.col("amount_eur").sum(),
            buyers_count=pl.col("customer_id").n_unique(),
            sellers_count=pl.col("supplier_id").n_unique(),
        )
        .with_columns(contributors_count=pl.min_horizontal("buyers_count", "sellers_count").cast(pl.Int64))
    )
    is_safe = pl.col("contributors_count") >= MINIMUM_CONTRIBUTORS
    shown = cells.with_columns(
        pl.when(is_safe).then(pl.col("amount_eur")).alias("amount_eur"),
        pl.when(is_safe).then(pl.col("contributors_count")).alias("contributors_count"),
    ).with_columns(
        rank=pl.col("origin").replace_strict({o: i for i, o in enumerate(ORIGINS)}, return_dtype=pl.Int8)
    )
    return RegionalTable(
        view_id=scope.view.view_id,
        coverage=coverage(scope, population=len(ids)),
        sentences=(Sentence("draft_table", {}),),
        region_id=region_id,
        region_label=label,
        year=scope.year or 0,
        minimum_contributors=MINIMUM_CONTRIBUTORS,
        cells=shown.sort("sector_group", "rank").select(
            "sector_group", "origin", "amount_eur", "contributors_count"
        ),
        suppressed_count=int(shown["amount_eur"].null_count()),
    )
