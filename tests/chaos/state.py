"""What a warehouse says, without the ids and times that differ from run to run; and what is wrong in it.

Never: changes anything.
"""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from ingest import integrity
from schemas.registry import company
from schemas.relations import evidence, match_question, party, party_company
from schemas.uploads import upload, upload_row
from schemas.warehouse import Warehouse


def faults(warehouse: Warehouse) -> int:
    """Partial uploads, dangling references, undecided parties, a broken audit chain: all of them together."""
    return (
        len(integrity.unaccounted_uploads(warehouse))
        + sum(integrity.broken_references(warehouse).values())
        + integrity.undecided_parties(warehouse)
        + (integrity.broken_audit_event(warehouse) or 0)
    )


def uploaded(warehouse: Warehouse) -> list[str]:
    """Checksums of the files that are loaded."""
    query = sa.select(upload.c.content_sha256).where(upload.c.status == "loaded")
    return warehouse.read(query)["content_sha256"].to_list()


def told(warehouse: Warehouse) -> str:
    """A hash of everything that the lists told, independent of ids and times."""
    supplier, customer = party.alias("supplier"), party.alias("customer")
    queries: list[sa.Select[Any]] = [
        sa.select(
            upload.c.file_name,
            upload.c.content_sha256,
            upload.c.list_kind,
            upload.c.status,
            *(upload.c[f"rows_{what}"] for what in ("read", "loaded", "rejected", "ignored")),
        ),
        sa.select(
            upload.c.file_name,
            evidence.c.row_no,
            evidence.c.amount_eur,
            evidence.c.period_start,
            evidence.c.sharing,
            supplier.c.name,
            customer.c.name.label("customer_name"),
            evidence.c.superseded_by_upload_id.is_(None).label("is_current"),
        )
        .join(upload, upload.c.upload_id == evidence.c.upload_id)
        .join(supplier, supplier.c.party_id == evidence.c.supplier_party_id)
        .join(customer, customer.c.party_id == evidence.c.customer_party_id),
        sa.select(
            party.c.fingerprint,
            company.c.name,
            company.c.city,
            party_company.c.scope,
            party_company.c.method,
            party_company.c.score,
        )
        .join(party, party.c.party_id == party_company.c.party_id)
        .join(company, company.c.company_id == party_company.c.company_id)
        .where(party_company.c.ended_at.is_(None)),
        sa.select(company.c.name, company.c.city, company.c.is_in_register, company.c.kind),
        sa.select(party.c.fingerprint, match_question.c.status, match_question.c.score).join(
            party, party.c.party_id == match_question.c.party_id
        ),
        sa.select(upload_row.c.row_no, upload_row.c.outcome, upload_row.c.reason_code, upload_row.c.raw),
    ]
    texts = [repr(sorted(map(repr, warehouse.read(query).rows()))) for query in queries]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
