"""Doctor, backup and restore: found, mended where it can be, and said in words where it cannot."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from ingest.backups import expire_backups
from ingest.jobs import Incoming, Options
from ingest.spool import spool_of
from lieferkette import keeping
from lieferkette.access.actor import Actor
from lieferkette.errors import BackupFailed, NotAllowed, UserError, WarehouseDamaged
from lieferkette.workspace import Workspace
from schemas.copies import contents
from schemas.relations import party_company
from schemas.uploads import upload
from schemas.warehouse import MIGRATIONS, create
from tests.chaos import state
from tests.chaos.world import lists

OWNER = Actor.owner()
CANARY = "Zitronenfalter"


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A warehouse with a register and one list, closed."""
    path = str(tmp_path / "w.duckdb")
    with Workspace.open(path) as opened:
        for one in lists(3)[:2]:
            sender = opened.reader(OWNER).find(one.sender) if one.sender else None
            files = [Incoming(one.content, one.name)]
            assert opened.desk(OWNER).upload(files, Options(list_kind=one.kind), sender)[0].status == "loaded"
    return path


def codes(address: str) -> list[tuple[str, bool]]:
    return [(finding.code, finding.is_mended) for finding in keeping.examine(address)]


def test_a_whole_warehouse_has_no_findings(address: str) -> None:
    assert codes(address) == []


def test_received_files_are_taken_up_again(address: str) -> None:
    with Workspace.open(address) as opened:
        spool = spool_of(opened.warehouse)
        sample = lists(3)[2]
        owner = opened.reader(OWNER).find(str(sample.sender))
        detail = {"call_id": "c", "actor": "owner", "owner_name": None, "options": {"list_kind": sample.kind}}
        spool.receive(sample.content, sample.name, owner, **detail)
    with Workspace.open(address) as opened:
        assert [result.status for result in opened.recovery.taken_up] == ["loaded"]
        assert len(state.uploaded(opened.warehouse)) == 3
    with Workspace.open(address) as opened:
        assert opened.recovery.is_quiet


def test_what_is_lost_for_good_stays_open_until_it_is_accepted(address: str) -> None:
    with Workspace.open(address) as opened:
        spool_of(opened.warehouse).note(
            "committed", sha256="f" * 64, owner_company_id=None, upload_id="gone", file_name="a.csv"
        )
    assert codes(address) == [("uploads_missing", False)]
    assert codes(address) == [("uploads_missing", False)]
    accepted = keeping.examine(address, accepts_losses=True)
    assert [(finding.code, finding.is_mended) for finding in accepted] == [("losses_accepted", True)]
    assert codes(address) == []


def test_broken_rows_are_found(address: str) -> None:
    with Workspace.open(address) as opened, opened.warehouse.writing() as connection:
        connection.execute(sa.update(upload).values(rows_read=upload.c.rows_read + 1))
        connection.execute(sa.update(party_company).values(company_id="nobody"))
    assert codes(address) == [("references", False), ("unaccounted_uploads", False)]


def test_a_backup_is_compared_and_brings_everything_back(address: str, tmp_path: Path) -> None:
    with Workspace.open(address) as opened:
        made = keeping.back_up(opened, OWNER, tmp_path / "saved")
        told = state.told(opened.warehouse)
        with pytest.raises(BackupFailed, match="there already"):
            keeping.back_up(opened, OWNER, tmp_path / "saved")
        with pytest.raises(NotAllowed):
            keeping.back_up(opened, Actor.company("x"), tmp_path / "other")
    Path(address).write_bytes(b"damaged")
    with pytest.raises(WarehouseDamaged):
        keeping.examine(address)
    restored, recovery = keeping.bring_back(address, made.file)
    assert restored.is_listed
    assert restored.kept_aside is not None
    assert restored.kept_aside.read_bytes() == b"damaged"
    assert recovery.missing == ()
    with Workspace.open(address) as opened:
        assert state.told(opened.warehouse) == told


