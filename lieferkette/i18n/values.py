"""A slot's value as text: the name of a slot says what it is, as the names of columns do.

`_eur` is money, `_share` a share, `_at` and dates a day, codes become their labels, sequences an
enumeration. Never: a default for what is unknown; None is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from lieferkette.i18n import numbers
from lieferkette.i18n.numbers import Language
from schemas.catalogues.capabilities import catalogue
from schemas.catalogues.transition_fields import transition_fields
from schemas.reference import countries, sector_groups, sectors


def sector_label(code: str, language: Language) -> str:
    """Title of a WZ 2008 code with the code, or the text as it is where it is no code.

    >>> sector_label("25.61", "de")
    'Oberflächenveredlung und Wärmebehandlung (WZ\\xa025.61)'
    """
    title = sectors.label(code, "WZ2008", language)
    return f"{title} (WZ{numbers.SPACE}{code})" if title else code


def sector_group_label(code: str, language: Language) -> str:
    """Label of a group of sectors; an unknown code counts as unknown."""
    group = sector_groups.BY_CODE.get(code, sector_groups.UNKNOWN)
    return group.de if language == "de" else group.en


def country_label(code: str, language: Language) -> str:
    """Name of a country, or the code where no name is known."""
    return countries.country_name(code, language) or code


def origin_label(code: str, language: Language) -> str:
    """Name of an origin class; "unbekannt" for anything else."""
    names = dict(countries.ORIGINS).get(code, ("unbekannt", "unknown"))  # type: ignore[call-overload]
    return str(names[0] if language == "de" else names[1])


def _quoted_sector(code: str, language: Language) -> str:
    """A title of several words stands in quotes inside a sentence."""
    title = sectors.label(code, "WZ2008", language)
    opening, closing = "„“" if language == "de" else "“”"
    return f"{opening}{title}{closing} (WZ{numbers.SPACE}{code})" if title else code


def capability_label(code: str, language: Language) -> str:
    """Name of a capability, or the code where the catalogue has it no more."""
    entry = catalogue().get(code)
    return entry.label(language) if entry else code


def field_label(field_id: str, language: Language) -> str:
    """Name of a transition field, or its id."""
    field = transition_fields().get(field_id)
    return field.label(language) if field else field_id


def epsilon_text(value: str, language: Language) -> str:
    """A small number as it is, without zeros behind it.

    >>> epsilon_text("0.0001", "de"), epsilon_text("1e-05", "en")
    ('0,0001', '0.00001')
    """
    text = f"{float(value):.15f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "de" else text


_LABELS: dict[str, Callable[[str, Language], str]] = {
    "sector_code": _quoted_sector,
    "epsilon": epsilon_text,
    "sector_group": sector_group_label,
    "own_sector_group": sector_group_label,
    "country_code": country_label,
    "origin": origin_label,
    "capability_code": capability_label,
    "field_id": field_label,
}


def is_label(name: str) -> bool:
    """Whether a slot of this name is filled with a word of ours, not with a name that somebody wrote.

    >>> is_label("origin"), is_label("company")
    (True, False)
    """
    return name in _LABELS


def value_text(name: str, value: Any, language: Language) -> str:
    """Text of a value by the name of its slot.

    >>> value_text("amount_eur", 768_000, "de"), value_text("year", 2025, "de")
    ('768\\xa0Tsd.\\xa0€', '2025')
    """
    if name in _LABELS:
        return _LABELS[name](str(value), language)
    if name == "sector_groups":
        return numbers.listed([sector_group_label(str(code), language) for code in value], language)
    if name.endswith("_codes"):
        return numbers.listed([capability_label(str(code), language) for code in value], language)
    if isinstance(value, list | tuple):
        return numbers.listed([str(item) for item in value], language)
    if name.endswith("_eur"):
        return numbers.euro_short(value, language)
    if "share" in name and isinstance(value, int | float | Decimal):
        return numbers.percent(value, language)
    if name.endswith("_points"):
        return numbers.points(value, language)
    if isinstance(value, date):
        return numbers.day(value, language)
    if name == "year" or isinstance(value, bool | str):
        return str(value)
    if isinstance(value, float) and not value.is_integer():
        return numbers.number(value, language, 1)
    return numbers.number(value, language) if isinstance(value, int | float | Decimal) else str(value)
