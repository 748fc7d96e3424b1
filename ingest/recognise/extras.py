"""What a heading or title says beside its subject: the year, the unit of money and the currency."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(19[89]\d|20[0-4]\d)(?!\d)")
#: A business year across the turn of a year; `2022/2023` may be two years, unless it is called one.
_ACROSS = re.compile(
    r"(?<!\d)(19[89]\d|20[0-4]\d)\s?[/-]\s?(\d\d)(?!\d)|"
    r"(?:gj|fy|wj|geschäftsjahr|wirtschaftsjahr)\s?(19[89]\d|20[0-4]\d)\s?[/-]\s?((?:19|20)\d\d)(?!\d)",
    re.I,
)
_SHORT = re.compile(r"(?<![a-z])(fy|gj|wj)\s?['’]?([0-4]\d)(?!\d)", re.I)
_UNITS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (
        1_000_000.0,
        re.compile(
            r"(?<![a-zäöü])(?:mio\.?|mill\.?|millionen|million|millions|meur|mchf|musd|mn|mln\.?)(?![a-zäöü])|"
            r"\bm€|€\s?m\b|\beur m\b",
            re.I,
        ),
    ),
    (
        1_000.0,
        re.compile(
            r"(?<![a-zäöü])(?:t€|t\s?eur(?:o)?|teuro|tsd\.?|tausend|k€|k\s?eur(?:o)?|thousands?|"
            r"[tk]\s?(?:usd|chf|gbp|pln|czk|sek|dkk|nok|huf|ron|cny|jpy)|k\$|tys\.?|tis\.?)(?![a-zäöü])|"
            r"€\s?k\b|['’]000\b|\b1\.?000\s?(?:€|eur)|\bin 1\.?000\b",
            re.I,
        ),
    ),
)
_CURRENCIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EUR", re.compile(r"€|(?<![a-zäöü])[tkm]?\s?eur(?:o|os)?(?![a-zäöü])", re.I)),
    ("USD", re.compile(r"us\s?\$|(?<![a-z])[tkm]?usd(?![a-z])|\$", re.I)),
    ("CHF", re.compile(r"(?<![a-z])[tkm]?chf(?![a-z])|\bsfr\b", re.I)),
    ("GBP", re.compile(r"£|(?<![a-z])[tk]?gbp(?![a-z])", re.I)),
    ("PLN", re.compile(r"(?<![a-z])(?:[tk]?pln|zł)(?![a-z])", re.I)),
    ("CZK", re.compile(r"(?<![a-z])(?:[tk]?czk|kč)(?![a-z])", re.I)),
    *(
        (code, re.compile(rf"(?<![a-z])[tk]?{code}(?![a-z])"))
        for code in ("SEK", "DKK", "NOK", "HUF", "RON", "CNY", "JPY")
    ),
)


def unit_in(text: str) -> float | None:
    """1 000 or 1 000 000 where the text names such a unit of money, else None.

    >>> unit_in("Umsatz in T€"), unit_in("Volumen (Mio. EUR)"), unit_in("Umsatz")
    (1000.0, 1000000.0, None)
    """
    return next((unit for unit, pattern in _UNITS if pattern.search(text)), None)


def currency_in(text: str) -> str | None:
    """The ISO 4217 code of the currency that the text names, or None."""
    return next((code for code, pattern in _CURRENCIES if pattern.search(text)), None)


def year_in(text: str) -> int | None:
    """The one year from 1980 to 2049 that the text names; None where it names none or several.

    A business year across the turn of a year is called by the year in which it ends.

    >>> year_in("Umsatz 2022/23"), year_in("GJ 2022/2023"), year_in("2022/2023")
    (2023, 2023, None)
    """
    years = set(_YEAR.findall(_whole_years(text)))
    return int(years.pop()) if len(years) == 1 else None


def _whole_years(text: str) -> str:
    """The text with business years as one year with four digits: `FY22`, `2022/23`."""
    return _SHORT.sub(r"\g<1> 20\g<2>", _ACROSS.sub(_later_year, text))


def _later_year(match: re.Match[str]) -> str:
    first, second = int(match[1] or match[3]), int(match[2] or match[4])
    return str(first + 1) if second % 100 == (first + 1) % 100 else match[0]


def without_extras(text: str) -> str:
    """The heading without years, units and currencies."""
    rest = _YEAR.sub(" ", _whole_years(text))
    for patterns in (_UNITS, _CURRENCIES):
        for _, pattern in patterns:
            rest = pattern.sub(" ", rest)
    return rest
