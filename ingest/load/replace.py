"""Which newer list takes the place of which older one, what changed by it, and how it is taken back.

A complete list replaces only a complete list of the same company, side, kind of list, kind of amount and
period, with what corrects that one. A document replaces the same document; rows that correct an upload add to it.
The same file read in another way replaces its first reading.
Replaced evidence stays, marked with the upload that replaced it, so that undoing is taking the mark away.
Which replaces which follows from the uploads in force and their order, so it can be worked out anew.
Never: deletes evidence.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import sqlalchemy as sa

from ingest.load.frames import read
from schemas.relations import evidence, party, party_company
from schemas.uploads import upload


def apply_replacement(connection: sa.Connection, upload_id: str) -> int:
    """Mark what this upload replaces; gives the number of pieces of evidence marked."""
    this = connection.execute(sa.select(upload).where(upload.c.upload_id == upload_id)).mappings().one()
    marked = _mark(connection, upload_id, evidence.c.upload_id.in_(_same_content(this)))
    if this["corrects_upload_id"] is not None:
        return marked
    for flag, own_end in (
        ("is_complete_suppliers", evidence.c.customer_party_id),
        ("is_complete_customers", evidence.c.supplier_party_id),
    ):
        if this[flag]:
            own = sa.select(party.c.party_id).where(
                party.c.owner_company_id == this["owner_company_id"], party.c.is_own
            )
            likes = _complete_like(this, flag)
            corrections = sa.select(upload.c.upload_id).where(
                upload.c.corrects_upload_id.in_(likes), _earlier(this)
            )
            either = sa.or_(evidence.c.upload_id.in_(likes), evidence.c.upload_id.in_(corrections))
            older = sa.and_(either, own_end.in_(own))
            marked += _mark(connection, upload_id, older)
    return marked + _replace_documents(connection, this)


def replace_anew(connection: sa.Connection, owner_company_id: str | None) -> None:
    """Work out from the start what replaces what among the uploads of one company.

    Needed when an upload is taken back or called complete later: what counts depends on the uploads in
    force and their order alone, not on the way there.
    """
    of_owner = sa.and_(
        upload.c.owner_company_id.is_not_distinct_from(owner_company_id), upload.c.status == "loaded"
    )
    ids = sa.select(upload.c.upload_id).where(of_owner)
    connection.execute(
        sa.update(evidence).values(superseded_by_upload_id=None).where(evidence.c.upload_id.in_(ids))
    )
    ordered = (
        sa.select(upload.c.upload_id).where(of_owner).order_by(upload.c.committed_at, upload.c.upload_id)
    )
    for upload_id in connection.execute(ordered).scalars().all():
        apply_replacement(connection, upload_id)


def replaced_anything(connection: sa.Connection, upload_id: str) -> bool:
    """Whether evidence of an earlier upload gave way to this one."""
    gone = sa.select(evidence.c.row_no).where(evidence.c.superseded_by_upload_id == upload_id).limit(1)
    return connection.execute(gone).first() is not None


def difference(connection: sa.Connection, upload_id: str) -> pl.DataFrame:
    """What an upload changed against what it replaced: company_id, side, change, old_eur, new_eur.

    `change` is new, ended, changed or same; amounts are sums in euros of that list, null where unknown.
    Only companies as the uploader sees them.
    """
    new = _sums(connection, evidence.c.upload_id == upload_id).rename({"eur": "new_eur"})
    old = _sums(connection, evidence.c.superseded_by_upload_id == upload_id).rename({"eur": "old_eur"})
    keys = ["company_id", "side"]
    both = old.with_columns(pl.lit(True).alias("was")).join(
        new.with_columns(pl.lit(True).alias("is_now")), on=keys, how="full", coalesce=True
    )
    change = (
        pl.when(pl.col("was").is_null())
        .then(pl.lit("new"))
        .when(pl.col("is_now").is_null())
        .then(pl.lit("ended"))
        .when(pl.col("old_eur").ne_missing(pl.col("new_eur")))
        .then(pl.lit("changed"))
        .otherwise(pl.lit("same"))
    )
    return both.select(*keys, change.alias("change"), "old_eur", "new_eur").sort(
        "change", "side", "company_id"
    )


def _mark(connection: sa.Connection, upload_id: str, condition: sa.ColumnElement[bool]) -> int:
    wanted = sa.and_(
        condition, evidence.c.upload_id != upload_id, evidence.c.superseded_by_upload_id.is_(None)
    )
    count = connection.execute(sa.select(sa.func.count()).select_from(evidence).where(wanted)).scalar_one()
    if count:
        connection.execute(sa.update(evidence).values(superseded_by_upload_id=upload_id).where(wanted))
    return int(count)


def _earlier(this: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        upload.c.upload_id != this["upload_id"],
        upload.c.committed_at <= this["committed_at"],
        upload.c.owner_company_id.is_not_distinct_from(this["owner_company_id"]),
        upload.c.status == "loaded",
    )


def _same_content(this: Any) -> sa.Select[tuple[str]]:
    return sa.select(upload.c.upload_id).where(
        _earlier(this), upload.c.content_sha256 == this["content_sha256"]
    )


def _complete_like(this: Any, flag: str) -> sa.Select[tuple[str]]:
    return sa.select(upload.c.upload_id).where(
        _earlier(this),
        upload.c[flag].is_(True),
        *[
            upload.c[name].is_not_distinct_from(this[name])
            for name in ("list_kind", "amount_kind", "period_start", "period_end")
        ],
    )


def _replace_documents(connection: sa.Connection, this: Any) -> int:
    """Documents that this upload tells of again replace what earlier uploads of the company told of them.

    A document is known by its number and both ends: two suppliers may number their invoices alike.
    """
    again = evidence.alias("again")
    is_told_again = sa.exists(
        sa.select(again.c.row_no).where(
            again.c.upload_id == this["upload_id"],
            again.c.document_no == evidence.c.document_no,
            again.c.supplier_party_id == evidence.c.supplier_party_id,
            again.c.customer_party_id == evidence.c.customer_party_id,
        )
    )
    of_owner = sa.select(upload.c.upload_id).where(
        _earlier(this),
        upload.c.list_kind == this["list_kind"],
        upload.c.amount_kind.is_not_distinct_from(this["amount_kind"]),
    )
    return _mark(
        connection,
        this["upload_id"],
        sa.and_(evidence.c.upload_id.in_(of_owner), is_told_again),
    )


def _sums(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> pl.DataFrame:
    """company_id, side, eur of the counterparts in the chosen evidence."""
    own, other, decision = party.alias("own"), party.alias("other"), party_company
    parts = []
    for side, own_end, other_end in (
        ("supplier", evidence.c.customer_party_id, evidence.c.supplier_party_id),
        ("customer", evidence.c.supplier_party_id, evidence.c.customer_party_id),
    ):
        query = (
            sa.select(decision.c.company_id, sa.literal(side).label("side"), evidence.c.amount_eur)
            .join(own, own.c.party_id == own_end)
            .join(other, other.c.party_id == other_end)
            .join(decision, decision.c.party_id == other.c.party_id)
            .where(condition, own.c.is_own, decision.c.scope == "uploader", decision.c.ended_at.is_(None))
        )
        parts.append(read(connection, query))
    known_sum = pl.when(pl.col("amount_eur").count() > 0).then(pl.col("amount_eur").sum())
    return pl.concat(parts).group_by("company_id", "side").agg(known_sum.alias("eur"))
