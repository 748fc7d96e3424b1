"""Backups: made, compared, listed, and gone after 30 days; restored with every erasure applied again.

A backup counts only when it was opened where it lies and every table holds the same rows as the warehouse.
Never: writes over a file that is there, or changes the backup that it restores.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from ingest import audit
from ingest.spool import KEEP_DAYS, Spool, spool_of
from schemas.copies import contents, move_to, written_anew
from schemas.versions import UNFINISHED, put_in_place
from schemas.warehouse import CopyDiffers, Warehouse, WarehouseUnreadable, backup_folder, create


@dataclass(frozen=True)
class Backup:
    """A checked backup: where it lies, its checksum, and the rows of every table."""

    file: Path
    sha256: str
    rows: dict[str, int]
    expires_at: datetime


@dataclass(frozen=True)
class Restored:
    """What a restore brought back, and where the damaged file was put that it replaced."""

    rows: dict[str, int]
    is_listed: bool
    kept_aside: Path | None


def make_backup(warehouse: Warehouse, file: Path, *, actor: str) -> Backup:
    """Write a backup to `file` and compare it with the warehouse.

    Raises:
        FileExistsError: the file is there already.
        CopyDiffers: the copy is not the same; it was deleted.
    """
    if file.exists():
        raise FileExistsError(str(file))
    with warehouse.owning() as cursor:
        cursor.execute("FORCE CHECKPOINT")
        wanted = contents(warehouse)
        copy = written_anew(warehouse)
        try:
            move_to(copy, file)
        finally:
            copy.unlink(missing_ok=True)
    if _contents_of(file) != wanted:
        file.unlink()
        raise CopyDiffers(str(file))
    now = datetime.now(UTC).replace(tzinfo=None)
    made = Backup(
        file,
        _sha256(file),
        {name: rows for name, (rows, _) in wanted.items()},
        now + timedelta(days=KEEP_DAYS),
    )
    spool_of(warehouse).backups.note("made", path=str(file.absolute()), sha256=made.sha256)
    with warehouse.writing() as connection:
        audit.append(connection, actor, "warehouse.backed_up", None, {"rows": sum(made.rows.values())})
    return made


def restore_backup(address: str, file: Path) -> Restored:
    """Let a copy of the backup take the place of the warehouse, damaged or not; nobody may have it open.

    Erasures are applied again when it is opened next, which must follow at once.

    Raises:
        WarehouseUnreadable: the backup is damaged or none; nothing was changed.
        WarehouseBusy: another process has the warehouse open.
    """
    try:
        present = Warehouse(address)
    except WarehouseUnreadable:
        present = None
    folder = backup_folder(address)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f"{UNFINISHED}{Path(address).name}-{uuid4().hex}.duckdb"
    kept_aside = None
    try:
        shutil.copyfile(file, copy)
        copy.chmod(0o600)
        whole, rows = _checked(copy)
        if present is None:
            kept_aside = put_in_place(address, whole)
        else:
            present.take_over(whole)
    finally:
        if present is not None:
            present.close()
        for left in folder.glob(f"{copy.name}*"):
            left.unlink()
    is_listed = _sha256(file) in {
        line["sha256"] for line in _spool_at(address).backups.lines() if "sha256" in line
    }
    return Restored(rows, is_listed, kept_aside)


def expire_backups(warehouse: Warehouse, now: datetime) -> list[str]:
    """Delete listed backups older than `KEEP_DAYS` that are still what was written; gives their paths."""
    ledger = spool_of(warehouse).backups
    lines = ledger.lines()
    gone = {line["path"] for line in lines if line["event"] == "expired"}
    oldest = now - timedelta(days=KEEP_DAYS)
    expired = []
    for line in lines:
        path = Path(line["path"])
        made_at = datetime.fromisoformat(line["at"]).replace(tzinfo=None)
        if line["event"] == "made" and line["path"] not in gone and made_at < oldest:
            if path.exists() and _sha256(path) == line["sha256"]:
                path.unlink()
                expired.append(line["path"])
            ledger.note("expired", path=line["path"])
    return expired


def _checked(copy: Path) -> tuple[Path, dict[str, int]]:
    """The copy in the newest shape, read whole: the file that it lies in, and its rows by table."""
    with create(copy) as opened:
        rows = {name: count for name, (count, _) in contents(opened).items()}
        with opened.reading() as connection:
            if audit.first_broken(connection) is not None or not rows.get("place"):
                raise WarehouseUnreadable(str(copy))
        opened.checkpoint()
        assert opened.file is not None
        return opened.file, rows


def _contents_of(file: Path) -> dict[str, tuple[int, str]]:
    with Warehouse(file) as opened:
        return contents(opened)


def _spool_at(address: str) -> Spool:
    path = Path(address).absolute()
    return Spool(path.parent / "spool" / path.name)


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
