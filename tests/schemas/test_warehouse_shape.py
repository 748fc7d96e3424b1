"""Migrations lead to the declared tables, whole or not at all, and PostgreSQL could take every one."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql

from schemas.everything import metadata
from schemas.warehouse import Warehouse, create, insert, migrate
from tests.schemas.places import PLACE, places, stored_keys

EVIDENCE = metadata.tables["evidence"]


def test_migrations_lead_to_the_tables_as_they_are_declared(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda thing, name, kind, reflected, other: (
                    kind != "foreign_key_constraint"
                ),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(warehouse: Warehouse) -> None:
    with warehouse.writing() as connection:
        insert(connection, PLACE, places("05962032"))
    migrate(warehouse)
    assert stored_keys(warehouse) == ["05962032"]


def test_a_migration_that_fails_leaves_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("disk full")

    # The first shape makes its indexes and last tables after many others were made.
    monkeypatch.setattr(op, "create_index", fail)
    with pytest.raises(RuntimeError, match="disk full"):
        create(tmp_path / "w.duckdb")
    monkeypatch.undo()
    with Warehouse(tmp_path / "w.duckdb") as warehouse, warehouse.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT table_name FROM information_schema.tables").fetchall()
        assert tables == []
    create(tmp_path / "w.duckdb").close()


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_postgresql_could_take_the_table(name: str) -> None:
    ddl = str(sa.schema.CreateTable(metadata.tables[name]).compile(dialect=postgresql.dialect()))
    for word in ("TINYINT", "HUGEINT", "STRUCT", "MAP(", "[]", "DATETIME", "DOUBLE,"):
        assert word not in ddl
    for index in metadata.tables[name].indexes:
        assert len(index.name or "") <= 63, "PostgreSQL cuts longer names"
        sa.schema.CreateIndex(index).compile(dialect=postgresql.dialect())
    for constraint in metadata.tables[name].constraints:
        assert len(str(constraint.name)) <= 63


def test_postgresql_gets_the_foreign_keys_that_duckdb_must_not_have() -> None:
    from duckdb_sqlalchemy import Dialect

    create_table = sa.schema.CreateTable(EVIDENCE)
    assert str(create_table.compile(dialect=postgresql.dialect())).count("FOREIGN KEY") == 4
    assert "FOREIGN KEY" not in str(create_table.compile(dialect=Dialect()))
