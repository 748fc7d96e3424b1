"""What coalitions can know, against trying them all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.disclosure.flows import NOBODY, Flows
from lieferkette.disclosure.holdings import Change, Holdings

FLOW = st.tuples(
    st.integers(0, 4), st.sampled_from([NOBODY, 3, 4, 5, 6, 7]), st.integers(0, 2), st.integers(1, 9)
)
FLOWS = st.lists(FLOW, min_size=3, max_size=14).map(lambda rows: [r for r in rows if r[0] != r[1]])


def holdings(rows: list[tuple[int, int, int, int]], size: int) -> tuple[Holdings, float]:
    buyer, seller, atom, amount = (np.asarray(column) for column in zip(*rows, strict=True))
    flows = Flows.of(buyer, seller, amount)
    return Holdings(flows, atom, 3, size), len(flows) / flows.total


def known(rows: list[tuple[int, int, int, int]], atom: int, members: tuple[int, ...], without: int) -> int:
    return sum(
        amount
        for buyer, seller, at, amount in rows
        if at == atom and (buyer in members or seller in members) and without not in (buyer, seller)
    )


def all_coalitions(held: Holdings, without: int, size: int) -> list[tuple[int, ...]]:
    others = [who for who in held.contributors if who != without]
    return [m for count in range(size + 1) for m in itertools.combinations(others, count)]


@pytest.mark.property
@settings(max_examples=60)
@given(FLOWS.filter(bool), st.integers(1, 3))
def test_the_most_that_a_coalition_can_know(rows: list[tuple[int, int, int, int]], size: int) -> None:
    held, scale = holdings(rows, size)
    for who in held.contributors:
        of = held.of_others(who)
        for atom in range(3):
            every = all_coalitions(held, who, size)
            most = max(known(rows, atom, members, who) for members in every)
            assert of.knowable[atom] == pytest.approx(most * scale)
            can_cover = any(
                all(b in members or s in members for b, s, at, _ in rows if at == atom) for members in every
            )
            assert of.is_coverable[atom] == can_cover
            mine = sum(amount for b, s, at, amount in rows if at == atom and who in (b, s))
            assert held.of(who)[atom] == pytest.approx(mine * scale)


@pytest.mark.property
@settings(max_examples=60)
@given(FLOWS.filter(bool), st.integers(1, 3), st.integers(0, 10_000))
def test_a_coalition_that_breaks_all_changes_is_found_where_there_is_one(
    rows: list[tuple[int, int, int, int]], size: int, seed: int
) -> None:
    held, scale = holdings(rows, size)
    rng = np.random.default_rng(seed)
    changes = [
        Change(rng.integers(0, 12, 3) * scale + 0.01, rng.random(3) < 0.4) for _ in range(rng.integers(1, 4))
    ]
    for who in held.contributors:

        def breaks(members: tuple[int, ...], change: Change, who: int = who) -> bool:
            for atom in range(3):
                inside = [(b, s) for b, s, at, _ in rows if at == atom]
                is_covered = all(b in members or s in members for b, s in inside)
                if change.is_moved[atom] if is_covered else (
                    known(rows, atom, members, who) * scale > change.left[atom]
                ):  # fmt: skip
                    return True
            return False

        there_is_one = any(
            all(breaks(members, change) for change in changes) for members in all_coalitions(held, who, size)
        )
        found = held.breaking(changes, held.of_others(who))
        assert (found is not None) == there_is_one
        assert found is None or all(breaks(found, change) for change in changes)


def test_what_is_covered_and_known_of_a_coalition() -> None:
    held, scale = holdings([(0, 5, 0, 4), (1, 5, 0, 6), (1, 6, 1, 3), (2, 7, 2, 5)], 2)
    assert held.covered_by((5,)).tolist() == [0] and held.covered_by((1, 0)).tolist() == [0, 1]
    assert held.known_to((1, 5), 2) == pytest.approx(np.asarray([10, 3, 0]) * scale)
