"""Capabilities by code, and what somebody who writes one in their own words means.

Comes in: capabilities.toml, and a text such as "Drehteile bis Ø 80 mm". Goes out: `Capability` entries, codes, values.
Never: guesses. A text that fits no entry means nothing, and `alike` says what it may have been.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

KINDS = ("process", "material", "dimension", "certificate")
#: What one of a unit is in the unit of the catalogue.
_UNITS = {
    "mm": {"mm": 1.0, "cm": 10.0, "m": 1000.0},
    "kg": {"kg": 1.0, "g": 0.001, "t": 1000.0},
    "kN": {"kn": 1.0, "mn": 1000.0, "t": 9.81, "to": 9.81},
    "Stück": {"stück": 1.0, "stk": 1.0, "st": 1.0, "teile": 1.0, "pcs": 1.0},
}
_VALUE = re.compile(
    r"(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?\s*(mm|cm|m|kg|g|t|to|kn|mn|stück|stk|st|teile|pcs)?\b", re.I
)
_LONGEST_PHRASE = 6
#: Below this length a slip of the pen is as likely another word.
_LONG_ENOUGH_TO_MISSPELL, _ALIKE = 6, 0.85
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Capability:
    """One thing that a company can do, work, keep to, or prove.

    `unit` belongs to dimensions: the value stated is the most that is possible, the least where `is_from`.
    `sectors` are WZ codes of companies that usually have it, `asked_by` of those whose buyers ask for it.
    """

    code: str
    kind: str
    de: str
    en: str
    part_of: str | None = None
    unit: str | None = None
    is_from: bool = False
    synonyms: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Its name in a language."""
        return self.en if language == "en" else self.de


@cache
def catalogue() -> Mapping[str, Capability]:
    """All capabilities by code, in the order of the file.

    Raises ValueError where the file names an unknown kind or whole, or gives one word two meanings.

    >>> catalogue()["five_axis_milling"].de
    '5-Achs-Fräsen'
    """
    text = resources.files("schemas.catalogues").joinpath("capabilities.toml").read_text(encoding="utf-8")
    found = {code: Capability(code=code, **entry) for code, entry in read_entries(text).items()}
    for one in found.values():
        if one.kind not in KINDS or (one.part_of or one.code) not in found:
            raise ValueError(f"capabilities.toml: {one.code} has an unknown kind or is part of nothing known")
    return MappingProxyType(found)


def read_entries(text: str) -> dict[str, dict[str, Any]]:
    """The entries of a catalogue in TOML, its lists as tuples."""
    return {
        code: {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
        for code, entry in tomllib.loads(text).items()
    }


def meant_by(text: str) -> tuple[str, ...]:
    """Codes that a text names, in its order: the whole of it, or the longest phrases in it.

    >>> meant_by("Zerspanung"), meant_by("DIN EN ISO 9001:2015"), meant_by("Kunststoff-Spritzgiessen")
    (('machining',), ('iso_9001',), ('injection_moulding',))
    >>> meant_by("CNC-Drehen und Fräsen in Edelstahl"), meant_by("Mittagspause")
    (('cnc_turning', 'cnc_milling', 'stainless_steel'), ())
    """
    whole = _words().get(_key(text))
    if whole:
        return (whole,)
    found = tuple(dict.fromkeys(_phrases(text)))
    if found:
        return found
    near = alike(text, 1)
    return tuple(near) if len(_key(text)) >= _LONG_ENOUGH_TO_MISSPELL else ()


def names_limit(heading: str) -> bool:
    """Whether a heading names a limit of the catalogue, such as a length, so that the cells below are numbers.

    >>> names_limit("max. Länge mm"), names_limit("Verfahren")
    (True, False)
    """
    is_heading = len(heading) <= _LONGEST_HEADING and not any(map(str.isdigit, heading))
    return is_heading and any(catalogue()[code].unit for code in meant_by(heading))


def alike(text: str, count: int = 3) -> list[str]:
    """Codes of the entries whose words are spelled most like the text.

    >>> alike("Galvanick", 1)
    ['electroplating']
    """
    near = difflib.get_close_matches(_key(text), list(_words()), n=4 * count, cutoff=_ALIKE)
    return list(dict.fromkeys(_words()[word] for word in near))[:count]


def value_in(text: str, unit: str | None) -> float | None:
    """The first number of a text in the unit of the catalogue; None without one, or in another unit.

    >>> value_in("bis 1.250,5 mm", "mm"), value_in("8 cm", "mm"), value_in("80 kg", "mm"), value_in("200 t", "kN")
    (1250.5, 80.0, None, 1962.0)
    """
    match = _VALUE.search(text)
    if match is None or unit is None:
        return None
    whole, decimals, written = match[1].replace(".", ""), (match[2] or "").replace(",", "."), match[3]
    factor = _UNITS[unit].get((written or unit).lower())
    return None if factor is None else round(float(whole + decimals) * factor, 6)


def wholes(code: str) -> Iterator[str]:
    """The capability itself and all that it is part of.

    >>> list(wholes("five_axis_milling"))
    ['five_axis_milling', 'cnc_milling', 'machining']
    """
    current: str | None = code
    while current is not None:
        yield current
        current = catalogue()[current].part_of


def covers(offered: str, wanted: str) -> bool:
    """Whether who offers one capability can do the wanted one: it is the same, or a part of it.

    >>> covers("five_axis_milling", "machining"), covers("machining", "five_axis_milling")
    (True, False)
    """
    return wanted in wholes(offered)


@cache
def _words() -> dict[str, str]:
    """Every written word, without blanks and case -> the code that it means."""
    found: dict[str, str] = {}
    for one in catalogue().values():
        for word in (one.code, one.de, one.en, *one.synonyms):
            if found.setdefault(_key(word), one.code) != one.code:
                raise ValueError(f"capabilities.toml: “{word}” means both {found[_key(word)]} and {one.code}")
    return found


def _phrases(text: str) -> Iterator[str]:
    """Codes of the longest known phrases, from left to right."""
    tokens = _tokens(text)
    start = 0
    while start < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - start), 0, -1):
            code = _words().get("".join(tokens[start : start + length]))
            if code is not None:
                yield code
                start += length - 1
                break
        start += 1


def _tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFC", text).lower()
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        folded = folded.replace(letter, plain)
    return re.findall(r"[a-z]+|\d+|ø", folded)


def _key(text: str) -> str:
    return "".join(_tokens(text))
