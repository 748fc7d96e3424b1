"""Fetches evidence with the companies at both ends, as one actor may see it.

For the owner the ends are the companies that the system resolved across uploaders. For a company they are
the companies that each uploader was shown, so no answer to it can depend on another company's list.
The level of an end that is not the uploader is the lowest of its own evidence for the same relation,
else its account's default, else `statistics`: consent is withdrawn by the end that it belongs to.
Never: aggregates, names, coarsens.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import sqlalchemy as sa

from lieferkette.access.actor import Actor
from lieferkette.access.levels import DEFAULT_LEVEL, LEVELS, RANK
from schemas.relations import evidence, party_company
from schemas.sharing import account
from schemas.uploads import upload
from schemas.warehouse import Warehouse


def visible_evidence(warehouse: Warehouse, actor: Actor) -> pl.DataFrame:
    """Current evidence that `actor` may see.

    Columns: those of the evidence table, `uploader_id`, `supplier_id`, `customer_id`, `list_kind`, both
    completeness answers, `supplier_method`/`customer_method` (how the end was found), and `seen_level`:
    "own" (of the actor, or all of it for the owner), "network" or "open".
    """
    if actor.role == "owner":
        return warehouse.read(_current("system")).with_columns(seen_level=pl.lit("own"))
    if actor.role != "company":
        return warehouse.read(_current("uploader").where(sa.false())).with_columns(seen_level=pl.lit("own"))
    mine = upload.c.owner_company_id == actor.company_id
    own = warehouse.read(_current("uploader").where(mine)).with_columns(seen_level=pl.lit("own"))
    offered = warehouse.read(
        _current("uploader").where(
            sa.or_(sa.not_(mine), upload.c.owner_company_id.is_(None)),
            evidence.c.sharing.in_(("network", "open")),
        )
    )
    return pl.concat([own, _at_lower_level(warehouse, offered, str(actor.company_id))], how="vertical")


def _current(scope: str) -> sa.Select[Any]:
    """Evidence of loaded uploads that nothing replaced, with the company at each end."""
    supplier, customer = _ends(scope, "supplier"), _ends(scope, "customer")
    return (
        sa.select(
            evidence,
            upload.c.owner_company_id.label("uploader_id"),
            upload.c.list_kind,
            upload.c.is_complete_suppliers,
            upload.c.is_complete_customers,
            supplier.c.company_id.label("supplier_id"),
            supplier.c.method.label("supplier_method"),
            customer.c.company_id.label("customer_id"),
            customer.c.method.label("customer_method"),
        )
        .join(upload, upload.c.upload_id == evidence.c.upload_id)
        .join(supplier, supplier.c.party_id == evidence.c.supplier_party_id)
        .join(customer, customer.c.party_id == evidence.c.customer_party_id)
        .where(upload.c.status == "loaded", evidence.c.superseded_by_upload_id.is_(None))
    )


def _ends(scope: str, name: str) -> sa.Subquery:
    """Party -> company by the decisions in force; in the scope "system" those go before the uploader's."""
    shown = sa.select(party_company.c.party_id, party_company.c.company_id, party_company.c.method).where(
        party_company.c.ended_at.is_(None), party_company.c.scope == "uploader"
    )
    if scope == "uploader":
        return shown.subquery(name)
    inside, outside = shown.subquery(f"{name}_shown"), party_company.alias(f"{name}_inside")
    return (
        sa.select(
            inside.c.party_id,
            sa.func.coalesce(outside.c.company_id, inside.c.company_id).label("company_id"),
            sa.func.coalesce(outside.c.method, inside.c.method).label("method"),
        )
        .outerjoin(
            outside,
            sa.and_(
                outside.c.party_id == inside.c.party_id,
                outside.c.scope == "system",
                outside.c.ended_at.is_(None),
            ),
        )
        .subquery(name)
    )


def _at_lower_level(warehouse: Warehouse, offered: pl.DataFrame, actor_company_id: str) -> pl.DataFrame:
    """Keep of others' evidence what both ends share at `network` or `open`, at the lower level."""
    if offered.is_empty():
        return offered.with_columns(seen_level=pl.lit("network"))
    accounts = warehouse.read(sa.select(account.c.company_id, account.c.default_sharing))
    default: dict[str, str] = dict(zip(accounts["company_id"], accounts["default_sharing"], strict=True))
    own_word = _own_words(warehouse, offered)
    levels = []
    for row in offered.select("uploader_id", "supplier_id", "customer_id", "sharing").iter_rows():
        uploader, supplier, customer, level = row
        rank = RANK[level]
        for end in (supplier, customer):
            if end not in (uploader, actor_company_id):
                otherwise = default.get(end, DEFAULT_LEVEL)
                rank = min(rank, RANK[own_word.get((end, supplier, customer), otherwise)])
        levels.append(LEVELS[rank])
    seen = offered.with_columns(seen_level=pl.Series(levels, dtype=pl.String))
    return _without_amounts(seen.filter(pl.col("seen_level").is_in(["network", "open"])))


def _without_amounts(others: pl.DataFrame) -> pl.DataFrame:
    """Of others' amounts a view holds only the band, at `open` too, and nothing that leads to their papers."""
    hidden = ("amount", "amount_eur", "currency", "rate_source", "document_no")
    blank = [pl.lit(None).cast(others.schema[name]).alias(name) for name in hidden]
    return others.with_columns(*blank)


def _own_words(warehouse: Warehouse, offered: pl.DataFrame) -> dict[tuple[str, str, str], str]:
    """(uploader, supplier, customer) -> the lowest level that this uploader gave its evidence of the relation."""
    ends = pl.concat([offered["supplier_id"], offered["customer_id"]]).unique().to_list()
    said = warehouse.read(_current("uploader").where(upload.c.owner_company_id.in_(ends)))
    lowest: dict[tuple[str, str, str], str] = {}
    for row in said.select("uploader_id", "supplier_id", "customer_id", "sharing").iter_rows():
        relation, level = (row[0], row[1], row[2]), row[3]
        if relation not in lowest or RANK[level] < RANK[lowest[relation]]:
            lowest[relation] = level
    return lowest
