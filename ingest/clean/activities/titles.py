"""The official titles of the classes, which come with the package `wz-code`, for texts without a word of trade.

Comes in: a folded text. Goes out: a `Guess`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import cache

from ingest.clean.activities.guess import ALTERNATIVES, Guess, folded, in_common, is_same_thing
from schemas.reference import sectors

#: Letters of a title's word that a word must begin with to be a form of it ("Kartoffelanbau", "Kartoffeln").
_STEM = 7
#: Letters by which forms of a word differ at their ends, and what is left of the weight of a compound that is about
#: another thing than the title's word ("Trockeneisstrahlen", "Trockenmörtel").
_ENDING, _OF_OTHER_THING = 3, 0.5
#: Letters of the shortest word of a title that says anything.
_SHORTEST = 5
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


def by_titles(text: str) -> Guess:
    """The class whose title holds the words of a folded text, rare words before frequent ones."""
    words = [word for word in text.split() if word not in _SAY_NOTHING and len(word) >= 4]
    if not words:
        return Guess(None, 0.0)
    rarity = _rarity()
    stems = [frozenset(stem for stem in rarity if word.startswith(stem)) for word in words]
    weight = [max((rarity[stem] for stem in found), default=_UNKNOWN_WORD) for found in stems]
    worth = [value * _worth(word, found) for word, value, found in zip(words, weight, stems, strict=True)]
    scores: list[tuple[float, str]] = []
    for code, title in _titles():
        agreed = sum(value for value, found in zip(worth, stems, strict=True) if found & title)
        is_made_elsewhere = text.startswith(_MADE) and not "10" <= code[:2] <= "33"
        if agreed and not is_made_elsewhere:
            whole = sum(rarity[stem] for stem in title)
            scores.append((0.7 * agreed / sum(weight) + 0.3 * agreed / max(whole, agreed), code))
    scores.sort(key=lambda scored: (-scored[0], scored[1]))
    if not scores:
        return Guess(None, 0.0)
    best = scores[0][0]
    near = [code for score, code in scores if score > _CLEARLY_AHEAD * best][:ALTERNATIVES]
    if best < _TITLE_FITS:
        return Guess(None, round(best / 2, 2), tuple(near))
    if len(near) == 1:
        return Guess(near[0], round(min(best, 0.9), 2))
    common = in_common(near)
    return Guess(common or near[0], 0.65 if common else round(best / len(near), 2), tuple(near))


def _worth(word: str, stems: frozenset[str]) -> float:
    """How much of a word's weight counts for the titles that hold its stem."""
    titled = [other for stem in stems for other in _titled()[stem]]
    return 1.0 if any(_is_form(word, other) for other in titled) else _OF_OTHER_THING


def _is_form(word: str, titled: str) -> bool:
    """Whether a word is a form of a title's word, or a compound that does not leave it."""
    same = next((n for n in range(min(len(word), len(titled)), 0, -1) if word[:n] == titled[:n]), 0)
    rest = word[same:]
    return len(titled) - same <= _ENDING and (len(rest) <= _ENDING or is_same_thing(rest))


@cache
def _titles() -> list[tuple[str, frozenset[str]]]:
    """Classes with the stems of their official titles."""
    return [(code, frozenset(word[:_STEM] for word in words)) for code, words in _title_words()]


@cache
def _titled() -> dict[str, list[str]]:
    """For each stem the words of titles that begin with it."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, words in _title_words():
        for word in words:
            found[word[:_STEM]].append(word)
    return found


def _title_words() -> list[tuple[str, list[str]]]:
    titles = [(code, folded(sectors.label(code) or "").split()) for code in sectors.codes("WZ2008", level=4)]
    return [
        (code, [word for word in words if word not in _SAY_NOTHING and len(word) >= _SHORTEST])
        for code, words in titles
    ]


@cache
def _rarity() -> dict[str, float]:
    counts = Counter(stem for _, stems in _titles() for stem in stems)
    return {stem: math.log(len(_titles()) / count) + 0.5 for stem, count in counts.items()}
