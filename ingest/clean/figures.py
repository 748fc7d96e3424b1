"""The five figures of a company's year: revenue, cost of material and of personnel, value added, employees."""

from __future__ import annotations

import polars as pl

from ingest.clean.amounts import convention_of, parse_amounts
from ingest.clean.counterparts import Texts
from ingest.clean.dates import parse_years
from ingest.clean.left_out import mark
from ingest.tables import AMOUNT_TYPE, RawTable, Recognition

MONEY = ("revenue", "material_cost", "personnel_cost", "value_added")
"""Figures in euros, by meaning; the column of good rows is called the same with `_eur`."""


def mark_figures(frame: pl.DataFrame, table: RawTable, recognition: Recognition) -> pl.DataFrame:
    """Add `<figure>_eur` per figure, and mark rows whose figures cannot be read or are not in euros."""
    for meaning in MONEY:
        column = recognition.first(meaning)
        if column is None:
            continue
        cell = pl.col(f"c{column.position}")
        voters = frame.filter(pl.col("reason_code").is_null())[f"c{column.position}"]
        convention = convention_of(voters, table, recognition)
        parsed = parse_amounts(frame[f"c{column.position}"], convention, column.unit)
        frame = frame.with_columns(
            parsed["amount"].alias(f"{meaning}_eur"),
            parsed["is_unreadable"].alias("is_unreadable"),
            parsed["is_doubtful"].alias("is_doubtful"),
        )
        words = {"heading": column.heading, "value": cell}
        frame = mark(frame, pl.col("is_unreadable"), "not_an_amount", **words)  # type: ignore[arg-type]
        frame = mark(frame, pl.col("is_doubtful"), "amount_in_doubt", **words)  # type: ignore[arg-type]
        if column.currency not in (None, "EUR"):
            frame = mark(frame, cell.is_not_null(), "not_in_euros", **words)  # type: ignore[arg-type]
        frame = frame.drop("is_unreadable", "is_doubtful")
    return frame


def mark_missing_figures(frame: pl.DataFrame, recognition: Recognition) -> pl.DataFrame:
    """Rows of a company's own figures without any figure, or of no year."""
    texts = Texts(frame, recognition)
    given = [texts.get(meaning).alias(meaning) for meaning in (*MONEY, "employees")]
    has_any = pl.DataFrame(given).select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    year = parse_years(texts.get("year"))
    written = texts.get("year")
    frame = frame.with_columns(has_figure=has_any, year_read=year, year_written=written)
    frame = mark(frame, ~pl.col("has_figure"), "no_figures")
    if recognition.period_start is None:
        frame = mark(frame, pl.col("year_read").is_null(), "no_year", value=pl.col("year_written"))
    return frame.drop("has_figure", "year_read", "year_written")


def figure_columns(frame: pl.DataFrame) -> list[pl.Series]:
    """`revenue_eur` and the other figures in euros of the marked frame, null where there is no column."""
    return [
        frame[f"{meaning}_eur"]
        if f"{meaning}_eur" in frame.columns
        else pl.Series(f"{meaning}_eur", [None] * frame.height, dtype=AMOUNT_TYPE)
        for meaning in MONEY
    ]
