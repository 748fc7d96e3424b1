"""New customer sectors and customers, out of the ladder's scores, each with its parts: for one company or for many.

A sector's score is the sum of its five best candidates, the best sector 1: the order that the back-test tries.
Companies without a customer that others have too are ranked by what companies of like traits sell, and marked.
Never: names a company, reads a view, or turns an order into euros.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lieferkette.markets.history import BoolArray, FloatArray, IntArray
from lieferkette.markets.ladder import DEFAULT, Ladder
from lieferkette.markets.ranking.goods import FEWEST_TWINS
from lieferkette.markets.ranking.traits import Traits

Basis = Literal["history", "traits"]

#: Twins that a sentence counts, and the least likeness of one.
TWINS, LEAST_LIKENESS = 20, 0.05
#: Candidates that make a sector's score, and that are kept.
_BEST, _KEPT = 5, 10
#: With fewer selling companies, or fewer twins, an order would be chance.
FEWEST_SELLERS = 20


@dataclass(frozen=True)
class MarketScore:
    """One customer sector: its number, score (the best 1), candidates by score, and the twins that sell there.

    `nearness` (0 … 1): which part of what is near the sector the company already sells to; NaN without history.
    """

    market: int
    score: float
    nearness: float
    is_new: bool
    candidates: IntArray
    candidate_scores: FloatArray
    selling_twins: IntArray


@dataclass(frozen=True)
class Ranking:
    """Sectors of one company, best first; empty where `basis` is None: too few sellers, or too few like it."""

    basis: Basis | None
    markets: tuple[MarketScore, ...]
    twins: IntArray


@dataclass(frozen=True)
class Rankings:
    """Sectors of many companies at once, by company and rank; −1 where a company has fewer sectors or candidates.

    `market`, `score`, `nearness`, `is_new`: companies × ranks. `candidates` and `candidate_scores`: × 10.
    `has_history`: by company, whether it was ranked by its customers. `twins`: companies × 20.
    """

    companies: IntArray
    has_history: BoolArray
    market: IntArray
    score: FloatArray
    nearness: FloatArray
    is_new: BoolArray
    candidates: IntArray
    candidate_scores: FloatArray
    twins: IntArray


class Opportunities:
    """The opportunities of any company of one view. `sector` numbers each company's sector by `Links.sector`."""

    def __init__(self, ladder: Ladder, traits: Traits, method: str = DEFAULT) -> None:
        self.ladder = ladder
        self.traits = traits
        self.method = method
        self.past = ladder.past

    def of(self, company: int, top: int = 10, traits: Traits | None = None) -> Ranking:
        """The best sectors of a company, with ten candidates each. `traits`: others than those of the view."""
        found = self.of_many(np.array([company]), top, traits)
        twins = found.twins[0][found.twins[0] >= 0]
        markets = tuple(
            MarketScore(
                int(market),
                float(found.score[0, rank]),
                float(found.nearness[0, rank]),
                bool(found.is_new[0, rank]),
                found.candidates[0, rank][found.candidates[0, rank] >= 0],
                found.candidate_scores[0, rank][found.candidates[0, rank] >= 0],
                twins[self.sells_to[twins, market]],
            )
            for rank, market in enumerate(found.market[0])
            if market >= 0
        )
        basis: Basis = "history" if found.has_history[0] else "traits"
        return Ranking(basis if markets else None, markets, twins)

    def of_many(self, companies: IntArray, top: int = 10, traits: Traits | None = None) -> Rankings:
        """The best sectors of many companies; quickest where all have customers, or none has.

        Those whose customers too few others share are ranked by their traits, as if they had none.
        """
        has_history = self.past.reach[companies] > 0
        found = self._ranked(companies, has_history, top, traits or self.traits)
        bare = has_history & (found.market[:, :1] < 0).all(axis=1)
        if bare.any():
            again = self._ranked(companies[bare], np.zeros(bare.sum(), np.bool_), top, traits or self.traits)
            for name, values in vars(again).items():
                getattr(found, name)[bare] = values
        return found

    def _ranked(self, companies: IntArray, has_history: BoolArray, top: int, traits: Traits) -> Rankings:
        scores, alike = self._scored(companies, has_history, traits)
        best, value = self._best_by_market(companies, scores)
        whole = value[:, :, :_BEST].sum(axis=2)
        twins = _twins(alike)
        if self._has_too_few_sellers:
            whole[:] = 0.0
        whole[(twins < 0).all(axis=1)] = 0.0
        order = np.argsort(-whole, axis=1, kind="stable")[:, :top]
        score = np.take_along_axis(whole, order, axis=1)
        row = np.arange(len(companies))[:, np.newaxis]
        return Rankings(
            companies=companies,
            has_history=has_history,
            market=np.where(score > 0, order, -1),
            score=score / np.maximum(score.max(axis=1, initial=0.0), 1e-300)[:, np.newaxis],
            nearness=self._density(companies)[row, order],
            is_new=~self.sells_to[companies][row, order],
            candidates=best[row, order].astype(np.int64),
            candidate_scores=value[row, order],
            twins=twins,
        )

    def customers(self, company: int) -> IntArray:
        """Whom a company ever sold to."""
        sold = self.past.sold
        found: IntArray = sold.indices[sold.indptr[company] : sold.indptr[company + 1]].astype(np.int64)
        return found

    @cached_property
    def sells_to(self) -> BoolArray:
        """Companies × sectors: whether one ever sold to the other."""
        sells = (self.past.sold @ self.ladder.sector_of).tocsr()[:, :-1]
        found: BoolArray = sells.astype(np.bool_).toarray()
        return found

    @cached_property
    def _has_too_few_sellers(self) -> bool:
        return int((self.past.reach > 0).sum()) < FEWEST_SELLERS

    def _scored(
        self, companies: IntArray, has_history: BoolArray, traits: Traits
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Scores of customers, and likeness of twins, each companies × companies."""
        old, new = companies[has_history], companies[~has_history]
        if not len(new):
            return self.ladder.steps[self.method](old), self.ladder.twins(old)
        alike = traits.likeness(new, self.past.reach > 0)
        votes = alike @ self.past.sold
        if not len(old):
            return votes.tocsr(), alike
        # those with customers first, and then all back to where they were asked for
        place = np.argsort(np.argsort(~has_history, kind="stable"), kind="stable")
        scores = sparse.vstack([self.ladder.steps[self.method](old), votes]).tocsr()
        return scores[place], sparse.vstack([self.ladder.twins(old), alike]).tocsr()[place]

    def _best_by_market(self, companies: IntArray, scores: sparse.csr_matrix) -> tuple[IntArray, FloatArray]:
        """Candidates of every company and sector, best first, and their scores; its customers and itself left out."""
        own = self.past.sold[companies] + sparse.csr_matrix(
            (np.ones(len(companies)), (np.arange(len(companies)), companies)), shape=scores.shape
        )
        return _filled(scores, own.tocsr(), self.past.sector, self.sells_to.shape[1], _KEPT)

    def _density(self, companies: IntArray) -> FloatArray:
        """Part of what is near each sector that a company already sells to; NaN without history."""
        sells, phi = self.sells_to[companies], self.ladder.nearness
        near: FloatArray = sells @ phi / np.maximum(phi.sum(axis=0), 1e-12)
        near[~sells.any(axis=1)] = np.nan
        return near


def _twins(alike: sparse.csr_matrix) -> IntArray:
    """The companies most like each, best first, −1 where fewer; none at all where fewer than three are alike."""
    nobody = sparse.csr_matrix(alike.shape)
    one_group = np.zeros(alike.shape[1], dtype=np.int64)
    best, value = _filled(alike, nobody, one_group, 1, TWINS)
    found: IntArray = np.where(value[:, 0] >= LEAST_LIKENESS, best[:, 0], -1).astype(np.int64)
    found[(found >= 0).sum(axis=1) < FEWEST_TWINS] = -1
    return found


def _filled(
    scores: sparse.csr_matrix, barred: sparse.csr_matrix, market: IntArray, markets: int, kept: int
) -> tuple[IntArray, FloatArray]:
    from lieferkette.markets.ranking.kernels import best_by_market

    best = np.full((scores.shape[0], markets, kept), -1, dtype=np.int64)
    value = np.zeros(best.shape)
    barred.sort_indices()
    best_by_market(
        _of_one_type(scores.indptr),
        _of_one_type(scores.indices),
        np.asarray(scores.data, dtype=np.float64),
        _of_one_type(barred.indptr),
        _of_one_type(barred.indices),
        np.asarray(market, dtype=np.int64),
        best,
        value,
    )
    return best, value


def _of_one_type(index: NDArray[np.integer]) -> NDArray[np.int32]:
    """Indices as the kernel was compiled for; sparse matrices widen theirs where they like."""
    return np.asarray(index, dtype=np.int32)
