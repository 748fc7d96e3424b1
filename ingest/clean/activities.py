"""From the words for what a company does ("Galvanik", "Zerspanung") to a WZ 2008 code, with how sure that is.

First the words of trade (`activities.csv`, curated: what people say for a class of the classification), then the
official titles, which come with the package `wz-code`. Words that lead to several classes give what those have in
common, or alternatives to ask about; a guess is never passed off as a code that somebody wrote.
Comes in: a text. Goes out: a `Guess`. Never: a download, or a code for words that say nothing of an activity.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

from ingest.clean.names import transliteration
from schemas.reference import sectors
from schemas.short_texts import kept_for_short_texts

#: From this confidence on a guess is taken; below, its alternatives are asked about.
TAKEN_FROM = 0.6
#: Alternatives offered at most.
_ALTERNATIVES = 3
#: A word of trade as long as this counts inside a compound too ("Zinkdruckgussteile"); a shorter one begins a word.
_COUNTS_INSIDE = 7
#: Letters of a title's word that a word must begin with to be a form of it ("Kartoffelanbau", "Kartoffeln").
_STEM = 7
#: Likeness of a text and an official title from which on the title is meant, and what the next must stay below.
_TITLE_FITS, _CLEARLY_AHEAD = 0.6, 0.85
#: What a word weighs that no title holds, in the unit of `_rarity`.
_UNKNOWN_WORD = 7.0
#: Whoever says so belongs to manufacturing.
_MADE = ("herstellung ", "produktion ", "fertigung ", "fabrikation ")
_SAY_NOTHING = frozenset(
    "herstellung von und sonstigen sonstige sonstiger sonstigem mit fuer der die das des im in aus zu zur "
    "zum ohne anderen andere ahnlichen aehnlichen verschiedene verschiedener verschiedenes diverse "
    "diverses sonstiges allgemein allgemeines art auch bis an ausgepraegten schwerpunkt handel vertrieb "
    "produktion fertigung verarbeitung service dienstleistung dienstleistungen betrieb unternehmen firma".split()
)


@dataclass(frozen=True)
class Guess:
    """A WZ 2008 code (None where nothing fits), how sure it is (0 to 1), and what else it may be, likeliest first."""

    code: str | None
    confidence: float
    alternatives: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the code may be used without asking."""
        return self.code is not None and self.confidence >= TAKEN_FROM


@kept_for_short_texts(65_536)
def guess(text: str) -> Guess:
    """What a text says of the sector.

    >>> guess("Galvanik"), guess("Kunststoffspritzguss").code
    (Guess(code='25.61', confidence=0.95, alternatives=()), '22.29')
    >>> guess("Stanztechnik und Galvanik").alternatives
    ('25.50.4', '25.61')
    >>> guess("verschiedenes")
    Guess(code=None, confidence=0.0, alternatives=())
    """
    folded = _folded(text)
    by_trade = _by_words_of_trade(folded)
    return by_trade if by_trade is not None else _by_titles(folded)


def understood(text: str) -> str | None:
    """The WZ 2008 code that a person means: a code as written, or words that say one; None where neither.

    >>> understood("25.62"), understood("Galvanik"), understood("verschiedenes")
    ('25.62', '25.61', None)
    """
    code = sectors.normalise_code(text)
    if code is not None:
        return code
    found = guess(text)
    return found.code if found.is_taken else None


def guess_columns(texts: pl.Series) -> pl.DataFrame:
    """Columns `sector_code` (taken guesses only) and `sector_confidence` for a column, each text read once."""
    taken = {text: found for text in texts.drop_nulls().unique() if (found := guess(text)).is_taken}
    return pl.DataFrame(
        {
            "sector_code": texts.replace_strict(
                {text: found.code for text, found in taken.items()}, default=None, return_dtype=pl.String
            ),
            "sector_confidence": texts.replace_strict(
                {text: found.confidence for text, found in taken.items()},
                default=None,
                return_dtype=pl.Float64,
            ),
        }
    )


