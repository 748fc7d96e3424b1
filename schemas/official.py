"""Official statistics that the owner imported: what speaks where no release does.

Never: figures of single companies, or a table that ships with the program.
"""

from __future__ import annotations

import sqlalchemy as sa

from schemas.columns import column, declaring
from schemas.tables import key, required, table

_c = declaring("all")
_c(
    "io_source",
    sa.String(16),
    "Quelle der Tabelle",
    "source of the table",
    "figaro, eurostat, wiod or destatis.",
)
_c(
    "supplier_sectors",
    sa.String,
    "liefernde Branchen",
    "supplying sectors",
    "WZ 2008 divisions of one row of an input-output table, joined by commas.",
)
_c(
    "customer_sectors",
    sa.String,
    "kaufende Branchen",
    "buying sectors",
    "WZ 2008 divisions of one column of an input-output table, joined by commas.",
)
_c(
    "input_share",
    sa.Double,
    "Anteil an den Vorleistungen",
    "share of inputs",
    "Part of all inputs of the buying sectors that comes from the supplying sectors at that origin.",
    "share",
)
_c(
    "input_coefficient",
    sa.Double,
    "Vorleistungen je Produktionswert",
    "inputs per output",
    "The same inputs over the output of the buying sectors; null where the table gives no output.",
    "share",
)

io_coefficient = table(
    "io_coefficient",
    "Inputs of one pair of sectors by an imported input-output table: the one that is in force.",
    key("io_source"),
    key("supplier_sectors"),
    key("customer_sectors"),
    key("cell_origin"),
    column("year"),
    required("input_share"),
    column("input_coefficient"),
)
