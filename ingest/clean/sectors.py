"""Sectors: written codes to WZ 2008; free text stays text, because guessing a code from words comes
elsewhere."""

from __future__ import annotations

import re

import polars as pl

from schemas.blank_columns import spared_if_blank
from schemas.reference import sectors as reference

_LEADING_CODE = re.compile(
    r"^\s*((?:WZ|NACE)?[\s_-]*(?:2008|2025)?[\s:_-]*[A-V]?[\s.:-]*\d{2}(?:\.?\d{1,2}(?:\.?\d)?)?)\s*[-–:;,]?\s+(\D.*)$",
    re.I,
)


def parse_sector(text: str, *, is_2025: bool = False) -> tuple[str | None, str | None]:
    """A WZ 2008 code (None where the text holds no valid one) and the words that came with it.

    A WZ 2025 code is carried over only where exactly one code of 2008 corresponds; else it stays as text.

    >>> parse_sector("WZ 25.62.0"), parse_sector("2562 Mechanik"), parse_sector("Galvanik")
    (('25.62.0', None), ('25.62', 'Mechanik'), (None, 'Galvanik'))
    """
    classification: reference.Classification = "WZ2025" if is_2025 else "WZ2008"
    split = _LEADING_CODE.match(text)
    written, words = (split[1], split[2].strip()) if split else (text, None)
    code = reference.normalise_code(written, classification)
    if code is None:
        return None, text.strip() or None
    if not is_2025:
        return code, words
    older, is_several = reference.to_2008(code)
    return (older[0], words) if older and not is_several else (None, text.strip())


@spared_if_blank
def parse_sectors(values: pl.Series, *, is_2025: bool = False) -> pl.DataFrame:
    """Columns `sector_code` and `sector_text` for a column, each distinct text read once."""
    parsed = {text: parse_sector(text, is_2025=is_2025) for text in values.drop_nulls().unique()}
    codes = {text: code for text, (code, _) in parsed.items()}
    words = {text: word for text, (_, word) in parsed.items()}
    return pl.DataFrame(
        {
            "sector_code": values.replace_strict(codes, default=None, return_dtype=pl.String),
            "sector_text": values.replace_strict(words, default=None, return_dtype=pl.String),
        }
    )


def codes_2025(codes: pl.Series) -> pl.Series:
    """The WZ 2025 code of each WZ 2008 code; null where several correspond, because choosing one would be guessing.

    >>> codes_2025(pl.Series(["25.62.0", "25.61", None])).to_list()
    ['25.53.0', None, None]
    """
    sure = {}
    for code in codes.drop_nulls().unique():
        newer, is_several = reference.to_2025(code)
        if newer and not is_several:
            sure[code] = newer[0]
    return codes.replace_strict(sure, default=None, return_dtype=pl.String)


def looks_like_codes(values: pl.Series) -> float:
    """The share of filled cells that begin with a valid WZ 2008 code."""
    filled = values.drop_nulls()
    if filled.is_empty():
        return 0.0
    return parse_sectors(filled)["sector_code"].count() / filled.len()