def _by_words_of_trade(folded: str) -> Guess | None:
    found = _longest(folded)
    if not found:
        return None
    codes = list(dict.fromkeys(code for _, code in found))
    # a class and its group say the same, the class more exactly
    exact = [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
    if len(exact) == 1:
        covered = sum(len(word) for word, _ in found) / max(len(folded.replace(" ", "")), 1)
        return Guess(exact[0], 0.95 if covered >= 0.5 else 0.8)
    common = _in_common(exact)
    if common is not None:
        return Guess(common, 0.7, tuple(exact[:_ALTERNATIVES]))
    return Guess(exact[0], round(1 / len(exact), 2), tuple(exact[:_ALTERNATIVES]))


def _longest(folded: str) -> list[tuple[str, str]]:
    """Words of trade in the text with their codes, in its order; of overlapping ones the longest."""
    taken: list[tuple[int, int, str, str]] = []
    for word, code in _words_of_trade():
        place = folded.find(word)
        while place >= 0:
            end = place + len(word)
            begins = place == 0 or folded[place - 1] == " "
            is_free = all(end <= first or place >= last for first, last, _, _ in taken)
            if is_free and (begins or len(word.replace(" ", "")) >= _COUNTS_INSIDE):
                taken.append((place, end, word, code))
            place = folded.find(word, end)
    return [(word, code) for _, _, word, code in sorted(taken)]


def _in_common(codes: list[str]) -> str | None:
    """The group that all codes belong to, or None."""
    groups = {sectors.group(code) for code in codes}
    group = groups.pop()
    return group if not groups else None


def _by_titles(folded: str) -> Guess:
    words = [word for word in folded.split() if word not in _SAY_NOTHING and len(word) >= 4]
    if not words:
        return Guess(None, 0.0)
    rarity = _rarity()
    stems = [frozenset(stem for stem in rarity if word.startswith(stem)) for word in words]
    weight = [max((rarity[stem] for stem in found), default=_UNKNOWN_WORD) for found in stems]
    scores: list[tuple[float, str]] = []
    for code, title in _titles():
        agreed = sum(value for value, found in zip(weight, stems, strict=True) if found & title)
        is_made_elsewhere = folded.startswith(_MADE) and not "10" <= code[:2] <= "33"
        if agreed and not is_made_elsewhere:
            whole = sum(rarity[stem] for stem in title)
            scores.append((0.7 * agreed / sum(weight) + 0.3 * agreed / max(whole, agreed), code))
    scores.sort(key=lambda scored: (-scored[0], scored[1]))
    if not scores:
        return Guess(None, 0.0)
    best = scores[0][0]
    near = [code for score, code in scores if score > _CLEARLY_AHEAD * best][:_ALTERNATIVES]
    if best < _TITLE_FITS:
        return Guess(None, round(best / 2, 2), tuple(near))
    if len(near) == 1:
        return Guess(near[0], round(min(best, 0.9), 2))
    common = _in_common(near)
    return Guess(common or near[0], 0.65 if common else round(best / len(near), 2), tuple(near))


def _folded(text: str) -> str:
    lower = text.lower()
    for letters, latin in transliteration().items():
        lower = lower.replace(letters, latin)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", lower).split())


@cache
def _words_of_trade() -> list[tuple[str, str]]:
    """Curated words with their codes, the longest first."""
    text = resources.files("ingest.clean").joinpath("activities.csv").read_text(encoding="utf-8")
    words = [
        (_folded(word), row["sector_code"])
        for row in csv.DictReader(text.splitlines())
        for word in row["keywords"].split("|")
    ]
    return sorted(words, key=lambda pair: (-len(pair[0]), pair))


@cache
def _titles() -> list[tuple[str, frozenset[str]]]:
    """Classes with the stems of their official titles."""
    found = []
    for code in sectors.codes("WZ2008", level=4):
        words = _folded(sectors.label(code) or "").split()
        stems = frozenset(word[:_STEM] for word in words if word not in _SAY_NOTHING and len(word) >= 5)
        found.append((code, stems))
    return found


@cache
def _rarity() -> dict[str, float]:
    counts: dict[str, int] = defaultdict(int)
    for _, stems in _titles():
        for stem in stems:
            counts[stem] += 1
    return {stem: math.log(len(_titles()) / count) + 0.5 for stem, count in counts.items()}
