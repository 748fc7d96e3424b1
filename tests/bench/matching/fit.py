"""Fits the weights of the matching model on invented lists, and prints them as `ingest/match/weights.csv` has them.

    python -m tests.bench.matching.fit

Logistic regression over the parts of `ingest.match.model`, on lists of seeds that no measurement uses. Signs that
make no sense (more agreement, less likely) would be a fault: they are held by bounds.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.special import expit

from ingest.match import block
from ingest.match.compare import compare
from ingest.match.features import prepare
from ingest.match.known import identifiers_of, keys_of
from ingest.match.model import parts
from tests.bench.matching.linkage import known_of, normalised
from tests.bench.matching.made_rows import made_linkage

#: Rows, register and seed of each list to learn from.
LISTS = ((1_000, 1_500, 101), (4_000, 20_000, 102), (5_000, 60_000, 103))
#: How strongly weights are drawn to zero.
RIDGE = 2.0
FOR = {"agreed", "agreed_wholly", "is_name_same", "is_form_same", "is_postcode_same", "is_city_same", "is_city_alike",
       "is_street_same", "is_one_longer"}  # fmt: skip
AGAINST = {"missing_left", "missing_both", "slips", "letters_apart", "is_numeral_conflict",
           "is_role_conflict", "is_form_other", "is_postcode_other", "is_city_other", "is_street_other",
           "names_searched"}  # fmt: skip
#: Never seen in these lists, so set by hand.
BY_HAND = {"is_country_conflict": -3.0}


def main() -> None:
    """Learn and print."""
    frames = [pairs_of(*sizes) for sizes in LISTS]
    together = pl.concat(frames)
    names = [name for name in together.columns if name not in ("is_true", *BY_HAND)]
    features, truth = together.select(names).to_numpy(), together["is_true"].to_numpy()
    fitted = fit(features, truth, names)
    print("part,weight")
    for name, weight in (dict(zip(names, fitted, strict=True)) | BY_HAND).items():
        print(f"{name},{weight:.2f}")


def pairs_of(row_count: int, register_count: int, seed: int) -> pl.DataFrame:
    """The parts of every candidate pair of one made list, and whether the pair is true."""
    made = made_linkage(row_count, register_count, seed)
    known = known_of(made.register)
    rows = normalised(made.rows)
    records = prepare(rows, known.towns).with_row_index("party_no")
    ids = keys_of(identifiers_of(rows, "party_id"), "party_id")
    compared = compare(block.nearest(records, known), records, ids, known)
    true_pairs = made.truth.drop_nulls("company_id").select(
        "party_id", "company_id", pl.lit(True).alias("is_true")
    )
    told = compared.join(true_pairs, on=["party_id", "company_id"], how="left", maintain_order="left")
    return parts(compared, known.names.height).with_columns(told["is_true"].fill_null(False))


def fit(features: np.ndarray, truth: np.ndarray, names: list[str]) -> np.ndarray:
    """Weights of the least penalised log-loss within the bounds that signs set."""
    bounds = [(0, None) if name in FOR else (None, 0) if name in AGAINST else (None, None) for name in names]
    scale = features.std(axis=0)
    scale[scale == 0] = 1.0
    scaled = features / scale
    drawn = 2 * RIDGE / scale**2
    drawn[0] = 0.0  # "always" is free

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        odds = scaled @ weight
        value = np.logaddexp(0, odds).sum() - odds[truth].sum() + (drawn * weight**2).sum() / 2
        return float(value), scaled.T @ (expit(odds) - truth) + drawn * weight

    steps = {"maxiter": 2_000, "maxfun": 4_000}
    start = np.zeros(len(names))
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options=steps)
    return np.asarray(found.x / scale)


if __name__ == "__main__":
    main()
