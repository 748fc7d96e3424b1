"""The audit log: one event after another, each chained by hash to the one before.

An event is written inside the transaction that it tells of, so that neither exists without the other.
Never: keeps names or amounts; `detail` holds counts and ids.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from schemas.sharing import audit_event

_FIRST = "0" * 64


def append(
    connection: sa.Connection, actor: str, action: str, company_id: str | None, detail: Mapping[str, Any]
) -> int:
    """Write one event inside the open transaction; gives its number.

    Args:
        action: what was done, e.g. `upload.loaded`.
        company_id: the company that it concerns, which may read the event.
        detail: JSON values, counts and ids only.
    """
    last = connection.execute(
        sa.select(audit_event.c.event_no, audit_event.c.event_hash)
        .order_by(audit_event.c.event_no.desc())
        .limit(1)
    ).first()
    previous = last.event_hash if last else _FIRST
    event_no = int(last.event_no) + 1 if last else 1
    row = {
        "event_no": event_no,
        "at": datetime.now(UTC).replace(tzinfo=None),
        "actor": actor[:120],
        "action": action,
        "company_id": company_id,
        "detail": json.dumps(detail, sort_keys=True, ensure_ascii=False),
        "previous_hash": previous,
    }
    connection.execute(audit_event.insert().values(**row, event_hash=_hash(row)))
    return event_no


def first_broken(connection: sa.Connection) -> int | None:
    """Number of the first event whose hash or predecessor does not fit; None while the chain holds."""
    previous = _FIRST
    for event in connection.execute(sa.select(audit_event).order_by(audit_event.c.event_no)).mappings():
        row = {name: event[name] for name in event if name != "event_hash"}
        if row["previous_hash"] != previous or _hash(row) != event["event_hash"]:
            return int(event["event_no"])
        previous = event["event_hash"]
    return None


def _hash(row: Mapping[str, Any]) -> str:
    """SHA-256 of the row as canonical JSON; `previous_hash` is part of it."""
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
