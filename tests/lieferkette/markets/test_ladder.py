"""The method ladder on histories small enough to reckon by hand, and against dense loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.markets.history import Links, Past
from lieferkette.markets.ladder import Ladder
from lieferkette.markets.opportunities import Opportunities
from tests.lieferkette.markets.worlds import dense_neighbours, random_links

# 0 and 1 sell to 4 and 5, 1 also to 6; 2 sells to 7; 4 sells to 0
LINKS = Links.of(
    [0, 0, 1, 1, 1, 2, 4], [4, 5, 4, 5, 6, 7, 0], [0] * 7, company_count=8, sector=[0, 0, 0, 1, 2, 2, 2, 3]
)


def _row(scores: object, row: int) -> list[float]:
    return scores(np.array([row])).toarray()[0].tolist()  # type: ignore[operator]


def test_twins_propose_what_they_sell_to() -> None:
    ladder = Ladder(Past(LINKS, 0))
    votes = _row(ladder.neighbours, 0)
    assert max(range(8), key=lambda c: 0 if c in (4, 5) else votes[c]) == 6
    assert votes[7] == 0


def test_popularity_is_the_same_for_all_and_by_sector_is_not() -> None:
    ladder = Ladder(Past(LINKS, 0))
    assert _row(ladder.popularity, 0) == _row(ladder.popularity, 2) == [1, 0, 0, 0, 2, 2, 1, 1]
    assert _row(ladder.sector_popularity, 0)[7] == 1
    assert _row(ladder.sector_popularity, 4) == [1, 0, 0, 0, 0, 0, 0, 0]


def test_a_delivery_the_other_way_counts_as_far_as_that_is_usual() -> None:
    ladder = Ladder(Past(LINKS, 0))
    both_ways = 2 / 7
    assert ladder.reciprocal_weight == pytest.approx(both_ways * 3)
    assert _row(ladder.default, 4)[1] == pytest.approx(both_ways * 3)
    one_way = Links.of([0, 1], [2, 2], [0, 0], company_count=3)
    assert Ladder(Past(one_way, 0)).reciprocal_weight == 0


def test_an_older_delivery_the_other_way_counts_less() -> None:
    links = Links.of([1, 2, 0, 0, 0], [0, 0, 1, 3, 4], [0, 2, 0, 2, 2], company_count=5)
    row = Ladder(Past(links, 2)).reciprocal(np.array([0])).toarray()[0]
    assert row[1] == pytest.approx(0.6**2) and row[2] == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_neighbours_against_dense_loops(seed: int, cut: int) -> None:
    past = Past(random_links(seed), cut)
    found = Ladder(past).neighbours(np.arange(past.company_count)).toarray()
    np.testing.assert_allclose(found, dense_neighbours(past), atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_no_step_sees_what_comes_after_the_cut(seed: int) -> None:
    links = random_links(seed)
    before = links.period <= 1
    short = Links.of(
        links.supplier[before], links.customer[before], links.period[before],
        company_count=links.company_count, sector=links.sector,
    )  # fmt: skip
    rows = np.arange(links.company_count)
    alone, whole = Ladder(Past(short, 1)).steps, Ladder(Past(links, 1)).steps
    for name in whole:
        np.testing.assert_array_equal(alone[name](rows).toarray(), whole[name](rows).toarray(), err_msg=name)


def test_steps_with_sectors_stand_only_where_sectors_are_known() -> None:
    without = Links.of(LINKS.supplier, LINKS.customer, LINKS.period, company_count=8)
    assert list(Ladder(Past(without, 0)).steps) == ["popularity", "neighbours", "default"]
    assert list(Ladder(Past(LINKS, 0)).steps)[-1] == "sector_twins"


def test_candidates_are_never_customers_already() -> None:
    links = random_links(3, companies=40, links=300)
    models = Opportunities(Ladder(Past(links, 3)))
    for company in range(40):
        own = set(models.customers(company).tolist()) | {company}
        ranking = models.of(company)
        for market in ranking.markets:
            assert not own & set(market.candidates.tolist())
            assert market.is_new == (not models.sells_to[company, market.market])
        scores = [market.score for market in ranking.markets]
        assert scores == sorted(scores, reverse=True)
        assert scores[0] == 1.0


def test_many_at_once_are_ranked_as_one_by_one() -> None:
    models = Opportunities(Ladder(Past(random_links(5, companies=40, links=300), 3)))
    every = models.best_customers(np.arange(40))
    for company in (0, 7, 31):
        assert every[company].tolist() == models.best_customers(np.array([company]))[0].tolist()


def test_too_few_sellers_give_no_order() -> None:
    assert Opportunities(Ladder(Past(LINKS, 0))).of(0).basis is None


def test_a_company_without_customers_is_ranked_by_its_sector() -> None:
    links = random_links(9, companies=60, links=500)
    newcomer = Links.of(
        links.supplier, links.customer, links.period, company_count=61, sector=[*links.sector, 2]
    )
    ranking = Opportunities(Ladder(Past(newcomer, 3))).of(60)
    assert ranking.basis == "sector"
    assert all(np.isnan(market.nearness) for market in ranking.markets)
