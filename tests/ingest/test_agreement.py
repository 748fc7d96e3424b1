"""A mark stands for a comparison only while no byte of the ledger and no upload is another."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from ingest.agreement import agree, is_agreed
from ingest.jobs import Incoming, Options, ingest_files
from ingest.recover import recover
from ingest.spool import spool_of
from schemas.derived import derived_folder
from schemas.uploads import upload
from schemas.warehouse import Warehouse

LIST = b"Name;Registernummer;Registergericht;PLZ;Ort\nIgel GmbH;HRB 1;Hagen;58095;Hagen\n"


@pytest.fixture
def filled(warehouse: Warehouse) -> Warehouse:
    """A warehouse with one list, opened once more since."""
    register = Options(list_kind="registry")
    ingest_files(warehouse, [Incoming(LIST, "a.csv")], owner_company_id=None, options=register, actor="t")
    assert recover(warehouse).is_quiet
    return warehouse


def _change_a_letter(warehouse: Warehouse) -> None:
    path = spool_of(warehouse).folder / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b"a.csv", b"b.csv"))


def _lose_the_upload(warehouse: Warehouse) -> None:
    with warehouse.writing() as connection:
        connection.execute(sa.update(upload).values(content_sha256="0" * 64))


def _receive_and_crash(warehouse: Warehouse) -> None:
    spool_of(warehouse).receive(b"Name\nDachs GmbH\n", "c.csv", None)


def _note_an_erasure(warehouse: Warehouse) -> None:
    spool_of(warehouse).erasures.note("erased", company_id="x")


def test_what_was_compared_once_is_not_compared_again(filled: Warehouse) -> None:
    assert is_agreed(filled, spool_of(filled))
    assert recover(filled).is_quiet


@pytest.mark.parametrize("change", [_change_a_letter, _lose_the_upload, _receive_and_crash, _note_an_erasure])
def test_any_change_since_is_compared(filled: Warehouse, change: Callable[[Warehouse], None]) -> None:
    change(filled)
    assert not is_agreed(filled, spool_of(filled))


def test_a_lost_upload_is_told_at_every_opening(filled: Warehouse) -> None:
    """Nothing was mended, so nothing is agreed."""
    spool_of(filled).note("committed", sha256="1" * 64, owner_company_id=None, upload_id="1" * 26)
    assert [len(recover(filled).missing) for _ in range(2)] == [1, 1]


def test_a_folder_that_takes_nothing_costs_a_comparison_only(filled: Warehouse) -> None:
    folder = derived_folder(filled)
    assert folder is not None
    shutil.rmtree(folder)
    folder.write_text("a file stands where the folder should")
    assert recover(filled).is_quiet
    assert not is_agreed(filled, spool_of(filled))


def test_without_a_file_nothing_is_remembered() -> None:
    with Warehouse(":memory:") as memory:
        agree(memory, spool_of(memory))
        assert not is_agreed(memory, spool_of(memory))
