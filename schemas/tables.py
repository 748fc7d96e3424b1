"""The one metadata object and the constraint style that all tables share.

DuckDB gets no physical foreign keys: with them, upserting a referenced row, or deleting child and
parent in one transaction, raises `still referenced`, and ALTER and COPY FROM DATABASE fail. They stay
in the metadata (PostgreSQL creates them); ingest checks integrity instead.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from schemas.columns import column

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


@compiles(sa.ForeignKeyConstraint, "duckdb")
def _no_physical_foreign_key(constraint: Any, compiler: Any, **options: Any) -> None:
    """Leave the constraint out of DuckDB's DDL."""
    return None


def key(name: str) -> sa.Column[Any]:
    """Primary key column."""
    return column(name, primary_key=True, autoincrement=False)


def required(name: str) -> sa.Column[Any]:
    """Column that must be filled."""
    return column(name, nullable=False)


def points_to(name: str, target: str, *, is_required: bool = True, is_key: bool = False) -> sa.Column[Any]:
    """Column that refers to `target` ("table.column")."""
    from schemas.columns import COLUMNS

    meaning = COLUMNS[name]
    return sa.Column(
        name,
        meaning.type,
        sa.ForeignKey(target),
        nullable=not is_required,
        primary_key=is_key,
        autoincrement=False,
        info={"meaning": meaning},
    )


def table(name: str, meaning: str, *parts: Any) -> sa.Table:
    """A table with the sentence that says what one row of it is."""
    return sa.Table(name, metadata, *parts, info={"meaning": meaning}, comment=None)
