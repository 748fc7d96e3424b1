"""The back-test's protocol against a slow, sure reckoning, its gate, and the example region by five seeds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.markets import backtest
from lieferkette.markets.backtest import Result, earned, gate, newest_cut, question, run, run_steps
from lieferkette.markets.history import Links
from lieferkette.markets.measures import auc, interval, matched_negatives, measure, ranks
from tests.lieferkette.markets.worlds import example_links, random_links


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_the_question_by_its_definition(seed: int, with_history: bool) -> None:
    links = random_links(seed, periods=5)
    asked = question(links, 1, with_history=with_history)
    told = list(zip(links.supplier.tolist(), links.customer.tolist(), links.period.tolist(), strict=True))
    before = {(s, c) for s, c, p in told if p <= 1}
    known = {company for pair in before for company in pair}
    sellers = {s for s, _ in before}
    new = {(s, c) for s, c, p in told if p in (2, 3)} - before
    truth = {(s, c) for s, c in new if c in known and (s in sellers) == with_history}
    assert {(s, c) for s, customers in asked.truth.items() for c in customers.tolist()} == truth
    assert asked.new_links_count == len(truth)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_recall_and_rank_by_counting(seed: int) -> None:
    links = random_links(seed)
    asked = question(links, 1)
    results = {result.method: result for result in run_steps_anyway(asked, ("default",))}
    scores = backtest.Ladder(asked.past).default(asked.suppliers).toarray()
    for place, supplier in enumerate(asked.suppliers.tolist()):
        own = set(asked.past.sold[supplier].indices.tolist()) | {supplier}
        order = [c for c in np.lexsort((np.arange(links.company_count), -scores[place])) if c not in own]
        order = [c for c in order if scores[place, c] > 0 and asked.past.is_known[c]]
        truth = set(asked.truth[supplier].tolist())
        found = results["default"].by_supplier[place]
        assert found[0] == pytest.approx(len(truth & set(order[:10])) / len(truth))
        assert found[2] == float(bool(truth & set(order[:10])))


def run_steps_anyway(asked: backtest.Question, names: tuple[str, ...]) -> list[Result]:
    """As `run_steps`, however few new links there are."""
    from dataclasses import replace

    return run_steps(replace(asked, new_links_count=10_000), names)


def test_measures_by_hand() -> None:
    rank = ranks(np.array([5.0, 4.0, 3.0, 2.0]), np.array([4.0, 2.0]))
    assert rank.tolist() == [2.0, 4.0]
    assert measure(rank, 3, np.array([2.0, 2.0])) == pytest.approx(
        (2 / 3, 2 / 3, 1, 0.5, (1 / 2 + 2 / 4) / 3)
    )
    assert measure(np.array([]), 2, np.array([0.0, 0.0])) == (0, 0, 0, 0, 0)
    assert auc(np.array([1.0, 2.0, 0.0]), np.array([0.0, 2.0, 1.0])) == pytest.approx(0.5)


def test_negatives_have_nearly_as_many_suppliers_and_are_no_customers() -> None:
    popularity = np.arange(200, dtype=np.float64)
    pool = np.arange(200)
    drawn = matched_negatives(
        popularity, np.array([20, 150]), np.array([20, 150]), pool, np.random.default_rng(0)
    )
    assert (np.abs(drawn - np.array([20, 150])) <= 50).all() and not set(drawn.tolist()) & {20, 150}
    nobody = matched_negatives(popularity, np.array([20]), pool, pool, np.random.default_rng(0))
    assert nobody.tolist() == [-1]


def test_the_gate_needs_both_the_neighbours_and_popularity() -> None:
    def result(name: str, recall: float) -> Result:
        return Result(name, np.full((400, 6), recall))

    simple, neighbours = result("popularity", 0.02), result("neighbours", 0.20)
    assert gate([simple, neighbours, result("default", 0.20)]).is_passed
    assert not gate([simple, neighbours, result("default", 0.19)]).is_passed
    assert not gate([result("popularity", 0.03), neighbours, result("default", 0.20)]).is_passed


def test_sectors_are_used_only_where_they_earned_it() -> None:
    rng = np.random.default_rng(0)
    base = rng.random((500, 6))
    better, same = base.copy(), base.copy()
    better[:, 0] += 0.05
    assert earned([Result("default", base), Result("sector_twins", better)]) == "sector_twins"
    assert earned([Result("default", base), Result("sector_twins", same)]) == "default"
    assert earned([Result("default", base)]) == "default"


def test_the_newest_cut_leaves_two_periods_where_there_are_three() -> None:
    def cut(periods: int) -> int | None:
        return newest_cut(Links.of([0] * periods, [1] * periods, range(periods), company_count=2))

    assert [cut(periods) for periods in (1, 2, 3, 5)] == [None, 0, 0, 2]


def test_an_interval_holds_the_mean() -> None:
    values = np.random.default_rng(0).random(300)
    low, high = interval(values)
    assert low < values.mean() < high and high - low < 0.1


def test_boosting_is_tried_where_an_earlier_cut_can_teach_it() -> None:
    links = random_links(1, companies=60, links=1500, periods=5)
    assert [one.method for one in run(question(links, 2))][-1] == "boosting"
    assert "boosting" not in [one.method for one in run(question(links, 1))]


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_in_the_example_region_the_method_in_use_beats_popularity(seed: int) -> None:
    results = run_steps(
        question(example_links(seed), 0), ("popularity", "neighbours", "default", "sector_twins")
    )
    found = gate(results, earned(results))
    assert found.over_popularity[0] > 0
