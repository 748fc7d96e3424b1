"""Dates and years from text, German, ISO and American writing; never guesses a day it does not know."""

from __future__ import annotations

import polars as pl

from schemas.blank_columns import spared_if_blank


@spared_if_blank
def parse_dates(values: pl.Series) -> pl.Series:
    """Dates of a column; where slashes are used, the whole column decides whether the month stands first.

    >>> parse_dates(pl.Series(["10.07.2026", "2026-07-10", "20260710"])).to_list()[0]
    datetime.date(2026, 7, 10)
    """
    text = values.str.strip_chars().str.replace(r"[ T]\d{1,2}:\d{2}.*$", "")
    first = text.str.extract(r"^(\d{1,2})/\d{1,2}/\d{4}$", 1).cast(pl.Int32, strict=False)
    slashes = "%d/%m/%Y" if (first > 12).any() else "%m/%d/%Y"
    frame = pl.DataFrame({"text": text})
    formats = ("%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", slashes, "%d.%m.%y", "%d-%m-%Y")
    parsed = [pl.col("text").str.to_date(form, strict=False) for form in formats]
    return frame.select(pl.coalesce(parsed)).to_series()


@spared_if_blank
def parse_years(values: pl.Series) -> pl.Series:
    """Four-digit years from 1980 to 2049 in a column, null elsewhere."""
    return values.str.extract(r"(?:^|\D)(19[89]\d|20[0-4]\d)(?:\D|$)", 1).cast(pl.Int32, strict=False)
