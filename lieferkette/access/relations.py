"""Relations out of evidence: one row per supplier, customer and year.

Pure frames, and one pass over the evidence. Kinds of amount are never added to each other: of each end's
evidence the kind with the highest precedence counts (invoiced > posted > ordered; balances and ceilings are no
spend), and where both ends are visible the buyer's amount is used.
Never: reads the warehouse, decides what is visible.
"""

from __future__ import annotations

import polars as pl

from schemas.relations import SPEND_KINDS

#: Who said it, in the order in which their amounts count.
_SIDES = ("buyer", "seller", "third")
_LEVELS = ("own", "open", "network")
_RELATION = ("supplier_id", "customer_id", "year")


def relations_of(evidence: pl.DataFrame) -> pl.DataFrame:
    """Relations by year out of visible evidence (columns of `visible_evidence`).

    Gives: supplier_id, customer_id, year, amount_eur (Float64, null unknown), amount_kind,
    share_band_purchases and share_band_sales (the bands that the evidence carries), buyer_amount_eur,
    seller_amount_eur, is_confirmed (both ends said so), is_group_internal, seen_level (the best of its
    evidence), evidence_count, and the evidence to point to: upload_id, sheet, row_no. Sorted by year, supplier,
    customer.
    """
    sums = {
        f"{side}_{kind}": pl.when((pl.col("side") == side) & (pl.col("amount_kind") == kind)).then(
            pl.col("eur")
        )
        for side in _SIDES
        for kind in SPEND_KINDS
    }
    grouped = (
        _told_by(evidence)
        .with_columns(**sums)
        .group_by(_RELATION)
        .agg(
            # An amount in a currency without a rate stays unknown: a sum of nothing known is null, not zero.
            *(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in sums),
            share_band_purchases=pl.col("buyer_band").max(),
            share_band_sales=pl.col("seller_band").max(),
            is_confirmed=(pl.col("side") == "buyer").any() & (pl.col("side") == "seller").any(),
            is_group_internal=pl.col("is_group_internal").any(),
            pointer=pl.col("pointer").min(),
            evidence_count=pl.len(),
        )
    )
    by_side = {side: [pl.col(f"{side}_{kind}") for kind in SPEND_KINDS] for side in _SIDES}
    every = [column for side in _SIDES for column in by_side[side]]
    kinds = [
        pl.when(pl.col(f"{side}_{kind}").is_not_null()).then(pl.lit(kind))
        for side in _SIDES
        for kind in SPEND_KINDS
    ]
    pointer = pl.col("pointer").str.split("\x1f").list
    return (
        grouped.with_columns(
            amount_eur=pl.coalesce(every) / 100,
            amount_kind=pl.coalesce(*kinds, pl.lit("none")),
            buyer_amount_eur=pl.coalesce(by_side["buyer"]) / 100,
            seller_amount_eur=pl.coalesce(by_side["seller"]) / 100,
            seen_level=pointer.get(0).replace_strict(
                dict(zip("012", _LEVELS, strict=True)), return_dtype=pl.String
            ),
            upload_id=pointer.get(2),
            sheet=pointer.get(3),
            row_no=pointer.get(4).cast(pl.Int32),
        )
        .drop("pointer", *sums)
        .sort("year", "supplier_id", "customer_id")
    )


def _told_by(evidence: pl.DataFrame) -> pl.DataFrame:
    """Evidence with who said it, its euros where they are spend, and the text that orders what to point to."""
    said = evidence.filter(pl.col("supplier_id") != pl.col("customer_id")).with_columns(
        year=pl.col("period_start").dt.year(),
        side=pl.when(pl.col("uploader_id") == pl.col("customer_id"))
        .then(pl.lit("buyer"))
        .when(pl.col("uploader_id") == pl.col("supplier_id"))
        .then(pl.lit("seller"))
        .otherwise(pl.lit("third")),
        # Whole cents: their sum does not depend on the order of the rows.
        eur=pl.when(pl.col("amount_kind").is_in(SPEND_KINDS)).then(
            (pl.col("amount_eur") * 100).cast(pl.Int64)
        ),
    )
    # Own evidence first, the buyer's before the seller's; then any fixed order.
    place = [
        pl.col("seen_level").replace_strict({level: str(i) for i, level in enumerate(_LEVELS)}),
        pl.col("side").replace_strict({side: str(i) for i, side in enumerate(_SIDES)}),
        pl.col("upload_id"),
        pl.col("sheet"),
        pl.col("row_no").cast(pl.String).str.zfill(9),
    ]
    return said.with_columns(
        pointer=pl.concat_str(place, separator="\x1f"),
        buyer_band=pl.when(pl.col("side") == "buyer").then(pl.col("share_band")),
        seller_band=pl.when(pl.col("side") == "seller").then(pl.col("share_band")),
    )
