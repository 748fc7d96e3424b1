"""What a company says of itself, and with whom it is in contact: each change in one transaction with its event.

Comes in: ids, codes and texts that were checked. Goes out: rows, and events for every company concerned.
Never: asks whether the actor may; `lieferkette.desk` has done that before it calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from ingest import audit
from ingest.changes import changing
from ingest.load.resolve import Stamp, resolve_again
from schemas.profiles import company_capability, company_profile, contact_request, notice
from schemas.registry import company
from schemas.warehouse import Warehouse


def state_capability(
    warehouse: Warehouse, company_id: str, code: str, said: Mapping[str, Any], *, actor: str
) -> None:
    """Say that a company has a capability; what it said of the same one before is replaced.

    `said`: capability_value, free_hours_per_week, last_day, capability_note; what is missing is unknown.
    """
    with changing(warehouse) as connection:
        connection.execute(sa.delete(company_capability).where(_is(company_id, code)))
        row = {"company_id": company_id, "capability_code": code, "changed_at": _now(), **said}
        connection.execute(company_capability.insert().values(**row))
        audit.append(connection, actor, "capability.stated", company_id, {"capability_code": code})


def take_back_capability(warehouse: Warehouse, company_id: str, code: str, *, actor: str) -> bool:
    """Take a statement back; gives whether there was one."""
    with changing(warehouse) as connection:
        gone = connection.execute(sa.delete(company_capability).where(_is(company_id, code))).rowcount
        audit.append(connection, actor, "capability.taken_back", company_id, {"capability_code": code})
    return bool(gone)


def set_profile(
    warehouse: Warehouse, company_id: str, sharing: str, contact: str | None, *, actor: str
) -> None:
    """Open or close a profile and say how its company is reached. An open one is found by name."""
    with changing(warehouse) as connection:
        connection.execute(sa.delete(company_profile).where(company_profile.c.company_id == company_id))
        row = {"company_id": company_id, "profile_sharing": sharing, "contact": contact, "changed_at": _now()}
        connection.execute(company_profile.insert().values(**row))
        this = company.c.company_id == company_id
        is_in_register = connection.execute(sa.select(company.c.is_in_register).where(this)).scalar_one()
        connection.execute(sa.update(company).where(this).values(is_open_profile=sharing == "open"))
        if sharing == "open" and not is_in_register:
            resolve_again(connection, Stamp(None, actor, _now()))
        audit.append(connection, actor, "profile.changed", company_id, {"profile_sharing": sharing})


def add_notice(
    warehouse: Warehouse,
    company_id: str,
    kind: str,
    text: str,
    last_day: date,
    code: str | None,
    *,
    actor: str,
) -> str:
    """Put up an offer or a need until a day; gives its id."""
    notice_id = str(uuid4())
    row = {
        "notice_id": notice_id,
        "company_id": company_id,
        "notice_kind": kind,
        "notice_text": text,
        "capability_code": code,
        "last_day": last_day,
        "created_at": _now(),
    }
    with changing(warehouse) as connection:
        connection.execute(notice.insert().values(**row))
        audit.append(
            connection, actor, "notice.added", company_id, {"notice_id": notice_id, "notice_kind": kind}
        )
    return notice_id


def end_notice(warehouse: Warehouse, notice_id: str, company_id: str, *, actor: str) -> None:
    """Take an offer or a need down; the row stays with its end."""
    this = sa.and_(notice.c.notice_id == notice_id, notice.c.ended_at.is_(None))
    with changing(warehouse) as connection:
        connection.execute(sa.update(notice).where(this).values(ended_at=_now()))
        audit.append(connection, actor, "notice.ended", company_id, {"notice_id": notice_id})


def ask_contact(
    warehouse: Warehouse,
    from_id: str,
    to_id: str,
    text: str,
    notice_id: str | None,
    *,
    at: datetime,
    actor: str,
) -> str:
    """Ask a company for contact; gives the id of the request. Both companies can read that it was asked."""
    request_id = str(uuid4())
    row = {
        "request_id": request_id,
        "from_company_id": from_id,
        "to_company_id": to_id,
        "notice_id": notice_id,
        "request_text": text,
        "request_status": "open",
        "created_at": at,
    }
    with changing(warehouse) as connection:
        connection.execute(contact_request.insert().values(**row))
        _tell_both(connection, actor, "contact.asked", request_id, (from_id, to_id))
    return request_id


def settle_contact(
    warehouse: Warehouse, request_id: str, status: str, ends: tuple[str, str], *, actor: str
) -> None:
    """Accept, decline or end a request; `ends` are the companies that it concerns."""
    this = contact_request.c.request_id == request_id
    with changing(warehouse) as connection:
        changed = sa.update(contact_request).where(this)
        connection.execute(changed.values(request_status=status, answered_at=_now()))
        _tell_both(connection, actor, f"contact.{status}", request_id, ends)


def _tell_both(
    connection: sa.Connection, actor: str, action: str, request_id: str, ends: tuple[str, str]
) -> None:
    for company_id in ends:
        audit.append(connection, actor, action, company_id, {"request_id": request_id})


def _is(company_id: str, code: str) -> sa.ColumnElement[bool]:
    own = company_capability.c
    return sa.and_(own.company_id == company_id, own.capability_code == code)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
