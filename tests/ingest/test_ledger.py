"""The ledger reads only what is new, and notices whatever happened to it in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.jsonl")
    for number in range(3):
        made.note("received", number=number, name="Rübezahl")
    return made


def numbers(ledger: Ledger) -> list[int]:
    return [line["number"] for line in ledger.lines()]


def test_a_line_that_another_wrote_is_seen(ledger: Ledger) -> None:
    assert numbers(ledger) == [0, 1, 2]
    Ledger(ledger.path).note("received", number=3)
    assert numbers(ledger) == [0, 1, 2, 3]


def test_a_torn_end_is_no_line_until_it_is_whole(ledger: Ledger) -> None:
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + whole.splitlines()[0][:20])
    assert (numbers(ledger), ledger.damaged()) == ([0, 1, 2], 1)
    ledger.note("received", number=4)
    assert (numbers(ledger), ledger.damaged()) == ([0, 1, 2, 4], 1)


def test_a_shorter_file_is_read_anew(ledger: Ledger) -> None:
    assert numbers(ledger) == [0, 1, 2]
    ledger.path.write_bytes(b"".join(ledger.path.read_bytes().splitlines(keepends=True)[:1]))
    assert numbers(ledger) == [0]


def test_what_was_left_out_is_gone_at_once(ledger: Ledger) -> None:
    assert numbers(ledger) == [0, 1, 2]
    assert ledger.keep_only(lambda line: line["number"] != 1) == 1
    assert numbers(ledger) == [0, 2]


def test_a_changed_letter_is_noticed(ledger: Ledger) -> None:
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b'"number": 1', b'"number": 7'))
    again = Ledger(ledger.path)
    assert (numbers(again), again.damaged()) == ([0, 2], 1)


@pytest.mark.parametrize("damage", [(b'"check"', b'"chack"'), (b', "check"', b', "c"'), (b'"}', b'"]')])
def test_a_line_without_its_checksum_is_damaged(ledger: Ledger, damage: tuple[bytes, bytes]) -> None:
    ledger.path.write_bytes(ledger.path.read_bytes().replace(*damage, 1))
    again = Ledger(ledger.path)
    assert (numbers(again), again.damaged()) == ([1, 2], 1)
