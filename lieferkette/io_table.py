"""Reads the imported input-output table: public statistics, the same for every actor.

Never: reads evidence, or stands in for a table that nobody imported.
"""

from __future__ import annotations

import sqlalchemy as sa

from lieferkette.markets.coefficients import IoTable
from schemas.official import io_coefficient
from schemas.warehouse import Warehouse


def imported_io_table(warehouse: Warehouse) -> IoTable | None:
    """The table in force; None where none was imported."""
    rows = warehouse.read(
        sa.select(io_coefficient).order_by(
            io_coefficient.c.customer_sectors, io_coefficient.c.supplier_sectors, io_coefficient.c.cell_origin
        )
    )
    if rows.is_empty():
        return None
    return IoTable(rows["io_source"][0], rows["year"][0], rows.drop("io_source", "year"))
