"""How good a ranking of customers was for one supplier.

Comes in: scores of the candidates, and which of them became customers. Goes out: one number by measure.
Ties count half. Never: averages over suppliers (backtest.py does).
"""

from __future__ import annotations

import numpy as np

from lieferkette.markets.history import FloatArray, IntArray

MEASURES = ("recall_10", "recall_50", "hit_10", "mrr", "auc_pr", "auc_matched")


def ranks(scores: FloatArray, of: FloatArray) -> FloatArray:
    """Rank of each score in `of` among all `scores` (which hold it too): 1 is best, ties share the middle.

    >>> ranks(np.array([0.9, 0.5, 0.5, 0.1]), np.array([0.5, 0.9])).tolist()
    [2.5, 1.0]
    """
    # few scores are asked for, so that counting is quicker than sorting all
    return np.array([(scores > one).sum() + ((scores == one).sum() + 1) / 2 for one in of], dtype=np.float64)


def best_of(candidates: IntArray, scores: FloatArray, count: int) -> IntArray:
    """Positions of the `count` best, best first; ties by the lower number of the candidate.

    >>> best_of(np.array([7, 3, 5]), np.array([1.0, 2.0, 1.0]), 2).tolist()
    [1, 2]
    """
    if len(scores) > count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        within = np.flatnonzero(scores >= least)
    else:
        within = np.arange(len(scores))
    order: IntArray = within[np.lexsort((candidates[within], -scores[within]))][:count]
    return order


def measure(rank: FloatArray, truth_count: int, top: FloatArray) -> tuple[float, ...]:
    """recall@10, recall@50, hit@10, reciprocal rank and average precision of one supplier.

    `rank`: ranks of the true customers that got a score, unscored ones left out. `truth_count`: all of them.
    `top`: for 10 and 50, how many true customers stand there.
    """
    ordered = np.sort(rank)
    precision = (np.arange(len(ordered)) + 1) / np.maximum(ordered, np.arange(len(ordered)) + 1)
    return (
        float(top[0]) / truth_count,
        float(top[1]) / truth_count,
        float(top[0] > 0),
        float(1 / ordered[0]) if len(ordered) else 0.0,
        float(precision.sum()) / truth_count,
    )


def auc(positive: FloatArray, negative: FloatArray) -> float:
    """Chance that a true customer scores above its degree-matched negative, pair by pair; ties count half."""
    return float(((positive > negative) + 0.5 * (positive == negative)).mean())


def interval(values: FloatArray, seed: int = 0, draws: int = 1000) -> tuple[float, float]:
    """95 % interval of the mean, bootstrapped over suppliers."""
    rng = np.random.default_rng(seed)
    count = len(values)
    means = np.array([values[rng.integers(count, size=count)].mean() for _ in range(draws)])
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def matched_negatives(
    popularity: FloatArray, true: IntArray, barred: IntArray, pool: IntArray, rng: np.random.Generator
) -> IntArray:
    """For each true customer a company of nearly as many suppliers that is none; −1 where none is found.

    `pool`: known companies by ascending popularity. `barred`: the supplier itself, its customers, old and new.
    """
    place = np.searchsorted(popularity[pool], popularity[true])
    width, drawn = 25, true
    for _ in range(8):
        drawn = pool[np.clip(place + rng.integers(-width, width + 1, size=len(true)), 0, len(pool) - 1)]
        if not np.isin(drawn, barred).any():
            break
        width *= 2
    found: IntArray = np.where(np.isin(drawn, barred), -1, drawn)
    return found
