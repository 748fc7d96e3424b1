"""Every note on how a list was read has its sentence; and what is assumed is noted."""

from __future__ import annotations

import pytest

from ingest.jobs import Options, preview
from ingest.notes import KINDS, note, parts
from lieferkette.i18n import keys, slots_of
from lieferkette.i18n.lists import note_texts

VALUES = {"list_kind": "suppliers", "decimal": ",", "currency": "EUR", "heading": "Umsatz: [Soll] {x}"}


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_note_has_its_sentence(code: str) -> None:
    slot = KINDS[code].slot
    kept = note(code, VALUES.get(slot or ""))
    assert slots_of(f"note.{code}", "de") == ({slot} if slot else set())
    assert parts(kept) == (code, {slot: VALUES[slot]} if slot else {})
    assert all(note_texts([kept], language)[0].endswith(".") for language in ("de", "en"))


def test_every_sentence_has_its_note() -> None:
    assert {key.removeprefix("note.") for key in keys() if key.startswith("note.")} == {*KINDS, "title"}


@pytest.mark.parametrize(
    ("text", "options", "notes"),
    [
        ("Lieferant;Umsatz EUR\nHolle GmbH;1,50\n", Options(), ("year_assumed",)),
        ("Lieferant;Umsatz EUR\nHolle GmbH;1,50\n", Options(year=2024), ()),
        ("Lieferant;Umsatz 2024 EUR\nHolle GmbH;1,50\n", Options(), ()),
        ("Firma;Ort\nHolle GmbH;Hagen\n", Options(year=2024), ("list_kind_assumed:suppliers",)),
        (
            "Lieferant;Umsatz 2023 in T€;Umsatz 2024\nHolle GmbH;150,5;161,5\nNase OHG;90,5;80,5\n",
            Options(),
            ("unit_assumed:Umsatz 2024",),
        ),
    ],
)
def test_what_was_assumed_is_noted_once(text: str, options: Options, notes: tuple[str, ...]) -> None:
    assert preview(text.encode(), "Liste.csv", options).notes == notes
