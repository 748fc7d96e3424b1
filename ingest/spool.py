"""Where bytes lie from the moment they are received until they are committed and reviewed.

A file is written under a temporary name, synced, renamed to its SHA-256, entered in the ledger, and only
then called received. The ledger says what was promised, so that at start everything received and not yet
committed can be found, whatever happened in between.
Never: uses the name that a file came with as a path, or reads what is in a file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ingest.errors import UnreadableFile
from ingest.ledger import Ledger, write_whole
from schemas.uploads import upload
from schemas.versions import sync_folder
from schemas.warehouse import Warehouse

MAX_FILE_BYTES = 50 * 1024 * 1024
#: Raw bytes are kept no longer than this, whatever became of them.
KEEP_DAYS = 30
#: Events that end the wait of received bytes.
ANSWERED = ("committed", "refused", "unchanged", "given_up")
#: Whose bytes: their hash, and the company that handed them in.
_Key = tuple[str, str | None]

_temporary: weakref.WeakKeyDictionary[Warehouse, Path] = weakref.WeakKeyDictionary()


@dataclass(frozen=True)
class Received:
    """Bytes that are safe: they outlive a crash."""

    sha256: str
    file_name: str
    received_at: datetime
    path: Path


@dataclass(frozen=True)
class Reconciliation:
    """What ledger and warehouse say when held against each other.

    waiting: received, neither committed nor refused. lost: the ledger calls them committed, the warehouse
    knows nothing of them (upload ids). The bytes of both are still there where `has_bytes` says so.
    """

    waiting: tuple[dict[str, Any], ...]
    lost: tuple[dict[str, Any], ...]


class Spool:
    """A folder of received files and its ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._ledger = Ledger(folder / "ledger.jsonl")
        self.erasures = Ledger(folder / "erasures.jsonl")
        self.backups = Ledger(folder / "backups.jsonl")

    def receive(
        self, content: bytes, file_name: str, owner_company_id: str | None, **detail: Any
    ) -> Received:
        """Make the bytes safe; `detail` goes into the ledger, so that the file can be taken up again.

        Raises:
            UnreadableFile: empty, or larger than `MAX_FILE_BYTES`.
        """
        _check_size(content)
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.folder / sha256
        self._write_once(path, content)
        at = datetime.now(UTC).replace(tzinfo=None)
        said = {"file_name": file_name, "owner_company_id": owner_company_id, "size": len(content)}
        self.note("received", sha256=sha256, **said, **detail)
        return Received(sha256, file_name, at, path)

    def drop(self, sha256: str) -> None:
        """Delete the bytes; the ledger remembers the hash."""
        if self.delete(sha256):
            self.note("dropped", sha256=sha256)

    def delete(self, sha256: str) -> bool:
        """Delete the bytes without a word in the ledger; False where they were gone."""
        path = self.folder / sha256
        if not path.exists():
            return False
        path.unlink()
        sync_folder(self.folder)
        return True

    def drop_expired(self, now: datetime) -> int:
        """Delete bytes older than `KEEP_DAYS`; gives their number."""
        oldest = (now - timedelta(days=KEEP_DAYS)).replace(tzinfo=UTC).timestamp()
        expired = [path for path in self.folder.glob("?" * 64) if path.stat().st_mtime < oldest]
        for path in expired:
            self.drop(path.name)
        return len(expired)

    def note(self, event: str, **detail: Any) -> None:
        """Add a line to the ledger and wait until it is on the disk."""
        self._ledger.note(event, **detail)

    def note_all(self, event: str, details: Iterable[Mapping[str, Any]]) -> None:
        """Add many lines of one event to the ledger and wait once."""
        self._ledger.note_all(event, details)

    def ledger(self) -> list[dict[str, Any]]:
        """All whole lines of the ledger; a line torn by a crash, or damaged, is left out."""
        return self._ledger.lines()

    def ledger_since(self, moment: datetime) -> list[dict[str, Any]]:
        """The whole lines of the ledger since a moment (with its zone), the newest first."""
        return self._ledger.since(moment)

    def damaged_lines(self) -> int:
        """Lines that cannot be read: torn by a crash, or damaged later."""
        return self._ledger.damaged() + self.erasures.damaged()

    def keep_only(self, is_kept: Callable[[dict[str, Any]], bool]) -> int:
        """Write the ledger anew with the lines that are to stay; gives how many went."""
        return self._ledger.keep_only(is_kept)

    def bytes_of(self, sha256: str) -> bytes | None:
        """The bytes under this hash; None where they are gone or are no longer what was received."""
        path = self.folder / sha256
        content = path.read_bytes() if path.exists() else b""
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def held(self) -> set[str]:
        """Hashes of all bytes that lie here."""
        return {path.name for path in self.folder.glob("?" * 64)}

    def unfinished(self) -> list[Path]:
        """Files that a crash left half written; nobody was told that they are safe."""
        return sorted(self.folder.glob("incoming-*"))

    def _write_once(self, path: Path, content: bytes) -> None:
        if path.exists() and path.stat().st_size == len(content):
            if self.bytes_of(path.name) is not None:
                os.utime(path)
                return
        write_whole(path, content)


