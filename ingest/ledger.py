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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.versions import sync_folder


@dataclass
class _Seen:
    """Lines that were read already, and where the next begins."""

    inode: int = 0
    end: int = 0
    lines: list[dict[str, Any] | None] = field(default_factory=list)


class Ledger:
    """One JSON object a line, only ever added to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._seen = _Seen()

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
        return [dict(line) for line in self._read() if line is not None]

    def since(self, moment: datetime) -> list[dict[str, Any]]:
        """Whole lines written since a moment, the newest first; older ones are not read."""
        found, earliest = [], moment.astimezone(UTC).isoformat()
        for text in reversed(self._texts()):
            line = _whole(text)
            if line is not None and line.get("at", "") < earliest:
                break
            if line is not None:
                found.append(line)
        return found

    def damaged(self) -> int:
        """Number of lines that cannot be read: torn by a crash, or damaged later."""
        return sum(line is None for line in self._read())

    def keep_only(self, is_kept: Callable[[dict[str, Any]], bool]) -> int:
        """Write the file anew with the whole lines that are to stay; gives how many went."""
        with self._lock:
            texts = self._texts()
            kept = [text for text in texts if (line := _whole(text)) is not None and is_kept(line)]
            if len(kept) < len(texts):
                self._seen = _Seen()
                write_whole(self.path, b"".join(text + b"\n" for text in kept))
        return len(texts) - len(kept)

    def _read(self) -> list[dict[str, Any] | None]:
        """All lines, None for each that cannot be read; what was read before is not read again."""
        with self._lock:
            if not self.path.exists():
                return []
            with self.path.open("rb") as file:
                status = os.fstat(file.fileno())
                if status.st_ino != self._seen.inode or status.st_size < self._seen.end:
                    self._seen = _Seen(status.st_ino)
                file.seek(self._seen.end)
                # a last line without its end may still be torn, or be gone on with
                texts, _, torn = file.read().rpartition(b"\n")
            self._seen.end += len(texts) + 1 if texts else 0
            self._seen.lines += [_whole(text) for text in texts.split(b"\n") if text]
            return [*self._seen.lines, *([_whole(torn)] if torn else [])]

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
    """A line with its checksum at the end, which covers the bytes before it."""
    text = _as_text(line).encode()
    return b'%b, "check": "%b"}\n' % (text[:-1], _checksum(text))


def _whole(text: bytes) -> dict[str, Any] | None:
    """The line that was written; None where it is no longer the same."""
    head, _, check = text.rpartition(b', "check": "')
    line = head + b"}"
    return json.loads(line) if check == _checksum(line) + b'"}' else None


def _as_text(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, sort_keys=True)


def _checksum(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:16].encode()
