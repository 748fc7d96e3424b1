"""A frame as a CSV file that German spreadsheets open: semicolons, decimal commas, text that could run defused.

Never: a column that holds lists.
"""

from __future__ import annotations

import polars as pl

from lieferkette.reports.release_csv import RUNNABLE


def frame_csv(frame: pl.DataFrame) -> bytes:
    """The frame with its column names as heading, UTF-8 with its mark.

    >>> frame_csv(pl.DataFrame({"name": ["=1+1"], "share": [0.5]})).decode("utf-8-sig").splitlines()
    ['name;share', "'=1+1;0,5"]
    """
    text = [
        pl.when(pl.any_horizontal(pl.col(name).str.starts_with(one) for one in RUNNABLE))
        .then("'" + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    ]
    written = frame.with_columns(text).write_csv(separator=";", decimal_comma=True, include_bom=True)
    return written.encode("utf-8")
