"""Rows that are figures and columns that are years, to one good row for each figure and year."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from ingest.clean.amounts import convention_of, parse_amounts
from ingest.clean.figures import MONEY
from ingest.clean.left_out import mark, tell, with_marks
from ingest.tables import GOOD_COLUMNS, CleanRows, Column, RawTable, Recognition

#: The figure that a row's label names, and its own unit; None for rows that are none of the five.
FigureOf = Callable[[str | None], tuple[str, float | None] | None]


def clean_across(
    body: pl.DataFrame, table: RawTable, recognition: Recognition, figure_of: FigureOf
) -> CleanRows:
    """Every row below the years is one figure, or is left out with its reason."""
    label = next(column for column in recognition.columns if column.meaning == "figure_label")
    years = recognition.all("figure")
    found = [figure_of(text) for text in body[f"c{label.position}"]]
    units = [(one[1] if one else None) or recognition.amount_unit for one in found]
    frame = with_marks(body).with_columns(
        pl.Series("figure", [one[0] if one else None for one in found], dtype=pl.String),
        pl.Series("unit", units, dtype=pl.Float64),
    )
    frame = mark(frame, pl.col("figure").is_null(), "other_figure", value=pl.col(f"c{label.position}"))
    if recognition.currency != "EUR":
        frame = mark(
            frame, pl.col("figure") != "employees", "not_in_euros", value=pl.lit(recognition.currency)
        )
    for column in years:
        frame = _with_values(frame, table, recognition, column)
    is_blank = pl.all_horizontal([pl.col(f"c{column.position}").is_null() for column in years])
    frame = mark(frame, is_blank, "no_figures")
    kept = frame.filter(pl.col("reason_code").is_null())
    good = pl.concat([_of_year(kept, number, column) for number, column in enumerate(years)])
    return CleanRows(good.sort("line", "part_no"), tell(frame, recognition), body.height, recognition.notes)


def _with_values(
    frame: pl.DataFrame, table: RawTable, recognition: Recognition, column: Column
) -> pl.DataFrame:
    """Add `value_<position>` in euros, or persons for employees; rows that cannot be read are marked."""
    cell = f"c{column.position}"
    voters = frame.filter(pl.col("reason_code").is_null())[cell]
    parsed = parse_amounts(frame[cell], convention_of(voters, table, recognition))
    # persons are not counted in thousands, whatever the title says
    factor = pl.when(pl.col("figure") == "employees").then(1.0).otherwise("unit").cast(pl.Decimal(20, 0))
    frame = frame.with_columns(
        parsed["amount"].alias("parsed"),
        parsed["is_unreadable"].alias("is_unreadable"),
        parsed["is_doubtful"].alias("is_doubtful"),
    ).with_columns((pl.col("parsed") * factor).alias(f"value_{column.position}"))
    frame = mark(frame, pl.col("is_unreadable"), "not_an_amount", heading=column.heading, value=pl.col(cell))
    frame = mark(frame, pl.col("is_doubtful"), "amount_in_doubt", heading=column.heading, value=pl.col(cell))
    return frame.drop("parsed", "is_unreadable", "is_doubtful")


def _of_year(kept: pl.DataFrame, number: int, column: Column) -> pl.DataFrame:
    """One good row per figure of the year; a figure without a value in this year stands there as null."""
    value = pl.col(f"value_{column.position}")
    figures = {f"{name}_eur": pl.when(pl.col("figure") == name).then(value) for name in MONEY}
    rows = kept.select(
        "line",
        part_no=pl.lit(number),
        side=pl.lit("own"),
        period_start=pl.date(column.year or 0, 1, 1),
        period_end=pl.date(column.year or 0, 12, 31),
        employees=pl.when(pl.col("figure") == "employees").then(value.round(0)),
        **figures,
    )
    missing = [
        pl.lit(None, dtype).alias(name) for name, dtype in GOOD_COLUMNS.items() if name not in rows.columns
    ]
    return rows.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in GOOD_COLUMNS.items())
