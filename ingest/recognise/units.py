"""A unit named at one column only (`Umsatz 2022 in T€ | Umsatz 2023`) holds for its neighbours, if their size says so.

Never: overrules a unit that a heading, a title or the caller names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from ingest.clean.amounts import decide_convention, parse_amounts
from ingest.notes import note
from ingest.recognise.context import Context
from ingest.recognise.figures import COSTS
from ingest.tables import Column, Hints, RawTable

_MONEY = frozenset({"amount", "amount_previous", "total", "revenue", *COSTS})
#: Amounts of one table in one unit differ by less than this; in another unit they differ by a thousand.
_SAME_UNIT = 30.0


def share_units(
    columns: Sequence[Column], table: RawTable, heading_line: int, context: Context, hints: Hints
) -> tuple[list[Column], list[str]]:
    """Give columns of money without a unit that of the column that has one, where their values are as large.

    Beside the columns stands a note for each that was given one.
    """
    named = [column for column in columns if column.meaning in _MONEY and column.unit > 1]
    if not named or hints.amount_unit or context.unit:
        return list(columns), []
    body = table.frame.filter(pl.col("line") > heading_line)
    size = _size(body, named[0], table)
    shared = [
        replace(column, unit=named[0].unit, has_unit=True)
        if column.meaning in _MONEY and not column.has_unit and _is_as_large(_size(body, column, table), size)
        else column
        for column in columns
    ]
    given = [one for one, before in zip(shared, columns, strict=True) if one.has_unit > before.has_unit]
    return shared, [note("unit_assumed", column.heading) for column in given]


def _size(body: pl.DataFrame, column: Column, table: RawTable) -> float | None:
    """The middle of a column's numbers as they are written, without sign."""
    values = body[f"c{column.position}"].drop_nulls()
    convention = decide_convention(values, is_spreadsheet=table.is_spreadsheet)
    numbers = parse_amounts(values, convention)["amount"].drop_nulls().abs()
    middle = numbers.filter(numbers != 0).cast(pl.Float64).median()
    return middle if isinstance(middle, float) else None


def _is_as_large(size: float | None, other: float | None) -> bool:
    return bool(size and other) and size < _SAME_UNIT * other  # type: ignore[operator]


def apart_by_currency(columns: Sequence[Column], table: RawTable, heading_line: int) -> frozenset[int]:
    """Positions of amounts that stand in one column for each currency, so that no row has two of them."""
    named = [column for column in columns if column.meaning == "amount" and column.currency]
    if len({column.currency for column in named}) < 2:
        return frozenset()
    body = table.frame.filter(pl.col("line") > heading_line)
    filled = body.select(pl.sum_horizontal([pl.col(f"c{column.position}").is_not_null() for column in named]))
    return frozenset(c.position for c in named) if (filled.to_series() <= 1).all() else frozenset()
