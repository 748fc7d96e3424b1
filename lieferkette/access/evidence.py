"""Fetches evidence with the companies at both ends.

For the owner the ends are the companies that the system resolved across uploaders. For everybody else they are
the companies that each uploader was shown, so no answer can depend on another company's list.
Never: decides who may see a row (offered.py), aggregates, names, coarsens.
"""

from __future__ import annotations

from typing import Any, Literal

import polars as pl
import sqlalchemy as sa

from schemas.relations import evidence, party, party_company
from schemas.uploads import upload
from schemas.warehouse import Warehouse

Scope = Literal["uploader", "system"]

_READ = (
    "upload_id", "sheet", "row_no", "part_no", "supplier_party_id", "customer_party_id", "amount_kind",
    "period_start", "amount_eur", "share_band", "sharing",
)  # fmt: skip


def whole_evidence(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """All current evidence; columns as of `own_evidence`."""
    inside = warehouse.read(sa.select(party.c.party_id).where(party.c.is_group_internal))["party_id"]
    return _with_ends(warehouse, _decisions(warehouse, scope), inside, None)


def own_parties(warehouse: Warehouse, company_id: str) -> pl.DataFrame:
    """Counterparts as one company's lists name them, each with the company that it was shown.

    Columns: party_id, is_own, is_group_internal, sector_code, company_id, method.
    """
    named, decision = party.c, party_company.c
    return warehouse.read(
        sa.select(
            named.party_id,
            named.is_own,
            named.is_group_internal,
            named.sector_code,
            decision.company_id,
            decision.method,
        )
        .join(party_company, decision.party_id == named.party_id)
        .where(
            named.owner_company_id == company_id, decision.ended_at.is_(None), decision.scope == "uploader"
        )
    )


def own_evidence(warehouse: Warehouse, company_id: str, parties: pl.DataFrame) -> pl.DataFrame:
    """Current evidence of one company's own lists; `parties` as `own_parties` gives them.

    Columns: those of the evidence table that answers use, `uploader_id`, `list_kind`, both completeness
    answers, `is_group_internal` (the uploader marks the partner as part of its own group), and for each end
    `supplier_id` / `customer_id` with the `_method` that found it.
    """
    inside = parties.filter("is_group_internal")["party_id"]
    return _with_ends(warehouse, parties.select("party_id", "company_id", "method"), inside, company_id)


def _with_ends(
    warehouse: Warehouse, company_of: pl.DataFrame, inside: pl.Series, owner_id: str | None
) -> pl.DataFrame:
    uploads = sa.select(
        upload.c.upload_id,
        upload.c.owner_company_id.label("uploader_id"),
        upload.c.list_kind,
        upload.c.is_complete_suppliers,
        upload.c.is_complete_customers,
    ).where(upload.c.status == "loaded")
    rows: sa.Select[Any] = sa.select(*(evidence.c[name] for name in _READ)).where(
        evidence.c.superseded_by_upload_id.is_(None)
    )
    if owner_id is not None:
        uploads = uploads.where(upload.c.owner_company_id == owner_id)
        mine = sa.select(upload.c.upload_id).where(upload.c.owner_company_id == owner_id)
        rows = rows.where(evidence.c.upload_id.in_(mine))
    # The joins are done here and not in SQL: both tables are narrow, and strings are shared, not copied.
    found = warehouse.read(rows).join(warehouse.read(uploads), on="upload_id")
    found = found.with_columns(
        is_group_internal=pl.col("supplier_party_id").is_in(inside.implode())
        | pl.col("customer_party_id").is_in(inside.implode())
    )
    for end in ("supplier", "customer"):
        named = company_of.rename({"company_id": f"{end}_id", "method": f"{end}_method"})
        found = found.join(named, left_on=f"{end}_party_id", right_on="party_id").drop(f"{end}_party_id")
    return found


def _decisions(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Party -> company by the decisions in force; in the scope "system" those go before the uploader's."""
    decision = party_company.c
    query = sa.select(decision.party_id, decision.company_id, decision.method).where(
        decision.ended_at.is_(None)
    )
    shown = warehouse.read(query.where(decision.scope == "uploader"))
    if scope == "uploader":
        return shown
    inside = warehouse.read(query.where(decision.scope == "system"))
    return pl.concat([inside, shown]).unique("party_id", keep="first", maintain_order=True)
