"""property: the compiled comparison of names against slow, plain ways to say the same."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.match.kernels import alike
from ingest.match.texts import Texts

WORDS = st.text("abcd", min_size=1, max_size=7)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


def edits(one: str, other: str) -> int:
    """Optimal string alignment by its recursive definition."""

    @cache
    def least(i: int, j: int) -> int:
        if min(i, j) == 0:
            return max(i, j)
        options = [
            least(i - 1, j) + 1,
            least(i, j - 1) + 1,
            least(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            options.append(least(i - 2, j - 2) + 1)
        return min(options)

    return least(len(one), len(other))


def aligned(one: str, other: str, weight: float = 1.0, is_word: bool = False) -> dict[str, float]:
    """One pair of names, every word of the same weight."""
    left, right = Texts.of(pl.Series([one])), Texts.of(pl.Series([other]))
    out = np.zeros((1, alike.COLUMNS), np.float32)
    weights = [np.full(len(side.words) - 1, weight, np.float32) for side in (left, right)]
    first = np.zeros(1, np.int64)
    alike.align(
        first, first, left.letters, left.words, left.first_word, weights[0],
        np.full(len(weights[0]), is_word), right.letters, right.words, right.first_word, weights[1], out,
    )  # fmt: skip
    names = ("agreed", "missing_left", "missing_right", "slips", "letters", "longest")
    return dict(zip(names, out[0].tolist(), strict=True))


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
@settings(max_examples=200, deadline=None)
def test_property_edits_are_those_of_the_definition(one: str, other: str) -> None:
    rows = np.zeros((3, alike.MOST_LETTERS + 1), np.int32)
    a, b = (np.frombuffer(text.encode(), np.uint8) for text in (one, other))
    assert alike.distance(a, 0, len(one), b, 0, len(other), rows) == edits(one, other)


@given(NAMES, NAMES)
@settings(max_examples=100, deadline=None)
def test_property_nothing_agrees_or_is_missing_beyond_what_is_there(one: str, other: str) -> None:
    found = aligned(one, other)
    assert 0 <= found["agreed"] <= min(len(one.split()), len(other.split())) + 1e-5
    assert 0 <= found["missing_left"] <= len(one.split())
    assert 0 <= found["missing_right"] <= len(other.split())
    letters = [name.replace(" ", "") for name in (one, other)]
    assert found["letters"] == pytest.approx(1 - edits(*letters) / max(map(len, letters)), abs=1e-6)


@given(NAMES, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_property_the_order_of_words_does_not_matter(name: str, chance: object) -> None:
    words = [word for word in name.split() if len(word) > 1]
    shuffled = list(words)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    if words:
        found = aligned(" ".join(words), " ".join(shuffled))
        assert (found["agreed"], found["missing_left"], found["missing_right"]) == (len(words), 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "agreed", "missing"),
    [
        ("druckluft technik", "drucklufttechnik", 1.0, 0.0),  # joined
        ("schaefer maschinenbau", "schaefer maschinenbua", 1.85, 0.0),  # swapped letters
        ("schaefer masch", "schaefer maschinenbau", 1.8, 1 - 5 / 12),  # abbreviated: the rest is missing
        ("schaefer maschf", "schaefer maschinenfabrik", 1.6, 0.2),  # contracted
        ("schaefer ind bedarf", "schaefer industriebedarf", 1.6, 0.2),  # two words of one, shortened
        ("ds gusswerke", "wps gusswerke", 1.0, 2.0),  # too little besides for a slip in so short a word
        ("j p schaefer", "jp schaefer", 2.0, 0.0),  # initials together
        ("h schaefer", "hans schaefer", 2.0, 0.0),  # an initial
        ("schaefer guss", "schaefer draht", 1.0, 2.0),
        ("bau", "bai", 0.0, 2.0),  # too short for a slip
    ],
)
def test_how_words_find_each_other(one: str, other: str, agreed: float, missing: float) -> None:
    found = aligned(one, other)
    assert found["agreed"] == pytest.approx(agreed)
    assert found["missing_left"] + found["missing_right"] == pytest.approx(missing)


def test_a_slip_that_makes_another_known_word_counts_for_less() -> None:
    assert aligned("schmidt", "schmitt", is_word=True)["agreed"] < aligned("schmidt", "schmitt")["agreed"]
