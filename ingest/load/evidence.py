"""Rows of `evidence`: who sells to whom, what kind of amount, and what that is in euros.

Never: adds two amounts up, or turns a kind of amount into another.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import sqlalchemy as sa

from ingest.load.frames import read
from schemas.reference.rates import RATE_SCHEMA, RateTable, shipped_rates
from schemas.registry import exchange_rate

_TAKEN = [
    *("amount_kind", "period_start", "period_end", "amount", "currency"),
    *("good_system", "good_code", "good_text", "document_no"),
]


def evidence_rows(
    relations: pl.DataFrame, upload_id: str, sharing: str, default_year: int, rates: RateTable
) -> pl.DataFrame:
    """Evidence of relations (sheet, line, part_no, supplier_party_id, customer_party_id and amounts).

    Rows without a period get the year `default_year`; amounts without a currency stay, without euros.
    """
    rows = relations.select(
        "sheet",
        pl.col("line").cast(pl.Int32).alias("row_no"),
        pl.col("part_no").cast(pl.Int32),
        "supplier_party_id",
        "customer_party_id",
        *_TAKEN,
    )
    has_amount = pl.col("amount").is_not_null()
    start, end = pl.lit(date(default_year, 1, 1)), pl.lit(date(default_year, 12, 31))
    rows = rows.with_columns(
        pl.when(has_amount)
        .then(pl.col("amount_kind").fill_null("none"))
        .otherwise(pl.lit("none"))
        .alias("amount_kind"),
        pl.when(has_amount).then(pl.col("currency")).alias("currency"),
        pl.coalesce("period_start", "period_end", start).alias("period_start"),
        pl.coalesce("period_end", pl.col("period_start").dt.month_end(), end).alias("period_end"),
        pl.lit(upload_id).alias("upload_id"),
        pl.lit(sharing).alias("sharing"),
    )
    return rows.hstack(euros(rows, rates))


def known_rates(connection: sa.Connection) -> RateTable:
    """Imported rates, and those that ship where none was imported."""
    rows = read(connection, sa.select(exchange_rate)).rename({"units_per_euro": "units_per_eur"})
    if rows.is_empty():
        return shipped_rates()
    imported = rows.select(pl.col(name).cast(kind) for name, kind in RATE_SCHEMA.items())
    return shipped_rates().with_more(RateTable.from_frame(imported))


def euros(rows: pl.DataFrame, rates: RateTable) -> pl.DataFrame:
    """amount_eur and rate_source of rows with amount, currency and period_end, by the period's year."""
    year = pl.col("period_end").dt.year().alias("year")
    asked = rows.select(pl.col("amount").cast(pl.Decimal(18, 2)), "currency", year)
    distinct = asked.unique(maintain_order=True)
    found = distinct.hstack(rates.to_eur_columns(distinct))
    keys = ["amount", "currency", "year"]
    return asked.join(found, on=keys, how="left", nulls_equal=True, maintain_order="left").select(
        "amount_eur", "rate_source"
    )
