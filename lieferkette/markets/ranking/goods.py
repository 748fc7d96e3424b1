"""Goods that companies like one sell to a market and that it does not sell itself, ranked by how many of them do.

Comes in: who sells which good to whom. Goes out: goods with the twins behind them.
Never: a good of a single twin, or an order where fewer than three twins' goods are known.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

GOODS = {"good": pl.String, "twins_count": pl.Int64, "known_count": pl.Int64, "customers_count": pl.Int64}
#: Fewer companies like one that sell there tell nothing.
FEWEST_TWINS = 3
_FEWEST_SELLERS = 2


def goods_of_market(
    sold: pl.DataFrame, company_id: str, twin_ids: Collection[str], market: str, top: int = 5
) -> pl.DataFrame:
    """The goods that most twins sell to a market. `sold`: supplier_id, customer_id, good, market (of the customer).

    `twins_count` of the `known_count` twins whose goods for this market are known sell the good; goods differ by
    their words, not by how they are written.

    >>> sold = pl.DataFrame({"supplier_id": ["a", "b", "c", "x"], "customer_id": ["k"] * 4, "market": ["28.4"] * 4,
    ...                      "good": ["Federn", "federn", "Bolzen", "Bolzen"]})
    >>> goods_of_market(sold, "x", ["a", "b", "c"], "28.4").rows()
    [('Federn', 2, 3, 1)]
    """
    rows = sold.with_columns(key=pl.col("good").str.to_lowercase())
    own = rows.filter(pl.col("supplier_id") == company_id)["key"]
    there = rows.filter(pl.col("supplier_id").is_in(list(twin_ids)) & (pl.col("market") == market))
    known = there["supplier_id"].n_unique()
    if known < FEWEST_TWINS:
        return pl.DataFrame(schema=GOODS)
    return (
        there.filter(~pl.col("key").is_in(own.implode()))
        .group_by("key")
        .agg(
            good=pl.col("good").sort().first(),
            twins_count=pl.col("supplier_id").n_unique().cast(pl.Int64),
            known_count=pl.lit(known, pl.Int64),
            customers_count=pl.col("customer_id").n_unique().cast(pl.Int64),
        )
        .filter(pl.col("twins_count") >= _FEWEST_SELLERS)
        .sort("twins_count", "customers_count", "key", descending=[True, True, False])
        .head(top)
        .select(*GOODS)
    )
