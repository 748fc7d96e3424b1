"""The method ladder on histories small enough to reckon by hand, and against dense loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.markets.history import Links, Past
from lieferkette.markets.ladder import Ladder
from lieferkette.markets.ranking.opportunities import Opportunities
from lieferkette.markets.ranking.traits import Traits
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
    models = _models(links)
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
    models = _models(random_links(5, companies=40, links=120))
    every = models.of_many(np.arange(40))
    assert set(every.has_history.tolist()) == {True, False}
    for company in range(40):
        one = models.of_many(np.array([company]))
        for name, values in one.__dict__.items():
            # sums of many at once may round their last bit otherwise
            np.testing.assert_allclose(getattr(every, name)[company], values[0], rtol=1e-12, err_msg=name)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_market_is_ranked_by_its_five_best_candidates(seed: int) -> None:
    models = _models(random_links(seed, companies=30, links=150))
    company = seed % 30
    scores = models.ladder.default(np.array([company])).toarray()[0]
    if not models.past.reach[company]:
        scores = (models.traits.likeness(np.array([company])) @ models.past.sold).toarray()[0]
    own = {company, *models.customers(company).tolist()}
    free = [(-scores[one], one) for one in range(30) if scores[one] > 0 and one not in own]
    best: dict[int, list[int]] = {}
    for _, one in sorted(free):
        best.setdefault(int(models.past.sector[one]), []).append(one)
    sums = {market: scores[ranked[:5]].sum() for market, ranked in best.items() if market >= 0}
    ranking = models.of(company, top=50)
    found = ranking.markets
    if not len(ranking.twins) or ranking.basis != ("history" if models.past.reach[company] else "traits"):
        return  # with too few twins there is no order, or another
    assert [one.market for one in found] == sorted(sums, key=lambda market: (-sums[market], market))
    for one in found:
        assert one.candidates.tolist() == best[one.market][:10]
        assert one.score == pytest.approx(sums[one.market] / max(sums.values()))


def test_too_few_sellers_give_no_order() -> None:
    assert _models(LINKS).of(0).basis is None


def test_a_company_without_customers_is_ranked_by_its_traits() -> None:
    links = random_links(9, companies=60, links=500)
    newcomer = Links.of(
        links.supplier, links.customer, links.period, company_count=61, sector=[*links.sector, 2]
    )
    ranking = _models(newcomer).of(60)
    assert ranking.basis == "traits"
    assert all(np.isnan(market.nearness) for market in ranking.markets)
    sells = _models(newcomer).past.reach > 0
    assert len(ranking.twins) and all(sells[ranking.twins])
    assert {int(newcomer.sector[twin]) for twin in ranking.twins} == {2}


def _models(links: Links) -> Opportunities:
    codes = [f"{10 + sector}.1" for sector in links.sector]
    return Opportunities(Ladder(Past(links, 3)), Traits.of(codes, np.full(links.company_count, np.nan)))
