"""Which type a selected column has in a frame, so that every database gives the same frames.

DuckDB hands over typed columns. Drivers of other databases hand over Python values, from which an empty or
blank column would come back without a type, and a sum of money with another.
Never: converts a value.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import sqlalchemy as sa

_SIMPLE: tuple[tuple[type[Any], pl.DataType], ...] = (
    (sa.Boolean, pl.Boolean()),
    (sa.BigInteger, pl.Int64()),
    (sa.Integer, pl.Int32()),
    (sa.Float, pl.Float64()),
    (sa.DateTime, pl.Datetime("us")),
    (sa.Date, pl.Date()),
    (sa.String, pl.String()),
)


def frame_types(query: sa.Select[Any] | sa.CompoundSelect[Any]) -> dict[str, pl.DataType]:
    """Column -> type in a frame, for every selected column whose SQL type tells it.

    >>> frame_types(sa.select(sa.column("employees", sa.Integer), sa.func.count().label("count")))
    {'employees': Int32, 'count': Int64}
    """
    named = {column.name: _frame_type(column) for column in query.selected_columns}
    return {name: kind for name, kind in named.items() if kind is not None}


def _frame_type(column: sa.ColumnElement[Any]) -> pl.DataType | None:
    inner = column.element if isinstance(column, sa.Label) else column
    if isinstance(inner, sa.Function) and inner.name == "count":
        return pl.Int64()
    kind = column.type
    if isinstance(kind, sa.Numeric) and not isinstance(kind, sa.Float):
        return pl.Decimal(38 if isinstance(inner, sa.Function) else kind.precision, kind.scale or 0)
    return next((frame_type for sql_type, frame_type in _SIMPLE if isinstance(kind, sql_type)), None)
