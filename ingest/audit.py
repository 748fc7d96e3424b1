"""The audit log: one event after another, each chained by hash to the one before.

An event is written inside the transaction that it tells of, so that neither exists without the other. The chain
runs over salted hashes of who did what about whom, so that erasing a company leaves the chain whole and nothing
to recognise: the salt lies in the event's detail and goes with it.
Never: keeps names or amounts; `detail` holds counts and ids.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from schemas.sharing import audit_event
from schemas.warehouse import Warehouse

#: A company was erased.
ERASED = "company.erased"
_FIRST = "0" * 64
_SALT = "salt"
#: What stands before the hash that took the place of an erased value.
_ERASED = "#"
_MASKED = ("actor", "company_id", "detail")


def append(
    connection: sa.Connection, actor: str, action: str, company_id: str | None, detail: Mapping[str, Any]
) -> int:
    """Write one event inside the open transaction; gives its number.

    Args:
        action: what was done, e.g. `upload.loaded`.
        company_id: the company that it concerns, which may read the event.
        detail: JSON values, counts and ids only.
    """
    last = connection.execute(_newest()).first()
    event_no = int(last.event_no) + 1 if last else 1
    row = {
        "event_no": event_no,
        "at": datetime.now(UTC).replace(tzinfo=None),
        "actor": actor[:120],
        "action": action,
        "company_id": company_id,
        "detail": json.dumps({**detail, _SALT: secrets.token_hex(16)}, sort_keys=True, ensure_ascii=False),
        "previous_hash": last.event_hash if last else _FIRST,
    }
    connection.execute(audit_event.insert().values(**row, event_hash=_hash(row)))
    return event_no


def newest(warehouse: Warehouse) -> tuple[int, str]:
    """Number and hash of the newest event; (0, "") before the first."""
    with warehouse.reading() as connection:
        last = connection.execute(_newest()).first()
    return (int(last.event_no), str(last.event_hash)) if last else (0, "")


def first_broken(connection: sa.Connection) -> int | None:
    """Number of the first event whose hash or predecessor does not fit; None while the chain holds."""
    previous = _FIRST
    events = connection.execute(sa.select(audit_event).order_by(audit_event.c.event_no)).mappings()
    for event_no, event in enumerate(events, start=1):
        row = {name: event[name] for name in event if name != "event_hash"}
        is_next = row["event_no"] == event_no and row["previous_hash"] == previous
        if not is_next or event["event_hash"] not in (_hash(row), _hash_before_salts(row)):
            return int(event["event_no"])
        previous = event["event_hash"]
    return None


def told(detail: str) -> dict[str, Any]:
    """What an event says of itself; nothing once its company was erased."""
    said: dict[str, Any] = {} if detail.startswith(_ERASED) else json.loads(detail)
    return {name: value for name, value in said.items() if name != _SALT}


def forget(connection: sa.Connection, company_id: str) -> int:
    """Leave only hashes in the events about or by a company; gives their number. The chain stays whole."""
    by_company = f"company:{company_id}"
    wanted = sa.or_(audit_event.c.company_id == company_id, audit_event.c.actor == by_company)
    events = connection.execute(sa.select(audit_event).where(wanted)).mappings().all()
    for event in events:
        masked = _masked(dict(event))
        # of an event that concerns somebody else only the actor is erased
        erased = _MASKED if event["company_id"] == company_id else ("actor",)
        kept = {name: masked[name] for name in erased}
        connection.execute(
            sa.update(audit_event).values(**kept).where(audit_event.c.event_no == event["event_no"])
        )
    return len(events)


def erasures_told(connection: sa.Connection) -> set[str]:
    """Keys of the erasures that this warehouse has gone through."""
    details = connection.execute(
        sa.select(audit_event.c.detail).where(audit_event.c.action == ERASED)
    ).scalars()
    return {str(told(detail).get("erasure")) for detail in details}


def _newest() -> sa.Select[Any]:
    columns = (audit_event.c.event_no, audit_event.c.event_hash)
    return sa.select(*columns).order_by(audit_event.c.event_no.desc()).limit(1)


def _masked(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with salted hashes for what may be erased; what was erased already stays as it is."""
    salt = "" if row["detail"].startswith(_ERASED) else json.loads(row["detail"]).get(_SALT, "")

    def mask(value: str | None) -> str | None:
        if value is None or value.startswith(_ERASED):
            return value
        return _ERASED + hashlib.sha256(f"{salt}{value}".encode()).hexdigest()[:32]

    return {**row, **{name: mask(row[name]) for name in _MASKED}}


def _hash(row: Mapping[str, Any]) -> str:
    """SHA-256 of the masked row as canonical JSON; `previous_hash` is part of it."""
    return _hash_before_salts(_masked(row))


def _hash_before_salts(row: Mapping[str, Any]) -> str:
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
