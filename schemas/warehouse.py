"""Create, open and migrate the warehouse; all that other rooms need of it can be imported from here.

A migration runs on a copy, which takes the warehouse's place only when every table that it does not change
holds the same rows as before. Never: knows what the rows are for, or who asks.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from schemas.copies import CopyDiffers, contents, written_anew
from schemas.everything import metadata
from schemas.opened import (
    Warehouse,
    WarehouseBusy,
    WarehouseFull,
    WarehouseUnreadable,
    backup_folder,
    insert,
    read,
)

__all__ = [
    "CopyDiffers",
    "Warehouse",
    "WarehouseBusy",
    "WarehouseFull",
    "WarehouseUnreadable",
    "backup_folder",
    "create",
    "insert",
    "migrate",
    "read",
    "rows_by_table",
]

MIGRATIONS = Path(__file__).parent / "migrations"


def create(address: str | Path, migrations: Path = MIGRATIONS) -> Warehouse:
    """Open the warehouse, made where it is new, with its tables in the newest shape.

    Raises WarehouseBusy, WarehouseUnreadable, WarehouseFull, or CopyDiffers where a migration went wrong:
    then the warehouse stays as it was.
    """
    if "://" not in str(address) and str(address) != ":memory:":
        Path(address).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    warehouse = Warehouse(address)
    try:
        shape = _shape_of(warehouse)
        if shape != ScriptDirectory.from_config(_config(migrations)).get_current_head():
            if shape is None or warehouse.file is None:
                migrate(warehouse, migrations)
            else:
                _migrate_on_copy(warehouse, migrations)
    except BaseException:
        warehouse.close()
        raise
    return warehouse


def migrate(warehouse: Warehouse, migrations: Path = MIGRATIONS) -> None:
    """Bring the tables to the newest shape in one transaction (`alembic upgrade head`)."""
    config = _config(migrations)
    with warehouse.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def rows_by_table(warehouse: Warehouse) -> dict[str, int]:
    """Number of rows of every table, to compare two warehouses."""
    with warehouse.reading() as connection:
        return {
            name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
            for name, table in metadata.tables.items()
        }


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config


def _shape_of(warehouse: Warehouse) -> str | None:
    """The migration that the tables are at; None for a new warehouse."""
    with warehouse.writing() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _migrate_on_copy(warehouse: Warehouse, migrations: Path) -> None:
    with warehouse.owning() as cursor:
        cursor.execute("FORCE CHECKPOINT")
        copy = written_anew(warehouse)
        try:
            with Warehouse(copy) as fresh:
                before, columns_before = contents(fresh), _columns(fresh)
                migrate(fresh, migrations)
                after, columns_after = contents(fresh), _columns(fresh)
            unchanged = {
                name for name, columns in columns_before.items() if columns == columns_after.get(name)
            }
            unchanged.discard("alembic_version")
            if not before.keys() <= after.keys() or any(before[name] != after[name] for name in unchanged):
                raise CopyDiffers(warehouse.address)
            warehouse.take_over(copy)
        finally:
            copy.unlink(missing_ok=True)


def _columns(warehouse: Warehouse) -> dict[str, list[str]]:
    """Columns of every table with their types."""
    inspector = sa.inspect(warehouse.engine)
    return {
        name: [f"{column['name']} {column['type']}" for column in inspector.get_columns(name)]
        for name in inspector.get_table_names()
    }
