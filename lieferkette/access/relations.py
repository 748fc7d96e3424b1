"""Relations out of evidence: one row per supplier, customer and year.

Pure frames. Kinds of amount are never added to each other: of each end's evidence the kind with the highest
precedence counts (invoiced > posted > ordered; balances and ceilings are no spend), and where both ends are
visible the buyer's amount is used. Never: reads the warehouse, decides what is visible.
"""

from __future__ import annotations

import polars as pl

#: Kinds that say what was bought, best first. Balances and ceilings are left out on purpose.
SPEND_KINDS = ("invoiced_net", "posted_gross", "ordered")
_SIDES = ("buyer", "seller", "third")


def relations_of(evidence: pl.DataFrame) -> pl.DataFrame:
    """Relations by year out of visible evidence (columns of `visible_evidence`).

    Gives: supplier_id, customer_id, year, amount_eur (Float64, null unknown), amount_kind, share_band_purchases,
    share_band_sales (bands that the visible evidence carries), buyer_amount_eur, seller_amount_eur,
    is_confirmed (both ends said so), is_group_internal, is_own, seen_level, and one piece of evidence to point
    to: upload_id, sheet, row_no, evidence_count. Sorted by year, supplier, customer.
    """
    keyed = evidence.filter(pl.col("supplier_id") != pl.col("customer_id")).with_columns(
        year=pl.col("period_start").dt.year(),
        side=pl.when(pl.col("uploader_id") == pl.col("customer_id"))
        .then(pl.lit("buyer"))
        .when(pl.col("uploader_id") == pl.col("supplier_id"))
        .then(pl.lit("seller"))
        .otherwise(pl.lit("third")),
        kind_rank=pl.col("amount_kind").replace_strict(
            {kind: rank for rank, kind in enumerate(SPEND_KINDS)}, default=9, return_dtype=pl.Int8
        ),
        eur=pl.when(pl.col("amount_kind").is_in(SPEND_KINDS)).then(pl.col("amount_eur").cast(pl.Float64)),
        level_rank=pl.col("seen_level").replace_strict(
            {"network": 0, "open": 1, "own": 2}, return_dtype=pl.Int8
        ),
    )
    relation = ["supplier_id", "customer_id", "year"]
    best = keyed.with_columns(
        best=pl.when(pl.col("eur").is_not_null()).then(pl.col("kind_rank")).min().over([*relation, "side"])
    )
    # An amount in a currency without a rate stays unknown; it must not make the rest look like the whole.
    counted = pl.col("kind_rank") == pl.col("best")
    by_side = best.group_by([*relation, "side"]).agg(
        eur=pl.when(counted.any()).then(pl.col("eur").filter(counted).sum()),
        kind=pl.col("amount_kind").filter(counted).first(),
        band=pl.col("share_band").drop_nulls().first(),
        level_rank=pl.col("level_rank").max(),
        count=pl.len(),
        upload_id=pl.col("upload_id")
        .sort_by("level_rank", "upload_id", "row_no", descending=[True, False, False])
        .first(),
        sheet=pl.col("sheet")
        .sort_by("level_rank", "upload_id", "row_no", descending=[True, False, False])
        .first(),
        row_no=pl.col("row_no")
        .sort_by("level_rank", "upload_id", "row_no", descending=[True, False, False])
        .first(),
    )

    def of(side: str, name: str) -> pl.Expr:
        return pl.col(name).filter(pl.col("side") == side).first()

    first_known = [of(side, "eur") for side in _SIDES]
    ordered = pl.col("side").replace_strict({s: i for i, s in enumerate(_SIDES)}, return_dtype=pl.Int8)
    return (
        by_side.group_by(relation)
        .agg(
            amount_eur=pl.coalesce(first_known),
            amount_kind=pl.col("kind").sort_by(ordered).drop_nulls().first(),
            buyer_amount_eur=of("buyer", "eur"),
            seller_amount_eur=of("seller", "eur"),
            share_band_purchases=of("buyer", "band"),
            share_band_sales=of("seller", "band"),
            is_confirmed=pl.col("side").is_in(["buyer", "seller"]).sum() == 2,
            seen_level=pl.col("level_rank")
            .max()
            .replace_strict({0: "network", 1: "open", 2: "own"}, return_dtype=pl.String),
            evidence_count=pl.col("count").sum(),
            upload_id=pl.col("upload_id").sort_by(-pl.col("level_rank"), ordered).first(),
            sheet=pl.col("sheet").sort_by(-pl.col("level_rank"), ordered).first(),
            row_no=pl.col("row_no").sort_by(-pl.col("level_rank"), ordered).first(),
        )
        .with_columns(pl.col("amount_kind").fill_null("none"))
        .sort("year", "supplier_id", "customer_id")
    )
