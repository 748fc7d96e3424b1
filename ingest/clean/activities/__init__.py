"""From the words for what a company does ("Galvanik", "Zerspanung") to a WZ 2008 code, with how sure that is.

First the words of trade (`words_of_trade`), then the official titles (`titles`); whoever only deals in the goods gets
the class of their trade (`dealing`). Words that lead to several classes give what those have in common, or
alternatives to ask about; a guess is never passed off as a code that somebody wrote.
Comes in: a text. Goes out: a `Guess`. Never: a download, or a code for words that say nothing of an activity.
"""

from __future__ import annotations

import polars as pl

from ingest.clean.activities.dealing import as_traded, only_deals
from ingest.clean.activities.guess import TAKEN_FROM, Guess, folded
from ingest.clean.activities.titles import by_titles
from ingest.clean.activities.words_of_trade import by_words_of_trade
from schemas.blank_columns import spared_if_blank
from schemas.reference import sectors
from schemas.short_texts import kept_for_short_texts

__all__ = ["TAKEN_FROM", "Guess", "guess", "guess_columns", "understood"]


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
    words = folded(text)
    found = by_words_of_trade(words) or by_titles(words)
    return _of_who_deals(found, words) if found.code and only_deals(words) else found


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


@spared_if_blank
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


def _of_who_deals(found: Guess, words: str) -> Guess:
    """The same goods, traded: what several classes make may be one class of trade."""
    codes = as_traded(list(found.alternatives) or [found.code or ""], words)
    if len(codes) > 1:
        return Guess(codes[0], round(1 / len(codes), 2), tuple(codes))
    return Guess(codes[0], max(found.confidence, 0.7) if found.alternatives else found.confidence)
