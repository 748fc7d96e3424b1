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
        "CREATE PERSISTENT SECRET thief (TYPE http, BEARER_TOKEN 'a')",
        "SELECT * FROM read_blob('{secret}')",
        "SELECT * FROM read_json('{secret}')",
        "SELECT * FROM read_json_auto('{secret}')",
        "SELECT * FROM read_ndjson('{secret}')",
        "SELECT * FROM read_parquet('{secret}')",
        "SELECT * FROM parquet_metadata('{secret}')",
        "SELECT * FROM parquet_schema('{secret}')",
        "SELECT * FROM read_csv_auto('{secret}')",
        "SELECT * FROM sniff_csv('{secret}')",
        "SELECT * FROM read_duckdb('{secret}')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_text('/proc/self/environ')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_text('{folder}/warehouse/backup/../../secret.csv')",
        "SELECT * FROM read_text('file://{secret}')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM 'https://example.org/list.parquet'",
        "SELECT * FROM read_parquet('s3://bucket/list.parquet')",
        "SELECT * FROM query('SELECT * FROM read_text(''{secret}'')')",
        "SELECT * FROM query_table('{secret}')",
        "CREATE VIEW stolen AS SELECT * FROM read_text('{secret}')",
        "CREATE TABLE stolen AS SELECT * FROM read_csv('{secret}')",
        "INSERT INTO place SELECT * FROM read_csv('{secret}')",
        "COPY place TO '{folder}/stolen.parquet' (FORMAT parquet)",
        "COPY place TO '{folder}/stolen.json' (FORMAT json)",
        "COPY place TO '/dev/stdout'",
        "COPY (SELECT 1) TO '{folder}/warehouse/backup/../../stolen.csv'",
        "COPY FROM DATABASE w TO stolen",
        "ATTACH '{secret}' AS other (READ_ONLY)",
        "ATTACH 'https://example.org/other.duckdb' AS other",
        "ATTACH 'postgres://somebody@example.org/base' AS other (TYPE postgres)",
        "IMPORT DATABASE '{folder}'",
        "FORCE INSTALL httpfs",
        "INSTALL spatial FROM community",
        "INSTALL '{folder}/evil.duckdb_extension'",
        "LOAD postgres",
        "LOAD sqlite",
        "UPDATE EXTENSIONS",
        "SET allow_unsigned_extensions = true",
        "SET allow_community_extensions = true",
        "SET custom_extension_repository = 'http://example.org'",
        "SET extension_directory = '{folder}'",
        "SET home_directory = '{folder}'",
        "SET autoload_known_extensions = true",
        "SET disabled_filesystems = ''",
        "SET log_query_path = '{folder}/queries.log'",
        "SET profiling_output = '{folder}/profile.json'",
        "SET threads = 64",
        "SET max_memory = '100GB'",
        "SET GLOBAL enable_external_access = true",
        "SET SESSION lock_configuration = false",
        "RESET lock_configuration",
        "RESET allowed_directories",
        "PRAGMA enable_profiling = 'json'",
        "PRAGMA memory_limit = '100GB'",
        "PRAGMA database_list; SET enable_external_access = true",
        "SELECT getenv('HOME')",
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
