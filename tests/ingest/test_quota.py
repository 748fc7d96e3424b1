"""Quotas: so many files and bytes a company and day, said clearly; the same file again costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest import quota
from ingest.errors import UnreadableFile
from ingest.jobs import Incoming, Options
from ingest.spool import Spool
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def receive(spool: Spool, content: bytes, company_id: str = "c") -> None:
    quota.check_quota(spool, company_id, content)
    spool.receive(content, "liste.csv", company_id)


def test_so_many_different_files_a_day(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "MAX_FILES_A_DAY", 3)
    for number in range(3):
        receive(spool, b"%d" % number)
    receive(spool, b"1")
    with pytest.raises(UnreadableFile) as refused:
        receive(spool, b"3")
    assert refused.value.code == "too_many_files"
    assert "3 Dateien" in refused.value.de and "3 are allowed" in refused.value.en
    receive(spool, b"3", company_id="another")


def test_so_many_bytes_a_day(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "MAX_BYTES_A_DAY", 3 * 1024**2)
    receive(spool, bytes(2 * 1024**2))
    receive(spool, b"x" * 1024**2)
    with pytest.raises(UnreadableFile) as refused:
        receive(spool, b"y")
    assert refused.value.code == "too_many_bytes"
    assert "3 MB" in refused.value.de


def test_the_next_day_there_is_room_again(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota, "MAX_FILES_A_DAY", 1)
    receive(spool, b"1")
    with pytest.raises(UnreadableFile):
        quota.check_quota(spool, "c", b"2")
    quota.check_quota(spool, "c", b"2", now=datetime.now(UTC) + timedelta(hours=25))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "w.duckdb") as workspace:
        register = "Name;PLZ;Ort;WZ 2008\nRübezahl Draht AG;58762;Altena;24.34\n".encode()
        desk = workspace.desk(Actor.owner())
        desk.upload([Incoming(register, "register.csv")], Options(list_kind="registry"))
        yield workspace


def test_a_company_is_refused_and_the_owner_is_not(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota, "MAX_FILES_A_DAY", 1)
    company_id = opened.reader(Actor.owner()).find("Rübezahl Draht AG")
    files = [
        Incoming(f"Lieferant;Ort;Umsatz\nZwerg {n} KG;Hagen;{n}\n".encode(), f"{n}.csv") for n in (1, 2, 3)
    ]
    options = Options(list_kind="suppliers", year=2025)
    by_company = opened.desk(Actor.company(company_id)).upload(files[:2], options)
    assert [one.error_code for one in by_company] == [None, "too_many_files"]
    by_owner = opened.desk(Actor.owner()).upload(files[2:], options, company_id)
    assert by_owner[0].status == "loaded"