def test_what_is_no_backup_changes_nothing(address: str, tmp_path: Path) -> None:
    (tmp_path / "no").write_bytes(b"no backup")
    with pytest.raises(BackupFailed, match="nothing was changed"):
        keeping.bring_back(address, tmp_path / "no")
    assert codes(address) == []


def test_a_process_that_runs_on_lets_backups_and_raw_bytes_go_in_time(address: str, tmp_path: Path) -> None:
    with Workspace.open(address) as opened:
        made = keeping.back_up(opened, Actor.owner(), tmp_path / "b.backup")
        received = spool_of(opened.warehouse).receive(b"a;b", "waits.csv", None)
        reader, start = opened.reader(Actor.owner()), opened.now()
        for days, is_there in ((0, True), (29, True), (31, False)):
            opened.now = lambda days=days: start + timedelta(days=days)  # type: ignore[misc]
            reader.years()
            assert (made.file.exists(), received.path.exists()) == (is_there, is_there)


def test_backups_expire(address: str, tmp_path: Path) -> None:
    with Workspace.open(address) as opened:
        made = keeping.back_up(opened, OWNER, tmp_path / "saved")
        now = datetime.now(UTC).replace(tzinfo=None)
        assert expire_backups(opened.warehouse, now + timedelta(days=29)) == []
        assert expire_backups(opened.warehouse, now + timedelta(days=31)) == [str(made.file)]
        assert not made.file.exists()


def test_a_migration_runs_on_a_copy_and_a_failed_one_changes_nothing(address: str, tmp_path: Path) -> None:
    import shutil

    newer = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, newer)
    head = sorted(path.stem[:4] for path in (newer / "versions").glob("0*.py"))[-1]
    script = f"from alembic import op\nrevision = '9999'\ndown_revision = '{head}'\n\ndef upgrade():\n    "
    (newer / "versions" / "9999_broken.py").write_text(script + "op.execute('DELETE FROM place_postcode')\n")
    with create(address) as warehouse:
        before = contents(warehouse)
    with pytest.raises(RuntimeError):
        create(address, newer)
    with create(address) as warehouse:
        assert contents(warehouse) == before
    (newer / "versions" / "9999_broken.py").write_text(
        script + "op.execute('CREATE TABLE extra (a INTEGER)')\n"
    )
    with create(address, newer) as warehouse:
        after = contents(warehouse)
    assert {name: after[name] for name in before if name != "alembic_version"} == {
        name: content for name, content in before.items() if name != "alembic_version"
    }
    assert Path(address).is_symlink()
    assert sorted(path.name for path in tmp_path.glob("w.duckdb*")) == ["w.duckdb", "w.duckdb.v2"]


def test_no_cell_of_a_list_reaches_logs_or_errors(
    address: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault of ours while loading tells its kind and place, never its text."""
    caplog.set_level(logging.DEBUG)
    text = f"Nummer;Name;PLZ;Ort;Umsatz 2025 (EUR)\n1;{CANARY} AG;58095;Hagen;1,00\n;{CANARY};x;y;{CANARY}\n"
    with Workspace.open(address) as opened:
        sender = opened.reader(OWNER).find("Rübezahl Draht AG")
        with opened.warehouse.writing() as connection:  # a table that is in the way makes loading fail
            connection.exec_driver_sql("ALTER TABLE party ADD COLUMN in_the_way INTEGER DEFAULT 1")
            connection.exec_driver_sql("ALTER TABLE party DROP COLUMN sector_text")
        result = opened.desk(OWNER).upload(
            [Incoming(text.encode(), "a.csv")], Options(list_kind="suppliers"), sender
        )[0]
    assert (result.status, result.error_code) == ("refused", "internal")
    said = capfd.readouterr()
    assert CANARY not in f"{result.error_de}{result.error_en}{said.out}{said.err}{caplog.text}"
    assert "loading failed" in caplog.text


def test_errors_say_what_where_and_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(b"nothing" * 9000)
    with pytest.raises(UserError) as told:
        Workspace.open(path)
    assert str(path) in told.value.de
    assert "lieferkette doctor" in told.value.de
    assert path.read_bytes() == b"nothing" * 9000
