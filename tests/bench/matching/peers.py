"""What others make of the same data: Splink with plain settings, and rapidfuzz's token-sort ratio.

Comes in: the same frames as for our matcher. Goes out: the likeliest company of each row with a score.
Never: tuned; thresholds are chosen on the scored data, which flatters the peers and not us.
"""

from __future__ import annotations

import logging

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

_NOT_NAME = ["name_normalised", "legal_form"]


def by_token_sort(rows: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """party_id, company_id, score: the most like name among those of the same postcode or town."""
    found = []
    for key in ("postcode", "city"):
        pairs = (
            rows.select("party_id", "name", key)
            .drop_nulls()
            .join(register.select("company_id", "name", key), on=key, suffix="_known")
        )
        found.append(pairs.select("party_id", "company_id", "name", "name_known"))
    pairs = pl.concat(found).unique(["party_id", "company_id"], maintain_order=True)
    return _best(pairs, token_sort(pairs["name"], pairs["name_known"]))


def token_sort(left: pl.Series, right: pl.Series) -> np.ndarray:
    """Token-sort ratio of two columns of names, in lower case, 0 to 100."""
    sides = [side.str.to_lowercase().to_list() for side in (left, right)]
    return np.asarray(process.cpdist(*sides, scorer=fuzz.token_sort_ratio, workers=2))


def by_splink(rows: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """party_id, company_id, score: Splink 5 with its ready-made comparisons and the blocking of its tutorial."""
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    engine = DuckDBAPI()
    columns = ["name_normalised", "legal_form", "postcode", "city", "street"]
    sides = [
        engine.register(
            frame.select(pl.col(id_column).alias("unique_id"), *columns).to_arrow(), dataset_display_name=name
        )
        for frame, id_column, name in ((rows, "party_id", "a_list"), (register, "company_id", "b_register"))
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.NameComparison("name_normalised"),
            compare.ExactMatch("legal_form"),
            compare.ExactMatch("postcode"),
            compare.ExactMatch("city"),
            compare.JaroWinklerAtThresholds("street"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("postcode"),
            block_on("name_normalised"),
            block_on("city", "substr(name_normalised, 1, 3)"),
        ],
    )
    linker = Linker(sides, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("name_normalised", "city")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name_normalised"))
    predicted = pl.from_arrow(
        linker.inference.predict(threshold_match_probability=0.01).as_duckdbpyrelation().to_arrow_table()
    )
    pairs = pl.DataFrame(predicted).select(
        pl.col("unique_id_l").alias("party_id"),
        pl.col("unique_id_r").alias("company_id"),
        "match_probability",
    )
    return _best(pairs, pairs["match_probability"].to_numpy())


def _best(pairs: pl.DataFrame, score: np.ndarray) -> pl.DataFrame:
    scored = pairs.select("party_id", "company_id").with_columns(pl.Series("score", score, dtype=pl.Float64))
    ranked = scored.sort("score", "company_id", descending=[True, False])
    return ranked.unique("party_id", keep="first", maintain_order=True)
