"""What a list says that its company can do; it takes the place of what an earlier list said, not of what a form did.

Never: opens a profile. Until its company does, nobody else sees any of it.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from ingest.load.frames import insert
from ingest.load.resolve import Stamp
from schemas.profiles import company_capability

_SAID = ["capability_code", "capability_value", "free_hours_per_week", "last_day", "capability_note"]


def load_capabilities(connection: sa.Connection, good: pl.DataFrame, upload_id: str, stamp: Stamp) -> int:
    """Write the capabilities of a list; gives their number. Of two rows about one the later counts."""
    said = (
        good.select("line", *_SAID).sort("line").unique("capability_code", keep="last", maintain_order=True)
    )
    own = company_capability.c
    replaced = sa.or_(own.upload_id.is_not(None), own.capability_code.in_(said["capability_code"].to_list()))
    connection.execute(
        sa.delete(company_capability).where(own.company_id == stamp.owner_company_id, replaced)
    )
    rows = said.select(
        pl.lit(stamp.owner_company_id).alias("company_id"),
        *_SAID,
        pl.lit(upload_id).alias("upload_id"),
        pl.lit(stamp.at).alias("changed_at"),
    )
    insert(connection, company_capability, rows)
    return rows.height
