"""WZ 2008 and WZ 2025: valid codes, labels, levels, and the way from one to the other.

The official texts come with the package `wz-code`; they are read once, when first asked for.
Codes are written with dots ("25", "25.6", "25.62", "25.62.0"); a section is its letter.
Never: guesses a code from a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Literal, cast

from schemas.reference.sector_labels import ENGLISH, ENGLISH_2025
from schemas.short_texts import kept_for_short_texts

Classification = Literal["WZ2008", "WZ2025"]
Language = Literal["de", "en"]

# hyphens left from line ends in the official WZ 2008 file
_LINE_END_HYPHENS = {
    "Sozial-versicherung": "Sozialversicherung",
    "Unternehmens-beratung": "Unternehmensberatung",
}
_WRITTEN_CODE = re.compile(
    r"(?:WZ|NACE)?[\s_-]*(?:2008|2025)?[\s:_-]*[A-V]?[\s.:-]*([0-9][0-9.,\s/-]*)", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[.,\s/-]+")
_LONGEST_WRITTEN_CODE = 40


@cache
def _entries(classification: Classification) -> Mapping[str, Any]:
    """Entries of the package: code -> level `l`, title `t`, parent `p`, children `c`."""
    if classification == "WZ2008":
        from wz_code.data.wz2008 import WZ_2008_DATA

        return cast(Mapping[str, Any], WZ_2008_DATA)
    if classification == "WZ2025":
        from wz_code.data.wz2025 import WZ_2025_DATA

        return cast(Mapping[str, Any], WZ_2025_DATA)
    raise ValueError(f"classification must be WZ2008 or WZ2025, not {classification!r}")


def codes(classification: Classification = "WZ2008", level: int | None = None) -> list[str]:
    """All codes in order; `level` 1 = section, 2 = division, 3 = group, 4 = class, 5 = subclass.

    >>> len(codes("WZ2008", level=2)), len(codes("WZ2025", level=2))
    (88, 87)
    """
    return sorted(code for code, entry in _entries(classification).items() if level in (None, entry["l"]))


def is_valid(code: str, classification: Classification = "WZ2008") -> bool:
    """Whether the canonical code exists: `is_valid("25.62")`; `"2562"` is not canonical."""
    return code in _entries(classification)


@kept_for_short_texts(65_536)
def normalise_code(text: str | None, classification: Classification = "WZ2008") -> str | None:
    """Canonical dotted code of what somebody wrote, or None where it is no code of the classification.

    Takes "2562", "25.62", "25.62.0", "WZ 25.62.0", "C25.62", "1.11" (lost zero before a dot) and codes
    filled up with zeros ("25.60.0" is group 25.6). Without a dot a lost zero is not guessed.

    >>> normalise_code("WZ 25620"), normalise_code("25.6"), normalise_code("Galvanik")
    ('25.62.0', '25.6', None)
    """
    if not text or len(text) > _LONGEST_WRITTEN_CODE:
        return None
    stripped = text.strip().upper()
    entries = _entries(classification)
    if len(stripped) == 1 and stripped in entries:
        return stripped
    match = _WRITTEN_CODE.fullmatch(stripped)
    if not match:
        return None
    parts = [part for part in _SEPARATORS.split(match[1]) if part]
    if len(parts) > 1 and len(parts[0]) == 1:
        parts[0] = f"0{parts[0]}"
    digits = "".join(parts)
    while len(digits) >= 2:
        code = dotted(digits)
        if code is not None and code in entries:
            return code
        if not digits.endswith("0"):
            return None
        digits = digits[:-1]
    return None


def dotted(digits: str) -> str | None:
    """Two to five digits with the dots of the classification: "25620" -> "25.62.0"; else None."""
    if not 2 <= len(digits) <= 5:
        return None
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:]) if part)


def level(code: str, classification: Classification = "WZ2008") -> int:
    """1 section, 2 division, 3 group, 4 class, 5 subclass. Raises KeyError for an unknown code."""
    return int(_entries(classification)[code]["l"])


def parent(code: str, classification: Classification = "WZ2008") -> str | None:
    """Code one level up (a division's parent is its section's letter); None for a section."""
    above = _entries(classification)[code]["p"]
    return None if above is None else str(above)


def children(code: str, classification: Classification = "WZ2008") -> list[str]:
    """Codes one level down, in order."""
    return list(_entries(classification)[code]["c"] or [])


def division(code: str) -> str | None:
    """Two-digit division of a canonical code ("25.62" -> "25"); None for a section's letter."""
    return code[:2] if code[:2].isdigit() else None


def group(code: str) -> str | None:
    """Three-digit group of a canonical code ("25.62" -> "25.6"); None above it."""
    return code[:4] if len(code) >= 4 else None


def label(code: str, classification: Classification = "WZ2008", language: Language = "de") -> str | None:
    """Official German title, or our short English one; None for an unknown code.

    English titles exist for sections, divisions and the groups of manufacturing; below them the
    title of the nearest level above is given, so show the code beside it.

    >>> label("25"), label("25.61", language="en")
    ('Herstellung von Metallerzeugnissen', 'Metal treatment, coating and machining')
    """
    entries = _entries(classification)
    if code not in entries:
        return None
    if language == "de":
        title = " ".join(str(entries[code]["t"]).split())
        for wrong, right in _LINE_END_HYPHENS.items():
            title = title.replace(wrong, right)
        return title
    english = ENGLISH if classification == "WZ2008" else {**ENGLISH, **ENGLISH_2025}
    at: str | None = code
    while at is not None and at not in english:
        at = parent(at, classification)
    return None if at is None else english[at]


def to_2025(code: str) -> tuple[tuple[str, ...], bool]:
    """WZ 2025 codes, at the same level, that a WZ 2008 code went to, and whether they are several.

    >>> to_2025("25.62.0")
    (('25.53.0',), False)
    """
    return _convert(code, "WZ2008", "WZ2025")


def to_2008(code: str) -> tuple[tuple[str, ...], bool]:
    """WZ 2008 codes, at the same level, that a WZ 2025 code came from, and whether they are several."""
    return _convert(code, "WZ2025", "WZ2008")


@lru_cache(maxsize=8_192)
def _convert(code: str, source: Classification, target: Classification) -> tuple[tuple[str, ...], bool]:
    from wz_code.data import correspondences

    table = (
        correspondences.CORRESPONDENCES_2008_TO_2025
        if source == "WZ2008"
        else correspondences.CORRESPONDENCES_2025_TO_2008
    )
    if not is_valid(code, source):
        return (), False
    depth = level(code, source)
    found = {
        _lifted(goal, depth, target)
        for subclass in _subclasses(code, source)
        for goal, *_ in table.get(subclass, [])
    }
    return tuple(sorted(found)), len(found) > 1


def _subclasses(code: str, classification: Classification) -> list[str]:
    below = children(code, classification)
    return [code] if not below else [leaf for child in below for leaf in _subclasses(child, classification)]


def _lifted(code: str, depth: int, classification: Classification) -> str:
    while level(code, classification) > depth:
        code = parent(code, classification) or code
    return code
