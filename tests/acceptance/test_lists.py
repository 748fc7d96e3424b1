"""Real lists go through the real program: no crash, every row accounted for, named rows loaded.

Run by `make acceptance` with the lists of the shared folder (LIEFERKETTE_SHARED, else ../shared).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import LISTS, SENDER, SHARED, Call, Ledger, list_files
from tests.acceptance.named_rows import named_rows

REGISTER = SHARED / "data" / "entity_resolution" / "offeneregister_maerkische_region.csv"
#: A sentence that asks for more instead of telling something.
WANTS_MORE = "Noch keine Liste|nennt nicht alle|noch nicht gesagt"
#: Exports of which at least 99 % of the rows with a company name must load.
MASTER_DATA = ("EXTF_Stammdaten", "LFA1", "kreditoren_sap")


def names_of(paths: list[Path]) -> list[str]:
    return [path.relative_to(LISTS).as_posix() for path in paths]


def must_load(path: Path) -> bool:
    return path.parent.name == "osh" or any(word in path.name for word in MASTER_DATA)


def test_the_lists_are_there() -> None:
    assert len(list_files()) >= 33, f"no lists in {LISTS}: set LIEFERKETTE_SHARED to the shared folder"
    assert REGISTER.is_file()


@pytest.mark.parametrize("path", list_files(), ids=names_of(list_files()))
def test_a_list_goes_through(path: Path, program: Callable[..., Call], ledger: Ledger) -> None:
    call = program("ingest", str(path), "--company", SENDER, "--year", "2025")
    assert call.exit_code in (0, 1), call.errors
    assert "Traceback" not in call.errors
    [upload] = call.answer["uploads"]
    ledger.add(path, upload, call.seconds)
    if upload["status"] == "refused":
        assert not must_load(path), upload["error"]
        assert all(len(sentence) > 40 for sentence in upload["error"].values()), "what, where, and the mend"
    assert upload["rows_read"] == upload["rows_loaded"] + upload["rows_rejected"] + upload["rows_ignored"]
    if must_load(path):
        assert upload["rows_loaded"] >= 0.99 * named_rows(path)
    if path.suffix == ".xml":
        assert (upload["shape"], upload["rows_loaded"]) == ("invoice", 1)


def test_the_register_loads_as_the_register(program: Callable[..., Call], ledger: Ledger) -> None:
    call = program("ingest", str(REGISTER), warehouse="register")
    assert call.exit_code == 0, call.errors
    [upload] = call.answer["uploads"]
    ledger.add(REGISTER, upload, call.seconds)
    assert upload["shape"] == "registry"
    assert upload["rows_read"] == named_rows(REGISTER)
    assert upload["rows_loaded"] >= 0.99 * named_rows(REGISTER)


def test_master_data_without_amounts_already_says_something(program: Callable[..., Call]) -> None:
    path = next(path for path in list_files() if "EXTF_Stammdaten" in path.name)
    taken_in = program("ingest", str(path), "--company", SENDER, warehouse="master")
    assert taken_in.exit_code == 0, taken_in.errors
    asked = program("dependencies", SENDER, "--language", "de", warehouse="master")
    print("\n" + "\n".join(asked.answer["sentences"]))
    useful = [sentence for sentence in asked.answer["sentences"] if not re.search(WANTS_MORE, sentence)]
    assert len(useful) >= 3
