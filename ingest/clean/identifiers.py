"""Identifiers of companies: VAT id, LEI, DUNS, register number and court, web address.

An identifier that fails its own check digits becomes null: a wrong one would join two companies.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
from stdnum import get_cc_module, lei
from stdnum.exceptions import ValidationError

from schemas.blank_columns import spared_if_blank

LEI_LENGTH = 20
_REGISTER = re.compile(
    r"\b(HRA|HRB|GNR|GENR|PR|VR|GSR)\s*[-:.]?\s*(?:NR\.?\s*)?(\d{1,6})\s*([A-Z]{0,3})\b", re.I
)
_COURT = re.compile(r"(?:Amtsgericht|Registergericht|AG)\s+([A-ZÄÖÜ][\wäöüß.-]+(?:\s\([^)]*\))?)")
_COURT_BEFORE = re.compile(r"^([A-ZÄÖÜ][\wäöüß .()-]+?),?\s+(?:HRA|HRB|GNR|PR|VR|GSR)\b", re.I)
_REGISTER_KINDS = {"GNR": "GnR", "GENR": "GnR", "GSR": "GsR"}


def _mapped(values: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    """A function over a column, computed once per distinct text."""
    distinct = {text: function(text) for text in values.drop_nulls().unique()}
    return values.replace_strict(distinct, default=None, return_dtype=pl.String)


def vat_id(text: str) -> str | None:
    """The compact VAT id with its country prefix when its check digits hold, else None.

    >>> vat_id("DE 136 695 976"), vat_id("DE123456789")
    ('DE136695976', None)
    """
    compact = re.sub(r"[^0-9A-Za-z+*]", "", text).upper()
    prefix = compact[:3] if compact.startswith("CHE") else compact[:2]
    country = {"EL": "gr", "CHE": "ch", "XI": "gb"}.get(prefix, prefix.lower())
    module = get_cc_module(country, "vat") if country.isalpha() and len(country) == 2 else None
    if module is None:
        return None
    try:
        checked: str = module.validate(compact)
    except ValidationError:
        return None
    return checked if checked.startswith(prefix) else prefix + checked


def lei_code(text: str) -> str | None:
    """The LEI when its check digits hold, else None."""
    try:
        checked: str = lei.validate(text)
    except ValidationError:
        return None
    return checked if len(checked) == LEI_LENGTH else None


def register_number(text: str) -> str | None:
    """Kind and number in a register, as `HRB 1234` (with the suffix some courts use), or None.

    >>> register_number("Amtsgericht Hagen HRB-Nr. 1234")
    'HRB 1234'
    """
    match = _REGISTER.search(text)
    if match is None:
        return None
    kind = match[1].upper()
    return " ".join(
        part for part in (_REGISTER_KINDS.get(kind, kind), match[2].lstrip("0"), match[3].upper()) if part
    )


def register_court(text: str) -> str | None:
    """The place of the register court named in a text, without `Amtsgericht`, or None.

    >>> register_court("HRB 1234, Amtsgericht Hagen")
    'Hagen'
    """
    match = _COURT.search(text) or _COURT_BEFORE.search(text)
    return match[1].strip() if match else None


def court_name(text: str) -> str:
    """A register court's place from a column of courts.

    >>> court_name("Amtsgericht Iserlohn")
    'Iserlohn'
    """
    return re.sub(r"^(?:Amtsgericht|Registergericht|AG)\s+", "", text.strip())


def web_address(text: str) -> str | None:
    """A web address without scheme, `www.` and path, lower case; None when the text is none.

    >>> web_address("https://www.Ruebezahl-Draht.example/kontakt")
    'ruebezahl-draht.example'
    """
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", text.strip().lower()).split("/")[0].strip(". ")
    return host if re.fullmatch(r"[a-z0-9äöüß-]+(?:\.[a-z0-9äöüß-]+)+", host) else None


def duns_number(text: str) -> str | None:
    """Nine digits, or None."""
    digits = re.sub(r"\D", "", text)
    return digits if len(digits) == 9 else None


@spared_if_blank
def vat_ids(values: pl.Series) -> pl.Series:
    """`vat_id` for a column; German ids, the bulk of most lists, are checked all at once."""
    compact = values.str.replace_all(r"[^0-9A-Za-z+*]", "").str.to_uppercase()
    is_german = compact.str.contains(r"^DE[1-9]\d{8}$").fill_null(False)
    others = _mapped(values.set(is_german, None), vat_id)
    if not is_german.any():
        return others.alias(values.name)
    german = compact.filter(is_german)
    valid = german.filter(_has_german_check_digit(german)).unique()
    is_valid = compact.is_in(valid.implode())
    return others.zip_with(~is_valid.fill_null(False), compact).alias(values.name)


def _has_german_check_digit(compact: pl.Series) -> pl.Series:
    """Whether the ninth digit of each `DE123456789` fits the eight before it (ISO 7064, MOD 11,10)."""
    digits = [compact.str.slice(position, 1).cast(pl.Int32).to_numpy() for position in range(2, 11)]
    product = np.full(compact.len(), 10)
    for digit in digits[:8]:
        total = (digit + product) % 10
        product = 2 * np.where(total == 0, 10, total) % 11
    return pl.Series(digits[8] == (11 - product) % 10)


@spared_if_blank
def lei_codes(values: pl.Series) -> pl.Series:
    """`lei_code` for a column."""
    return _mapped(values, lei_code)


@spared_if_blank
def register_numbers(values: pl.Series) -> pl.Series:
    """`register_number` for a column."""
    return _mapped(values, register_number)


@spared_if_blank
def register_courts(values: pl.Series) -> pl.Series:
    """`register_court` for a column of register numbers that may name the court."""
    return _mapped(values, register_court)


@spared_if_blank
def court_names(values: pl.Series) -> pl.Series:
    """`court_name` for a column of courts."""
    return _mapped(values, court_name)


@spared_if_blank
def web_addresses(values: pl.Series) -> pl.Series:
    """`web_address` for a column."""
    return _mapped(values, web_address)


@spared_if_blank
def duns_numbers(values: pl.Series) -> pl.Series:
    """`duns_number` for a column."""
    return _mapped(values, duns_number)
