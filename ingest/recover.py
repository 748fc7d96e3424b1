"""What is done when a warehouse is opened: nothing that was promised is missing, or it is said.

Received files that no crash let finish are taken up again; committed uploads that the warehouse no longer holds
(a truncated log, an older copy) are loaded anew from their bytes; what cannot be mended is told. Bytes whose
time is over go. Never: tries a file for ever that ends the program each time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from ingest import audit
from ingest.agreement import agree, is_agreed
from ingest.backups import expire_backups
from ingest.jobs import ingest_files
from ingest.results import Incoming, Options, UploadResult
from ingest.settled import drop_settled
from ingest.spool import Spool, reconcile, spool_of
from schemas.registry import company
from schemas.sharing import audit_event
from schemas.warehouse import Warehouse

#: A file that ended the program this often is not tried again.
MAX_ATTEMPTS = 2
#: Events: changes were found missing, and somebody accepted that.
LOST, ACCEPTED = "warehouse.changes_lost", "warehouse.losses_accepted"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recovery:
    """What opening found: files taken up again, ledger lines of what is missing, and other gaps."""

    taken_up: tuple[UploadResult, ...] = ()
    missing: tuple[dict[str, Any], ...] = ()
    changes_lost: int = 0
    damaged_lines: int = 0
    expired: int = 0
    expired_backups: int = 0

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.taken_up or self.missing or self.changes_lost or self.damaged_lines)


def recover(warehouse: Warehouse) -> Recovery:
    """Hold spool and warehouse together and mend what can be; for a file that this process owns."""
    if warehouse.file is None:
        return Recovery()
    spool = spool_of(warehouse)
    expired, expired_backups = expire(warehouse, datetime.now(UTC).replace(tzinfo=None))
    for path in spool.unfinished():
        path.unlink()
    if is_agreed(warehouse, spool):
        return Recovery(expired=expired, expired_backups=expired_backups)
    found = _compare(warehouse, spool)
    if found.is_quiet:
        agree(warehouse, spool)
    return replace(found, expired=expired, expired_backups=expired_backups)


def _compare(warehouse: Warehouse, spool: Spool) -> Recovery:
    """Hold spool and warehouse together, line by line."""
    changes_lost = _changes_lost(warehouse, spool)
    taken_up = take_up(warehouse, spool)
    drop_settled(warehouse, spool)
    if changes_lost:
        _log.warning("%d changes are missing in the warehouse", changes_lost)
        _record(warehouse, spool, LOST, {"events": changes_lost}, "system")
    # damaged lines stay until the doctor has told of them: what they promised cannot be known
    return Recovery(tuple(taken_up), missing(warehouse, spool), changes_lost, spool.damaged_lines())


def expire(warehouse: Warehouse, now: datetime) -> tuple[int, int]:
    """Delete raw bytes and backups whose 30 days are over; gives how many of each. At each start, and daily."""
    if warehouse.file is None:
        return 0, 0
    return spool_of(warehouse).drop_expired(now), len(expire_backups(warehouse, now))


def take_up(warehouse: Warehouse, spool: Spool) -> list[UploadResult]:
    """Load what was received and not answered, and what the warehouse lost, in the order of receipt."""
    found = reconcile(spool, warehouse)
    lines = [
        line
        for line in (*found.waiting, *found.lost)
        if line["has_bytes"] and "options" in line and line.get("attempts", 0) < MAX_ATTEMPTS
    ]
    lines.sort(key=lambda line: (line["at"], line["call_id"]))
    results: list[UploadResult] = []
    for _, call in groupby(lines, key=lambda line: line["call_id"]):
        results += _take_up_call(warehouse, spool, list(call))
    return results


def missing(warehouse: Warehouse, spool: Spool) -> tuple[dict[str, Any], ...]:
    """Ledger lines of what was promised, is not in the warehouse, and could not be brought back."""
    found = reconcile(spool, warehouse)
    return (*found.waiting, *found.lost)


def losses(warehouse: Warehouse) -> int:
    """Changes that were found missing, at any opening, and that nobody has accepted as lost yet."""
    query = (
        sa.select(audit_event.c.action, audit_event.c.detail)
        .where(audit_event.c.action.in_([LOST, ACCEPTED]))
        .order_by(audit_event.c.event_no)
    )
    count = 0
    for action, detail in warehouse.read(query).iter_rows():
        count = count + int(audit.told(detail)["events"]) if action == LOST else 0
    return count


def give_up(warehouse: Warehouse, spool: Spool, actor: str) -> int:
    """Put on record that what is missing is no longer looked for; gives how many files and changes that are."""
    found = reconcile(spool, warehouse)
    for line in (*found.waiting, *found.lost):
        _let_go(spool, line)
    count = len(found.waiting) + len(found.lost) + losses(warehouse)
    if count:
        _record(warehouse, spool, ACCEPTED, {"events": count}, actor)
    return count


def _let_go(spool: Spool, line: dict[str, Any]) -> None:
    if "upload_id" in line:
        spool.note("settled", upload_id=line["upload_id"])
    else:
        spool.note("given_up", sha256=line["sha256"], owner_company_id=line["owner_company_id"])


def _take_up_call(warehouse: Warehouse, spool: Spool, lines: list[dict[str, Any]]) -> list[UploadResult]:
    """The files of one call together, as they were handed in."""
    first = lines[0]
    owner_id = _owner_now(warehouse, first["owner_company_id"], first.get("owner_name"))
    if first["owner_company_id"] is not None and owner_id is None:
        return []
    for line in lines:
        spool.note("taken_up", sha256=line["sha256"], owner_company_id=line["owner_company_id"])
    files = [
        Incoming(content, line["file_name"])
        for line in lines
        if (content := spool.bytes_of(line["sha256"])) is not None
    ]
    options = Options(**first["options"])
    results = ingest_files(warehouse, files, owner_company_id=owner_id, options=options, actor=first["actor"])
    if owner_id != first["owner_company_id"]:
        for line in lines:
            _let_go(spool, line)
    return results


def _owner_now(warehouse: Warehouse, company_id: str | None, name: str | None) -> str | None:
    """The sender's id: the same, or that of the only company of its name where a register came anew."""
    if company_id is None:
        return None
    is_sender = sa.or_(
        company.c.company_id == company_id, sa.and_(company.c.name == name, company.c.is_in_register)
    )
    found = warehouse.read(sa.select(company.c.company_id).where(is_sender))["company_id"].to_list()
    return company_id if company_id in found else found[0] if len(found) == 1 else None


