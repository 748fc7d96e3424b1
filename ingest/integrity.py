"""What must hold between the rows of a warehouse, and how many do not hold it.

DuckDB enforces no references, so they are looked at here, each once, as the tables declare them.
Never: changes anything.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ingest import audit
from ingest.load.answers import STATED
from ingest.load.upload import REGISTER_KINDS
from schemas.everything import metadata
from schemas.relations import evidence, party, party_company
from schemas.uploads import upload
from schemas.warehouse import Warehouse


def broken_references(warehouse: Warehouse) -> dict[str, int]:
    """Rows that point at nothing, by `table.column`; only those columns that have any."""
    counts = {}
    with warehouse.reading() as connection:
        for table in metadata.sorted_tables:
            for reference in table.foreign_keys:
                here, there = reference.parent, reference.column
                target = there.table.alias("target")
                dangling = here.is_not(None) & ~sa.exists().where(target.c[there.name] == here)
                count = _count(connection, sa.select(sa.func.count()).select_from(table).where(dangling))
                if count:
                    counts[f"{table.name}.{here.name}"] = count
    return counts


def unaccounted_uploads(warehouse: Warehouse) -> list[str]:
    """Uploads whose rows read are not rows loaded + rejected + ignored, or whose evidence is not whole."""
    counted = upload.c.rows_loaded + upload.c.rows_rejected + upload.c.rows_ignored
    wrong = set(
        warehouse.read(sa.select(upload.c.upload_id).where(upload.c.rows_read != counted))["upload_id"]
    )
    rows = (
        sa.select(evidence.c.upload_id, evidence.c.sheet, evidence.c.row_no)
        .where(evidence.c.sheet != STATED)
        .distinct()
        .subquery()
    )
    told = sa.select(rows.c.upload_id, sa.func.count().label("rows")).group_by(rows.c.upload_id).subquery()
    in_force = sa.and_(upload.c.status == "loaded", upload.c.list_kind.not_in(sorted(REGISTER_KINDS)))
    partial = (
        sa.select(upload.c.upload_id)
        .outerjoin(told, told.c.upload_id == upload.c.upload_id)
        .where(in_force, upload.c.rows_loaded != sa.func.coalesce(told.c.rows, 0))
    )
    return sorted(wrong | set(warehouse.read(partial)["upload_id"]))


def undecided_parties(warehouse: Warehouse) -> int:
    """Parties that are not exactly one company in the eyes of their uploader."""
    current = (
        sa.select(party_company.c.party_id, sa.func.count().label("decisions"))
        .where(party_company.c.scope == "uploader", party_company.c.ended_at.is_(None))
        .group_by(party_company.c.party_id)
        .subquery()
    )
    query = (
        sa.select(sa.func.count())
        .select_from(party)
        .outerjoin(current, current.c.party_id == party.c.party_id)
        .where(sa.func.coalesce(current.c.decisions, 0) != 1)
    )
    with warehouse.reading() as connection:
        return _count(connection, query)


def broken_audit_event(warehouse: Warehouse) -> int | None:
    """Number of the first event at which the audit chain breaks; None while it holds."""
    with warehouse.reading() as connection:
        return audit.first_broken(connection)


def _count(connection: sa.Connection, query: sa.Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())
