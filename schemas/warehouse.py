"""Open, create, migrate and back up the warehouse: a DuckDB file by default, PostgreSQL by address.

One process owns a DuckDB file; inside it every thread works on a cursor of its own (one connection
shared by threads returns wrong rows silently). The engine is locked before anything is read: no file,
no extension, no address can be reached by a query. Writing is one at a time (`writing`).
Never: knows what the rows are for, or who asks.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from schemas.everything import metadata
from schemas.frame_types import frame_types

MEMORY_LIMIT = "2GB"
#: Temp tables that carry a frame into an INSERT; one name per thread is enough, because each has its cursor.
_INCOMING = "incoming_frame"


class WarehouseBusy(RuntimeError):
    """Another process owns the file."""


class WarehouseUnreadable(RuntimeError):
    """The file is no warehouse, or is damaged."""


class Warehouse:
    """An open warehouse.

    Args:
        address: path of a DuckDB file (made where missing), `:memory:`, or a SQLAlchemy URL
            such as `postgresql+psycopg://user@host/base`.

    Raises:
        WarehouseBusy: another process has the file open.
        WarehouseUnreadable: the file is damaged or no DuckDB file.
    """

    def __init__(self, address: str | Path) -> None:
        self.address = str(address)
        self._root: duckdb.DuckDBPyConnection | None = None
        self._write_lock = threading.RLock()
        if "://" in self.address:
            self.engine = sa.create_engine(self.address)
        else:
            self._root = _open_locked(self.address)
            self.engine = _engine_on(self._root)

    @property
    def is_duckdb(self) -> bool:
        """Whether the warehouse is a DuckDB file."""
        return self._root is not None

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: committed whole at the end, rolled back whole on any error."""
        with self._write_lock, self.engine.begin() as connection:
            yield connection

    def read(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> pl.DataFrame:
        """The rows of a query as a frame, columns named and typed as selected."""
        with self.engine.connect() as connection:
            return read(connection, query)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()
        if self._root is not None:
            self._root.close()
            self._root = None

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def read(connection: sa.Connection, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> pl.DataFrame:
    """The rows of `query`, seen from inside the transaction of `connection`."""
    if connection.dialect.name != "duckdb":
        return pl.read_database(query, connection, schema_overrides=frame_types(query))
    compiled = query.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    values = compiled.params
    ordered = [values[name] for name in compiled.positiontup or []]
    return _cursor(connection).sql(str(compiled), params=ordered).pl()


def insert(connection: sa.Connection, table: sa.Table, frame: pl.DataFrame) -> int:
    """Write a whole frame into `table` inside the transaction of `connection`; gives the number of rows.

    Columns of the frame must be columns of the table; missing ones stay null.

    Raises:
        KeyError: the frame has a column that the table has not.
    """
    if frame.is_empty():
        return 0
    unknown = [name for name in frame.columns if name not in table.columns]
    if unknown:
        raise KeyError(f"{table.name} has no column {', '.join(unknown)}")
    if connection.dialect.name != "duckdb":
        connection.execute(table.insert(), frame.to_dicts())
        return frame.height
    cursor = _cursor(connection)
    cursor.register(_INCOMING, frame.to_arrow())
    try:
        names = ", ".join(f'"{name}"' for name in frame.columns)
        # Every name is a name of our own metadata, checked above.
        cursor.execute(f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {_INCOMING}')  # noqa: S608
    finally:
        cursor.unregister(_INCOMING)
    return frame.height


def create(address: str | Path) -> Warehouse:
    """Open the warehouse and bring its tables to the newest shape (`alembic upgrade head`)."""
    if "://" not in str(address) and str(address) != ":memory:":
        Path(address).parent.mkdir(parents=True, exist_ok=True)
    warehouse = Warehouse(address)
    try:
        migrate(warehouse)
    except BaseException:
        warehouse.close()
        raise
    return warehouse


def migrate(warehouse: Warehouse) -> None:
    """Bring the tables to the newest shape in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with warehouse.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def rows_by_table(warehouse: Warehouse) -> dict[str, int]:
    """Number of rows of every table, to compare two warehouses."""
    with warehouse.engine.connect() as connection:
        return {
            name: int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
            for name, table in metadata.tables.items()
        }


def _open_locked(address: str) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        root = duckdb.connect(address, config=config)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise WarehouseBusy(address) from error
        raise WarehouseUnreadable(address) from error
    except duckdb.Error as error:
        raise WarehouseUnreadable(address) from error
    try:
        _lock(root, address)
    except duckdb.InvalidInputException as error:
        if "locked" not in str(error):
            raise
        # This process has the file open already, and locked: the settings hold for the whole instance.
    return root


def _lock(root: duckdb.DuckDBPyConnection, address: str) -> None:
    """Shut the engine: in this order, the folder of backups, then no other file, then no setting any more."""
    if address != ":memory:":
        backups = backup_folder(address).as_posix().replace("'", "''")
        root.execute(f"SET allowed_directories=['{backups}/']")
    root.execute("SET python_enable_replacements=false")
    root.execute("SET enable_external_access=false")
    root.execute("SET lock_configuration=true")


def backup_folder(address: str | Path) -> Path:
    """The one folder beside the warehouse that the engine may write to."""
    return Path(address).absolute().parent / "backup"


def _engine_on(root: duckdb.DuckDBPyConnection) -> sa.Engine:
    from duckdb_sqlalchemy import ConnectionWrapper

    return sa.create_engine(
        "duckdb://", creator=lambda: ConnectionWrapper(root.cursor()), poolclass=QueuePool, max_overflow=60
    )


def _cursor(connection: sa.Connection) -> duckdb.DuckDBPyConnection:
    """The DuckDB cursor under a SQLAlchemy connection."""
    wrapper: Any = connection.connection.driver_connection
    inner = getattr(wrapper, "_ConnectionWrapper__c", None) or getattr(wrapper, "c", None) or wrapper
    return inner  # type: ignore[no-any-return]
