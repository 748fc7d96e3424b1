"""Which entries of an actor's lists are taken for a company, and which companies were merged into it.

Comes in: whoever asks, and a company. Goes out: one row an entry, one row a merge, each with what undoing it needs.
The queries are scoped to the owner of the lists from the first line. Never: an entry of others' lists.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from ingest.merging import MERGED
from lieferkette.access.actor import Actor
from schemas.registry import company
from schemas.relations import party, party_company
from schemas.warehouse import Warehouse


def _mine(actor: Actor) -> sa.ColumnElement[bool]:
    """Entries that the actor may read: all for the owner, its own for a company, none for others."""
    if actor.role == "owner":
        return sa.true()
    return party.c.owner_company_id == actor.company_id if actor.company_id else sa.false()


def entries(warehouse: Warehouse, actor: Actor, company_id: str) -> pl.DataFrame:
    """The entries taken for a company: party_id, name, city, partner_no, sender_id, sender (whose lists name it)."""
    sender = company.alias("sender")
    return warehouse.read(
        sa.select(
            party.c.party_id,
            party.c.name,
            party.c.city,
            party.c.partner_no,
            party.c.owner_company_id.label("sender_id"),
            sender.c.name.label("sender"),
        )
        .join(party_company, party_company.c.party_id == party.c.party_id)
        .outerjoin(sender, sender.c.company_id == party.c.owner_company_id)
        .where(
            _mine(actor),
            party_company.c.company_id == company_id,
            party_company.c.scope == "uploader",
            party_company.c.ended_at.is_(None),
            sa.not_(party.c.is_own),
        )
        .order_by(sender.c.name, party.c.name, party.c.city, party.c.partner_no, party.c.fingerprint)
    )


def merges(warehouse: Warehouse, actor: Actor, company_id: str) -> pl.DataFrame:
    """Companies whose entries a merge made this company's: company_id, name, entries_count."""
    before, now = party_company.alias("before"), party_company.alias("now")
    is_moved = sa.and_(
        now.c.party_id == before.c.party_id,
        now.c.scope == before.c.scope,
        now.c.decided_at == before.c.ended_at,
    )
    return warehouse.read(
        sa.select(
            company.c.company_id,
            company.c.name,
            sa.func.count(sa.distinct(before.c.party_id)).label("entries_count"),
        )
        .join(before, before.c.company_id == company.c.company_id)
        .join(now, is_moved)
        .join(party, party.c.party_id == before.c.party_id)
        .where(
            _mine(actor),
            before.c.scope == "uploader",
            now.c.method == MERGED,
            now.c.ended_at.is_(None),
            now.c.company_id == company_id,
        )
        .group_by(company.c.company_id, company.c.name)
        .order_by(company.c.name, company.c.company_id)
    )
