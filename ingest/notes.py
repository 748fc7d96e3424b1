"""What intake may have to say about how it read a list: every kind of note, and what it names.

A note is a text `code:value`, such as `sign_turned:Betrag`; the value is missing where there is nothing to name. Each
code has its sentence in the i18n catalogue (`note.CODE`).
Never: says what was wrong with a row; rows that were left out have their own reasons.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of note: the slot of its sentence that the value fills, and the option of `ingest` that corrects it."""

    slot: str | None = None
    option: str | None = None


KINDS = {
    # nothing told whose list it is
    "list_kind_assumed": Kind("list_kind", "--as"),
    # rows without a date count for the year of receipt
    "year_assumed": Kind(option="--year"),
    # every amount can be read with a comma or with a point before the decimals
    "decimal_assumed": Kind("decimal", "--decimal"),
    "currency_assumed": Kind("currency"),
    # a heading without a unit took that of its neighbour
    "unit_assumed": Kind("heading", "--unit"),
    # the books write these turnovers negative
    "sign_turned": Kind("heading", "--mapping"),
}


def note(code: str, value: str | None = None) -> str:
    """The note as it is kept. Raises KeyError for a code that has no kind.

    >>> note("currency_assumed", "EUR"), note("year_assumed")
    ('currency_assumed:EUR', 'year_assumed')
    """
    return f"{code}:{value}" if KINDS[code].slot else code


def parts(kept: str) -> tuple[str, dict[str, str]]:
    """Code of a note and the slots of its sentence.

    >>> parts("sign_turned:Soll: Betrag"), parts("year_assumed")
    (('sign_turned', {'heading': 'Soll: Betrag'}), ('year_assumed', {}))
    """
    code, _, value = kept.partition(":")
    slot = KINDS[code].slot
    return code, {slot: value} if slot else {}
