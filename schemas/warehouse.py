"""Create, open and migrate the warehouse; all that other rooms need of it can be imported from here.

A migration runs on a copy, which takes the warehouse's place only when every table that it does not change
holds the same rows as before. Never: knows what the rows are for, or who asks.
"""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa

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
#: How a migration names itself and the one before it.
_REVISION = re.compile(r"""^(down_)?revision(?:: [^=]+)? = ['"](.+)['"]""", re.MULTILINE)
_TABLES = sa.table("tables", sa.column("table_schema"), sa.column("table_name"), schema="information_schema")
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))


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
        if shape != _newest_shape(migrations):
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
    from alembic import command  # needed by few openings, and slow to import
    from alembic.config import Config
    from duckdb_sqlalchemy import alembic_impl  # noqa: F401 - tells Alembic how DuckDB speaks

    config = Config()
    config.set_main_option("script_location", str(migrations))
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


def _newest_shape(migrations: Path) -> str:
    """The migration that no other one follows, as the files say it."""
    texts = [path.read_text(encoding="utf-8") for path in (migrations / "versions").glob("*.py")]
    named = [match.groups() for text in texts for match in _REVISION.finditer(text)]
    (newest,) = {name for before, name in named if not before} - {name for before, name in named if before}
    return newest


def _shape_of(warehouse: Warehouse) -> str | None:
    """The migration that the tables are at; None for a new warehouse."""
    with warehouse.reading() as connection:
        here = sa.select(_TABLES.c.table_name).where(
            _TABLES.c.table_schema == sa.func.current_schema(), _TABLES.c.table_name == _VERSION.name
        )
        if connection.execute(here).first() is None:
            return None
        return connection.execute(sa.select(_VERSION.c.version_num)).scalar()


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
