"""The gate on small tables: what is withheld, what the audit proves, against brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.disclosure.derived import told
from lieferkette.disclosure.flows import Cells, Flows
from lieferkette.disclosure.gate import pass_gate, weaknesses
from lieferkette.disclosure.intervals import interval
from lieferkette.disclosure.rules import Rules

CLASSIC = Rules(minimum_contributors=3)


def square(
    seed: int, buyers: int = 14, rows: int = 2, columns: int = 3, count: int = 60
) -> tuple[Flows, Cells]:
    """A table of rows × columns with all totals, over random flows."""
    rng = np.random.default_rng(seed)
    row, column = rng.integers(0, rows, buyers), rng.integers(0, columns, 3 * buyers)
    who, whom = rng.integers(0, buyers, count), rng.integers(0, 3 * buyers, count)
    flows = Flows.of(who, buyers + whom, np.ceil(rng.lognormal(3, 1, count)))
    at = [(int(row[b]), int(column[s])) for b, s in zip(who, whom, strict=True)]
    keys = [*itertools.product([*range(rows), None], [*range(columns), None])]
    sums = [[i for i, (r, c) in enumerate(at) if x in (None, r) and y in (None, c)] for x, y in keys]
    return flows, Cells.of([one for one in sums if one])


def test_a_withheld_cell_is_not_the_difference_of_published_ones() -> None:
    flows = Flows.of(range(20), range(20, 40), [10.0] * 20)
    passed = pass_gate(flows, Cells.of([range(20), range(9), range(9, 18), [18, 19]]), Rules())
    assert passed.is_primary.tolist() == [False, False, False, True]
    assert passed.is_secondary.sum() == 1 and passed.is_published[0]


def test_what_cost_the_reader_least_is_withheld() -> None:
    flows = Flows.of(range(26), range(26, 52), [10.0] * 26)
    sums = [range(26), range(12), range(12, 24), [24, 25]]
    assert pass_gate(flows, Cells.of(sums, None, [4, 9, 1, 1]), Rules()).is_published.tolist() == [1, 1, 0, 0]
    assert pass_gate(flows, Cells.of(sums, None, [4, 1, 9, 1]), Rules()).is_published.tolist() == [1, 0, 1, 0]


def test_a_single_joiner_between_releases_withholds_the_new_sum() -> None:
    flows = Flows.of(range(13), range(13, 26), [10.0] * 13)
    cells = Cells.of([range(13), range(12)], [False, True])
    assert pass_gate(flows, cells, Rules()).is_published.tolist() == [False, True]


def test_enough_joiners_pass() -> None:
    flows = Flows.of(range(20), range(20, 40), [10.0] * 20)
    cells = Cells.of([range(20), range(12)], [False, True])
    assert pass_gate(flows, cells, Rules()).is_published.all()


def test_joiner_and_leaver_together_are_seen_through() -> None:
    """Neither sum holds the other: only the equations tell joiner minus leaver."""
    flows = Flows.of(range(14), range(14, 28), [*[10.0] * 12, 500.0, 1.0])
    cells = Cells.of([range(13), [*range(12), 13]], [False, True])
    assert not pass_gate(flows, cells, CLASSIC).is_published[0]


def test_beside_an_earlier_release_that_gives_somebody_away_nothing_new_is_told() -> None:
    flows = Flows.of(range(30), range(30, 60), [10.0] * 30)
    cells = Cells.of([[0], range(12), range(12, 30)], [True, True, False])
    assert pass_gate(flows, cells, Rules()).is_published.tolist() == [True, True, False]


@pytest.mark.property
@settings(max_examples=12)
@given(st.integers(0, 10_000))
def test_no_coalition_of_the_rules_comes_close_by_any_sum_of_sums(seed: int) -> None:
    """Brute force: every difference of two published sums, every insider, everybody's part."""
    flows, cells = square(seed)
    passed = pass_gate(flows, cells, CLASSIC)
    sums = [frozenset(f.tolist()) for f, out in zip(cells.flows_of, passed.is_published, strict=True) if out]
    told_sets = set(sums) | {a - b for a in sums for b in sums if b < a}
    told_sets |= {a - b for a in told_sets for b in told_sets if b < a}
    people = range(flows.customer.min(), flows.supplier.max() + 1)
    for members in told_sets:
        inside = flows.take(np.asarray(sorted(members), dtype=np.int64))
        for insider in [-7, *people]:
            rest = inside.without([insider])
            who, parts = rest.totals()
            if len(who):
                assert rest.total >= (1 + CLASSIC.margin_share) * parts[0] - 1e-6, (who[0], insider)


