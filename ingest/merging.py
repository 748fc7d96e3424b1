"""Merging and splitting companies, and group links: each in one transaction, with its line in the audit log.

Comes in: companies and parties as a Desk has checked them. Goes out: how many parties it concerned.
Never: decides whose companies these are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from ingest import audit
from ingest.changes import changing
from ingest.load import merging
from ingest.load.resolve import Stamp
from schemas.warehouse import Warehouse

#: Method of the decisions that a merge makes.
MERGED = merging.MERGED


def merge(
    warehouse: Warehouse, company_id: str, into_id: str, *, owner_company_id: str | None, actor: str
) -> int:
    """Merge one company into another; for every uploader where `owner_company_id` is None.

    Raises `ingest.load.answers.NoSuchThing`.
    """
    pair = (company_id, into_id)
    return _move(warehouse, merging.merge, "company.merged", pair, owner_company_id, actor)


def unmerge(
    warehouse: Warehouse, company_id: str, into_id: str, *, owner_company_id: str | None, actor: str
) -> int:
    """Take a merge back. Raises `ingest.load.answers.NoSuchThing`."""
    pair = (company_id, into_id)
    return _move(warehouse, merging.unmerge, "company.unmerged", pair, owner_company_id, actor)


def _move(
    warehouse: Warehouse,
    change: Callable[..., int],
    action: str,
    pair: tuple[str, str],
    owner_company_id: str | None,
    actor: str,
) -> int:
    """Merge a company into another or take that back; gives how many parties it moved."""
    company_id, into_id = pair
    stamp = _stamp(owner_company_id, actor)
    with changing(warehouse) as connection:
        moved = change(connection, company_id, into_id, stamp, is_for_all=owner_company_id is None)
        detail = {"company_id": company_id, "into": into_id, "parties": moved}
        audit.append(connection, actor, action, owner_company_id, detail)
    return moved


def split(
    warehouse: Warehouse, party_ids: Collection[str], *, owner_company_id: str | None, actor: str
) -> str:
    """Give parties of an uploader a company of their own; gives its id. Raises `ingest.load.answers.NoSuchThing`."""
    with changing(warehouse) as connection:
        new_id = merging.split(connection, party_ids, _stamp(owner_company_id, actor))
        detail = {"company_id": new_id, "parties": len(set(party_ids))}
        audit.append(connection, actor, "company.split", owner_company_id, detail)
    return new_id


def set_group(
    warehouse: Warehouse, company_ids: Collection[str], name: str | None, *, actor: str
) -> str | None:
    """Mark companies as one group, or as none; gives the group's id. Raises `ingest.load.answers.NoSuchThing`."""
    with changing(warehouse) as connection:
        group_id = merging.set_group(connection, company_ids, name)
        detail = {"group_id": group_id, "companies": len(set(company_ids))}
        audit.append(connection, actor, "company.group", None, detail)
    return group_id


def is_known(warehouse: Warehouse, company_id: str, owner_company_id: str | None) -> bool:
    """Whether there is such a company, and an uploader may know of it; for None any company is known."""
    with warehouse.reading() as connection:
        return merging.is_known_to(connection, company_id, owner_company_id)


def _stamp(owner_company_id: str | None, actor: str) -> Stamp:
    return Stamp(owner_company_id, actor, datetime.now(UTC).replace(tzinfo=None))
