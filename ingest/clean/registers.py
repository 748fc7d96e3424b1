"""What registers and member lists say of a company beyond its name: status, size, employees, former name."""

from __future__ import annotations

import polars as pl

from ingest.clean.amounts import Convention, parse_amounts
from ingest.clean.counterparts import Texts
from ingest.tables import Recognition

_REMOVED = r"(?i)removed|gelöscht|geloescht|erloschen|inactive|inaktiv|aufgelöst|dissolved"
_ACTIVE = r"(?i)currently registered|active|aktiv|eingetragen|registered|bestehend"


def register_extras(frame: pl.DataFrame, recognition: Recognition) -> list[pl.Series]:
    """Columns `former_name`, `status` (active, removed or null), `size_class`, `employees`, `kind`."""
    texts = Texts(frame, recognition)
    count = parse_amounts(texts.get("employees"), Convention(",", is_sure=True, is_mixed=False))["amount"]
    status = pl.DataFrame({"status": texts.get("status")}).select(
        pl.when(pl.col("status").str.contains(_REMOVED))
        .then(pl.lit("removed"))
        .when(pl.col("status").str.contains(_ACTIVE))
        .then(pl.lit("active"))
    )
    return [
        texts.get("former_name").alias("former_name"),
        status.to_series().alias("status"),
        texts.get("size_class").alias("size_class"),
        count.cast(pl.Int64).alias("employees"),
        texts.get("company_kind").alias("kind"),
    ]
