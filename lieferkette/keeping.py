"""Keeps the warehouse whole: the doctor that finds and mends, backups and their restore.

Comes in: the address of a warehouse. Goes out: findings, each with what was done about it.
Never: mends by leaving out what it could not read without saying so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa

from ingest import integrity
from ingest.backups import Backup, Restored, make_backup, restore_backup
from ingest.recover import Recovery, give_up, losses
from ingest.spool import reconcile, spool_of
from lieferkette.access.actor import Actor
from lieferkette.errors import BackupFailed, NotAllowed, WarehouseDamaged, WarehouseInUse
from lieferkette.workspace import Workspace
from schemas.copies import contents
from schemas.versions import current_file, leftovers, wal_of
from schemas.warehouse import CopyDiffers, Warehouse, WarehouseBusy, WarehouseUnreadable


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be, and whether it is by now."""

    code: str
    count: int
    is_mended: bool
    de: str
    en: str

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return asdict(self)


def examine(address: str, *, accepts_losses: bool = False) -> list[Finding]:
    """Open the warehouse, mend what can be mended, and say what was found; nothing where all is well.

    Raises WarehouseInUse, WarehouseDamaged, DiskFull.
    """
    findings = _before_opening(address)
    try:
        opened = Workspace.open(address)
    except WarehouseDamaged:
        findings += _without_log(address)
        opened = Workspace.open(address)
    with opened:
        if opened.warehouse.is_duckdb:
            contents(opened.warehouse)  # reads every block, each with its checksum
        findings += _recovered(opened.recovery)
        if accepts_losses:
            count = give_up(opened.warehouse, spool_of(opened.warehouse), Actor.owner().label)
            findings += _some("losses_accepted", count, True)
        findings += _spool(opened.warehouse) + _rows(opened.warehouse)
        findings += _some("backup_expired", opened.recovery.expired_backups, True)
    return findings


def back_up(opened: Workspace, actor: Actor, file: Path) -> Backup:
    """A checked backup of the warehouse in `file`. Raises NotAllowed, BackupFailed, DiskFull."""
    if actor.role != "owner":
        raise NotAllowed
    if not opened.warehouse.is_duckdb:
        raise BackupFailed(
            str(file),
            "PostgreSQL sichert sich mit pg_dump.",
            "PostgreSQL is backed up with pg_dump.",
        )
    try:
        return make_backup(opened.warehouse, file, actor=actor.label)
    except FileExistsError as error:
        raise BackupFailed(
            str(file),
            "Die Datei gibt es schon; sie wurde nicht überschrieben. Nennen Sie eine neue.",
            "The file is there already and was not written over. Name a new one.",
        ) from error
    except (CopyDiffers, OSError) as error:
        raise BackupFailed(
            str(file),
            f"Die Sicherung gelang nicht ({_why(error)}); sie wurde wieder gelöscht.",
            f"The backup failed ({_why(error)}); it was deleted again.",
        ) from error


def bring_back(address: str, file: Path) -> tuple[Restored, Recovery]:
    """Let a backup take the place of the warehouse; gives also what opening it took up again.

    Raises BackupFailed, WarehouseInUse; then nothing was changed.
    """
    if "://" in address:
        raise BackupFailed(
            str(file), "PostgreSQL spielt man mit pg_restore zurück.", "Restore PostgreSQL with pg_restore."
        )
    try:
        restored = restore_backup(address, file)
    except WarehouseBusy as error:
        raise WarehouseInUse(address) from error
    except (OSError, WarehouseUnreadable, CopyDiffers, duckdb.Error, sa.exc.DBAPIError) as error:
        raise BackupFailed(
            str(file),
            f"Das ist keine lesbare Sicherung ({_why(error)}); es wurde nichts verändert.",
            f"This is no readable backup ({_why(error)}); nothing was changed.",
        ) from error
    with Workspace.open(address) as opened:
        return restored, opened.recovery


def _before_opening(address: str) -> list[Finding]:
    """Leftovers of a crash, which opening removes. Raises WarehouseInUse where somebody is still writing them."""
    if "://" in address or address == ":memory:":
        return []
    left = leftovers(address)
    try:
        Warehouse(address).close()
    except WarehouseBusy as error:
        raise WarehouseInUse(address) from error
    except WarehouseUnreadable:
        return []
    return _some("leftover_files", len(left), True)


def _without_log(address: str) -> list[Finding]:
    """Set a log aside that the engine cannot read; what it held is taken up again from the spool.

    Raises WarehouseDamaged where that does not help; then the log lies where it was.
    """
    log = wal_of(current_file(address))
    if not log.exists():
        raise WarehouseDamaged(address)
    aside = log.with_name(f"{log.name}.damaged-{datetime.now(UTC):%Y%m%d%H%M%S}")
    log.rename(aside)
    try:
        Warehouse(address).close()
    except WarehouseUnreadable as error:
        aside.rename(log)
        raise WarehouseDamaged(address) from error
    aside.unlink()  # its readable part would be confidential, and the spool holds what it told
    return _some("damaged_log", 1, True)


def _recovered(recovery: Recovery) -> list[Finding]:
    refused = sum(result.status == "refused" for result in recovery.taken_up)
    return [
        *_some("taken_up", len(recovery.taken_up) - refused, True),
        *_some("taken_up_refused", refused, True),
    ]