def _changes_lost(warehouse: Warehouse, spool: Spool) -> int:
    """How many events the warehouse lacks that the ledger saw; 0 where the audit log reaches as far."""
    seen = [line for line in spool.ledger() if line["event"] == "changed"]
    if not seen or not seen[-1]["event_no"]:
        return 0
    event_no, event_hash = int(seen[-1]["event_no"]), seen[-1]["event_hash"]
    query = sa.select(audit_event.c.event_hash).where(audit_event.c.event_no == event_no)
    if warehouse.read(query)["event_hash"].to_list() == [event_hash]:
        return 0
    return event_no - _common(warehouse, seen)


def _common(warehouse: Warehouse, seen: Iterable[dict[str, Any]]) -> int:
    """The newest event that ledger and warehouse agree on."""
    hashes = dict(warehouse.read(sa.select(audit_event.c.event_no, audit_event.c.event_hash)).iter_rows())
    return max(
        (int(line["event_no"]) for line in seen if hashes.get(line["event_no"]) == line["event_hash"]),
        default=0,
    )


def _record(warehouse: Warehouse, spool: Spool, action: str, detail: dict[str, int], actor: str) -> None:
    with warehouse.writing() as connection:
        audit.append(connection, actor, action, None, detail)
    event_no, event_hash = audit.newest(warehouse)
    spool.note("changed", event_no=event_no, event_hash=event_hash)
