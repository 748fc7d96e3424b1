"""How much one company may hand in within a day, so that no sender fills the disk for all others.

What counts are different files: whatever was received already, a file taken up again after a crash or sent twice,
takes no more room. Never: binds the owner, whose disk it is.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from ingest.errors import UnreadableFile
from ingest.spool import Spool

MAX_FILES_A_DAY = 100
MAX_BYTES_A_DAY = 500 * 1024 * 1024
_DAY = timedelta(hours=24)


def check_quota(spool: Spool, company_id: str, content: bytes, now: datetime | None = None) -> None:
    """Refuse a file with which a company would have handed in too much within 24 hours.

    Raises:
        UnreadableFile: `too_many_files` or `too_many_bytes`; nothing was kept.
    """
    since = (datetime.now(UTC) if now is None else now) - _DAY
    sizes = {
        str(line["sha256"]): int(line.get("size", 0))
        for line in spool.ledger_since(since)
        if line["event"] == "received" and line.get("owner_company_id") == company_id
    }
    if hashlib.sha256(content).hexdigest() in sizes:
        return
    if len(sizes) >= MAX_FILES_A_DAY:
        raise UnreadableFile(
            "too_many_files",
            f"In den letzten 24 Stunden kamen schon {len(sizes)} Dateien an, erlaubt sind {MAX_FILES_A_DAY}. "
            "Laden Sie die übrigen morgen hoch, oder fassen Sie Listen zusammen.",
            f"{len(sizes)} files arrived within the last 24 hours, {MAX_FILES_A_DAY} are allowed. "
            "Upload the others tomorrow, or put lists together.",
        )
    if sum(sizes.values()) + len(content) > MAX_BYTES_A_DAY:
        used, allowed = sum(sizes.values()) // 1024**2, MAX_BYTES_A_DAY // 1024**2
        raise UnreadableFile(
            "too_many_bytes",
            f"In den letzten 24 Stunden kamen schon {used} MB an; mit dieser Datei wären es mehr als die erlaubten "
            f"{allowed} MB. Laden Sie sie morgen hoch.",
            f"{used} MB arrived within the last 24 hours; with this file it would be more than the {allowed} MB "
            "that are allowed. Upload it tomorrow.",
        )
