"""Exchange rates of the warehouse: those that ship, and the ECB's list that a user downloads and imports.

Importing gives euros to the evidence that had none for want of a rate; what has euros keeps them.
Never: a request, or a rate that no source gave.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import sqlalchemy as sa

from ingest import audit
from ingest.load.bands import refresh_bands
from ingest.load.evidence import euros, known_rates
from ingest.load.frames import change, insert, read
from schemas.reference.import_rates import parse_ecb_history
from schemas.reference.rates import RATE_SCHEMA
from schemas.registry import exchange_rate
from schemas.relations import evidence
from schemas.warehouse import Warehouse

_KEYS = ["upload_id", "sheet", "row_no", "part_no"]


def import_rates(warehouse: Warehouse, file: Path, *, actor: str) -> dict[str, int]:
    """Write the yearly averages of the ECB's history (`eurofxref-hist.csv` or its zip).

    Gives the number of rates, and of pieces of evidence that got their euros now. Raises ListProblem.
    """
    table = parse_ecb_history(file.read_bytes(), file.name)
    rows = pl.DataFrame(
        [
            (currency, year, float(rate.units_per_eur), rate.source)
            for (currency, year), rate in table.rates.items()
        ],
        schema={**RATE_SCHEMA, "year": pl.Int32, "units_per_eur": pl.Float64},
        orient="row",
    )
    with warehouse.writing() as connection:
        connection.execute(sa.delete(exchange_rate))
        insert(connection, exchange_rate, rows.rename({"units_per_eur": "units_per_euro"}))
        counts = {"rates": rows.height, "evidence": _give_euros(connection)}
        audit.append(connection, actor, "rates.imported", None, counts)
    return counts


def _give_euros(connection: sa.Connection) -> int:
    waiting = sa.and_(
        evidence.c.amount.is_not(None), evidence.c.amount_eur.is_(None), evidence.c.currency.is_not(None)
    )
    rows = read(connection, sa.select(evidence).where(waiting))
    found = rows.select(_KEYS).hstack(euros(rows, known_rates(connection))).drop_nulls("amount_eur")
    count = change(connection, evidence, _KEYS, found)
    for upload_id in found["upload_id"].unique():
        refresh_bands(connection, upload_id)
    return count
