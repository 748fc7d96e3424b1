"""How likely a party and a known name are one company: the parts of the sum, and what each weighs.

The model is the table `weights.csv`: a part, its weight in log-odds, and what it means. The log-odds of a pair are the
sum of weight × part; nothing else enters. Weights were fitted by logistic regression on invented lists
(`tests/bench/matching/fit.py`), never on a list or pair that is measured.
Never: decides; two candidates that are equally likely are `decide`'s to abstain from.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

import numpy as np
import polars as pl

#: Weight of words without a counterpart (nats) that is none.
_NOTHING = 0.8
#: Weight of words (nats) beyond which more says nothing more.
_ENOUGH = 24.0


def parts(compared: pl.DataFrame, name_count: int) -> pl.DataFrame:
    """The parts of the sum for pairs with the columns of `compare.compare`, one column a part, all numbers.

    `name_count` is how many names were searched: among more names, more look alike by chance.
    """
    agreed = pl.col("agreed").clip(0, _ENOUGH)
    left, right = pl.col("missing_left").clip(0, _ENOUGH), pl.col("missing_right").clip(0, _ENOUGH)
    # what the field had no room for is not missed
    right = pl.when("is_cut_off").then(0.0).otherwise(right)
    no_place = ~pl.any_horizontal(
        "is_postcode_same",
        "is_postcode_near",
        "is_postcode_other",
        "is_city_same",
        "is_city_alike",
        "is_city_other",
    )
    # where an address line is all that is told of the place, it is the place
    line_same, line_other = no_place & pl.col("is_street_same"), no_place & pl.col("is_street_other")
    is_whole = (left + right) < _NOTHING
    is_one_missing = ~is_whole & (pl.min_horizontal(left, right) < _NOTHING)
    flags = {
        "is_name_same": pl.col("is_name_same"),
        "is_one_longer": is_one_missing,
        "is_numeral_conflict": pl.col("is_numeral_conflict"),
        "is_role_conflict": pl.col("is_role_conflict"),
        "is_form_same": pl.col("is_form_same"),
        "is_form_near": pl.col("is_form_near"),
        "is_form_other": pl.col("is_form_other"),
        "is_postcode_same": pl.col("is_postcode_same"),
        "is_postcode_other": pl.col("is_postcode_other"),
        "is_city_same": pl.col("is_city_same") | line_same,
        "is_city_alike": pl.col("is_city_alike"),
        "is_city_other": pl.col("is_city_other") | line_other,
        "is_place_unknown": no_place & ~line_same & ~line_other,
        "is_street_same": pl.col("is_street_same"),
        "is_street_other": pl.col("is_street_other"),
        "is_country_conflict": pl.col("is_country_conflict"),
    }
    return compared.select(
        pl.lit(1.0).alias("always"),
        pl.lit(float(np.log(max(name_count, 2)))).alias("names_searched"),
        agreed.alias("agreed"),
        pl.when(is_whole).then(agreed).otherwise(0.0).alias("agreed_wholly"),
        left.alias("missing_left"),
        pl.min_horizontal(left, right).alias("missing_both"),
        pl.col("slips").clip(0, 4).alias("slips"),
        (1 - pl.col("letters")).alias("letters_apart"),
        *[flag.fill_null(False).cast(pl.Float64).alias(name) for name, flag in flags.items()],
    ).cast(pl.Float64)


@cache
def weights() -> dict[str, float]:
    """Part -> weight in log-odds, as `weights.csv` lists them."""
    text = resources.files("ingest.match").joinpath("weights.csv").read_text(encoding="utf-8")
    return {row["part"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}


def log_odds(compared: pl.DataFrame, name_count: int) -> pl.Series:
    """Log-odds that each pair is one company."""
    table = weights()
    frame = parts(compared, name_count)
    terms = [pl.col(name) * table[name] for name in frame.columns]
    return frame.select(pl.sum_horizontal(terms).alias("log_odds"))["log_odds"]