def spool_of(warehouse: Warehouse) -> Spool:
    """The spool of a warehouse, `spool/NAME` beside its file; for `:memory:` a folder that ends with it."""
    if warehouse.address == ":memory:":
        if warehouse not in _temporary:
            folder = Path(tempfile.mkdtemp(prefix="lieferkette-spool-"))
            _temporary[warehouse] = folder
            weakref.finalize(warehouse, shutil.rmtree, folder, ignore_errors=True)
        return Spool(_temporary[warehouse])
    if not warehouse.is_duckdb:
        return Spool(Path("var") / "spool")
    path = Path(warehouse.address).absolute()
    return Spool(path.parent / "spool" / path.name)


def reconcile(spool: Spool, warehouse: Warehouse) -> Reconciliation:
    """Hold the ledger against the warehouse; commits that the ledger missed are entered in it.

    An upload that was committed once more under another id, after the warehouse had lost it, is not lost.
    """
    in_warehouse = _enter_missed(spool, warehouse)
    waiting: dict[_Key, dict[str, Any]] = {}
    lost: dict[str, dict[str, Any]] = {}
    for line in spool.ledger():
        key, event, upload_id = _key(line), line["event"], str(line.get("upload_id"))
        if event == "received":
            waiting[key] = {**line, "attempts": 0}
        elif event == "taken_up" and key in waiting:
            waiting[key]["attempts"] += 1
        elif event in ANSWERED:
            received = waiting.pop(key, {})
            if event in ("committed", "unchanged") and upload_id in in_warehouse:
                lost = {other: was for other, was in lost.items() if _key(was) != key}
            elif event == "committed":
                lost[upload_id] = {**received, **line}
        elif event in ("undone", "settled"):
            lost.pop(upload_id, None)
    return Reconciliation(
        tuple(_with_bytes(spool, line) for line in waiting.values()),
        tuple(_with_bytes(spool, line) for line in lost.values()),
    )


def _enter_missed(spool: Spool, warehouse: Warehouse) -> set[str]:
    """Enter commits whose ledger line did not reach the disk; gives all uploads of the warehouse."""
    columns = (upload.c.upload_id, upload.c.content_sha256, upload.c.owner_company_id)
    known = {line["upload_id"] for line in spool.ledger() if line["event"] == "committed"}
    uploads = warehouse.read(sa.select(*columns)).rows()
    spool.note_all(
        "committed",
        (
            {"sha256": sha256, "owner_company_id": owner, "upload_id": upload_id}
            for upload_id, sha256, owner in uploads
            if upload_id not in known
        ),
    )
    return {upload_id for upload_id, _, _ in uploads}


def _key(line: dict[str, Any]) -> _Key:
    return str(line.get("sha256")), line.get("owner_company_id")


def _with_bytes(spool: Spool, line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "has_bytes": spool.bytes_of(str(line["sha256"])) is not None}


def _check_size(content: bytes) -> None:
    if not content:
        raise UnreadableFile(
            "empty",
            "Die Datei ist leer. Bitte exportieren Sie die Liste noch einmal.",
            "The file is empty. Please export the list once more.",
        )
    if len(content) > MAX_FILE_BYTES:
        size = len(content) // (1024 * 1024)
        raise UnreadableFile(
            "too_large",
            f"Die Datei hat {size} MB; erlaubt sind {MAX_FILE_BYTES // 1024**2}. Bitte teilen Sie die Liste.",
            f"The file has {size} MB; {MAX_FILE_BYTES // 1024**2} MB are allowed. Please split the list.",
        )
