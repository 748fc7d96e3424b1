"""What an actor may read of uploads: its own lists, what was left out of them, and what waits for review.

The one answer that is no function of a view of evidence.

The queries are scoped to the owner of the upload from the first line; a company never meets another's.
Never: others' uploads, raw bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl
import sqlalchemy as sa

from ingest.jobs import list_difference
from ingest.reopening import reversible
from lieferkette.access.actor import Actor
from schemas.registry import company
from schemas.relations import evidence, match_question, party, party_company
from schemas.uploads import upload, upload_column, upload_row
from schemas.warehouse import Warehouse


def _mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Uploads that the actor may read: all for the owner, its own for a company, none for others."""
    if actor.role == "owner":
        return sa.true()
    return upload.c.owner_company_id == actor.company_id if actor.company_id else sa.false()


def uploads(warehouse: Warehouse, actor: Actor, limit: int | None = None) -> pl.DataFrame:
    """Uploads, newest first; with a limit only so many."""
    newest = (
        sa.select(upload.c.upload_id)
        .where(_mine(actor))
        .order_by(upload.c.received_at.desc(), upload.c.upload_id)
        .limit(limit)
        .subquery("newest")
    )
    counterpart = _counterparts_matched(newest)
    rows = warehouse.read(
        sa.select(
            upload,
            company.c.name.label("company_name"),
            counterpart.c.matched_share,
        )
        .join(newest, newest.c.upload_id == upload.c.upload_id)
        .outerjoin(company, company.c.company_id == upload.c.owner_company_id)
        .outerjoin(counterpart, counterpart.c.upload_id == upload.c.upload_id)
        .order_by(upload.c.received_at.desc(), upload.c.upload_id)
    )
    start, end = pl.col("period_start").dt.year(), pl.col("period_end").dt.year()
    return rows.with_columns(
        period=pl.when(start == end).then(start.cast(pl.String)).otherwise(pl.format("{}–{}", start, end)),
    ).drop("content_sha256", "mapping_version")


def _counterparts_matched(chosen: sa.Subquery) -> sa.Subquery:
    """Share of an upload's counterparts that its uploader sees matched to a known company."""
    ends = sa.union_all(
        *(
            sa.select(evidence.c.upload_id, end.label("party_id")).join(
                chosen, chosen.c.upload_id == evidence.c.upload_id
            )
            for end in (evidence.c.supplier_party_id, evidence.c.customer_party_id)
        )
    ).subquery("ends")
    is_known = sa.case((party_company.c.method == "new", 0.0), else_=1.0)
    return (
        sa.select(ends.c.upload_id, sa.func.avg(is_known).label("matched_share"))
        .join(party, party.c.party_id == ends.c.party_id)
        .join(party_company, party_company.c.party_id == ends.c.party_id)
        .where(
            sa.not_(party.c.is_own), party_company.c.ended_at.is_(None), party_company.c.scope == "uploader"
        )
        .group_by(ends.c.upload_id)
        .subquery("matched")
    )


def columns(warehouse: Warehouse, actor: Actor, upload_id: str) -> pl.DataFrame:
    """What each column of an upload was taken for."""
    return warehouse.read(
        sa.select(upload_column)
        .join(upload, upload.c.upload_id == upload_column.c.upload_id)
        .where(_mine(actor), upload.c.upload_id == upload_id)
        .order_by(upload_column.c.sheet, upload_column.c.position)
    )


def left_out(warehouse: Warehouse, actor: Actor, upload_id: str) -> pl.DataFrame:
    """Rejected and ignored rows of an upload with reason and mend, in the order of the file."""
    return warehouse.read(
        sa.select(upload_row)
        .join(upload, upload.c.upload_id == upload_row.c.upload_id)
        .where(_mine(actor), upload.c.upload_id == upload_id)
        .order_by(upload_row.c.sheet, upload_row.c.row_no)
    )


def questions(warehouse: Warehouse, actor: Actor) -> pl.DataFrame:
    """Uncertain matches of the actor's own parties, the surest first; the owner is told whose list each is from."""
    asked = match_question.c
    told = _matches(actor, asked.score, asked.reason_de, asked.reason_en).where(asked.status == "open")
    return warehouse.read(told.order_by(asked.score.desc(), *_AS_LISTED))


def answered(warehouse: Warehouse, actor: Actor, limit: int | None = None) -> pl.DataFrame:
    """Answers about the actor's own parties that can be taken back, the newest first."""
    asked, given = match_question.c, reversible().subquery("given")
    told = _matches(actor, asked.status.label("answer"), asked.decided_at).join(
        given, sa.and_(given.c.party_id == asked.party_id, given.c.company_id == asked.company_id)
    )
    return warehouse.read(told.order_by(asked.decided_at.desc(), *_AS_LISTED).limit(limit))


#: What the list says decides: ids are drawn anew for the same list.
_AS_LISTED = (party.c.name, company.c.name, party.c.fingerprint, party.c.party_id)


