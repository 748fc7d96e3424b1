"""What enters no sum: relations that one of their ends keeps private, by its rows or by its account's default."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from lieferkette.access.levels import DEFAULT_LEVEL, RANK


def without_private(evidence: pl.DataFrame, default_levels: Mapping[str, str]) -> pl.DataFrame:
    """Evidence of relations that no end keeps private: by its own rows, else by its account's default."""
    year_of = pl.col("period_start").dt.year().alias("year")
    said: dict[tuple[str, str, int], set[str]] = {}
    silent_private: set[tuple[str, str, int]] = set()
    rows = evidence.select("supplier_id", "customer_id", year_of, "uploader_id", "sharing")
    for supplier, customer, year, uploader, level in rows.iter_rows():
        key = (supplier, customer, year)
        said.setdefault(key, set()).add(uploader)
        if RANK[level] == 0:
            silent_private.add(key)
    for (supplier, customer, year), speakers in said.items():
        for end in (supplier, customer):
            if end not in speakers and default_levels.get(end, DEFAULT_LEVEL) == "private":
                silent_private.add((supplier, customer, year))
    keys = list(rows.select("supplier_id", "customer_id", "year").iter_rows())
    return evidence.filter(pl.Series([key not in silent_private for key in keys], dtype=pl.Boolean))
