"""What two records are compared by, as columns made from names and places.

Works on whole frames, so that a hundred thousand records take a fraction of a second.
Never: compares two records, or knows where they came from.
"""

from __future__ import annotations

import polars as pl

from ingest.clean.names import form_families, normalise_columns, transliteration, with_lost_letters
from ingest.match.asides import town_behind, without_asides, without_town
from ingest.match.countries import country_in_name
from ingest.match.cut import uncut

#: What a record must bring to be matched; missing columns count as unknown.
RECORD = (
    "name",
    "name_normalised",
    "legal_form",
    "street",
    "postcode",
    "city",
    "country_code",
)

#: Words that make a sister company of the same name another company.
ROLE_WORDS = (
    "verwalt",
    "beteilig",
    "geschaeftsfuehr",
    "holding",
    "besitz",
    "immobilien",
    "grundstueck",
    "vermoegen",
    "komplementaer",
    "betriebs",
    "vertriebs",
    "service",
    "stiftung",
    "management",
)

_ORDINALS = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
    "erste": "1",
    "erster": "1",
    "erstes": "1",
    "zweite": "2",
    "zweiter": "2",
    "zweites": "2",
    "dritte": "3",
    "dritter": "3",
    "drittes": "3",
    "vierte": "4",
    "vierter": "4",
    "fuenfte": "5",
    "fuenfter": "5",
    "zwei": "2",
    "drei": "3",
    "vier": "4",
}
# a single i, v or x is a numeral at the end of a name only; elsewhere it is an initial
_NUMERAL = (
    r"\b(?:[0-9]+[a-z]?|ii|iii|iv|vi|vii|viii|ix|[ivx]$|(?:erst|zweit|dritt|viert|fuenft)e[rs]?|"
    r"(?:zwei|drei|vier)$)\b"
)
# roles as they are shortened: "Verw. GmbH", "Verwal.", "Bet.-GmbH"
_SHORT_ROLES = {
    r"\bverwa?l?\b": "verwalt",
    r"\bbet(?:e|ei|eil|eili)?\b": "beteilig",
    r"\bgescha?e?f?t?s?(?:f[a-z]*)?\b": "geschaeftsfuehr",
}
_CITY_TAIL = r"(?:[(,/].*$)|(?:\s+(?:am|an der|an|im|in|bei|ob der|vor der|v\.? ?d\.?|a\.|i\.|b\.)\s.*$)"


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case, umlauts written out, accents and punctuation gone, single spaces."""
    spelled_out = (
        with_lost_letters(text)
        .str.to_lowercase()
        .str.replace_many(transliteration() | {"&": " und ", "+": " und "})
    )
    plain = spelled_out.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return plain.str.replace_all(r"[^0-9a-z]+", " ").str.strip_chars()


def city_key(city: pl.Expr) -> pl.Expr:
    """One spelling of a town: "Hagen (Westf.)", "HAGEN" and "Hagen" are one; empty becomes null."""
    bare = city.str.to_lowercase().str.replace(_CITY_TAIL, "")
    return _null_if_empty(folded(bare).str.replace_all(" ", ""))


def court_key(court: pl.Expr) -> pl.Expr:
    """One spelling of a register court: "Amtsgericht Iserlohn", "AG Iserlohn" and "Iserlohn" are one."""
    return city_key(court.str.replace(r"(?i)^\s*(?:amtsgericht|registergericht|ag)\s+", ""))


def register_key(number: pl.Expr) -> pl.Expr:
    """One spelling of a register number: "hrb1234", "HRB 1234" and "HRB  01234" are one."""
    compact = number.str.to_uppercase().str.replace_all(r"[^0-9A-Z]+", "")
    return _null_if_empty(compact.str.replace(r"^([A-Z]+)0+", "${1}"))


def street_key(street: pl.Expr) -> pl.Expr:
    """One spelling of a street with its number: "Hagener Straße 5", "HAGENER STR. 5" and "Hagenerstr. 5" are one.

    A post box is no street.
    """
    written = (
        folded(street)
        .str.replace_all(r"stra(?:ss|s)e\b|str\b", " str ")
        .str.replace_all(r"([0-9])([a-z])", "${1} ${2}")
    )
    street = written.str.replace_all(r"\s+", " ").str.strip_chars()
    return _null_if_empty(street.str.replace(r"^(?:postfach|postf|pf|p ?o box)\b[\d ]*$", ""))


def prepare(records: pl.DataFrame, towns: pl.Series | None = None) -> pl.DataFrame:
    """`records` with the columns of comparison added.

    Added, null where unknown: folded (the name without form and without what is written behind it), name_key and
    word_key (hashes of the letters of the whole name, and of its words in order of the alphabet), is_cut, street_key,
    city_key, postcode_key, country_key, form_key, form_family, numerals, roles,
    country_in_name. A record without a town has the one
    that is written behind its name, if it is among `towns`.
    """
    given = [pl.col(name) if name in records.columns else pl.lit(None).alias(name) for name in RECORD]
    frame = records.with_columns([column.cast(pl.String) for column in given])
    frame = frame.with_columns(
        pl.col("name").fill_null(""),
        street_key(pl.col("street")).alias("street_key"),
        city_key(pl.col("city")).alias("city_key"),
        _null_if_empty(pl.col("postcode").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")).alias(
            "postcode_key"
        ),
        _null_if_empty(pl.col("country_code").str.to_uppercase()).alias("country_key"),
    )
    frame = _without_what_is_behind(frame, towns)
    frame = frame.with_columns(
        folded(pl.col("core")).alias("written"),
        folded(pl.coalesce("name_normalised", "name")).alias("whole"),
    )
    frame = frame.with_columns(_folded_cores(frame)).with_columns(uncut())
    frame = frame.with_columns(
        pl.when(pl.col("core") == pl.col("name")).then("folded").otherwise("whole").alias("whole"),
        _null_if_empty(folded(pl.col("form"))).alias("form_key"),
        pl.col("form")
        .replace_strict(form_families(), default=pl.col("form"), return_dtype=pl.String)
        .alias("form_family"),
    )
    return frame.with_columns(
        pl.col("whole").str.replace_all(" ", "", literal=True).hash(seed=0).alias("name_key"),
        pl.col("whole").str.split(" ").list.sort().list.join(" ").hash(seed=0).alias("word_key"),
        _numerals(pl.col("folded")).alias("numerals"),
        _roles(pl.col("written")).alias("roles"),
        country_in_name(pl.col("written")).alias("country_in_name"),
    ).drop("whole", "core", "written", "form")


def _without_what_is_behind(frame: pl.DataFrame, towns: pl.Series | None) -> pl.DataFrame:
    """Adds core, the name without asides and without its own town behind it; fills city_key."""
    frame = frame.with_columns(without_asides(pl.col("name")).alias("core"))
    told = frame.select("core", "city_key", told=town_behind(pl.col("core"))).with_row_index("row_no")
    told = told.drop_nulls("told").with_columns(city_key(pl.col("told")))
    is_known = pl.col("told").is_in(towns.implode()) if towns is not None else pl.lit(False)
    is_town = (pl.col("told") == pl.col("city_key")) | (pl.col("city_key").is_null() & is_known)
    told = told.filter(is_town).with_columns(without_town(pl.col("core")))
    numbers = told["row_no"]
    return frame.with_columns(
        frame["core"].scatter(numbers, told["core"]), frame["city_key"].scatter(numbers, told["told"])
    )


def _folded_cores(frame: pl.DataFrame) -> pl.Series:
    """folded: as whole, but of the core where that is shorter than the name."""
    is_shorter = frame["core"] != frame["name"]
    cores = normalise_columns(frame["core"].filter(is_shorter)).select(folded(pl.col("name_normalised")))
    return frame["whole"].scatter(is_shorter.arg_true(), cores.to_series().fill_null("")).alias("folded")


def _numerals(text: pl.Expr) -> pl.Expr:
    found = text.str.extract_all(_NUMERAL)
    return found.list.eval(pl.element().replace(_ORDINALS)).list.unique().list.sort().list.join(" ")


def _roles(text: pl.Expr) -> pl.Expr:
    for short, role in _SHORT_ROLES.items():
        text = text.str.replace_all(short, role)
    found = text.str.replace_all(" ", "").str.extract_all("|".join(ROLE_WORDS))
    return found.list.unique().list.sort().list.join(" ")


def _null_if_empty(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_chars() > 0).then(text)