def _spool(warehouse: Warehouse) -> list[Finding]:
    """The spool against the warehouse, after everything was taken up that could be."""
    spool = spool_of(warehouse)
    found = reconcile(spool, warehouse)
    mentioned = {line.get("sha256") for line in spool.ledger()}
    damaged = [sha256 for sha256 in spool.held() if spool.bytes_of(sha256) is None]
    for sha256 in damaged:
        spool.drop(sha256)
    torn = spool.damaged_lines()
    spool.keep_only(lambda line: True)
    return [
        *_some("uploads_missing", len(found.waiting) + len(found.lost), False),
        *_some("bytes_without_ledger", len(spool.held() - mentioned), False),
        *_some("damaged_bytes", len(damaged), not (found.waiting or found.lost)),
        *_some("damaged_ledger_lines", torn, False),
    ]


def _rows(warehouse: Warehouse) -> list[Finding]:
    broken = integrity.broken_audit_event(warehouse)
    return [
        *_some("changes_lost", losses(warehouse), False),
        *_some("references", sum(integrity.broken_references(warehouse).values()), False),
        *_some("unaccounted_uploads", len(integrity.unaccounted_uploads(warehouse)), False),
        *_some("undecided_parties", integrity.undecided_parties(warehouse), False),
        *_some("audit_chain", broken or 0, False),
    ]


#: What is said of a finding, German and English; `{}` is its number.
_SAID = {
    "leftover_files": (
        "{} Dateien eines abgebrochenen Vorgangs gelöscht.",
        "{} files of an interrupted run deleted.",
    ),
    "damaged_log": (
        "Das Schreibprotokoll war beschädigt und wurde weggelegt; Uploads daraus wurden neu übernommen.",
        "The write-ahead log was damaged and set aside; uploads that it held were taken up again.",
    ),
    "taken_up": (
        "{} Dateien nachgeholt, die schon angenommen waren.",
        "{} files taken up that had been received.",
    ),
    "taken_up_refused": (
        "{} angenommene Dateien ließen sich nicht übernehmen; `lieferkette uploads list` zeigt sie nicht.",
        "{} received files could not be taken over; `lieferkette uploads list` does not show them.",
    ),
    "changes_lost": (
        "{} Änderungen (Antworten, Freigaben, Uploads) fehlen, die schon bestätigt waren. Prüfen Sie die Freigaben "
        "und spielen Sie, wenn nötig, eine neuere Sicherung zurück; danach `lieferkette doctor --accept-losses`.",
        "{} changes (answers, sharing, uploads) are missing that had been confirmed. Check the sharing levels and "
        "restore a newer backup where needed; then `lieferkette doctor --accept-losses`.",
    ),
    "uploads_missing": (
        "{} Uploads fehlen und ihre Dateien sind nicht mehr da. Laden Sie sie noch einmal hoch oder bestätigen Sie "
        "den Verlust mit `lieferkette doctor --accept-losses`.",
        "{} uploads are missing and their files are gone. Upload them again, or accept the loss with "
        "`lieferkette doctor --accept-losses`.",
    ),
    "losses_accepted": (
        "{} fehlende Uploads und Änderungen als verloren vermerkt.",
        "{} missing uploads and changes noted as lost.",
    ),
    "bytes_without_ledger": (
        "{} aufbewahrte Dateien, von denen niemand weiß, wem sie gehören; sie verfallen nach 30 Tagen. Fragen Sie "
        "nach, wer zuletzt hochgeladen hat.",
        "{} kept files of unknown owners; they expire after 30 days. Ask who uploaded last.",
    ),
    "damaged_bytes": (
        "{} aufbewahrte Dateien waren beschädigt und wurden gelöscht.",
        "{} kept files were damaged and deleted.",
    ),
    "damaged_ledger_lines": (
        "{} Zeilen des Eingangsbuchs waren beschädigt und wurden entfernt; was darin stand, lässt sich nicht mehr "
        "prüfen. Vergleichen Sie `lieferkette uploads list` mit dem, was Sie hochgeladen haben.",
        "{} lines of the ledger were damaged and removed; what they said can no longer be checked. Compare "
        "`lieferkette uploads list` with what you uploaded.",
    ),
    "references": (
        "{} Zeilen verweisen auf etwas, das es nicht gibt. Spielen Sie eine Sicherung zurück.",
        "{} rows point at something that is not there. Restore a backup.",
    ),
    "unaccounted_uploads": (
        "{} Uploads, deren Zeilen nicht aufgehen. Nehmen Sie sie zurück und laden Sie sie neu.",
        "{} uploads whose rows do not add up. Take them back and upload them again.",
    ),
    "undecided_parties": (
        "{} genannte Partner sind nicht genau einem Unternehmen zugeordnet. Spielen Sie eine Sicherung zurück.",
        "{} parties are not exactly one company. Restore a backup.",
    ),
    "audit_chain": (
        "Das Protokoll ist ab Eintrag {} nicht mehr unverändert. Klären Sie, wer Zugriff auf die Datei hatte.",
        "The audit log is no longer unchanged from event {} on. Find out who had access to the file.",
    ),
    "backup_expired": (
        "{} Sicherungen waren älter als 30 Tage und wurden gelöscht.",
        "{} backups were older than 30 days and were deleted.",
    ),
}


def _some(code: str, count: int, is_mended: bool) -> list[Finding]:
    de, en = _SAID[code]
    return [Finding(code, count, is_mended, de.format(count), en.format(count))] if count else []


def _why(error: Exception) -> str:
    """The kind of a fault without what its text may tell."""
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else type(error).__name__
