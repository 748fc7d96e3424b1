"""A file of lines that outlives a crash: each line is synced before anybody is told, and carries a checksum.

Never: takes a torn or damaged line for a whole one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.versions import sync_folder


class Ledger:
    """One JSON object a line, only ever added to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def note(self, event: str, **detail: Any) -> None:
        """Add a line and wait until it is on the disk."""
        self.note_all(event, [detail])

    def note_all(self, event: str, details: Iterable[Mapping[str, Any]]) -> None:
        """Add a line for each of `details` and wait once until all are on the disk."""
        at = datetime.now(UTC).isoformat()
        data = b"".join(_written({"event": event, "at": at, **detail}) for detail in details)
        if not data:
            return
        with self._lock:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                size = os.fstat(handle).st_size
                # a crash may have torn the last line; the new one must not stick to it
                is_torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
                _write_all(handle, b"\n" + data if is_torn else data)
                os.fsync(handle)
            finally:
                os.close(handle)
            if size == 0:
                sync_folder(self.path.parent)

    def lines(self) -> list[dict[str, Any]]:
        """All whole lines; one torn by a crash, or damaged, is left out."""
        return [line for line in map(_whole, self._texts()) if line is not None]

    def damaged(self) -> int:
        """Number of lines that cannot be read: torn by a crash, or damaged later."""
        return sum(_whole(text) is None for text in self._texts())

    def keep_only(self, is_kept: Callable[[dict[str, Any]], bool]) -> int:
        """Write the file anew with the whole lines that are to stay; gives how many went."""
        with self._lock:
            texts = self._texts()
            kept = [text for text in texts if (line := _whole(text)) is not None and is_kept(line)]
            if len(kept) < len(texts):
                write_whole(self.path, b"".join(text + b"\n" for text in kept))
        return len(texts) - len(kept)

    def _texts(self) -> list[bytes]:
        return [text for text in self.path.read_bytes().split(b"\n") if text] if self.path.exists() else []


def write_whole(path: Path, content: bytes) -> None:
    """Bring `content` under its name, synced, whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _write_all(handle: int, data: bytes) -> None:
    """`os.write` may write a part only, where the disk gets full; then the rest must be missed."""
    while data:
        data = data[os.write(handle, data) :]


def _written(line: dict[str, Any]) -> bytes:
    """A line with its checksum."""
    text = json.dumps(line, ensure_ascii=False, sort_keys=True)
    return (json.dumps({**line, "check": _checksum(text)}, ensure_ascii=False) + "\n").encode()


def _whole(text: bytes) -> dict[str, Any] | None:
    """The line that was written; None where it is no longer the same. Lines without checksum are older."""
    try:
        line = json.loads(text)
    except ValueError:
        return None
    if not isinstance(line, dict) or "event" not in line:
        return None
    check = line.pop("check", None)
    is_same = check is None or check == _checksum(json.dumps(line, ensure_ascii=False, sort_keys=True))
    return line if is_same else None


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
