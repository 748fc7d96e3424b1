"""Grants: for how long somebody may see as a company, and the log in which the company sees that it happened.

A grant is for one person and one company, begins at once, and ends with a day or when the company ends it.
Grants never combine: a consultant is an actor for one company, and each call is checked against that grant.
Never: changes what the company itself sees.
"""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import sqlalchemy as sa

from ingest import audit
from lieferkette.access.actor import Actor
from schemas.sharing import audit_event, company_grant
from schemas.warehouse import Warehouse

_HERE = ZoneInfo("Europe/Berlin")
_UTC = ZoneInfo("UTC")
#: How the actions of the log begin that only say that somebody read.
READING = "read."


def end_of_day(day: date) -> datetime:
    """The moment, in UTC, at which a day is over in Germany.

    >>> end_of_day(date(2026, 12, 31))
    datetime.datetime(2026, 12, 31, 23, 0)
    """
    over = datetime.combine(day + timedelta(days=1), time(), _HERE)
    return over.astimezone(_UTC).replace(tzinfo=None)


def in_force(warehouse: Warehouse, grantee: str, company_id: str, now: datetime) -> str | None:
    """The grant by which somebody may see as the company at this moment; None where there is none."""
    grant = company_grant.c
    rows = warehouse.read(
        sa.select(grant.grant_id)
        .where(
            grant.grantee == grantee,
            grant.company_id == company_id,
            grant.valid_from <= now,
            grant.valid_until > now,
            sa.or_(grant.ended_at.is_(None), grant.ended_at > now),
        )
        .order_by(grant.valid_until.desc(), grant.grant_id)
    )
    return str(rows["grant_id"][0]) if rows.height else None


def grants_of(warehouse: Warehouse, company_id: str | None, now: datetime) -> pl.DataFrame:
    """Grants of a company (of all for None), newest first: the table's columns and `is_in_force`."""
    grant = company_grant.c
    query = sa.select(company_grant).order_by(grant.valid_from.desc(), grant.grant_id)
    rows = warehouse.read(query if company_id is None else query.where(grant.company_id == company_id))
    is_open = pl.col("ended_at").is_null() | (pl.col("ended_at") > now)
    return rows.with_columns(
        is_in_force=is_open & (pl.col("valid_from") <= now) & (pl.col("valid_until") > now)
    )


def give(
    warehouse: Warehouse, actor: Actor, company_id: str, grantee: str, until: date, now: datetime
) -> str:
    """Let somebody see as the company until the end of a day; gives the id of the grant."""
    grant_id = str(uuid.uuid4())
    row = {
        "grant_id": grant_id,
        "company_id": company_id,
        "grantee": grantee,
        "valid_from": now,
        "valid_until": end_of_day(until),
    }
    with warehouse.writing() as connection:
        connection.execute(company_grant.insert().values(**row))
        detail = {"grant_id": grant_id, "until": until.isoformat()}
        audit.append(connection, actor.label, "grant.given", company_id, detail)
    return grant_id


def end(warehouse: Warehouse, actor: Actor, company_id: str, grant_id: str, now: datetime) -> None:
    """End a grant; from the next call on it shows nothing. Ending it again changes nothing."""
    this = sa.and_(company_grant.c.grant_id == grant_id, company_grant.c.ended_at.is_(None))
    with warehouse.writing() as connection:
        connection.execute(company_grant.update().where(this).values(ended_at=now))
        audit.append(connection, actor.label, "grant.ended", company_id, {"grant_id": grant_id})


def note_reading(warehouse: Warehouse, actor: Actor, what: str, grant_id: str) -> None:
    """Write into the company's log that somebody else read its relations or its lists."""
    with warehouse.writing() as connection:
        audit.append(connection, actor.label, READING + what, actor.company_id, {"grant_id": grant_id})


def log_of(warehouse: Warehouse, company_id: str | None, limit: int) -> pl.DataFrame:
    """What was done and read that concerns a company (everything for None), newest first."""
    event = audit_event.c
    query = sa.select(event.at, event.actor, event.action, event.detail).order_by(event.event_no.desc())
    if company_id is not None:
        query = query.where(event.company_id == company_id)
    rows = warehouse.read(query.limit(limit))
    return rows.with_columns(
        pl.Series(
            "detail", [json.dumps(audit.told(said), ensure_ascii=False) for said in rows["detail"]], pl.String
        )
    )


def newest_change(warehouse: Warehouse) -> str:
    """The newest event that changed something, which is the state of the warehouse. Reading changes nothing.

    Its hash is chained to all events before, so that a restored copy that went another way is another state.
    """
    event = audit_event.c
    query = sa.select(event.event_no, event.event_hash).where(sa.not_(event.action.startswith(READING)))
    with warehouse.reading() as connection:
        newest = connection.execute(query.order_by(event.event_no.desc()).limit(1)).first()
    return "/".join(map(str, newest)) if newest else ""
