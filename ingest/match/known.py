"""The companies that parties are compared with, prepared once for one run of matching.

Never: decides which companies these may be; the caller hands in those that the uploader may see.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import polars as pl

from ingest.match.features import court_key, prepare, register_key

#: Schemes whose agreement can decide a match, the surest first.
DECIDING_SCHEMES = ("register_number", "lei", "vat_id", "member_no")

#: A word is common from this many names on, and from this share of all names.
_COMMON_TIMES = 12
_COMMON_SHARE = 0.001

_NAME_COLUMNS = [
    "company_id",
    "shown_name",
    "is_alias",
    "folded",
    "compact",
    "word_key",
    "numerals",
    "roles",
    "form_key",
    "city_key",
    "postcode_key",
    "country_key",
    "is_removed",
]


@dataclass(frozen=True)
class Known:
    """Companies as matching needs them.

    names: one row per name or alias of a company, with the columns of `features.prepare`.
    identifiers: company_id, scheme, value (compact), court (register numbers only).
    common_words: words that so many names carry that they tell companies apart badly.
    """

    names: pl.DataFrame
    identifiers: pl.DataFrame
    common_words: frozenset[str]
    parts: tuple[Known, ...] = ()

    @cached_property
    def keys(self) -> pl.DataFrame:
        """name_no (row of `names`), key: what each name is looked up by. Made when first asked for."""
        if not self.parts:
            return lookup_keys(self.names.with_row_index("name_no"), "name_no")
        starts = accumulate((part.names.height for part in self.parts), initial=0)
        moved = [
            part.keys.with_columns((pl.col("name_no") + start).cast(pl.UInt32))
            for part, start in zip(self.parts, starts, strict=False)
        ]
        return pl.concat(moved)


def together(*parts: Known) -> Known:
    """Several sets of companies as one; the keys that a part has made are used again."""
    return Known(
        pl.concat([part.names for part in parts]),
        pl.concat([part.identifiers for part in parts]),
        frozenset().union(*(part.common_words for part in parts)),
        parts,
    )


def known_companies(companies: pl.DataFrame, identifiers: pl.DataFrame, aliases: pl.DataFrame) -> Known:
    """`Known` from rows of the tables `company`, `company_identifier` and `company_alias`."""
    own = companies.with_columns(pl.col("name").alias("shown_name"), pl.lit(False).alias("is_alias"))
    also = aliases.select("company_id", "alias", pl.col("name_normalised").alias("alias_normalised")).join(
        companies, on="company_id"
    )
    also = also.with_columns(
        pl.col("alias").alias("shown_name"),
        pl.col("alias").alias("name"),
        pl.col("alias_normalised").alias("name_normalised"),
        # a former name may have had a former legal form: unknown, not conflicting
        pl.lit(None, pl.String).alias("legal_form"),
        pl.lit(True).alias("is_alias"),
    ).drop("alias", "alias_normalised")
    named = prepare(pl.concat([own, also], how="diagonal_relaxed"))
    named = named.with_columns((pl.col("status") == "removed").fill_null(False).alias("is_removed"))
    names = named.select(_NAME_COLUMNS).filter(pl.col("compact") != "")
    names = names.unique(["company_id", "compact", "is_alias"], maintain_order=True)
    return Known(names, keys_of(identifiers), _common_words(names))


def _common_words(names: pl.DataFrame) -> frozenset[str]:
    counts = (
        names.select(pl.col("folded").str.split(" ").alias("word")).explode("word")["word"].value_counts()
    )
    enough = max(_COMMON_TIMES, round(_COMMON_SHARE * names.height))
    return frozenset(counts.filter(pl.col("count") >= enough)["word"])


def keys_of(identifiers: pl.DataFrame, id_column: str = "company_id") -> pl.DataFrame:
    """Identifiers (`id_column`, scheme, identifier) as `id_column`, scheme, value, court.

    A register number is kept as "HRB 1234 Iserlohn": number first, then the court where known.
    """
    is_register = pl.col("scheme") == "register_number"
    parts = pl.col("identifier").str.extract_groups(
        r"^\s*([A-Za-z]+\s*[0-9]+(?:\s?[A-Z]{1,2}\b)?|[0-9]+)\s*(.*)$"
    )
    number = pl.coalesce(parts.struct.field("1"), pl.col("identifier"))
    compact = pl.col("identifier").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")
    return identifiers.select(
        id_column,
        "scheme",
        pl.when(is_register).then(register_key(number)).otherwise(compact).alias("value"),
        pl.when(is_register).then(court_key(parts.struct.field("2"))).alias("court"),
    ).filter(pl.col("value").is_not_null() & (pl.col("value") != ""))


def identifiers_of(records: pl.DataFrame, id_column: str) -> pl.DataFrame:
    """The identifiers that stand in columns of `records`: `id_column`, scheme, identifier."""
    text = pl.String
    long = [pl.DataFrame(schema={id_column: text, "scheme": text, "identifier": text})]
    long += [
        records.select(id_column, scheme=pl.lit(scheme), identifier=pl.col(scheme))
        for scheme in ("vat_id", "lei", "duns", "member_no", "os_id")
        if scheme in records.columns
    ]
    if "register_number" in records.columns:
        court = pl.col("register_court") if "register_court" in records.columns else pl.lit(None, text)
        place = court.str.replace(r"(?i)^\s*(?:amtsgericht|registergericht|ag)\s+", "").fill_null("")
        written = pl.concat_str(pl.col("register_number"), pl.lit(" "), place).str.strip_chars()
        long.append(records.select(id_column, scheme=pl.lit("register_number"), identifier=written))
    is_given = pl.col("identifier").is_not_null() & (pl.col("identifier") != "")
    return pl.concat(long).filter(is_given).unique(maintain_order=True)


#: How many letters of a word or name make a key of its beginning.
_PREFIX = 5


def lookup_keys(records: pl.DataFrame, id_column: str) -> pl.DataFrame:
    """Keys (64-bit hashes) under which prepared records are looked up, each record and key once.

    Keys are words, beginnings of words and names, and beginnings and ends of names with their place.
    """
    words = records.select(id_column, pl.col("folded").str.split(" ").alias("key")).explode("key")
    words = words.filter(pl.col("key").str.len_chars() >= 3)
    compact, postcode, city = pl.col("compact"), pl.col("postcode_key"), pl.col("city_key")
    with_place = {
        "p": (compact.str.head(_PREFIX), postcode),
        "q": (compact.str.head(2), postcode),
        "c": (compact.str.head(3), city),
        "e": (compact.str.tail(6), city),
    }
    written = [
        words.select(id_column, pl.concat_str(pl.lit("w:"), "key").alias("key")),
        words.select(id_column, pl.concat_str(pl.lit("s:"), pl.col("key").str.head(_PREFIX)).alias("key")),
        records.select(id_column, pl.concat_str(pl.lit("h:"), compact.str.head(8)).alias("key")),
        *[
            records.select(
                id_column, pl.concat_str(pl.lit(f"{mark}:"), part, pl.lit("|"), place).alias("key")
            )
            for mark, (part, place) in with_place.items()
        ],
    ]
    hashed = [part.drop_nulls("key").with_columns(pl.col("key").hash(seed=0)) for part in written]
    return pl.concat(hashed).unique()
