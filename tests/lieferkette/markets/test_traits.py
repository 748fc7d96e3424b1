"""Likeness by what is known of companies beside their relations: against loops, and where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.markets.ranking.traits import Traits

UNKNOWN = float("nan")
COMPANIES = st.lists(
    st.tuples(
        st.sampled_from([None, "25", "25.6", "25.62", "25.61", "28.41"]),
        st.sets(st.sampled_from(["turning", "milling", "casting"])),
        st.sampled_from([UNKNOWN, 3.0, 40.0, 400.0, 9000.0]),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(companies=COMPANIES)
def test_likeness_is_the_cosine_of_the_blocks_faded_by_size(
    companies: list[tuple[str | None, set[str], float]],
) -> None:
    found = _traits(companies).likeness(np.arange(len(companies))).toarray()
    for one, (code, can, size) in enumerate(companies):
        for other, (its_code, it_can, its_size) in enumerate(companies):
            if one == other:
                assert found[one, other] == 0
                continue
            levels, its_levels = _levels(code), _levels(its_code)
            dot = _cosine(levels, its_levels) + _cosine(can, it_can)
            blocks = (bool(levels) + bool(can)) * (bool(its_levels) + bool(it_can))
            apart = 0.5 if np.isnan(size) or np.isnan(its_size) else None
            apart = min(abs(np.log10(size / its_size)), 1.0) if apart is None else apart
            expected = dot / np.sqrt(blocks) * (1 - 0.5 * apart) if blocks else 0.0
            assert found[one, other] == pytest.approx(expected)


def test_of_those_asked_for_alone() -> None:
    traits = _traits([("25.62", set(), 10.0), ("25.62", set(), 10.0), ("25.62", set(), 10.0)])
    found = traits.likeness(np.array([0]), np.array([True, False, True])).toarray()
    np.testing.assert_allclose(found, [[0, 0, 1]])


def test_nothing_known_is_like_nobody() -> None:
    assert _traits([(None, set(), UNKNOWN)] * 3).likeness(np.arange(3)).nnz == 0


def _traits(companies: list[tuple[str | None, set[str], float]]) -> Traits:
    said = [(number, word) for number, one in enumerate(companies) for word in sorted(one[1])]
    traits = Traits.of([one[0] for one in companies], np.array([one[2] for one in companies]))
    return traits.with_block([one[0] for one in said], [one[1] for one in said])


def _levels(code: str | None) -> set[str]:
    return {code[:length] for length in (2, 4, 5) if code and len(code) >= length}


def _cosine(one: set[str], other: set[str]) -> float:
    return len(one & other) / np.sqrt(len(one) * len(other)) if one and other else 0.0
