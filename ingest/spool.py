"""Where bytes lie from the moment they are received until they are committed and reviewed.

A file is written under a temporary name, synced, renamed to its SHA-256, entered in the ledger, and only
then called received. The ledger (one JSON object a line, each synced) says what was promised, so that
at start everything received and not yet committed can be found, whatever happened in between.
Never: uses the name that a file came with as a path, or reads what is in a file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import threading
import weakref
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ingest.errors import UnreadableFile
from schemas.uploads import upload
from schemas.warehouse import Warehouse

MAX_FILE_BYTES = 50 * 1024 * 1024
#: Raw bytes are kept no longer than this, whatever became of them.
KEEP_DAYS = 30
_LEDGER = "ledger.jsonl"

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
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def receive(self, content: bytes, file_name: str, owner_company_id: str | None) -> Received:
        """Make the bytes safe.

        Raises:
            UnreadableFile: empty, or larger than `MAX_FILE_BYTES`.
        """
        _check_size(content)
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.folder / sha256
        self._write_once(path, content)
        at = datetime.now(UTC).replace(tzinfo=None)
        self.note("received", sha256=sha256, file_name=file_name, owner_company_id=owner_company_id)
        return Received(sha256, file_name, at, path)

    def drop(self, sha256: str) -> None:
        """Delete the bytes; the ledger remembers the hash."""
        path = self.folder / sha256
        if path.exists():
            path.unlink()
            _sync_folder(self.folder)
            self.note("dropped", sha256=sha256)

    def drop_expired(self, now: datetime) -> int:
        """Delete bytes older than `KEEP_DAYS`; gives their number."""
        oldest = (now - timedelta(days=KEEP_DAYS)).replace(tzinfo=UTC).timestamp()
        expired = [path for path in self.folder.glob("?" * 64) if path.stat().st_mtime < oldest]
        for path in expired:
            self.drop(path.name)
        return len(expired)

    def note(self, event: str, **detail: Any) -> None:
        """Add a line to the ledger and wait until it is on the disk."""
        line = {"event": event, "at": datetime.now(UTC).isoformat(), **detail}
        data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
        with self._lock:
            handle = os.open(self.folder / _LEDGER, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                size = os.fstat(handle).st_size
                # a crash may have torn the last line; the new one must not stick to it
                is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
                os.write(handle, b"\n" + data if is_torn else data)
                os.fsync(handle)
            finally:
                os.close(handle)

    def ledger(self) -> list[dict[str, Any]]:
        """All whole lines of the ledger; a last line torn by a crash is left out."""
        path = self.folder / _LEDGER
        if not path.exists():
            return []
        lines = []
        for text in path.read_bytes().split(b"\n"):
            try:
                lines.append(json.loads(text))
            except ValueError:
                continue
        return [line for line in lines if isinstance(line, dict)]

    def _write_once(self, path: Path, content: bytes) -> None:
        if path.exists() and path.stat().st_size == len(content):
            os.utime(path)
            return
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix="incoming-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(self.folder)


def spool_of(warehouse: Warehouse) -> Spool:
    """The spool that belongs to a warehouse: beside its file; for `:memory:` a folder that ends with it."""
    if warehouse.address == ":memory:":
        if warehouse not in _temporary:
            folder = Path(tempfile.mkdtemp(prefix="lieferkette-spool-"))
            _temporary[warehouse] = folder
            weakref.finalize(warehouse, shutil.rmtree, folder, ignore_errors=True)
        return Spool(_temporary[warehouse])
    if not warehouse.is_duckdb:
        return Spool(Path("var") / "spool")
    return Spool(Path(warehouse.address).absolute().parent / "spool")


def reconcile(spool: Spool, warehouse: Warehouse) -> Reconciliation:
    """Hold the ledger against the warehouse; commits that the ledger missed are entered in it."""
    in_warehouse = set(warehouse.read(sa.select(upload.c.upload_id))["upload_id"].to_list())
    waiting: dict[tuple[str, str | None], dict[str, Any]] = {}
    committed: dict[str, dict[str, Any]] = {}
    for line in spool.ledger():
        key = (str(line.get("sha256")), line.get("owner_company_id"))
        if line["event"] == "received":
            waiting[key] = line
        elif line["event"] in ("committed", "refused", "unchanged"):
            waiting.pop(key, None)
        if line["event"] == "committed":
            committed[str(line["upload_id"])] = line
    _enter_missed(spool, warehouse, in_warehouse - committed.keys(), waiting)
    lost = [
        _with_bytes(spool, line) for upload_id, line in committed.items() if upload_id not in in_warehouse
    ]
    return Reconciliation(tuple(_with_bytes(spool, line) for line in waiting.values()), tuple(lost))


def _enter_missed(
    spool: Spool,
    warehouse: Warehouse,
    missed: set[str],
    waiting: dict[tuple[str, str | None], dict[str, Any]],
) -> None:
    """Commits that reached the warehouse while the ledger line did not reach the disk."""
    if not missed:
        return
    columns = (upload.c.upload_id, upload.c.content_sha256, upload.c.owner_company_id)
    for upload_id, sha256, owner in warehouse.read(sa.select(*columns)).iter_rows():
        if upload_id in missed:
            spool.note("committed", sha256=sha256, owner_company_id=owner, upload_id=upload_id)
            waiting.pop((sha256, owner), None)


def _with_bytes(spool: Spool, line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "has_bytes": (spool.folder / str(line["sha256"])).exists()}


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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
