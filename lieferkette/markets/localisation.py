"""What a region buys outside although companies here make it, what nobody here makes, and who is exposed to what.

G_k = Σ_{j in region} Σ_{i outside, sector k} W_ij. Addressable is the part of it that goes to customer sectors which a
company here of sector k already supplies, and no more than the makers here sell in all today: capacity is not known,
but nobody doubles at once. Frames in, frames out. Never: euros where none are known.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from lieferkette.markets.complexity import density, proximity, revealed_advantage

GAP_SCHEMA: dict[str, Any] = {
    "sector_code": pl.String,
    "outside_eur": pl.Float64,
    "outside_share": pl.Float64,
    "buyers_count": pl.Int64,
    "local_count": pl.Int64,
    "capacity_eur": pl.Float64,
    "addressable_eur": pl.Float64,
}
WHITE_SCHEMA: dict[str, Any] = {"sector_code": pl.String, "outside_eur": pl.Float64, "buyers_count": pl.Int64}
EXPOSED_SCHEMA: dict[str, Any] = {
    "sector_group": pl.String,
    "automotive_share": pl.Float64,
    "companies_count": pl.Int64,
    "nearest": pl.List(pl.String),
}
#: Sectors whose place is where their customer is anyway, or that no region can make: not worth a gap.
_NOT_LOCALISED = ("services", "energy_materials", "trade_logistics", "unknown")
_NEAREST = 3


def gaps(bought: pl.DataFrame, sold: pl.DataFrame, local: pl.DataFrame, fewest_buyers: int) -> pl.DataFrame:
    """Sectors that the region buys outside and makes itself, the largest addressable gap first (`GAP_SCHEMA`).

    Args:
        bought: the region's purchases: customer_id, sector_code (of the supplier), sector_group (of the supplier),
            customer_sector, is_outside, amount_eur (null unknown).
        sold: sales of the region's companies: sector_code (of the seller), customer_sector, amount_eur.
        local: the region's companies: sector_code.
        fewest_buyers: below, a sector is left out.
    """
    outside = _outside(bought, fewest_buyers)
    makers = local.drop_nulls("sector_code").group_by("sector_code").agg(local_count=pl.len().cast(pl.Int64))
    served = (
        sold.drop_nulls(["sector_code", "customer_sector"]).select("sector_code", "customer_sector").unique()
    )
    reach = (
        bought.filter(pl.col("is_outside"))
        .join(served, on=["sector_code", "customer_sector"], how="semi")
        .group_by("sector_code")
        .agg(reachable_eur=pl.col("amount_eur").sum())
    )
    capacity = sold.group_by("sector_code").agg(capacity_eur=pl.col("amount_eur").sum())
    found = outside.join(makers, on="sector_code").join(reach, on="sector_code", how="left")
    found = found.join(capacity, on="sector_code", how="left").with_columns(
        addressable_eur=pl.min_horizontal("reachable_eur", "capacity_eur")
    )
    # A sector whose makers here sell nothing that we know of may do so all the same: unknown, not zero.
    found = found.with_columns(
        pl.when(pl.col("capacity_eur") > 0).then("addressable_eur").alias("addressable_eur")
    )
    return found.sort(
        pl.col("addressable_eur").fill_null(0.0), "outside_eur", "sector_code", descending=[True, True, False]
    ).select(*GAP_SCHEMA)


def white_spots(bought: pl.DataFrame, local: pl.DataFrame, fewest_buyers: int) -> pl.DataFrame:
    """Sectors that the region buys and nobody here makes, the most bought first (`WHITE_SCHEMA`)."""
    return (
        _outside(bought, fewest_buyers)
        .join(local.drop_nulls("sector_code"), on="sector_code", how="anti")
        .sort("outside_eur", "sector_code", descending=[True, False])
        .select(*WHITE_SCHEMA)
    )


def exposed(sold: pl.DataFrame, fewest_companies: int) -> pl.DataFrame:
    """Sector groups by the part of their sales that goes to makers of motor vehicles, and their nearest other fields.

    `sold`: company_id, own_group, customer_group, is_automotive, amount_eur (known ones). Nearness is the density of
    customer groups around what a group already sells to (complexity.py). Gives `EXPOSED_SCHEMA`.
    """
    known = sold.filter(pl.col("amount_eur") > 0)
    shares = (
        known.group_by(sector_group=pl.col("own_group"))
        .agg(
            automotive_share=pl.col("amount_eur").filter(pl.col("is_automotive")).sum()
            / pl.col("amount_eur").sum(),
            companies_count=pl.col("company_id").n_unique().cast(pl.Int64),
        )
        .filter((pl.col("companies_count") >= fewest_companies) & (pl.col("sector_group") != "unknown"))
        .sort("automotive_share", "sector_group", descending=[True, False])
    )
    near = _nearest_fields(
        known.filter((pl.col("own_group") != "unknown") & (pl.col("customer_group") != "unknown"))
    )
    return shares.with_columns(
        nearest=pl.Series([near.get(group, []) for group in shares["sector_group"]], dtype=pl.List(pl.String))
    ).select(*EXPOSED_SCHEMA)


def _nearest_fields(sold: pl.DataFrame) -> dict[str, list[str]]:
    if sold.is_empty():
        return {}
    groups, fields = (
        sold["own_group"].unique().sort().to_list(),
        sold["customer_group"].unique().sort().to_list(),
    )
    values = np.zeros((len(groups), len(fields)))
    summed = sold.group_by("own_group", "customer_group").agg(pl.col("amount_eur").sum())
    for group, field, amount in summed.iter_rows():
        values[groups.index(group), fields.index(field)] = amount
    has = (revealed_advantage(values) >= 1).astype(np.float64)
    near = np.nan_to_num(density(has, proximity(has)))
    found = {}
    for row, group in enumerate(groups):
        order = sorted(
            (
                place
                for place in range(len(fields))
                if not has[row, place] and fields[place] not in ("vehicles", group)
            ),
            key=lambda place: (-near[row, place], fields[place]),
        )
        found[group] = [fields[place] for place in order[:_NEAREST] if near[row, place] > 0]
    return found


def _outside(bought: pl.DataFrame, fewest_buyers: int) -> pl.DataFrame:
    """What comes from outside by sector; only sectors that enough companies buy outside."""
    usable = bought.drop_nulls("sector_code").filter(~pl.col("sector_group").is_in(_NOT_LOCALISED))
    amount, is_outside = pl.col("amount_eur"), pl.col("is_outside")
    return (
        usable.group_by("sector_code")
        .agg(
            outside_eur=amount.filter(is_outside).sum(),
            outside_share=amount.filter(is_outside).sum() / amount.sum(),
            buyers_count=pl.col("customer_id").filter(is_outside).n_unique().cast(pl.Int64),
        )
        .filter((pl.col("buyers_count") >= fewest_buyers) & (pl.col("outside_eur") > 0))
    )
