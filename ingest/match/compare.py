"""What speaks for and against each pair of a party and a company, as columns.

For: agreement of identifiers, likeness of names, place, legal form. Against (vetoes of an automatic
match): conflicting identifiers, legal forms, numerals, role words or countries.
Never: decides.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from ingest.match.known import Known

_SIDE = [
    *("folded", "compact", "word_key", "numerals", "roles"),
    *("form_key", "city_key", "postcode_key", "country_key"),
]
#: A name shorter than this stands inside too many others to say anything.
_SHORTEST_PART = 7
#: What a name inside another one counts, of the whole.
_PART_COUNTS = 0.92
#: Names less alike than this are no match, whatever their words.
_WORTH_A_LOOK = 0.7
#: Schemes in which two different values mean two different companies.
_DISTINGUISHING = ("register_number", "vat_id", "lei")


def compare(
    pairs: pl.DataFrame, parties: pl.DataFrame, party_ids: pl.DataFrame, known: Known
) -> pl.DataFrame:
    """The pairs (party_id, company_id) with one row each and the columns of agreement and conflict.

    A company of several names is compared by the one that is most like the party's.
    """
    left = parties.select("party_id", *_SIDE)
    right = known.names.select(
        "company_id",
        "shown_name",
        "is_alias",
        "is_removed",
        *[pl.col(name).alias(f"{name}_known") for name in _SIDE],
    )
    frame = pairs.join(left, on="party_id").join(right, on="company_id")
    frame = _with_place_and_form(frame)
    frame = frame.with_columns(_likeness(frame, known.common_words), _is_name_same())
    frame = frame.sort(
        "party_id",
        "company_id",
        "is_name_same",
        "likeness",
        "is_alias",
        descending=[False, False, True, True, False],
    )
    frame = frame.unique(["party_id", "company_id"], keep="first", maintain_order=True)
    return _with_identifiers(frame, party_ids, known.identifiers)


def _likeness(frame: pl.DataFrame, common_words: frozenset[str]) -> pl.Series:
    """Likeness of the names from 0 to 1.

    The better of word order kept and words sorted, spaces ignored; held back where what is left without
    the words that many companies share ("Kunststofftechnik") is unlike. A shorter name inside a longer
    one, or one cut off, counts where the place agrees only.
    """
    kept = _ratios(frame["compact"], frame["compact_known"])
    words = _ratios(frame["word_key"], frame["word_key_known"])
    whole = np.maximum(kept, words)
    rest = _rest_ratios(frame, common_words, np.flatnonzero(whole >= _WORTH_A_LOOK), whole)
    held_back = np.where(rest < whole, (whole + 2 * rest) / 3, whole)
    # a part counts for more than its letters, and for less than the whole
    part = np.where(_is_part(frame), np.minimum(_PART_COUNTS, (whole + _PART_COUNTS) / 2 + 0.1), 0.0)
    return pl.Series("likeness", np.maximum(held_back, part), dtype=pl.Float64)


def _rest_ratios(
    frame: pl.DataFrame, common_words: frozenset[str], rows: np.ndarray[Any, Any], whole: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Likeness without the common words that both names share; `whole` for all but `rows`."""
    asked = frame.select("word_key", "word_key_known")[rows]
    left, right = [], []
    for one, other in asked.iter_rows():
        words, others = one.split(" "), other.split(" ")
        shared = common_words.intersection(words).intersection(others)
        left.append("".join(word for word in words if word not in shared) if shared else one)
        right.append("".join(word for word in others if word not in shared) if shared else other)
    rest = whole.copy()
    # where nothing is left on both sides the names are alike in all that they say
    rest[rows] = _ratios(pl.Series(left, dtype=pl.String), pl.Series(right, dtype=pl.String))
    return rest


def _is_part(frame: pl.DataFrame) -> np.ndarray[Any, Any]:
    """Whether all words of one name stand in the other, or one is the other cut off, at one place."""
    shorter = pl.min_horizontal(pl.col("compact", "compact_known").str.len_chars())
    is_cut_off = pl.col("compact").str.starts_with(pl.col("compact_known")) | pl.col(
        "compact_known"
    ).str.starts_with(pl.col("compact"))
    told = frame.select(
        ((shorter >= _SHORTEST_PART) & (pl.col("is_city_same") | pl.col("is_postcode_same"))).alias(
            "is_told"
        ),
        is_cut_off.alias("is_cut_off"),
    )
    holds_all = _ratios(frame["folded"], frame["folded_known"], fuzz.token_set_ratio) >= 1.0
    is_part = told["is_told"].to_numpy() & (holds_all | told["is_cut_off"].to_numpy())
    return cast("np.ndarray[Any, Any]", is_part)


