"""An open warehouse: a DuckDB file by default, PostgreSQL by address.

One process owns a DuckDB file; inside it every thread works on a cursor of its own (one connection
shared by threads returns wrong rows silently). The engine is locked before anything is read: no file,
no extension, no address can be reached by a query. Writing is one at a time (`writing`).
A fault of the disk (full, damaged) is said as such, whatever the engine calls it.
Never: knows what the rows are for, or who asks.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from schemas.frame_types import frame_types
from schemas.versions import current_file, make_current, next_file, remove_leftovers, sync_file, wal_of

MEMORY_LIMIT = "2GB"
#: Temp tables that carry a frame into an INSERT; one name per thread is enough, because each has its cursor.
_INCOMING = "incoming_frame"
#: Execution option under which every connection of a DuckDB file tells the address of its warehouse.
ADDRESS = "warehouse_address"


class WarehouseBusy(RuntimeError):
    """Another process owns the file."""


class WarehouseUnreadable(RuntimeError):
    """The file is no warehouse, or is damaged."""


class WarehouseFull(RuntimeError):
    """The disk has no room; the transaction was rolled back whole."""


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
        self.file: Path | None = None
        #: how faults of the disk are raised here, for rooms that have words for people
        self.raised_as: dict[type[RuntimeError], Callable[[str], RuntimeError]] = {}
        if "://" in self.address:
            self.engine = sa.create_engine(self.address)
        else:
            self._open()

    @property
    def is_duckdb(self) -> bool:
        """Whether the warehouse is a DuckDB file."""
        return self._root is not None

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: committed whole at the end, rolled back whole on any error.

        Raises:
            WarehouseFull: no room on the disk.
            WarehouseUnreadable: the file is damaged.
        """
        with self._write_lock, self._faults_named(), self.engine.begin() as connection:
            yield connection

    def read(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> pl.DataFrame:
        """The rows of a query as a frame, columns named and typed as selected."""
        with self.reading() as connection:
            return read(connection, query)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection for questions. Raises WarehouseUnreadable where the file is damaged."""
        with self._faults_named(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def owning(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A bare cursor, each statement a transaction of its own, while nobody else writes (DuckDB only)."""
        if self._root is None:
            raise TypeError("only a DuckDB file can be owned")
        with self._write_lock, self._faults_named(), self._root.cursor() as cursor:
            yield cursor

    def checkpoint(self) -> bool:
        """Bring what is committed from the log into the file; False where a transaction is under way."""
        if self.file is None:
            return True
        try:
            with self.owning() as cursor:
                cursor.execute("CHECKPOINT")
        except duckdb.TransactionException:
            return False
        return True

    def take_over(self, file: Path) -> None:
        """Go on with `file`, a whole and checked copy, in place of the present one, which is deleted.

        Readers that are under way end on the old file; every later one finds the new.
        """
        if self.file is None or self._root is None:
            raise TypeError("only a DuckDB file can be replaced")
        with self._write_lock:
            old_file, old_engine, old_root = self.file, self.engine, self._root
            new_file = next_file(self.address)
            sync_file(file)
            os.replace(file, new_file)
            root = _open_locked(str(new_file), self.address)
            make_current(self.address, new_file)
            self.file, self._root, self.engine = new_file, root, _engine_on(root, self.address)
            old_engine.dispose()
            old_root.close()
            for path in (wal_of(old_file), old_file):
                if path != Path(os.path.abspath(self.address)):  # that name is the link by now
                    path.unlink(missing_ok=True)

    def _open(self) -> None:
        """Open the current version. It may change between finding and locking it, so look twice."""
        if self.address == ":memory:":
            self._root = _open_locked(self.address, self.address)
        else:
            while self.file is None or self.file != current_file(self.address):
                if self._root is not None:
                    self._root.close()
                self.file = current_file(self.address)
                if Path(self.address).is_symlink() and not self.file.exists():
                    raise WarehouseUnreadable(self.address)
                self._root = _open_locked(str(self.file), self.address)
            self.file.chmod(0o600)
            remove_leftovers(self.address)
        assert self._root is not None
        self.engine = _engine_on(self._root, self.address)

    @contextmanager
    def _faults_named(self) -> Iterator[None]:
        """Call a full disk and a damaged file by their names; a connection that broke with it is renewed."""
        try:
            yield
        except (sa.exc.DBAPIError, duckdb.Error) as error:
            fault = _fault(error, self.address)
            if fault is None:
                raise
            if "invalidated" in str(error) or isinstance(
                getattr(error, "orig", error), duckdb.FatalException
            ):
                self._renew()
            raise self.raised_as.get(type(fault), type(fault))(self.address) from error

    def _renew(self) -> None:
        """After a fatal error the engine answers nobody until the file is opened anew."""
        if self.file is None or self._root is None:
            return
        with self._write_lock:
            self.engine.dispose()
            self._root.close()
            self._root = _open_locked(str(self.file), self.address)
            self.engine = _engine_on(self._root, self.address)

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
    return _cursor(connection).execute(str(compiled), ordered).pl()


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


def _fault(error: Exception, address: str) -> RuntimeError | None:
    """What a fault of the engine means to people, where it is one of the disk."""
    said = str(error).lower()
    if "no space left" in said or "disk is full" in said or "out of disk" in said:
        return WarehouseFull(address)
    cause = getattr(error, "orig", error)
    if isinstance(cause, duckdb.IOException | duckdb.SerializationException | duckdb.FatalException):
        return WarehouseUnreadable(address)
    if isinstance(cause, duckdb.InternalException) or "checksum" in said or "corrupt" in said:
        return WarehouseUnreadable(address)
    return None


def _open_locked(file: str, address: str) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        root = duckdb.connect(file, config=config)
    except duckdb.IOException as error:
        if "lock on file" in str(error).lower():
            raise WarehouseBusy(address) from error
        raise _fault(error, address) or WarehouseUnreadable(address) from error
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


def _engine_on(root: duckdb.DuckDBPyConnection, address: str) -> sa.Engine:
    from duckdb_sqlalchemy import ConnectionWrapper

    engine = sa.create_engine(
        "duckdb://", creator=lambda: ConnectionWrapper(root.cursor()), poolclass=QueuePool, max_overflow=60
    )
    engine.update_execution_options(**{ADDRESS: address})
    return engine


def _cursor(connection: sa.Connection) -> duckdb.DuckDBPyConnection:
    """The DuckDB cursor under a SQLAlchemy connection."""
    wrapper: Any = connection.connection.driver_connection
    inner = getattr(wrapper, "_ConnectionWrapper__c", None) or getattr(wrapper, "c", None) or wrapper
    return inner  # type: ignore[no-any-return]
