"""The back-test: which truly new customers of the next two periods each method would have proposed.

New: a pair of the next two periods (of one, where there is no second) that was in no earlier one. Suppliers count that
had a customer before the cut; true customers only those that some pair names before the cut. Up to 3,000 suppliers are
drawn, seed 0; every measure is a mean over suppliers; intervals are bootstrapped over suppliers. Suppliers without an
earlier customer are reported apart. Every method is tried on the same suppliers in the same run.
Never: shows a method anything after the cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from lieferkette.markets.boosting import Boosted, PairFeature, fit
from lieferkette.markets.history import BoolArray, FloatArray, IntArray, Links, Past
from lieferkette.markets.ladder import DEFAULT, WITH_SECTORS, Ladder, Scores
from lieferkette.markets.measures import MEASURES, auc, best_of, interval, matched_negatives, measure, ranks

SUPPLIERS = 3000
FEWEST_PERIODS = 2
FEWEST_NEW_LINKS = 200
_HORIZON = 2
#: Suppliers of an earlier cut that teach the trees.
_TEACHING = 1500
_BATCH = 200
#: The gate: how far below the neighbours a method may lie, and how many times popularity it must reach.
_NOT_BELOW = -0.005
_TIMES_POPULARITY = 8.0
BASELINE, SIMPLEST = "neighbours", "popularity"


@dataclass(frozen=True)
class Question:
    """What is asked: suppliers and their true new customers, after a cut."""

    past: Past
    suppliers: IntArray
    truth: dict[int, IntArray]
    new_links_count: int


@dataclass(frozen=True)
class Result:
    """One method: means of the measures, and the measures by supplier (suppliers × MEASURES)."""

    method: str
    by_supplier: FloatArray

    @property
    def means(self) -> dict[str, float]:
        """Mean over suppliers by measure."""
        return {
            name: float(np.nanmean(self.by_supplier[:, place])) if len(self.by_supplier) else float("nan")
            for place, name in enumerate(MEASURES)
        }

    @property
    def recall(self) -> FloatArray:
        """recall@10 by supplier."""
        return self.by_supplier[:, 0]


@dataclass(frozen=True)
class Gate:
    """Whether a method may be the default: not below the neighbours, and well above popularity."""

    difference: float
    low: float
    high: float
    times_baseline: float
    times_popularity: float
    over_popularity: tuple[float, float]

    @property
    def is_passed(self) -> bool:
        """Lower 95 % bound of the difference in recall@10 above −.005, and at least 8 times popularity."""
        return self.low > _NOT_BELOW and self.times_popularity >= _TIMES_POPULARITY


def question(
    links: Links,
    cut: int,
    *,
    with_history: bool = True,
    counted: IntArray | None = None,
    suppliers: int = SUPPLIERS,
    seed: int = 0,
) -> Question:
    """The suppliers to ask about and their truth. `counted`: distinct pairs that may be truth (None: all)."""
    past = Past(links, cut)
    new = np.setdiff1d(
        links.pairs(cut + 1, min(cut + _HORIZON, len(links.periods) - 1)), past.pairs, assume_unique=True
    )
    if counted is not None:
        new = np.intersect1d(new, counted, assume_unique=True)
    supplier, customer = new // links.company_count, new % links.company_count
    asked = past.is_known[customer] & ((past.reach[supplier] > 0) == with_history)
    supplier, customer = supplier[asked], customer[asked]
    every = np.unique(supplier)
    drawn = np.sort(np.random.default_rng(seed).choice(every, min(suppliers, len(every)), replace=False))
    start, end = np.searchsorted(supplier, drawn), np.searchsorted(supplier, drawn, side="right")
    truth = {int(who): customer[a:b] for who, a, b in zip(drawn, start, end, strict=True)}
    return Question(past, drawn, truth, len(supplier))


def run(asked: Question, extra: Mapping[str, PairFeature] | None = None, seed: int = 0) -> list[Result]:
    """Every method on the same suppliers: the steps of the ladder, and boosting where an earlier cut can teach it.

    `extra`: pair features for boosting beside the ladder's scores, e.g. distance.
    """
    ladder = Ladder(asked.past)
    steps = dict(ladder.steps)
    taught = question(asked.past.links, asked.past.cut - _HORIZON, suppliers=_TEACHING, seed=seed + 1)
    if asked.past.cut >= _HORIZON and taught.new_links_count >= FEWEST_NEW_LINKS:
        model = fit(taught.past, taught.truth, extra)
        if model is not None:
            steps["boosting"] = Boosted(ladder, extra or {}, model).scores
    return [Result(name, _measured(asked, scores, seed)) for name, scores in steps.items()]


def run_steps(asked: Question, names: Sequence[str], seed: int = 0) -> list[Result]:
    """Some steps of the ladder; those that it does not have are left out. None at all with too few new links."""
    if asked.new_links_count < FEWEST_NEW_LINKS:
        return []
    steps = Ladder(asked.past).steps
    return [Result(name, _measured(asked, steps[name], seed)) for name in names if name in steps]


def gate(results: list[Result], method: str = DEFAULT) -> Gate:
    """The gate of a method by results of one run that hold it, neighbours and popularity."""
    by_name = {result.method: result for result in results}
    mine, neighbours, simple = by_name[method], by_name[BASELINE], by_name[SIMPLEST]
    difference = mine.recall - neighbours.recall
    floor = 1e-12
    return Gate(
        float(difference.mean()),
        *interval(difference),
        float(mine.recall.mean() / max(neighbours.recall.mean(), floor)),
        float(mine.recall.mean() / max(simple.recall.mean(), floor)),
        interval(mine.recall - simple.recall),
    )


def earned(results: list[Result]) -> str:
    """The method to use: the one with sectors where it beat the default beyond doubt, else the default."""
    by_name = {result.method: result for result in results}
    if WITH_SECTORS not in by_name:
        return DEFAULT
    low, _ = interval(by_name[WITH_SECTORS].recall - by_name[DEFAULT].recall)
    return WITH_SECTORS if low > 0 else DEFAULT


def newest_cut(links: Links) -> int | None:
    """The newest cut with two periods after it (one where there are only two); None where there is no later one."""
    count = len(links.periods)
    return None if count < FEWEST_PERIODS else max(count - 1 - _HORIZON, 0)


def _measured(asked: Question, scores: Scores, seed: int) -> FloatArray:
    rng = np.random.default_rng(seed)
    past = asked.past
    known = np.flatnonzero(past.is_known)
    pool = known[np.argsort(past.popularity[known], kind="stable")]
    found = np.full((len(asked.suppliers), len(MEASURES)), np.nan)
    for start in range(0, len(asked.suppliers), _BATCH):
        rows = asked.suppliers[start : start + _BATCH]
        given = scores(rows).tocsr()
        for offset, supplier in enumerate(rows):
            truth = asked.truth[int(supplier)]
            found[start + offset] = _of_supplier(past, given[offset], int(supplier), truth, pool, rng)
    return found


def _of_supplier(
    past: Past,
    row: sparse.csr_matrix,
    supplier: int,
    truth: IntArray,
    pool: IntArray,
    rng: np.random.Generator,
) -> tuple[float, ...]:
    own = past.sold.indices[past.sold.indptr[supplier] : past.sold.indptr[supplier + 1]]
    candidates = row.indices.astype(np.int64)
    may = past.is_known[candidates] & ~_marked(past, [*own, supplier])[candidates] & (row.data > 0)
    candidates, score = candidates[may], row.data[may]
    is_true = _marked(past, truth)[candidates]
    # Ties at the edge of the first 10 or 50 are settled by the company's number, the same for all methods.
    order = best_of(candidates, score, 50)
    top = np.array([is_true[order[:10]].sum(), is_true[order].sum()], dtype=np.float64)
    values = measure(ranks(score, score[is_true]), len(truth), top)
    negative = matched_negatives(past.popularity, truth, np.concatenate([own, truth, [supplier]]), pool, rng)
    usable = negative >= 0
    if not usable.any():
        return (*values, float("nan"))
    dense = np.zeros(past.company_count)
    dense[candidates] = score
    return (*values, auc(dense[truth[usable]], dense[negative[usable]]))


def _marked(past: Past, companies: ArrayLike) -> BoolArray:
    """Every company, and whether it is one of these."""
    is_one = np.zeros(past.company_count, dtype=np.bool_)
    is_one[np.asarray(companies, dtype=np.int64)] = True
    return is_one
