"""Currencies: signs and names to ISO 4217 codes."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from schemas.blank_columns import spared_if_blank

_SIGNS = {
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "$": "USD",
    "us$": "USD",
    "£": "GBP",
    "sfr": "CHF",
    "sfr.": "CHF",
    "zł": "PLN",
    "kč": "CZK",
    "¥": "JPY",
}
_IN_CELL = r"(?i)(€|\beuros?\b|eur\b|us\$|\$|£|\b(?:usd|chf|gbp|pln|czk|sek|dkk|nok|huf|jpy|cny|try|rub)\b)"
#: A unit written before the currency: `TEUR`, `k€`, `Mio. EUR`.
_UNIT = re.compile(r"^(?:(t|k|tsd\.?)|(?:m|mio\.?|mn))(?=€|eur|chf|usd|gbp|pln|czk)")


@cache
def _codes() -> frozenset[str]:
    import pycountry

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def currency_code(text: str | None) -> str | None:
    """The ISO 4217 code of a currency's code, sign or name, or None.

    >>> currency_code("eur"), currency_code("€"), currency_code("T€"), currency_code("Taler")
    ('EUR', 'EUR', 'EUR', None)
    """
    word = _UNIT.sub("", re.sub(r"\s", "", text or "").lower())
    if word in _SIGNS:
        return _SIGNS[word]
    return word.upper() if word.upper() in _codes() else None


@spared_if_blank
def currency_codes(values: pl.Series) -> pl.Series:
    """`currency_code` for a whole column, computed once per distinct text."""
    distinct = {text: currency_code(text) for text in values.drop_nulls().unique()}
    return values.replace_strict(distinct, default=None, return_dtype=pl.String)


def units_of(values: pl.Series) -> pl.Series:
    """What one is worth where a column of currencies names a unit too (`TEUR`): 1, 1 000 or 1 000 000.

    >>> units_of(pl.Series(["EUR", "TEUR", "Mio. EUR", None])).to_list()
    [1, 1000, 1000000, 1]
    """
    distinct = {text: _unit(text) for text in values.drop_nulls().unique()}
    return values.replace_strict(distinct, default=1, return_dtype=pl.Int64)


def _unit(text: str) -> int:
    match = _UNIT.match(re.sub(r"\s", "", text).lower())
    return 1 if match is None else 1_000 if match[1] else 1_000_000


@spared_if_blank
def currencies_in_cells(values: pl.Series) -> pl.Series:
    """The currency written inside each amount's cell (`1.234 €`), null where none is."""
    return currency_codes(values.str.extract(_IN_CELL, 1))
