"""What speaks for and against each pair of a party and a known name, as columns.

Names by their words (`kernels.alike`), places, streets, legal forms, numerals, role words, identifiers.
Never: decides, or weighs one thing against another; that is `model`'s.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.match.countries import names_other_country
from ingest.match.known import COMPARED, Known
from ingest.match.texts import Array, Texts

#: Schemes in which two different values mean two different companies.
_DISTINGUISHING = ("register_number", "vat_id", "lei")
#: Share of the words of a street from which on it is the same, and below which it is another.
_STREET_SAME, _STREET_OTHER = 0.75, 0.35
#: Likeness of letters from which on two towns are one.
_TOWN_ALIKE = 0.8


def compare(
    pairs: pl.DataFrame, parties: pl.DataFrame, party_ids: pl.DataFrame, known: Known
) -> pl.DataFrame:
    """The pairs (party_no, name_no) with party_id, company_id and the columns of agreement and conflict."""
    left = parties.select("party_id", "is_cut", *COMPARED)[pairs["party_no"]]
    right = known.names[pairs["name_no"]]
    right = right.rename({name: f"{name}_known" for name in COMPARED})
    frame = pl.concat([pairs, left, right], how="horizontal")
    frame = frame.with_columns(_name_columns(frame, known)).with_columns(_is_cut_off().alias("is_cut_off"))
    frame = frame.with_columns(
        _street_share(frame).alias("street_share"), _letters(frame, "city_key").alias("town_letters")
    )
    frame = _with_place_and_form(frame)
    frame = frame.drop(
        "street_key", "street_key_known", "city_key", "city_key_known", "folded", "folded_known"
    )
    return _with_identifiers(frame, party_ids, known.identifiers)


def _name_columns(frame: pl.DataFrame, known: Known) -> list[pl.Series]:
    """Columns that the names give: agreed, missing_left, missing_right (nats), slips, letters."""
    from ingest.match.kernels import alike

    left, right = Texts.of(frame["folded"]), Texts.of(frame["folded_known"])
    weights = known.words
    out = np.zeros((frame.height, alike.COLUMNS), np.float32)
    numbers = np.arange(frame.height)
    alike.align(
        numbers, numbers, left.letters, left.words, left.first_word, weights.of_words(left),
        weights.is_known(left), right.letters, right.words, right.first_word, weights.of_words(right), out,
    )  # fmt: skip
    named = {
        "agreed": alike.AGREED,
        "missing_left": alike.MISSING_LEFT,
        "missing_right": alike.MISSING_RIGHT,
        "slips": alike.SLIPS,
        "letters": alike.LETTERS,
    }
    columns = [pl.Series(name, out[:, number]) for name, number in named.items()]
    is_same = (frame["name_key"] == frame["name_key_known"]) | (frame["word_key"] == frame["word_key_known"])
    return [
        *columns,
        is_same.fill_null(False).alias("is_name_same"),
    ]


def _is_cut_off() -> pl.Expr:
    """Whether the party's field ended before its name did, and what it holds is how the known name begins."""
    one, other = (pl.col(name).str.replace_all(" ", "", literal=True) for name in ("folded", "folded_known"))
    return pl.col("is_cut") & other.str.starts_with(one) & (other != one) & (one.str.len_chars() > 15)


def _street_share(frame: pl.DataFrame) -> pl.Series:
    """Share of the words of the shorter street that stand in the other; null where one is unknown."""
    from ingest.match.kernels import alike

    is_told = frame["street_key"].is_not_null() & frame["street_key_known"].is_not_null()
    rows = np.flatnonzero(is_told.to_numpy())
    left, right = Texts.of(frame["street_key"][rows]), Texts.of(frame["street_key_known"][rows])
    out = np.zeros((len(rows), alike.COLUMNS), np.float32)
    numbers = np.arange(len(rows))
    one, other = _letters_as_weight(left), _letters_as_weight(right)
    alike.align(
        numbers, numbers, left.letters, left.words, left.first_word, one, np.zeros(len(one), bool), right.letters,
        right.words, right.first_word, other, out,
    )  # fmt: skip
    agreed, missing = out[:, alike.AGREED], out[:, [alike.MISSING_LEFT, alike.MISSING_RIGHT]]
    share = np.full(frame.height, np.nan, np.float32)
    share[rows] = agreed / np.maximum(agreed + missing.mean(axis=1), 1e-6)
    return pl.Series(share).fill_nan(None)


def _letters_as_weight(texts: Texts) -> Array:
    """Long words of a street weigh more; a house number weighs like four letters."""
    lengths = np.diff(texts.words)
    first = texts.letters[texts.words[:-1]]
    return np.where(first <= ord("9"), 4, np.minimum(lengths, 8)).astype(np.float32)


def _letters(frame: pl.DataFrame, name: str) -> pl.Series:
    """Likeness of the letters of two columns, 0 to 1; 0 where one is unknown."""
    from ingest.match.kernels import alike

    left, right = Texts.of(frame[name]), Texts.of(frame[f"{name}_known"])
    out = np.zeros((frame.height, alike.COLUMNS), np.float32)
    numbers = np.arange(frame.height)
    none = np.zeros(len(left.words) - 1, np.float32), np.zeros(len(right.words) - 1, np.float32)
    alike.align(
        numbers, numbers, left.letters, left.words, left.first_word, none[0], none[0] > 0, right.letters,
        right.words, right.first_word, none[1], out,
    )  # fmt: skip
    return pl.Series(np.where(out[:, alike.LONGEST] > 0, out[:, alike.LETTERS], 0.0))


