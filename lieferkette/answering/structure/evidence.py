"""The evidence behind relations: where each one is written."""

from __future__ import annotations

import polars as pl

from lieferkette.answering.common import Scope, evidence_text, relations_of_year


def with_evidence(scope: Scope, rows: pl.DataFrame, supplier: str, customer: str) -> pl.DataFrame:
    """Add `evidence` to rows whose columns `supplier` and `customer` hold true ids of a relation's ends."""
    ends = rows[supplier].unique()
    told = (
        relations_of_year(scope)
        .filter(pl.col("supplier_id").is_in(ends.implode()))
        .select(
            pl.col("supplier_id").alias(supplier),
            pl.col("customer_id").alias(customer),
            evidence_text().alias("evidence"),
        )
    )
    return rows.join(told, on=[supplier, customer], how="left", maintain_order="left")


def step_evidence(scope: Scope, steps: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(supplier, customer) -> where the relation is written."""
    rows = pl.DataFrame(sorted(steps), {"supplier": pl.String, "customer": pl.String}, orient="row")
    told = with_evidence(scope, rows, "supplier", "customer").drop_nulls("evidence")
    return {(row[0], row[1]): row[2] for row in told.select("supplier", "customer", "evidence").iter_rows()}
