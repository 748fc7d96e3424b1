"""Pairs of names scored by the model alone: without a register there is no second candidate to abstain for.

Comes in: labelled pairs. Goes out: for each pair the log-odds, and figures of how well they part true from false.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from sklearn.metrics import average_precision_score

from ingest.match import Known
from ingest.match.compare import compare
from ingest.match.features import prepare
from ingest.match.known import identifiers_of, keys_of
from ingest.match.model import log_odds
from tests.bench.matching.labelled import LabelledPairs
from tests.bench.matching.linkage import known_of, normalised

#: In a set of labelled pairs about every second is a match, among candidates of a register every 25th: the odds that
#: the model starts from are corrected for that, once, for all sets.
PRIOR = float(np.log(25))
NAMES_SEARCHED = 1_000


@dataclass(frozen=True)
class PairScore:
    """Figures of one way to score pairs; `f1` at the threshold fixed beforehand, `best_f1` at the best one."""

    f1: float
    precision: float
    recall: float
    best_f1: float
    average_precision: float


def model_scores(pairs: LabelledPairs) -> np.ndarray:
    """Log-odds of each pair, the mean of both directions, corrected for the share of matches."""
    both = [_one_way(pairs.left, pairs.right), _one_way(pairs.right, pairs.left)]
    return np.mean(both, axis=0) + PRIOR


def figures(is_match: np.ndarray, scores: np.ndarray, threshold: float) -> PairScore:
    """Precision, recall and F1 at a threshold; best F1 over all thresholds; average precision."""
    taken = scores >= threshold
    right = (taken & is_match).sum()
    precision, recall = right / max(taken.sum(), 1), right / is_match.sum()
    order = np.argsort(-scores, kind="stable")
    hits = is_match[order].cumsum()
    best = (2 * hits / (np.arange(1, len(hits) + 1) + is_match.sum())).max()
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return PairScore(f1, precision, recall, float(best), float(average_precision_score(is_match, scores)))


def _one_way(left: pl.DataFrame, right: pl.DataFrame) -> np.ndarray:
    numbers = pl.Series([str(number) for number in range(left.height)])
    register = pl.concat(
        [
            right.with_columns(numbers.alias("company_id")),
            left.with_columns(("x" + numbers).alias("company_id")),
        ]
    ).with_columns(pl.lit("active").alias("status"))
    known: Known = known_of(register)
    parties = normalised(left.with_columns(numbers.alias("party_id")))
    records = prepare(parties).with_row_index("party_no")
    named = known.names.select("company_id").with_row_index("name_no")
    wanted = records.select("party_no", "party_id").join(named, left_on="party_id", right_on="company_id")
    ids = keys_of(identifiers_of(parties, "party_id"), "party_id")
    compared = compare(wanted.select("party_no", "name_no"), records, ids, known)
    scored = compared.select("party_id").with_columns(log_odds(compared, NAMES_SEARCHED))
    joined = pl.DataFrame({"party_id": numbers}).join(
        scored, on="party_id", how="left", maintain_order="left"
    )
    return joined["log_odds"].fill_null(-50.0).to_numpy()