def _ratios(left: pl.Series, right: pl.Series, scorer: Any = fuzz.ratio) -> np.ndarray[Any, Any]:
    scores = process.cpdist(left.to_list(), right.to_list(), scorer=scorer, dtype=np.float32, workers=2)
    return cast("np.ndarray[Any, Any]", scores / 100.0)


def _is_name_same() -> pl.Expr:
    same = (pl.col("compact") == pl.col("compact_known")) | (pl.col("word_key") == pl.col("word_key_known"))
    return same.alias("is_name_same")


def _with_place_and_form(frame: pl.DataFrame) -> pl.DataFrame:
    def both(name: str) -> pl.Expr:
        return pl.col(name).is_not_null() & pl.col(f"{name}_known").is_not_null()

    def same(name: str) -> pl.Expr:
        return (pl.col(name) == pl.col(f"{name}_known")).fill_null(False)

    def differs(name: str) -> pl.Expr:
        return both(name) & (pl.col(name) != pl.col(f"{name}_known"))

    far = both("postcode_key") & (
        pl.col("postcode_key").str.head(1) != pl.col("postcode_key_known").str.head(1)
    )
    # five digits mean one thing in Germany and another in France
    abroad = differs("city_key") & ~both("country_key")
    return frame.with_columns(
        (same("postcode_key") & ~abroad & ~differs("country_key")).alias("is_postcode_same"),
        (same("city_key") & ~far & ~differs("country_key")).alias("is_city_same"),
        (differs("postcode_key") & differs("city_key")).alias("is_place_other"),
        same("form_key").alias("is_form_same"),
        differs("form_key").alias("is_form_conflict"),
        (pl.col("numerals") != pl.col("numerals_known")).alias("is_numeral_conflict"),
        (pl.col("roles") != pl.col("roles_known")).alias("is_role_conflict"),
        differs("country_key").alias("is_country_conflict"),
    )


def _with_identifiers(frame: pl.DataFrame, party_ids: pl.DataFrame, known_ids: pl.DataFrame) -> pl.DataFrame:
    """Adds agreed_scheme (the surest), agreed_value, is_court_known, conflicting_scheme."""
    pair = ["party_id", "company_id"]
    both = (
        frame.select(pair)
        .join(party_ids, on="party_id")
        .join(known_ids, on=["company_id", "scheme"], suffix="_known")
    )
    has_courts = pl.col("court").is_not_null() & pl.col("court_known").is_not_null()
    is_same = (pl.col("value") == pl.col("value_known")) & (
        ~has_courts | (pl.col("court") == pl.col("court_known"))
    )
    # VAT ids of two countries say nothing about one another
    is_comparable = (pl.col("scheme") != "vat_id") | (
        pl.col("value").str.head(2) == pl.col("value_known").str.head(2)
    )
    by_scheme = both.group_by(*pair, "scheme").agg(
        is_same.any().alias("is_same"),
        (is_same & has_courts).any().alias("is_court_known"),
        is_comparable.any().alias("is_comparable"),
        pl.col("value").first(),
    )
    surest = {"register_number": 0, "lei": 1, "vat_id": 2, "member_no": 3}
    agreed = (
        by_scheme.filter("is_same")
        .with_columns(pl.col("scheme").replace_strict(surest, default=9, return_dtype=pl.Int8).alias("rank"))
        .filter(pl.col("rank") < 9)
        .sort(
            *pair,
            # a register number without its court is the weakest of all: every court counts from 1
            (pl.col("scheme") == "register_number") & ~pl.col("is_court_known"),
            "rank",
        )
        .unique(pair, keep="first", maintain_order=True)
        .select(
            *pair,
            pl.col("scheme").alias("agreed_scheme"),
            pl.col("value").alias("agreed_value"),
            "is_court_known",
        )
    )
    conflicts = by_scheme.filter(
        ~pl.col("is_same") & pl.col("is_comparable") & pl.col("scheme").is_in(_DISTINGUISHING)
    )
    conflicts = conflicts.sort(*pair, "scheme").unique(pair, keep="first", maintain_order=True)
    conflicting = conflicts.select(*pair, pl.col("scheme").alias("conflicting_scheme"))
    return frame.join(agreed, on=pair, how="left").join(conflicting, on=pair, how="left")
