"""The warehouse: one process owns it, one thread writes at a time, a transaction is whole."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from schemas.everything import metadata
from schemas.warehouse import Warehouse, WarehouseUnreadable, create, insert, read, rows_by_table
from tests.schemas.places import PLACE, places, stored_keys


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    with create(tmp_path / "deep" / "down" / "w.duckdb") as warehouse:
        assert warehouse.is_duckdb
        assert set(rows_by_table(warehouse)) == set(metadata.tables)
        assert set(rows_by_table(warehouse).values()) == {0}


def test_what_was_committed_is_there_after_reopening(tmp_path: Path) -> None:
    with create(tmp_path / "w.duckdb") as warehouse, warehouse.writing() as connection:
        insert(connection, PLACE, places("05962032"))
    with create(tmp_path / "w.duckdb") as warehouse:
        assert stored_keys(warehouse) == ["05962032"]


@pytest.mark.parametrize("content", [b"no warehouse at all", b"\x00" * 40_000])
def test_a_file_that_is_no_warehouse_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseUnreadable):
        create(path)
    assert path.read_bytes() == content


def test_a_second_process_is_told_that_the_file_is_in_use(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    program = (
        "import sys; from schemas.warehouse import Warehouse, WarehouseBusy\n"
        "try: Warehouse(sys.argv[1])\n"
        "except WarehouseBusy: print('busy')\n"
        "else: print('open')"
    )

    def from_another_process() -> str:
        command = [sys.executable, "-c", program, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with create(path):
        assert from_another_process() == "busy"
    assert from_another_process() == "open"


def test_an_error_takes_the_whole_transaction_back(warehouse: Warehouse) -> None:
    with pytest.raises(ZeroDivisionError), warehouse.writing() as connection:
        insert(connection, PLACE, places("05962032", "05962024"))
        assert read(connection, sa.select(PLACE.c.ags)).height == 2
        _ = 1 / 0
    assert stored_keys(warehouse) == []


def test_a_row_that_breaks_a_rule_takes_its_whole_frame_back(warehouse: Warehouse) -> None:
    with warehouse.writing() as connection:
        insert(connection, PLACE, places("05962032"))
    with pytest.raises(Exception, match=r"(?i)duplicate|constraint"), warehouse.writing() as connection:
        insert(connection, PLACE, places("05962024", "05962032"))
    with pytest.raises(Exception, match=r"(?i)null"), warehouse.writing() as connection:
        insert(connection, PLACE, places("05962028").with_columns(place_name=pl.lit(None, pl.String)))
    assert stored_keys(warehouse) == ["05962032"]


def test_others_see_a_change_only_when_it_is_committed(warehouse: Warehouse) -> None:
    with warehouse.writing() as connection:
        insert(connection, PLACE, places("05962032"))
        assert stored_keys(warehouse) == []
    assert stored_keys(warehouse) == ["05962032"]


def test_a_frame_with_an_unknown_column_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(KeyError, match="no column colour"), warehouse.writing() as connection:
        insert(connection, PLACE, places("05962032").with_columns(colour=pl.lit("red")))


def test_an_empty_frame_writes_nothing(warehouse: Warehouse) -> None:
    with warehouse.writing() as connection:
        assert insert(connection, PLACE, places()) == 0
    assert stored_keys(warehouse) == []


def test_writers_queue_and_none_is_lost(warehouse: Warehouse) -> None:
    """Each of six threads reads the highest key and writes the next: without the lock, keys would collide."""
    failures: list[Exception] = []

    def write_next() -> None:
        try:
            for _ in range(5):
                with warehouse.writing() as connection:
                    highest = read(connection, sa.select(sa.func.max(PLACE.c.ags).label("ags")))["ags"][0]
                    insert(connection, PLACE, places(f"{int(highest or 0) + 1:08d}"))
        except Exception as error:  # noqa: BLE001  told to the test below
            failures.append(error)

    threads = [threading.Thread(target=write_next) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert stored_keys(warehouse) == [f"{number:08d}" for number in range(1, 31)]


def test_every_thread_reads_on_its_own_cursor(warehouse: Warehouse) -> None:
    """On one shared connection, threads silently get each other's rows."""
    with warehouse.writing() as connection:
        insert(connection, PLACE, places(*[f"{number:08d}" for number in range(200)]))
    wrong: list[str] = []

    def ask(number: int) -> None:
        for offset in range(30):
            key = f"{(number * 31 + offset) % 200:08d}"
            answer = warehouse.read(sa.select(PLACE.c.ags, PLACE.c.place_name).where(PLACE.c.ags == key))
            if answer.rows() != [(key, f"Ort {key}")]:
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_reader_inside_a_writing_thread_is_another_connection(warehouse: Warehouse) -> None:
    with warehouse.engine.connect() as one, warehouse.engine.connect() as other:
        assert one.connection.driver_connection is not other.connection.driver_connection
