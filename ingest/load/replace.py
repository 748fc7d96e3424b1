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

_FLAGS = ("is_complete_suppliers", "is_complete_customers")
#: What two complete lists must have in common for the newer to replace the older.
_OF_A_COMPLETE_LIST = ("list_kind", "amount_kind", "period_start", "period_end")


def apply_replacement(connection: sa.Connection, upload_id: str) -> int:
    """Mark what this upload replaces; gives the number of pieces of evidence marked."""
    this = connection.execute(sa.select(upload).where(upload.c.upload_id == upload_id)).mappings().one()
    earlier = _earlier(connection, this)
    same_content = earlier.filter(pl.col("content_sha256") == this["content_sha256"])
    marked = _mark(connection, upload_id, same_content)
    if this["corrects_upload_id"] is not None:
        return marked
    for flag, own_end in zip(
        _FLAGS, (evidence.c.customer_party_id, evidence.c.supplier_party_id), strict=True
    ):
        if this[flag]:
            own = sa.select(party.c.party_id).where(
                party.c.owner_company_id == this["owner_company_id"], party.c.is_own
            )
            likes = earlier.filter(pl.col(flag).fill_null(False), *_alike(this, *_OF_A_COMPLETE_LIST))
            corrections = earlier.filter(pl.col("corrects_upload_id").is_in(likes["upload_id"].implode()))
            marked += _mark(connection, upload_id, pl.concat([likes, corrections]), own_end.in_(own))
    return marked + _replace_documents(connection, this, earlier)


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


def _mark(
    connection: sa.Connection, upload_id: str, uploads: pl.DataFrame, *conditions: sa.ColumnElement[bool]
) -> int:
    """Mark evidence of `uploads` as replaced, where the conditions hold; gives how many pieces."""
    if uploads.is_empty():
        return 0
    wanted = sa.and_(
        evidence.c.upload_id.in_(uploads["upload_id"].to_list()),
        evidence.c.superseded_by_upload_id.is_(None),
        *conditions,
    )
    count = connection.execute(sa.select(sa.func.count()).select_from(evidence).where(wanted)).scalar_one()
    if count:
        connection.execute(sa.update(evidence).values(superseded_by_upload_id=upload_id).where(wanted))
    return int(count)


def _earlier(connection: sa.Connection, this: Any) -> pl.DataFrame:
    """The uploads of the same company that are in force and came before this one."""
    columns = ("upload_id", "content_sha256", "corrects_upload_id", *_FLAGS, *_OF_A_COMPLETE_LIST)
    return read(
        connection,
        sa.select(*(upload.c[name] for name in columns)).where(
            upload.c.upload_id != this["upload_id"],
            upload.c.committed_at <= this["committed_at"],
            upload.c.owner_company_id.is_not_distinct_from(this["owner_company_id"]),
            upload.c.status == "loaded",
        ),
    )


def _alike(this: Any, *names: str) -> list[pl.Expr]:
    """Conditions on uploads to say the same as this one."""
    return [pl.col(name).eq_missing(pl.lit(this[name])) for name in names]


def _replace_documents(connection: sa.Connection, this: Any, earlier: pl.DataFrame) -> int:
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
    likes = earlier.filter(*_alike(this, "list_kind", "amount_kind"))
    return _mark(connection, this["upload_id"], likes, is_told_again)


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