def _with_place_and_form(frame: pl.DataFrame) -> pl.DataFrame:
    def both(name: str) -> pl.Expr:
        return pl.col(name).is_not_null() & pl.col(f"{name}_known").is_not_null()

    def same(name: str) -> pl.Expr:
        return (pl.col(name) == pl.col(f"{name}_known")).fill_null(False)

    def differs(name: str) -> pl.Expr:
        return both(name) & (pl.col(name) != pl.col(f"{name}_known"))

    def same_head(letters: int) -> pl.Expr:
        known = pl.col("postcode_key_known").str.head(letters)
        return (pl.col("postcode_key").str.head(letters) == known).fill_null(False)

    is_near = (same_head(3) | _is_one_digit_off()).fill_null(False)
    far = both("postcode_key") & ~same_head(1) & ~is_near
    # five digits mean one thing in Germany and another in France
    abroad = differs("city_key") & ~both("country_key")
    begins = pl.col("city_key").str.starts_with(pl.col("city_key_known")) | pl.col(
        "city_key_known"
    ).str.starts_with(pl.col("city_key"))
    town_same = same("city_key") & ~far & ~differs("country_key")
    town_alike = both("city_key") & ((pl.col("town_letters") >= _TOWN_ALIKE) | begins) & ~town_same & ~far
    postcode_same = same("postcode_key") & ~abroad & ~differs("country_key")
    return frame.with_columns(
        postcode_same.alias("is_postcode_same"),
        (is_near & ~same("postcode_key")).alias("is_postcode_near"),
        (both("postcode_key") & ~is_near).alias("is_postcode_other"),
        town_same.alias("is_city_same"),
        town_alike.alias("is_city_alike"),
        (differs("city_key") & ~town_alike).alias("is_city_other"),
        (differs("postcode_key") & differs("city_key") & ~town_alike).alias("is_place_other"),
        (pl.col("street_share") >= _STREET_SAME).fill_null(False).alias("is_street_same"),
        (pl.col("street_share") < _STREET_OTHER).fill_null(False).alias("is_street_other"),
        same("form_key").alias("is_form_same"),
        (differs("form_key") & same("form_family")).alias("is_form_near"),
        (differs("form_key") & ~same("form_family")).alias("is_form_other"),
        (pl.col("numerals") != pl.col("numerals_known")).alias("is_numeral_conflict"),
        (pl.col("roles") != pl.col("roles_known")).alias("is_role_conflict"),
        (differs("country_key") | names_other_country()).alias("is_country_conflict"),
    )


def _is_one_digit_off() -> pl.Expr:
    """Whether two postcodes of five digits differ in one of them: 58511 and 53511."""
    one, other = pl.col("postcode_key"), pl.col("postcode_key_known")
    differing = pl.sum_horizontal(one.str.slice(at, 1) != other.str.slice(at, 1) for at in range(5))
    return (one.str.len_chars() == 5) & (other.str.len_chars() == 5) & (differing == 1)


def _with_identifiers(frame: pl.DataFrame, party_ids: pl.DataFrame, known_ids: pl.DataFrame) -> pl.DataFrame:
    """Adds agreed_scheme (the surest), agreed_value, is_court_known, conflicting_scheme."""
    pair = ["party_id", "company_id"]
    concerned = party_ids.join(frame.select("party_id").unique(), on="party_id", how="semi")
    both = (
        frame.select(pair)
        .unique()
        .join(concerned, on="party_id")
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
    agreed = _surest(by_scheme.filter("is_same"), pair)
    conflicts = by_scheme.filter(
        ~pl.col("is_same") & pl.col("is_comparable") & pl.col("scheme").is_in(_DISTINGUISHING)
    )
    conflicts = conflicts.sort(*pair, "scheme").unique(pair, keep="first", maintain_order=True)
    conflicting = conflicts.select(*pair, pl.col("scheme").alias("conflicting_scheme"))
    joined = frame.join(agreed, on=pair, how="left", maintain_order="left")
    return joined.join(conflicting, on=pair, how="left", maintain_order="left")


def _surest(agreeing: pl.DataFrame, pair: list[str]) -> pl.DataFrame:
    rank = {"register_number": 0, "lei": 1, "vat_id": 2, "member_no": 3}
    ranked = agreeing.with_columns(
        pl.col("scheme").replace_strict(rank, default=9, return_dtype=pl.Int8).alias("rank")
    ).filter(pl.col("rank") < 9)
    # a register number without its court is the weakest of all: every court counts from 1
    is_weak = (pl.col("scheme") == "register_number") & ~pl.col("is_court_known")
    first = ranked.sort(*pair, is_weak, "rank").unique(pair, keep="first", maintain_order=True)
    return first.select(
        *pair,
        pl.col("scheme").alias("agreed_scheme"),
        pl.col("value").alias("agreed_value"),
        "is_court_known",
    )
