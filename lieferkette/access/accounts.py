"""The level at which a company shares what it said nothing else about: its account's default.

It counts for lists handed in from now on, and as the company's word where only its partner's list tells of a
relation. Never: changes a list that is there.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from ingest import audit
from lieferkette.access.actor import Actor
from lieferkette.access.levels import DEFAULT_LEVEL
from schemas.sharing import account
from schemas.warehouse import Warehouse


def default_level(warehouse: Warehouse, company_id: str) -> str:
    """The default of a company; what the house takes where it has chosen none."""
    rows = warehouse.read(sa.select(account.c.default_sharing).where(account.c.company_id == company_id))
    return str(rows["default_sharing"][0]) if rows.height else DEFAULT_LEVEL


def set_default_level(warehouse: Warehouse, actor: Actor, company_id: str, level: str, now: datetime) -> None:
    """Choose the default of a company; it holds from the next answer on."""
    this = account.c.company_id == company_id
    with warehouse.writing() as connection:
        changed = connection.execute(account.update().where(this).values(default_sharing=level))
        if not changed.rowcount:
            row = {"company_id": company_id, "default_sharing": level, "created_at": now}
            connection.execute(account.insert().values(**row))
        audit.append(connection, actor.label, "account.sharing", company_id, {"level": level})
