"""Transition fields by id, and which of them somebody means.

Comes in: transition_fields.toml. Goes out: `TransitionField` entries.
Never: says who is near one; `lieferkette.partnering.fields` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from schemas.catalogues.capabilities import catalogue, read_entries


@dataclass(frozen=True)
class TransitionField:
    """A growing field: its sentence, its sectors, who usually supplies it, and what it asks for.

    `sectors` and `suppliers` are WZ 2008 codes, coarser ones stand for all beneath them; `required` and `helpful`
    are codes of the catalogue of capabilities.
    """

    field_id: str
    de: str
    en: str
    sentence_de: str
    sentence_en: str
    sectors: tuple[str, ...]
    suppliers: tuple[str, ...]
    goods: tuple[str, ...]
    required: tuple[str, ...]
    helpful: tuple[str, ...]

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.de

    def sentence(self, language: str) -> str:
        """What the field looks for, in a sentence."""
        return self.sentence_en if language == "en" else self.sentence_de


@cache
def transition_fields() -> Mapping[str, TransitionField]:
    """All fields by id, in the order of the file. Raises ValueError for a capability that the catalogue lacks."""
    text = (
        resources.files("schemas.catalogues").joinpath("transition_fields.toml").read_text(encoding="utf-8")
    )
    found = {
        field_id: TransitionField(field_id=field_id, **entry)
        for field_id, entry in read_entries(text).items()
    }
    for field in found.values():
        unknown = {*field.required, *field.helpful} - catalogue().keys()
        if unknown:
            raise ValueError(f"transition_fields.toml: {field.field_id} asks for unknown {sorted(unknown)}")
    return MappingProxyType(found)


def field_called(text: str) -> TransitionField | None:
    """The field of that id or name in either language; else the only one whose name begins so.

    >>> field_called("medizintechnik").field_id, field_called("Bahn").field_id, field_called("Zeppelin")
    ('medical_technology', 'rail', None)
    """
    folded = text.strip().lower()
    fields = transition_fields().values()
    for field in fields:
        if folded in (field.field_id, field.de.lower(), field.en.lower()):
            return field
    begins = [field for field in fields if folded and field.de.lower().startswith(folded)]
    return begins[0] if len(begins) == 1 else None
