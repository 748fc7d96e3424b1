"""What others make of the same data: Splink with plain settings, and rapidfuzz's token-sort ratio.

Comes in: the same frames as for our matcher. Goes out: the likeliest company of each row with a score.
Never: tuned; thresholds are chosen on the scored data, which flatters the peers and not us.
"""

from __future__ import annotations

import logging
from typing import Any

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
    from splink import block_on

    linker = _linker(
        rows.with_columns(unique_id="party_id"),
        register.with_columns(unique_id="company_id"),
        ["name_normalised", "legal_form", "postcode", "city", "street"],
        [
            block_on("postcode"),
            block_on("name_normalised"),
            block_on("city", "substr(name_normalised, 1, 3)"),
        ],
    )
    linker.training.estimate_probability_two_random_records_match(
        [block_on("name_normalised", "city")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name_normalised"))
    pairs = _predicted(linker, 0.01).rename({"unique_id_l": "party_id", "unique_id_r": "company_id"})
    return _best(pairs, pairs["match_probability"].to_numpy())


def splink_of_pairs(left: pl.DataFrame, right: pl.DataFrame) -> np.ndarray:
    """Splink's probability of each pair of rows of two frames of one length; it learns from the pairs themselves."""
    from splink import block_on

    numbered = [
        frame.with_row_index("unique_id").with_columns(pair_no="unique_id") for frame in (left, right)
    ]
    columns = ["name_normalised", "legal_form", *(name for name in ("street",) if name in left.columns)]
    linker = _linker(*numbered, columns, [block_on("pair_no")])
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("pair_no"))
    pairs = _predicted(linker, 0.0)
    wanted = pl.DataFrame({"unique_id_l": range(left.height)}, schema={"unique_id_l": pl.UInt32})
    scored = wanted.join(
        pairs.cast({"unique_id_l": pl.UInt32}), on="unique_id_l", how="left", maintain_order="left"
    )
    return scored["match_probability"].fill_null(0.0).to_numpy()


def _linker(left: pl.DataFrame, right: pl.DataFrame, columns: list[str], blocks: list[Any]) -> Any:
    """A linker of Splink with plain settings over two frames with `unique_id`; its types are not published."""
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI

    engine = DuckDBAPI()
    keys = [name for name in ("unique_id", "pair_no") if name in left.columns]
    sides = [
        engine.register(frame.select(*keys, *columns).to_arrow(), dataset_display_name=name)
        for frame, name in ((left, "a_list"), (right, "b_register"))
    ]
    comparisons = {
        "name_normalised": compare.NameComparison,
        "legal_form": compare.ExactMatch,
        "postcode": compare.ExactMatch,
        "city": compare.ExactMatch,
        "street": compare.JaroWinklerAtThresholds,
    }
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[comparisons[name](name) for name in columns],
        blocking_rules_to_generate_predictions=blocks,
    )
    return Linker(sides, settings, log_level=logging.ERROR)


def _predicted(linker: Any, threshold: float) -> pl.DataFrame:
    """unique_id_l, unique_id_r, match_probability of the pairs at least so probable."""
    found = linker.inference.predict(threshold_match_probability=threshold).as_duckdbpyrelation()
    return pl.DataFrame(pl.from_arrow(found.to_arrow_table())).select(
        "unique_id_l", "unique_id_r", "match_probability"
    )


def _best(pairs: pl.DataFrame, score: np.ndarray) -> pl.DataFrame:
    scored = pairs.select("party_id", "company_id").with_columns(pl.Series("score", score, dtype=pl.Float64))
    ranked = scored.sort("score", "company_id", descending=[True, False])
    return ranked.unique("party_id", keep="first", maintain_order=True)
