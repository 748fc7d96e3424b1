"""What a list and its columns were taken for, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ingest import notes as kinds
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


def note_texts(notes: Iterable[str], language: Language, *, has_options: bool = False) -> list[str]:
    """A sentence for each note on how a list was read; for the command line with the option that corrects it.

    >>> note_texts(["sign_turned:Soll"], "en")[0][:40]
    'Nearly all amounts of the column “Soll” '
    >>> note_texts(["year_assumed"], "en", has_options=True)[0][-8:]
    '(--year)'
    """
    texts = []
    for note in notes:
        code, slots = kinds.parts(note)
        option = kinds.KINDS[code].option if has_options else None
        texts.append(say(f"note.{code}", language, **slots) + (f" ({option})" if option else ""))
    return texts


def samples_text(samples: str, language: Language) -> str:
    """The sample values of a column, as they are stored, on one line.

    >>> samples_text('["58507", "58762"]', "de")
    '58507 · 58762'
    """
    return " · ".join(json.loads(samples))
