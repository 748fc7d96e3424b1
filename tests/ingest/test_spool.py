"""Received bytes are safe, found again after a crash, and never stored under a name of theirs."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.jobs import Incoming, Options, ingest_files
from ingest.spool import MAX_FILE_BYTES, Spool, reconcile, spool_of
from schemas.warehouse import Warehouse, create

LIST = b"Name;Registernummer;Registergericht;PLZ;Ort\nIgel GmbH;HRB 1;Hagen;58095;Hagen\n"


def test_bytes_lie_under_their_hash_whatever_their_name(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    received = spool.receive(LIST, "../../etc/passwd", None)
    assert received.path == tmp_path / "spool" / hashlib.sha256(LIST).hexdigest()
    assert received.path.read_bytes() == LIST
    assert {path.name for path in spool.folder.iterdir()} == {received.sha256, "ledger.jsonl"}


def test_nothing_and_too_much_are_refused(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    with pytest.raises(UnreadableFile) as empty:
        spool.receive(b"", "a.csv", None)
    with pytest.raises(UnreadableFile) as large:
        spool.receive(bytes(MAX_FILE_BYTES + 1), "a.csv", None)
    assert (empty.value.code, large.value.code) == ("empty", "too_large")
    assert spool.ledger() == []


def test_a_torn_last_line_is_no_line(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.receive(LIST, "a.csv", "x")
    with (spool.folder / "ledger.jsonl").open("ab") as ledger:
        ledger.write(b'{"event": "committed", "sha2')
    assert [line["event"] for line in spool.ledger()] == ["received"]
    spool.note("dropped", sha256="y")
    assert [line["event"] for line in spool.ledger()] == ["received", "dropped"]


def test_what_was_received_and_not_committed_is_found(warehouse: Warehouse) -> None:
    spool = spool_of(warehouse)
    assert spool.folder == Path(warehouse.address).parent / "spool" / "warehouse.duckdb"
    received = spool.receive(LIST, "a.csv", None)
    waiting = reconcile(spool, warehouse).waiting
    assert [(line["sha256"], line["has_bytes"]) for line in waiting] == [(received.sha256, True)]
    ingest_files(
        warehouse,
        [Incoming(LIST, "a.csv")],
        owner_company_id=None,
        options=Options(list_kind="registry"),
        actor="t",
    )
    assert reconcile(spool, warehouse).waiting == ()


def test_a_commit_that_the_ledger_missed_is_entered(warehouse: Warehouse) -> None:
    ingest_files(
        warehouse,
        [Incoming(LIST, "a.csv")],
        owner_company_id=None,
        options=Options(list_kind="registry"),
        actor="t",
    )
    spool = spool_of(warehouse)
    ledger = spool.folder / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(line for line in lines if b'"received"' in line))
    assert reconcile(spool, warehouse).waiting == ()
    assert [line["event"] for line in spool.ledger()] == ["received", "committed"]


def test_a_commit_that_the_warehouse_lost_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    ingest_files(
        warehouse,
        [Incoming(LIST, "a.csv")],
        owner_company_id=None,
        options=Options(list_kind="registry"),
        actor="t",
    )
    with create(tmp_path / "other.duckdb") as empty:
        lost = reconcile(spool_of(warehouse), empty).lost
    assert len(lost) == 1


def test_bytes_go_after_their_time(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    received = spool.receive(LIST, "a.csv", None)
    now = datetime.now(UTC).replace(tzinfo=None)
    assert spool.drop_expired(now) == 0
    assert spool.drop_expired(now + timedelta(days=31)) == 1
    assert not received.path.exists()
    assert [line["event"] for line in spool.ledger()] == ["received", "dropped"]
