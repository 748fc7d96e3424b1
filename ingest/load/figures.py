"""A company's own figures of its years, as its uploads tell them, each upload for itself.

Which upload's word counts is asked when reading: the newest in force. So taking one back brings back the older.
Never: changes what another upload or a register says.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from ingest.load.frames import insert
from schemas.registry import OWN_WORD, company_year

_FIGURES = ("revenue_eur", "material_cost_eur", "personnel_cost_eur", "value_added_eur", "employees")


def load_figures(connection: sa.Connection, rows: pl.DataFrame, upload_id: str, company_id: str) -> int:
    """Write one row per year (of `period_start`), each figure the first that a row gives; gives the years."""
    by_year = (
        rows.group_by(year=pl.col("period_start").dt.year().cast(pl.Int32), maintain_order=True)
        .agg(pl.col(name).drop_nulls().first() for name in _FIGURES)
        .with_columns(
            company_id=pl.lit(company_id),
            source=pl.lit(f"{OWN_WORD}{upload_id}"),
            employees=pl.col("employees").cast(pl.Int32),
        )
    )
    return insert(connection, company_year, by_year)


def forget_figures(connection: sa.Connection, upload_id: str) -> None:
    """Delete what an upload told of its company's years."""
    connection.execute(sa.delete(company_year).where(company_year.c.source == f"{OWN_WORD}{upload_id}"))
