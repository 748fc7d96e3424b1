"""The last step of the ladder: trees over the scores below, sector-pair coefficients, distance and size.

Trained on an earlier cut, whose truth ends where the asked cut begins, so that nothing later is seen. Off by default:
it takes the default's place only where the warehouse's own back-test earns it.
Never: proposes a customer that no step below scored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from lieferkette.markets.history import FloatArray, IntArray, Past
from lieferkette.markets.ladder import Ladder, Scores

#: A feature beside the ladder's scores: (suppliers, customers) -> values, NaN where unknown.
PairFeature = Callable[[IntArray, IntArray], FloatArray]
CANDIDATES = 100
_TREES = {
    "max_iter": 120,
    "max_leaf_nodes": 15,
    "learning_rate": 0.1,
    "min_samples_leaf": 40,
    "random_state": 0,
}


@dataclass(frozen=True)
class Boosted:
    """A fitted ranker over one past."""

    ladder: Ladder
    extra: Mapping[str, PairFeature]
    model: Any

    def scores(self, rows: IntArray) -> sparse.csr_matrix:
        """Chance of each candidate by the trees; candidates are the best of the steps below."""
        at, candidates, features = pair_features(self.ladder, rows, self.extra)
        shape = (len(rows), self.ladder.past.company_count)
        if not len(at):
            return sparse.csr_matrix(shape)
        chance = self.model.predict_proba(features)[:, 1]
        return sparse.csr_matrix((chance, (at, candidates)), shape=shape)


def fit(earlier: Past, truth: Mapping[int, IntArray], extra: Mapping[str, PairFeature] | None = None) -> Any:
    """Fit the trees on suppliers of an earlier past and what came after it; None where nothing came true."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows = np.array(sorted(truth), dtype=np.int64)
    at, candidates, features = pair_features(Ladder(earlier), rows, extra or {})
    came = np.array(
        [candidate in set(truth[int(rows[a])]) for a, candidate in zip(at, candidates, strict=True)]
    )
    if not came.any():
        return None
    return HistGradientBoostingClassifier(**_TREES).fit(features, came)


def pair_features(
    ladder: Ladder, rows: IntArray, extra: Mapping[str, PairFeature]
) -> tuple[IntArray, IntArray, FloatArray]:
    """Row, candidate and features of every pair that the default scores among its best."""
    default = ladder.default(rows).tocsr()
    at, candidates = _best(default, ladder.past, rows)
    columns = [_at(scores(rows).tocsr(), at, candidates) for scores in _steps(ladder).values()]
    supplier = rows[at]
    columns += [
        ladder.past.popularity[candidates],
        ladder.past.reach[candidates],
        ladder.past.reach[supplier],
        ladder.past.popularity[supplier],
    ]
    columns += [np.asarray(value(supplier, candidates), dtype=np.float64) for value in extra.values()]
    return at, candidates, np.column_stack(columns)


def _steps(ladder: Ladder) -> dict[str, Scores]:
    popular = {"popularity"}  # given once a customer, not once a pair
    steps = {name: scores for name, scores in ladder.steps.items() if name not in popular}
    pair = {"sector_pair": ladder.sector_pair} if ladder.has_sectors else {}
    return {**steps, **pair, "co_customers": ladder.co_customers, "reciprocal": ladder.reciprocal}


def _best(scores: sparse.csr_matrix, past: Past, rows: IntArray) -> tuple[IntArray, IntArray]:
    """The best candidates of each row, without what the supplier already has."""
    at, found = [], []
    for place, supplier in enumerate(rows):
        start, end = scores.indptr[place], scores.indptr[place + 1]
        candidates = scores.indices[start:end].astype(np.int64)
        own = past.sold.indices[past.sold.indptr[supplier] : past.sold.indptr[supplier + 1]]
        may = ~np.isin(candidates, own) & (candidates != supplier) & past.is_known[candidates]
        chosen = candidates[may][np.argsort(-scores.data[start:end][may], kind="stable")[:CANDIDATES]]
        at.append(np.full(len(chosen), place))
        found.append(chosen)
    return np.concatenate(at).astype(np.int64), np.concatenate(found).astype(np.int64)


def _at(scores: sparse.csr_matrix, at: IntArray, candidates: IntArray) -> FloatArray:
    return np.asarray(scores[at, candidates], dtype=np.float64).ravel()
