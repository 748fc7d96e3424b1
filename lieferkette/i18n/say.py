"""`say`: a key of the catalogue with its slots becomes one finished text.

The catalogue is data: `catalogue/*.toml`, German and English of a key beside each other. A template holds

    {slot}                       the value, formatted by what its name says (`_eur`, `_share`, `_at` …)
    {slot:one|many}              the form for one and for more; `#` in it becomes the count as a word
    {slot:none|one|many}         the same with a form for zero
    {slot:a=text|b=text}         a text for each of a slot's known values
    {slot:words}                 the count or share in words
    [… {slot} …]                 a part that is left out where a slot in it is None (or an unknown sector)
    [!slot|…]                    a part that stands only where that slot is None

A word that opens a sentence gets its capital. Of two forms of a share slot, the first stands where the
share has a name of its own ("die Hälfte liegt"), else the second.
Never: guesses a missing slot. A slot that is neither optional nor given raises KeyError.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from lieferkette.i18n import numbers
from lieferkette.i18n.numbers import Language
from lieferkette.i18n.values import is_label, value_text

__all__ = ["Language", "Speaks", "keys", "say", "slots_of"]

CATALOGUE = Path(__file__).parent / "catalogue"
_OPTIONAL = re.compile(r"\[(?:!(?P<absent>\w+)\|)?(?P<part>[^\[\]]*)\]")
_SLOT = re.compile(r"\{(?P<name>\w+)(?::(?P<forms>[^{}]*))?\}")


class Speaks(Protocol):
    """Anything with a key and slots, such as `lieferkette.answers.Sentence`."""

    @property
    def key(self) -> str: ...

    @property
    def slots(self) -> Mapping[str, Any]: ...


def say(what: str | Speaks, language: Language, **slots: Any) -> str:
    """The text of a key, or of a sentence that brings its own slots, in the language.

    Raises KeyError for an unknown key and for a slot that is needed and not given.

    >>> from types import SimpleNamespace
    >>> say("rows_loaded", "de", count=1), say("rows_loaded", "de", count=9)
    ('1 Zeile übernommen', '9 Zeilen übernommen')
    >>> say(SimpleNamespace(key="no_list", slots={}), "en")[:12]
    'No list yet.'
    """
    key = what if isinstance(what, str) else what.key
    given = dict(slots) if isinstance(what, str) else {**what.slots, **slots}
    template = _entries()[key][language]
    text = _OPTIONAL.sub(lambda match: _optional(match, given), template)
    is_sentence = template.endswith(".")

    def fill(match: re.Match[str]) -> str:
        filled = _filled(match, given, language, key)
        if filled.endswith(".") and match.string[match.end() :].startswith("."):
            filled = filled[:-1]  # "… bei Zwerg e.K." ends the sentence once
        before = match.string[: match.start()]
        is_ours = bool(match["forms"]) or is_label(match["name"])
        opens = is_sentence and is_ours and (not before or before.endswith(". "))
        return filled[:1].upper() + filled[1:] if opens else filled

    return _SLOT.sub(fill, text)


def keys() -> frozenset[str]:
    """All keys of the catalogue."""
    return frozenset(_entries())


def slots_of(key: str, language: Language) -> frozenset[str]:
    """Names of the slots that the key's template uses."""
    template = _entries()[key][language]
    return frozenset(match["name"] for match in _SLOT.finditer(template))


@cache
def _entries() -> dict[str, dict[str, str]]:
    """Key -> language -> template, from all files of the catalogue; a key may stand in one file only."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(CATALOGUE.glob("*.toml")):
        for key, entry in _flat(tomllib.loads(path.read_text(encoding="utf-8"))).items():
            if key in found:
                raise ValueError(f"{path.name}: the key {key} stands twice in the catalogue")
            found[key] = entry
    return found


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, dict[str, str]]:
    flat: dict[str, dict[str, str]] = {}
    for name, value in table.items():
        if isinstance(value.get("de"), str):
            flat[prefix + name] = value
        else:
            flat.update(_flat(value, f"{prefix}{name}."))
    return flat


def _optional(match: re.Match[str], slots: Mapping[str, Any]) -> str:
    if match["absent"]:
        return match["part"] if slots.get(match["absent"]) is None else ""
    names = [slot["name"] for slot in _SLOT.finditer(match["part"])]
    is_missing = any(
        slots.get(name) is None or (name == "sector_group" and slots[name] == "unknown") for name in names
    )
    return "" if is_missing else match["part"]


def _filled(match: re.Match[str], slots: Mapping[str, Any], language: Language, key: str) -> str:
    name, forms = match["name"], match["forms"]
    if slots.get(name) is None:
        raise KeyError(f"{key} needs the slot {name}")
    value = slots[name]
    if not forms:
        return value_text(name, value, language)
    if forms == "words":
        return _in_words(name, value, language)
    choices = forms.split("|")
    if "=" in choices[0]:
        return dict(choice.split("=", 1) for choice in choices)[str(value)]
    if "share" in name:
        return choices[0 if numbers.share_words(float(value), language) else 1]
    count = int(value)
    if len(choices) == 3 and count == 0:
        return choices[0]
    chosen = choices[-2] if count == 1 else choices[-1]
    return chosen.replace("#", numbers.count_words(count, language))


def _in_words(name: str, value: Any, language: Language) -> str:
    if "share" not in name:
        if isinstance(value, float) and not value.is_integer():
            return numbers.range_words(value, language)
        return numbers.count_words(int(value), language)
    words = numbers.share_words(float(value), language)
    return words or numbers.percent(value, language)
