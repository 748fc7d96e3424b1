"""What an actor sees of profiles: its own, and those that their companies opened. The owner sees all.

A profile that is not open is not read at all, so that nothing of it can change an answer to somebody else.
Never: says anything about relations; opening a profile shows none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl
import sqlalchemy as sa

from ingest import audit
from lieferkette.access.actor import Actor
from lieferkette.access.grants import READING
from schemas.profiles import company_capability, company_profile, contact_request, notice
from schemas.registry import company
from schemas.sharing import audit_event
from schemas.warehouse import Warehouse

#: How many different questions a company may ask a day, and how many others it may write to.
QUESTIONS_A_DAY, REQUESTS_A_DAY = 100, 10
_SEARCH = READING + "partner_search"


@dataclass(frozen=True)
class Profiles:
    """The profiles that an actor sees on a day.

    `capabilities`: company_id, capability_code, capability_value, free_hours_per_week, last_day, capability_note,
    is_expired; others' expired ones are left out. `notices` that hold: notice_id, company_id, notice_kind,
    notice_text, capability_code, last_day, created_at. `contacts`: own company, or all for the owner.
    """

    capabilities: pl.DataFrame
    notices: pl.DataFrame
    open_ids: frozenset[str]
    contacts: dict[str, str | None]


def open_capabilities(warehouse: Warehouse, today: date) -> pl.DataFrame:
    """What everybody may read of capabilities on a day: those of open profiles that have not run out."""
    seen = seen_profiles(warehouse, Actor.chamber(), today).capabilities
    return seen.filter(~pl.col("is_expired"))


def seen_profiles(warehouse: Warehouse, actor: Actor, today: date) -> Profiles:
    """What `actor` (an owner, a company, or somebody without one) sees of all profiles on a day."""
    profile = company_profile.c
    opened = sa.select(profile.company_id).where(profile.profile_sharing == "open")

    def seen(column: sa.Column[str]) -> sa.ColumnElement[bool]:
        return sa.true() if actor.role == "owner" else sa.or_(column == actor.company_id, column.in_(opened))

    said = company_capability.c
    capabilities = warehouse.read(
        sa.select(
            said.company_id,
            said.capability_code,
            said.capability_value,
            said.free_hours_per_week,
            said.last_day,
            said.capability_note,
        )
        .where(seen(said.company_id))
        .order_by(said.company_id, said.capability_code)
    ).with_columns(is_expired=(pl.col("last_day") < today).fill_null(False))
    put_up = notice.c
    notices = warehouse.read(
        sa.select(
            put_up.notice_id,
            put_up.company_id,
            put_up.notice_kind,
            put_up.notice_text,
            put_up.capability_code,
            put_up.last_day,
            put_up.created_at,
        )
        .where(seen(put_up.company_id), put_up.ended_at.is_(None), put_up.last_day >= today)
        .order_by(put_up.created_at.desc(), put_up.notice_id)
    )
    own = sa.select(profile.company_id, profile.contact)
    is_mine = sa.true() if actor.role == "owner" else profile.company_id == actor.company_id
    is_own = pl.col("company_id") == (actor.company_id or "")
    return Profiles(
        capabilities.filter(~pl.col("is_expired") | is_own | pl.lit(actor.role == "owner")),
        notices,
        frozenset(warehouse.read(opened)["company_id"].to_list()),
        dict(warehouse.read(own.where(is_mine)).iter_rows()),
    )


def requests_of(warehouse: Warehouse, company_id: str) -> pl.DataFrame:
    """Requests from and to a company, newest first, with `direction` (sent, received), `other_id` and its `name`.

    Who asks is named by asking, in a register or not. `contact` is the other's once the request was accepted, and
    null before and after.
    """
    asked = contact_request.c
    rows = warehouse.read(
        sa.select(contact_request)
        .where(sa.or_(asked.from_company_id == company_id, asked.to_company_id == company_id))
        .order_by(asked.created_at.desc(), asked.request_id)
    )
    is_sent = pl.col("from_company_id") == company_id
    rows = rows.with_columns(
        direction=pl.when(is_sent).then(pl.lit("sent")).otherwise(pl.lit("received")),
        other_id=pl.when(is_sent).then("to_company_id").otherwise("from_company_id"),
    )
    others = company.c.company_id.in_(rows["other_id"].unique().to_list())
    told = warehouse.read(
        sa.select(company.c.company_id, company.c.name, company_profile.c.contact)
        .outerjoin(company_profile, company_profile.c.company_id == company.c.company_id)
        .where(others)
    )
    is_agreed = pl.col("request_status") == "accepted"
    return (
        rows.join(told.rename({"company_id": "other_id"}), on="other_id", how="left", maintain_order="left")
        .with_columns(contact=pl.when(is_agreed).then("contact"))
        .select(
            "request_id", "direction", "other_id", "name", "notice_id", "request_text", "request_status", "created_at",
            "answered_at", "contact",
        )
    )  # fmt: skip


def requests_left(warehouse: Warehouse, company_id: str, now: datetime) -> int:
    """How many more companies it may write to today."""
    asked = contact_request.c
    since = datetime.combine(now.date(), time())
    query = sa.select(sa.func.count().label("count")).where(
        asked.from_company_id == company_id,
        asked.created_at >= since,
        asked.created_at < since + timedelta(days=1),
    )
    return REQUESTS_A_DAY - int(warehouse.read(query)["count"][0])


def note_question(warehouse: Warehouse, actor: Actor, question: Sequence[object], now: datetime) -> bool:
    """Enter that a company looked for partners; False where it asked too much today, and nothing is entered.

    The same question again costs nothing. What was asked is kept as a hash.
    """
    event = audit_event.c
    since = datetime.combine(now.date(), time())
    query = sa.select(event.detail).where(
        event.action == _SEARCH, event.company_id == actor.company_id, event.at >= since
    )
    asked = {audit.told(detail).get("question") for detail in warehouse.read(query)["detail"]}
    this = hashlib.sha256(json.dumps(question, default=str).encode()).hexdigest()[:16]
    if this in asked:
        return True
    if len(asked) >= QUESTIONS_A_DAY:
        return False
    with warehouse.writing() as connection:
        audit.append(connection, actor.label, _SEARCH, actor.company_id, {"question": this})
    return True
