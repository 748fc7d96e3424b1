"""Headings read word by word, where no alias knows them as a whole: `Ums. lfd. J.`, `Rechnungsadresse - Ort`.

A heading is made of few words: what it gives (turnover, town), of whom, of which year, at which address. The words
are in `heading_words.csv` by the part that they play; what is left without them must be a known heading.
Never: decides what a column is against its own values.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "à": "a"})
_HUMPS = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][a-zäöüß])")
_BEFORE_DIGITS = re.compile(r"(?<=[^\W\d_]{2})(?=\d)")
_WORD = re.compile(r"[a-z0-9]+|%|#")
_SILENT = ("says nothing", "of this year", "of the year before", "in home currency", "a share")


@dataclass(frozen=True)
class Wording:
    """A heading in the words that count, and what its other words said of it."""

    words: tuple[str, ...]
    is_of_year_before: bool = False
    is_in_home_currency: bool = False
    is_share: bool = False
    no_turnover: str | None = None


@cache
def _parts() -> dict[str, dict[str, str]]:
    """Part played -> word -> what it stands for."""
    text = resources.files("ingest.recognise").joinpath("heading_words.csv").read_text(encoding="utf-8")
    parts: dict[str, dict[str, str]] = {}
    for role, words in list(csv.reader(text.splitlines()))[1:]:
        for word in words.split("|"):
            short, _, long = word.partition("=")
            parts.setdefault(role, {})[short] = long
    return parts


def words_of(text: str) -> list[str]:
    """The words of a heading, abbreviations written out.

    >>> words_of("LieferPLZ"), words_of("Kd.-Bez."), words_of("umsatz_vorjahr")
    (['liefer', 'plz'], ['kunde', 'bezeichnung'], ['umsatz', 'vorjahr'])
    """
    apart = _BEFORE_DIGITS.sub(" ", _HUMPS.sub(" ", text)).lower().translate(_LETTERS)
    return [_parts()["means"].get(word, word) for word in _WORD.findall(apart)]


def wording(text: str) -> Wording:
    """What the words of a heading say beside its subject.

    >>> wording("Ums. VJ").words, wording("Ums. VJ").is_of_year_before
    (('umsatz',), True)
    """
    parts = _parts()
    words = words_of(text)
    refused = next((word for word in words if word in parts["no turnover"] or word == "#"), None)
    is_before = any(word in parts["of the year before"] for word in words)
    is_share = any(word in parts["a share"] for word in words)
    is_home = any(word in parts["in home currency"] for word in words)
    silent = {word for role in _SILENT for word in parts[role]}
    kept = tuple(dict.fromkeys(word for word in words if word not in silent and word != "#"))
    return Wording(kept, is_before, is_home, is_share, refused)


def subjects(words: Sequence[str]) -> list[str]:
    """What the words may be looked up as: all of them, and without the address at which they stand."""
    at_address = _parts()["an address"]
    bare = [word for word in words if word not in at_address]
    return list(dict.fromkeys(joined for kept in (words, bare) if (joined := "".join(kept))))
