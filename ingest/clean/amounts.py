"""Amounts of money from text: German and English writing, units, trailing minus.

The convention of a column (decimal comma or point) is decided on the whole column by the cells that leave no
doubt; cells in doubt (`1.234`) follow it, and are refused where the column speaks with two tongues.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ingest.tables import AMOUNT_TYPE, RawTable, Recognition
from schemas.blank_columns import spared_if_blank

WIDE = pl.Decimal(38, 8)
MAX_AMOUNT = 10**15
#: Signs and words by which a cell says that no amount is given.
BLANK = (
    r"(?i)^(?:[-–—?]*|\./\.|k\.?\s?a\.?|n\.?\s?[av]\.?|n/a|keine angaben?|unbekannt|unknown|not available)$"
)
_ABOUT = r"(?i)^(?:ca\.?|circa|rd\.?|rund|etwa|approx\.?|about|~|≈)\s*([\d€$])"

_UNIT_MILLION = r"(?i)(?:mio\.?|mill\.?|millionen|million)"
_UNIT_THOUSAND = r"(?i)(?:t\s?€|t\s?eur\b|teuro|tsd\.?|tausend|k\s?€|k\s?eur\b)"
_CURRENCY = (
    r"(?i)(?:€|\beuros?\b|eur\b|us\$|\$|usd\b|chf\b|sfr\.?|gbp\b|£|"
    r"\b(?:pln|czk|sek|dkk|nok|huf|jpy|cny|try|rub)\b)"
)
#: Debit or credit behind an amount, as ledgers print it: `1.234,56 H`.
SIDE_BEHIND = r"\d\s?([SH])$"
_NEGATIVE = r"^[-−–]|[-−–]$|^\(.*\)$"
_COMMA_DECIMAL = (
    r"^(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})$"
)
_POINT_DECIMAL = (
    r"^(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})$"
)
_IN_DOUBT_POINT = r"^[1-9]\d{0,2}\.\d{3}$"
_IN_DOUBT_COMMA = r"^[1-9]\d{0,2},\d{3}$"
_PLAIN = r"^\d+(?:[eE][+-]?\d+)?$"


@dataclass(frozen=True)
class Convention:
    """How a column writes decimals (`,` or `.`), whether a cell showed it, whether cells disagree."""

    decimal: str
    is_sure: bool
    is_mixed: bool


def _bare(text: pl.Expr) -> pl.Expr:
    """The digits and separators alone: no currency, unit, sign, blank or apostrophe."""
    spaced = (
        text.str.replace(_ABOUT, "$1")
        .str.replace(r"(\d)\s?[SH]$", "$1")
        .str.replace_all(_UNIT_MILLION, "")
        .str.replace_all(_UNIT_THOUSAND, "")
    )
    spaced = spaced.str.replace_all(_CURRENCY, "").str.strip_chars().str.replace(r"[,.]\s?[-–—]+$", "")
    spaced = (
        spaced.str.replace(r"^\((.*)\)$", "$1").str.replace(r"^[-−–+]\s*", "").str.replace(r"\s*[-−–]$", "")
    )
    return spaced.str.replace_all(r"[\s'’`\u00a0\u202f]", "")


def decide_convention(values: pl.Series, *, is_spreadsheet: bool = False, fallback: str = ",") -> Convention:
    """Decide the decimal sign of a whole column; `fallback` holds where every cell is in doubt or plain.

    In spreadsheets plain numbers with a point are typed cells (they never have exactly three decimals), so
    they are read as they are and tell nothing about how people wrote the text cells.

    >>> decide_convention(pl.Series(["1.234,56", "12"])).decimal
    ','
    >>> decide_convention(pl.Series(["1,234.56", "12"])).decimal
    '.'
    """
    bare = pl.DataFrame({"text": values}).select(_bare(pl.col("text"))).to_series().drop_nulls()
    comma = int(bare.str.contains(_COMMA_DECIMAL).sum())
    points = bare.filter(~bare.str.contains(r"^\d+\.\d+$")) if is_spreadsheet else bare
    point = int(points.str.contains(_POINT_DECIMAL).sum())
    if comma and point:
        return Convention("," if comma >= point else ".", is_sure=True, is_mixed=True)
    if comma or point:
        return Convention("," if comma else ".", is_sure=True, is_mixed=False)
    return Convention(fallback, is_sure=False, is_mixed=False)


def convention_of(values: pl.Series, table: RawTable, recognition: Recognition) -> Convention:
    """The convention of a column of a recognised table: as a person said, or decided on its cells."""
    if recognition.is_decimal_said:
        return Convention(recognition.decimal, is_sure=True, is_mixed=False)
    return decide_convention(values, is_spreadsheet=table.is_spreadsheet, fallback=recognition.decimal)


def is_in_doubt(values: pl.Series) -> bool:
    """Whether any cell could be thousands or decimals (`1.234`, `1,234`)."""
    bare = pl.DataFrame({"text": values}).select(_bare(pl.col("text"))).to_series().drop_nulls()
    return bool((bare.str.contains(_IN_DOUBT_POINT) | bare.str.contains(_IN_DOUBT_COMMA)).any())


@spared_if_blank
def parse_amounts(values: pl.Series, convention: Convention, unit: float = 1.0) -> pl.DataFrame:
    """Columns `amount` (Decimal(18,2), null where blank or unreadable), `is_unreadable`, `is_doubtful`.

    A unit inside the cell (`12,5 Mio.`, `T€ 12,5`) goes before the column's `unit`. Negative amounts
    (leading or trailing minus, brackets) stay negative: they are credit notes. `-` and `k. A.` are
    blank, `hoch` is unreadable.

    >>> parse_amounts(pl.Series(["1.234,56-", "ca. 12 Mio.", "hoch"]), Convention(",", True, False)).rows()
    [(Decimal('-1234.56'), False, False), (Decimal('12000000.00'), False, False), (None, True, False)]
    """
    text = pl.col("text").str.strip_chars()
    frame = pl.DataFrame({"text": values}).select(
        text=pl.when(text.str.contains(BLANK)).then(None).otherwise(text.str.replace(_ABOUT, "$1")),
    )
    frame = frame.with_columns(
        bare=_bare(pl.col("text")),
        negative=_without_money(pl.col("text")).str.contains(_NEGATIVE),
        own_unit=pl.when(pl.col("text").str.contains(_UNIT_MILLION))
        .then(1_000_000)
        .when(pl.col("text").str.contains(_UNIT_THOUSAND))
        .then(1_000)
        .otherwise(int(unit))
        .cast(pl.Decimal(20, 0)),
    )
    frame = frame.with_columns(number=_number(pl.col("bare"), convention))
    scaled = pl.col("number") * pl.col("own_unit")
    is_doubtful = (
        pl.lit(convention.is_mixed)
        & (pl.col("bare").str.contains(_IN_DOUBT_POINT) | pl.col("bare").str.contains(_IN_DOUBT_COMMA))
    ).fill_null(False)
    signed = pl.when(pl.col("negative")).then(-scaled).otherwise(scaled)
    amount = pl.when(is_doubtful | (scaled >= MAX_AMOUNT)).then(None).otherwise(signed)
    return frame.select(
        amount=amount.round(2, "half_away_from_zero").cast(AMOUNT_TYPE),
        is_unreadable=(pl.col("text").is_not_null() & (pl.col("number").is_null() | (scaled >= MAX_AMOUNT))),
        is_doubtful=is_doubtful & pl.col("number").is_not_null(),
    )


def _without_money(text: pl.Expr) -> pl.Expr:
    bare = text.str.replace_all(_UNIT_MILLION, "").str.replace_all(_UNIT_THOUSAND, "")
    return bare.str.replace_all(_CURRENCY, "").str.strip_chars().str.replace(r"[,.][-–—]+$", "")


def _number(bare: pl.Expr, convention: Convention) -> pl.Expr:
    """Bare digits and separators to a wide decimal; whatever is no number in any writing becomes null."""
    grouped_by_point = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    grouped_by_comma = bare.str.replace_all(",", "", literal=True)
    in_doubt = grouped_by_point if convention.decimal == "," else grouped_by_comma
    doubt_comma = bare.str.replace(",", ".", literal=True) if convention.decimal == "," else grouped_by_comma
    exponent = r"^\d+(?:[.,]\d+)?[eE][+-]?\d+$"
    canonical = (
        pl.when(bare.str.contains(_PLAIN))
        .then(bare)
        .when(bare.str.contains(_IN_DOUBT_POINT))
        .then(in_doubt)
        .when(bare.str.contains(_IN_DOUBT_COMMA))
        .then(doubt_comma)
        .when(bare.str.contains(_COMMA_DECIMAL))
        .then(grouped_by_point)
        .when(bare.str.contains(_POINT_DECIMAL))
        .then(grouped_by_comma)
        .when(bare.str.contains(exponent))
        .then(bare.str.replace(",", ".", literal=True))
        .otherwise(None)
    )
    return canonical.cast(WIDE, strict=False)


def looks_like_amounts(values: pl.Series) -> float:
    """The share of filled cells that read as numbers, 0 where the column is blank."""
    filled = values.drop_nulls()
    if filled.is_empty():
        return 0.0
    parsed = parse_amounts(filled, decide_convention(filled))
    return 1.0 - int(parsed["is_unreadable"].sum()) / filled.len()
