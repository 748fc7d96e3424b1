"""Rows of one small table, for tests that only need some row to write."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from schemas.everything import metadata
from schemas.warehouse import Warehouse

PLACE = metadata.tables["place"]


def places(*keys: str) -> pl.DataFrame:
    """Rows of the smallest table with several types."""
    return pl.DataFrame(
        {
            "ags": keys,
            "place_name": [f"Ort {key}" for key in keys],
            "kreis_code": [key[:5] for key in keys],
            "kreis_name": ["Kreis"] * len(keys),
            "state_name": ["Land"] * len(keys),
            "latitude": [51.3] * len(keys),
            "source": ["test"] * len(keys),
        }
    )


def stored_keys(warehouse: Warehouse) -> list[str]:
    """Keys of all rows, in order."""
    return warehouse.read(sa.select(PLACE.c.ags).order_by(PLACE.c.ags))["ags"].to_list()