@pytest.mark.property
@settings(max_examples=12)
@given(st.integers(0, 10_000))
def test_published_sums_pass_the_audit_alone_and_withheld_ones_stay_wide(seed: int) -> None:
    flows, cells = square(seed)
    passed = pass_gate(flows, cells, CLASSIC)
    assert weaknesses(flows, cells, passed.is_published, CLASSIC) == []
    known = told(cells.membership(len(flows)), passed.is_published)
    for cell in np.flatnonzero(passed.is_primary):
        inside = cells.flows_of[cell]
        low, high = interval(flows, known, inside)
        value, largest = flows.amount[inside].sum(), flows.take(inside).totals()[1][0]
        assert low <= value - CLASSIC.margin_share * largest * 0.99
        assert high >= value + 0 * largest


@pytest.mark.property
@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_the_audit_finds_a_weakness_where_all_cells_leave(seed: int) -> None:
    flows, cells = square(seed)
    everything = np.ones(len(cells), dtype=np.bool_)
    unsafe = pass_gate(flows, cells, CLASSIC).is_primary
    if unsafe.any():
        assert weaknesses(flows, cells, everything, CLASSIC)


def by_force(totals: list[int], columns: list[int], cell: tuple[int, int]) -> tuple[int, int]:
    """Smallest and largest value of a cell over all whole-numbered 2 × 2 tables with these margins."""
    found = []
    for a in range(totals[0] + 1):
        b, c = totals[0] - a, columns[0] - a
        d = totals[1] - c
        if min(b, c, d) >= 0 and b + d == columns[1]:
            found.append(((a, b), (c, d))[cell[0]][cell[1]])
    return min(found), max(found)


@pytest.mark.property
@given(st.lists(st.integers(1, 30), min_size=4, max_size=4), st.integers(0, 3))
def test_intervals_are_those_of_all_tables(values: list[int], cell: int) -> None:
    flows = Flows.of(range(4), range(4, 8), values)
    margins = Cells.of([[0, 1], [2, 3], [0, 2], [1, 3]])
    known = told(margins.membership(4), np.ones(4, dtype=np.bool_))
    low, high = interval(flows, known, np.asarray([cell]))
    a, b, c, d = values
    assert (round(low), round(high)) == by_force([a + b, c + d], [a + c, b + d], divmod(cell, 2))


def test_what_nobody_published_has_no_greatest_value() -> None:
    flows = Flows.of([0, 1], [2, 3], [1.0, 2.0])
    known = told(Cells.of([[0]]).membership(2), np.asarray([True]))
    assert interval(flows, known, np.asarray([0, 1])) == (1.0, float("inf"))


def test_beside_an_earlier_release_what_has_no_figure_yet_goes_first() -> None:
    """Two halves of a whole, of which one is withheld: the one that nobody can read yet is told."""
    flows = Flows.of(range(26), range(26, 52), [10.0] * 26)
    sums = [range(26), range(12), range(12, 24), [24, 25]]
    past = [True, False, False, False]
    worth = [1, 9, 1, 1]
    for has_figure, told_now in (([0, 1, 0, 0], [1, 0, 1, 0]), ([0, 0, 0, 0], [1, 1, 0, 0])):
        cells = Cells.of(sums, past, worth, [bool(one) for one in has_figure])
        assert pass_gate(flows, cells, Rules()).is_published.tolist() == told_now


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 500))
def test_never_less_is_published_than_in_the_plain_order_by_amount(seed: int) -> None:
    """The plain order is tried here by itself, with the audit as the judge."""
    flows, cells = square(seed, rows=3)
    passed = pass_gate(flows, cells, CLASSIC)
    value = cells.membership(len(flows)) @ flows.amount
    plain = np.zeros(len(cells), dtype=np.bool_)
    for cell in np.argsort(-value, kind="stable"):
        plain[cell] = not passed.is_primary[cell]
        plain[cell] &= not weaknesses(flows, cells, plain, CLASSIC)
    assert value[passed.is_published].sum() >= value[plain].sum() - 1e-6
    assert weaknesses(flows, cells, passed.is_published, CLASSIC) == []
