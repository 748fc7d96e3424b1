"""The engine is locked: no query reaches a file, an extension, a setting or an address."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from schemas.warehouse import Warehouse, backup_folder, create, insert
from tests.schemas.places import PLACE, places, stored_keys


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('https://example.org/list.csv')",
        "COPY place TO '{folder}/stolen.csv'",
        "COPY (SELECT 1) TO '{folder}/backup/../stolen.csv'",
        "COPY place FROM '{secret}'",
        "ATTACH '{folder}/other.duckdb'",
        "ATTACH '{secret}' AS other (TYPE sqlite)",
        "EXPORT DATABASE '{folder}/everything'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{folder}/evil.duckdb_extension'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET allowed_directories = ['/']",
        "SET allowed_paths = ['{secret}']",
        "SET autoinstall_known_extensions = true",
        "SET memory_limit = '100GB'",
        "SET temp_directory = '{folder}/temp'",
        "SET python_enable_replacements = true",
        "SET secret_directory = '{folder}'",
        "RESET enable_external_access",
        "PRAGMA enable_external_access",
        "CREATE SECRET thief (TYPE s3, KEY_ID 'a', SECRET 'b')",
    ],
)
def test_the_engine_reaches_nothing_outside(tmp_path: Path, attack: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("name;amount\nRübezahl Draht AG;1\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    statement = attack.format(secret=secret, folder=tmp_path)
    with create(tmp_path / "warehouse" / "w.duckdb") as warehouse, warehouse.engine.connect() as connection:
        with pytest.raises(sa.exc.DBAPIError):
            connection.exec_driver_sql(statement).fetchall()
        connection.rollback()
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    after = [path for path in sorted(tmp_path.rglob("*")) if "warehouse" not in path.parts]
    assert after == [path for path in before if "warehouse" not in path.parts]


def test_a_frame_in_memory_is_no_table(warehouse: Warehouse) -> None:
    """DuckDB would otherwise find any variable of the program by its name."""
    secret_frame = pl.DataFrame({"amount": [1]})
    with warehouse.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.exec_driver_sql("SELECT * FROM secret_frame").fetchall()
    assert secret_frame.height == 1


def test_a_second_opening_in_the_process_is_locked_too(tmp_path: Path) -> None:
    with create(tmp_path / "w.duckdb"), Warehouse(tmp_path / "w.duckdb") as second:
        with second.engine.connect() as connection, pytest.raises(sa.exc.DBAPIError):
            connection.exec_driver_sql("SET enable_external_access = true")
        assert stored_keys(second) == []


def test_the_backup_folder_alone_can_be_written_to(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    backup_folder(path).mkdir()
    with create(path) as warehouse, warehouse.engine.connect() as connection:
        with warehouse.writing() as writing:
            insert(writing, PLACE, places("05962032"))
        connection.exec_driver_sql(f"EXPORT DATABASE '{backup_folder(path)}/first'")
    assert (backup_folder(path) / "first" / "schema.sql").exists()