def _matches(actor: Actor, *more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Both sides of the questions about the actor's own parties; for the owner of all, with `sender_name`."""
    sender = company.alias("sender")
    is_owner = actor.role == "owner"
    is_mine = sa.true() if is_owner else party.c.owner_company_id == (actor.company_id or "")
    return (
        sa.select(
            match_question.c.party_id,
            match_question.c.company_id,
            *([sender.c.name.label("sender_name")] if is_owner else []),
            party.c.name.label("party_name"),
            party.c.city.label("party_city"),
            company.c.name.label("company_name"),
            company.c.city.label("company_city"),
            *more,
        )
        .join(party, party.c.party_id == match_question.c.party_id)
        .join(company, company.c.company_id == match_question.c.company_id)
        .outerjoin(sender, sender.c.company_id == party.c.owner_company_id)
        .where(is_mine)
    )


def largest_counterparts(warehouse: Warehouse, actor: Actor, upload_id: str, count: int) -> pl.DataFrame:
    """The counterparts of an upload that matter most: by amount, then by number of rows, then by name."""
    parts = []
    for side, end in (("supplier", evidence.c.supplier_party_id), ("customer", evidence.c.customer_party_id)):
        parts.append(
            sa.select(
                party.c.party_id,
                party.c.name,
                party.c.city,
                party.c.sector_code,
                party_company.c.company_id,
                company.c.sector_code.label("register_sector_code"),
                sa.literal(side).label("side"),
                sa.func.sum(evidence.c.amount_eur).label("amount_eur"),
                sa.func.count().label("rows_count"),
            )
            .join(party, party.c.party_id == end)
            .join(upload, upload.c.upload_id == evidence.c.upload_id)
            .join(party_company, party_company.c.party_id == party.c.party_id)
            .join(company, company.c.company_id == party_company.c.company_id)
            .where(
                _mine(actor),
                evidence.c.upload_id == upload_id,
                sa.not_(party.c.is_own),
                sa.not_(party.c.is_natural_person),
                party_company.c.ended_at.is_(None),
                party_company.c.scope == "uploader",
            )
            .group_by(
                party.c.party_id,
                party.c.name,
                party.c.city,
                party.c.sector_code,
                party_company.c.company_id,
                company.c.sector_code,
            )
        )
    rows = warehouse.read(sa.union_all(*parts))
    return (
        rows.with_columns(
            pl.col("amount_eur").cast(pl.Float64),
            sector_code=pl.coalesce("register_sector_code", "sector_code"),
        )
        .sort(
            "amount_eur",
            "rows_count",
            "name",
            "party_id",
            descending=[True, True, False, False],
            nulls_last=True,
        )
        .head(count)
        .select("party_id", "company_id", "name", "city", "side", "amount_eur", "sector_code")
    )


def difference(warehouse: Warehouse, upload_id: str, owner_company_id: str | None) -> pl.DataFrame:
    """Counterparts new, ended and changed by a list that replaced another, named as in the owner's lists."""
    changes = list_difference(warehouse, upload_id)
    if not changes["change"].is_in(["ended", "changed", "same"]).any():
        changes = changes.clear()
    names = warehouse.read(
        sa.select(party_company.c.company_id, sa.func.min(party.c.name).label("name"))
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(
            party.c.owner_company_id.is_not_distinct_from(owner_company_id),
            party_company.c.scope == "uploader",
            party_company.c.ended_at.is_(None),
        )
        .group_by(party_company.c.company_id)
    )
    order = {"new": 0, "ended": 1, "changed": 2}
    rank = pl.col("change").replace_strict(order, return_dtype=pl.Int8)
    largest = pl.max_horizontal("old_eur", "new_eur")
    return (
        changes.filter(pl.col("change") != "same")
        .join(names, on="company_id", how="left")
        .sort(rank, largest, "name", descending=[False, True, False], nulls_last=True)
        .select("name", "side", "change", "old_eur", "new_eur")
    )


def owner_of(warehouse: Warehouse, upload_id: str) -> tuple[bool, str | None]:
    """Whether the upload exists, and the company that it belongs to."""
    rows: list[dict[str, Any]] = warehouse.read(
        sa.select(upload.c.owner_company_id).where(upload.c.upload_id == upload_id)
    ).to_dicts()
    return (bool(rows), rows[0]["owner_company_id"] if rows else None)


def owners_of_parties(warehouse: Warehouse, party_ids: Collection[str]) -> set[str | None]:
    """The uploaders whose lists name these parties; None stands for lists of nobody, or parties not there."""
    wanted = sorted(set(party_ids))
    query = sa.select(party.c.party_id, party.c.owner_company_id).where(party.c.party_id.in_(wanted))
    found = warehouse.read(query)
    return set(found["owner_company_id"]) if found.height == len(wanted) else {None}


def is_company(warehouse: Warehouse, company_id: str) -> bool:
    """Whether there is such a company."""
    return not warehouse.read(
        sa.select(company.c.company_id).where(company.c.company_id == company_id)
    ).is_empty()
