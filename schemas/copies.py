"""Whole copies of a DuckDB warehouse: made in the one folder that the engine may write to, and compared.

A copy counts only when it was opened and every table had the same number of rows and the same content.
A copy is written row by row into a new file, so no byte of what was deleted before comes along.
Never: replaces the warehouse without having compared.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import uuid4

import duckdb

from schemas.opened import Warehouse, backup_folder
from schemas.versions import UNFINISHED, sync_file, sync_folder

#: Rows and a hash of all of them, whatever their order.
Content = tuple[int, str]


class CopyDiffers(RuntimeError):
    """A copy does not hold what the warehouse holds; it was thrown away."""


def contents(warehouse: Warehouse) -> dict[str, Content]:
    """Of every table its number of rows and a hash of their content, to compare two warehouses."""
    with warehouse.owning() as cursor:
        names = cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary"
        ).fetchall()
        return {str(name): _content(cursor, str(name)) for (name,) in sorted(names)}


def written_anew(warehouse: Warehouse) -> Path:
    """A checked copy in the backup folder under an unfinished name; the caller moves it or deletes it.

    Raises:
        CopyDiffers: the copy is not the same; nothing was changed.
    """
    folder = backup_folder(warehouse.address)
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"{UNFINISHED}{Path(warehouse.address).name}-{uuid4().hex}.duckdb"
    try:
        with warehouse.owning() as cursor:
            # The names are of our own making; a quote in a folder's name is doubled.
            quoted = copy.as_posix().replace("'", "''")
            cursor.execute(f"ATTACH '{quoted}' AS fresh_copy")
            try:
                source = str(cursor.execute("SELECT current_database()").fetchall()[0][0]).replace('"', '""')
                cursor.execute(f'COPY FROM DATABASE "{source}" TO fresh_copy')
            finally:
                cursor.execute("DETACH fresh_copy")
            wanted = contents(warehouse)
        copy.chmod(0o600)
        with Warehouse(copy) as opened:
            if contents(opened) != wanted:
                raise CopyDiffers(warehouse.address)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def write_anew(warehouse: Warehouse) -> None:
    """Replace the file by a copy of what it holds now, so that no deleted byte stays in it."""
    with warehouse.owning() as cursor:
        cursor.execute("FORCE CHECKPOINT")
        warehouse.take_over(written_anew(warehouse))


def move_to(copy: Path, file: Path) -> None:
    """Bring a finished copy under its name, whole or not at all, on another disk too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    near = file.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        shutil.copyfile(copy, near)
        near.chmod(0o600)
        sync_file(near)
        os.replace(near, file)
        sync_folder(file.parent)
    except BaseException:
        near.unlink(missing_ok=True)
        raise


def _content(cursor: duckdb.DuckDBPyConnection, table: str) -> Content:
    query = f'SELECT count(*), bit_xor(md5_number(t::VARCHAR)) FROM "{table}" AS t'  # noqa: S608 - own names
    count, digest = cursor.execute(query).fetchall()[0]
    return int(count), str(digest)
