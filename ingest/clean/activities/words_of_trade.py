"""Words of trade: what people say for a class of the classification, curated in `words_of_trade.csv`.

Comes in: a folded text. Goes out: a `Guess`, or None where no word of trade is in it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from ingest.clean.activities.guess import ALTERNATIVES, Guess, folded, in_common, is_same_thing

#: Letters that a word of trade must have to count inside a compound ("Zinkdruckgussteile"), at the end of one, where
#: German says what a thing is ("Spiralfedern"), and at its beginning; a shorter one stands alone ("CNC").
_COUNTS_INSIDE, _COUNTS_AT_THE_END, _COUNTS_AT_THE_BEGINNING = 7, 6, 5


def by_words_of_trade(text: str) -> Guess | None:
    """What the longest words of trade in a folded text say."""
    found = _longest(text)
    if not found:
        return None
    codes = list(dict.fromkeys(code for _, _, code in found))
    # a class and its group say the same, the class more exactly
    exact = [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
    if len(exact) == 1:
        if not any(is_same_thing(text[end:].partition(" ")[0]) for _, end, _ in found):
            return Guess(exact[0], 0.5, (exact[0],))
        covered = sum(end - begin for begin, end, _ in found) / max(len(text), 1)
        return Guess(exact[0], 0.95 if covered >= 0.5 else 0.8)
    common = in_common(exact)
    if common is not None:
        return Guess(common, 0.7, tuple(exact[:ALTERNATIVES]))
    return Guess(exact[0], round(1 / len(exact), 2), tuple(exact[:ALTERNATIVES]))


def _longest(text: str) -> list[tuple[int, int, str]]:
    """Where words of trade begin and end in the text, and their codes; of overlapping ones the longest."""
    taken: list[tuple[int, int, str]] = []
    for word, code in _words():
        place = text.find(word)
        while place >= 0:
            end = place + len(word)
            is_free = all(end <= first or place >= last for first, last, _ in taken)
            if is_free and _counts(word, text, place):
                taken.append((place, end, code))
            place = text.find(word, end)
    return sorted(taken)


def _counts(word: str, text: str, place: int) -> bool:
    """Whether a word of trade found at `place` is meant there."""
    begins = place == 0 or text[place - 1] == " "
    ends = text[place + len(word) :][:1] in ("", " ")
    length = len(word.replace(" ", ""))
    return (
        (begins and ends)
        or length >= _COUNTS_INSIDE
        or (ends and length >= _COUNTS_AT_THE_END)
        or (begins and length >= _COUNTS_AT_THE_BEGINNING)
    )


@cache
def _words() -> list[tuple[str, str]]:
    """Curated words with their codes, the longest first."""
    text = resources.files(__package__).joinpath("words_of_trade.csv").read_text(encoding="utf-8")
    words = [
        (folded(word), row["sector_code"])
        for row in csv.DictReader(text.splitlines())
        for word in row["keywords"].split("|")
    ]
    return sorted(words, key=lambda pair: (-len(pair[0]), pair))
