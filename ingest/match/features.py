"""What two records are compared by, as columns made from names and places.

Works on whole frames, so that a hundred thousand records take a fraction of a second.
Never: compares two records, or knows where they came from.
"""

from __future__ import annotations

import polars as pl

from ingest.clean.names import form_families, transliteration

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
}
# a single i, v or x is a numeral at the end of a name only; elsewhere it is an initial
_NUMERAL = r"\b(?:[0-9]+[a-z]?|ii|iii|iv|vi|vii|viii|ix|[ivx]$|(?:erst|zweit|dritt|viert|fuenft)e[rs]?)\b"
# a field of 35 characters ends where it will, often inside the legal form
_CUT_INSIDE_CO = r"(?:\s(gmbh|ag|ug|se))?\s(?:und|u)(?:\sc|\sco|\sco\sk)?$"
_CUT_INSIDE_FORM = (
    r"\s(?:gesell(?:s|sc|sch|scha|schaf)?|gesellschaft\smi?t?(?:\sb[a-z]*)?|ges\sm|haftungs?b?[a-z]*|"
    r"g\sm(?:\sb)?|kommandit(?:g[a-z]*)?|aktienges?[a-z]*|eingetragene?[a-z]*)$"
)
#: What stands before a cut "& Co." tells the form all the same.
_WITH_CO = {"gmbh": "GmbH & Co. KG", "ag": "AG & Co. KG", "ug": "UG & Co. KG", "se": "SE & Co. KG"}
# roles as they are shortened: "Verw. GmbH", "Verwal.", "Bet.-GmbH"
_SHORT_ROLES = {
    r"\bverwa?l?\b": "verwalt",
    r"\bbet(?:e|ei|eil|eili)?\b": "beteilig",
    r"\bgescha?e?f?t?s?(?:f[a-z]*)?\b": "geschaeftsfuehr",
}
_CITY_TAIL = r"(?:[(,/].*$)|(?:\s+(?:am|an der|an|im|in|bei|ob der|vor der|v\.? ?d\.?|a\.|i\.|b\.)\s.*$)"


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case, umlauts written out, accents and punctuation gone, single spaces."""
    spelled_out = text.str.to_lowercase().str.replace_many(transliteration() | {"&": " und "})
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
    """One spelling of a street with its number: "Hagener Straße 5", "HAGENER STR. 5" and "Hagenerstr. 5" are one."""
    written = (
        folded(street)
        .str.replace_all(r"stra(?:ss|s)e\b|str\b", " str ")
        .str.replace_all(r"([0-9])([a-z])", "${1} ${2}")
    )
    return _null_if_empty(written.str.replace_all(r"\s+", " ").str.strip_chars())


def prepare(records: pl.DataFrame) -> pl.DataFrame:
    """`records` with the columns of comparison added.

    Added, null where unknown: folded, name_key and word_key (hashes of the letters, and of the words in order of
    the alphabet), street_key, city_key, postcode_key, country_key, form_key, form_family, numerals, roles.
    """
    given = [pl.col(name) if name in records.columns else pl.lit(None).alias(name) for name in RECORD]
    texts = [column.cast(pl.String) for column in given]
    frame = records.with_columns(texts)
    written = folded(pl.col("name").fill_null(""))
    whole = folded(pl.coalesce("name_normalised", "name").fill_null(""))
    inside_co = written.str.extract_groups(_CUT_INSIDE_CO)
    is_inside_co, is_inside_form = (
        written.str.contains(_CUT_INSIDE_CO),
        written.str.contains(_CUT_INSIDE_FORM),
    )
    with_co = inside_co.struct.field("1").replace_strict(_WITH_CO, default=None, return_dtype=pl.String)
    form = pl.when(is_inside_co).then(with_co).otherwise(pl.col("legal_form"))
    frame = frame.with_columns(
        pl.when(is_inside_co)
        .then(written.str.replace(_CUT_INSIDE_CO, ""))
        .when(is_inside_form)
        .then(whole.str.replace(_CUT_INSIDE_FORM, ""))
        .otherwise(whole)
        .alias("folded"),
        street_key(pl.col("street")).alias("street_key"),
        city_key(pl.col("city")).alias("city_key"),
        _null_if_empty(pl.col("postcode").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")).alias(
            "postcode_key"
        ),
        _null_if_empty(pl.col("country_code").str.to_uppercase()).alias("country_key"),
        _null_if_empty(folded(form)).alias("form_key"),
        form.replace_strict(form_families(), default=form, return_dtype=pl.String).alias("form_family"),
    )
    return frame.with_columns(
        pl.col("folded").str.replace_all(" ", "", literal=True).hash(seed=0).alias("name_key"),
        pl.col("folded").str.split(" ").list.sort().list.join(" ").hash(seed=0).alias("word_key"),
        _numerals(pl.col("folded")).alias("numerals"),
        _roles(folded(pl.col("name").fill_null(""))).alias("roles"),
    )


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
