"""Frames into tables and out again: write many, change by key, in an order that keeps references whole.

Never: knows what the rows say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl
import sqlalchemy as sa

from schemas.everything import metadata
from schemas.warehouse import insert, read

__all__ = ["among", "change", "insert", "read", "write_frames"]

_FEW = 500


def write_frames(connection: sa.Connection, frames: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    """Write whole tables by name, referenced tables first; gives the rows written by table.

    For worlds that are made, not read: nothing is matched and nothing is checked but the columns.

    Raises:
        KeyError: a name is no table, or a frame has a column that its table has not.
    """
    unknown = sorted(set(frames) - set(metadata.tables))
    if unknown:
        raise KeyError(f"no such table: {', '.join(unknown)}")
    ordered = [table for table in metadata.sorted_tables if table.name in frames]
    return {table.name: insert(connection, table, frames[table.name]) for table in ordered}


def change(connection: sa.Connection, table: sa.Table, keys: Sequence[str], rows: pl.DataFrame) -> int:
    """Set the other columns of `rows` on the rows of `table` that have the same `keys`."""
    if rows.is_empty():
        return 0
    with _Staged(connection, table, rows) as staged:
        is_same = sa.and_(*[table.c[key] == staged.c[key] for key in keys])
        values = {name: staged.c[name] for name in rows.columns if name not in keys}
        connection.execute(sa.update(table).values(values).where(is_same))
    return rows.height


def among(
    connection: sa.Connection,
    query: sa.Select[tuple[object, ...]],
    column: sa.Column[str],
    values: Iterable[str],
) -> pl.DataFrame:
    """The rows of `query` whose `column` is one of `values`, however many those are."""
    wanted = sorted(set(values))
    if len(wanted) <= _FEW:
        return read(connection, query.where(column.in_(wanted)))
    with _Staged(connection, column.table, pl.DataFrame({column.name: wanted})) as staged:
        return read(connection, query.where(column.in_(sa.select(staged.c[column.name]))))


class _Staged:
    """A temporary table that holds a frame for one statement."""

    def __init__(self, connection: sa.Connection, like: sa.Table, rows: pl.DataFrame) -> None:
        self._connection = connection
        self._rows = rows
        columns = [sa.Column(name, like.c[name].type) for name in rows.columns]
        self._table = sa.Table(f"staged_{like.name}", sa.MetaData(), *columns, prefixes=["TEMPORARY"])

    def __enter__(self) -> sa.Table:
        self._table.create(self._connection)
        insert(self._connection, self._table, self._rows)
        return self._table

    def __exit__(self, *exc: object) -> None:
        if exc[0] is None:
            self._table.drop(self._connection)
