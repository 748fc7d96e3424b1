"""What a list and its columns were taken for, in words."""

from __future__ import annotations

import json

from lieferkette.i18n.numbers import Language
from lieferkette.i18n.say import keys, say

_ENDS = ("supplier", "customer")


def shape_label(shape: str | None, language: Language) -> str:
    """Name of a known export; a list without one is simply a table."""
    key = f"shape.{shape}"
    return say(key if key in keys() else "shape.table", language)


def meaning_label(meaning: str, language: Language) -> str:
    """What a column was taken for; in lists of both ends with the end that it tells of.

    >>> meaning_label("city", "de"), meaning_label("supplier_city", "de")
    ('Ort', 'Ort (Lieferant)')
    """
    for end in _ENDS:
        if meaning.startswith(f"{end}_"):
            plain = say(f"meaning.{meaning.removeprefix(f'{end}_')}", language)
            return say(f"meaning.of_{end}", language, meaning=plain)
    return say(f"meaning.{meaning}", language)


def samples_text(samples: str, language: Language) -> str:
    """The sample values of a column, as they are stored, on one line.

    >>> samples_text('["58507", "58762"]', "de")
    '58507 · 58762'
    """
    return " · ".join(json.loads(samples))
