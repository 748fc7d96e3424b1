"""Numbers, money, shares and dates as German and English readers write them.

Pure functions: value and language in, text out. A no-break space stands before unit and percent sign,
the minus is a real one. Never: rounds what is computed on; only what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

Language = Literal["de", "en"]
Number = int | float | Decimal

SPACE = "\u00a0"
MINUS = "\u2212"

_WORDS: dict[str, tuple[str, ...]] = {
    "de": (
        "null",
        "ein",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
    ),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    ),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# from this amount on, the unit, German, English
_UNITS: tuple[tuple[int, float, str, str], ...] = (
    (999_500_000, 1e9, "Mrd.", "billion"),
    (999_500, 1e6, "Mio.", "million"),
    (10_000, 1e3, "Tsd.", "thousand"),
)
# from, to, German, English; what lies between is said as a percentage
_PARTS = (
    (0.24, 0.26, "ein Viertel", "a quarter"),
    (0.32, 0.345, "ein Drittel", "a third"),
    (0.47, 0.495, "knapp die Hälfte", "just under half"),
    (0.495, 0.505, "die Hälfte", "half"),
    (0.505, 0.56, "gut die Hälfte", "a good half"),
)


def number(value: Number, language: Language, decimals: int = 0) -> str:
    """Plain number with grouping.

    >>> number(1472000, "de"), number(-8.46, "de", 1), number(1472000, "en")
    ('1.472.000', '−8,5', '1,472,000')
    """
    text = f"{abs(value):,.{decimals}f}"
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return (MINUS if value < 0 and text.strip("0.,") else "") + text


def count_words(count: int, language: Language) -> str:
    """Small counts as words, from thirteen on as digits.

    >>> count_words(12, "de"), count_words(13, "de"), count_words(3, "en")
    ('zwölf', '13', 'three')
    """
    return _WORDS[language][count] if 0 <= count <= 12 else number(count, language)


def range_words(value: float, language: Language) -> str:
    """The whole numbers around a value: "acht bis neun" for 8.5, "acht" where it is nearly whole.

    >>> range_words(8.5, "de"), range_words(7.95, "de"), range_words(36.4, "en")
    ('acht bis neun', 'acht', '36 to 37')
    """
    nearest = round(value)
    if abs(value - nearest) <= 0.1:
        return count_words(nearest, language)
    to = "bis" if language == "de" else "to"
    return f"{count_words(int(value), language)} {to} {count_words(int(value) + 1, language)}"


def euro(value: Number, language: Language) -> str:
    """Full amount, for tables.

    >>> euro(1472000, "de"), euro(1472000, "en")
    ('1.472.000\\xa0€', '€1,472,000')
    """
    if language == "de":
        return number(value, "de") + SPACE + "€"
    digits = number(abs(float(value)), "en")
    return (MINUS if value < 0 and digits != "0" else "") + "€" + digits


def euro_short(value: Number, language: Language) -> str:
    """Amount with two or three telling digits, for sentences and labels.

    >>> euro_short(6_400_000, "de"), euro_short(768_000, "de"), euro_short(6_400_000, "en")
    ('6,4\\xa0Mio.\\xa0€', '768\\xa0Tsd.\\xa0€', '€6.4\\xa0million')
    """
    size = abs(float(value))
    for limit, unit, german, english in _UNITS:
        if size >= limit:
            scaled = size / unit
            decimals = 1 if unit > 1e3 and scaled < 99.95 and round(scaled, 1) != round(scaled) else 0
            sign = MINUS if value < 0 else ""
            if language == "de":
                return sign + SPACE.join((number(scaled, "de", decimals), german, "€"))
            return f"{sign}€{number(scaled, 'en', decimals)}{SPACE}{english}"
    return euro(value, language)


def percent(share: Number, language: Language, decimals: int | None = None) -> str:
    """A share (0 to 1) as a percentage: one decimal under ten unless it is zero, none above.

    Something is never shown as nothing: `<1 %`. `decimals` fixes the form, for table columns.

    >>> percent(.23, "de"), percent(.035, "de"), percent(.05, "de"), percent(.004, "de"), percent(.78, "en")
    ('23\\xa0%', '3,5\\xa0%', '5\\xa0%', '<1\\xa0%', '78%')
    """
    value = float(share) * 100
    gap = SPACE if language == "de" else ""
    if decimals is None:
        if 0 < value < 1:
            return f"<1{gap}%"
        if 99.5 <= value < 99.95:
            return f">99{gap}%"
        decimals = 1 if abs(value) < 9.95 and abs(value - round(value)) >= 0.05 else 0
    return number(value, language, decimals) + gap + "%"


def share_words(share: float, language: Language) -> str | None:
    """A share that has a name of its own ("gut die Hälfte"); None where only a percentage is honest.

    >>> share_words(.53, "de"), share_words(.25, "en"), share_words(.62, "de")
    ('gut die Hälfte', 'a quarter', None)
    """
    for low, high, german, english in _PARTS:
        if low <= share < high:
            return german if language == "de" else english
    return None


def points(difference: float, language: Language) -> str:
    """Difference between two shares, in percentage points.

    >>> points(.03, "de"), points(-.012, "en")
    ('+3\\xa0Punkte', '−1\\xa0point')
    """
    whole = round(difference * 100)
    sign = "+" if whole > 0 else MINUS if whole < 0 else "±"
    if language == "de":
        return f"{sign}{abs(whole)}{SPACE}{'Punkt' if abs(whole) == 1 else 'Punkte'}"
    return f"{sign}{abs(whole)}{SPACE}{'point' if abs(whole) == 1 else 'points'}"


def day(value: date, language: Language) -> str:
    """Date without time.

    >>> day(date(2026, 11, 14), "de"), day(date(2026, 11, 14), "en")
    ('14.11.2026', '14 November 2026')
    """
    if language == "de":
        return f"{value.day:02d}.{value.month:02d}.{value.year}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def listed(names: Sequence[str], language: Language) -> str:
    """Names as one enumeration.

    >>> listed(["Hagen", "Lüdenscheid", "Witten"], "de"), listed(["Hagen"], "en")
    ('Hagen, Lüdenscheid und Witten', 'Hagen')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {'und' if language == 'de' else 'and'} {names[-1]}"
