"""Reads what was released: open to every actor, the same bytes for all of them.

Never: reads evidence, or the flows that a release was made of.
"""

from __future__ import annotations

import json

import sqlalchemy as sa

from lieferkette.answering.model import RegionalModel
from schemas.release import release, released_cell
from schemas.warehouse import Warehouse


def newest_model(warehouse: Warehouse, region_id: str, year: int | None = None) -> RegionalModel | None:
    """The newest release of a region (of one business year, where given); None where there is none."""
    query = sa.select(release).where(release.c.region_id == region_id)
    if year is not None:
        query = query.where(release.c.year == year)
    heads = warehouse.read(query.order_by(release.c.year.desc(), release.c.state_no.desc()).limit(1))
    if heads.is_empty():
        return None
    head = heads.row(0, named=True)
    cells = warehouse.read(
        sa.select(*(column for column in released_cell.c if column.name != "model_id"))
        .where(released_cell.c.model_id == head["model_id"])
        .order_by(*released_cell.primary_key.columns)
    )
    return RegionalModel(
        model_id=head["model_id"],
        region_id=region_id,
        year=head["year"],
        released_at=head["released_at"],
        cells=cells,
        certificate=json.loads(head["certificate"]),
    )
