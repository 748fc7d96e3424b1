"""The companies that parties are compared with, prepared once for one run of matching.

Never: decides which companies these may be; the caller hands in those that the uploader may see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate

import polars as pl

from ingest.match.features import RECORD, court_key, prepare, register_key
from ingest.match.nearest import NearestIndex, place_keys
from ingest.match.texts import Array, Texts
from ingest.match.words import WordWeights

#: Schemes whose agreement can decide a match, the surest first.
DECIDING_SCHEMES = ("register_number", "lei", "vat_id", "member_no")

#: Columns of comparison that both sides of a pair bring (`features.prepare`).
COMPARED = (
    "folded",
    "name_key",
    "word_key",
    "numerals",
    "roles",
    "country_in_name",
    "form_key",
    "form_family",
    "street_key",
    "city_key",
    "postcode_key",
    "country_key",
)
_NAME_COLUMNS = ["company_id", "shown_name", "is_alias", "is_removed", *COMPARED]
#: Names prepared at a time, so that a million of them take no more memory than they must.
_AT_A_TIME = 200_000


@dataclass(frozen=True)
class Known:
    """Companies as matching needs them.

    names: one row per name or alias of a company, with the columns of `features.prepare`.
    identifiers: company_id, scheme, value (compact), court (register numbers only).
    parts: the sets that this one is put together from, each with an index of its own; empty for a set by itself.
    """

    names: pl.DataFrame
    identifiers: pl.DataFrame
    parts: tuple[Known, ...] = field(default=())

    @cached_property
    def texts(self) -> Texts:
        """The folded names as flat arrays."""
        return Texts.of(self.names["folded"])

    @cached_property
    def word_counts(self) -> Array:
        """How often each word occurs among the names. Of a set by itself."""
        return self.texts.word_counts()

    @cached_property
    def towns(self) -> pl.Series:
        """The towns of the companies, folded, each once."""
        if self.parts:
            return pl.concat([part.towns for part in self.parts]).unique()
        return self.names["city_key"].drop_nulls().unique()

    @cached_property
    def words(self) -> WordWeights:
        """What each word weighs among these companies."""
        counts = [part.word_counts for part in self.parts or (self,)]
        return WordWeights.of(counts, self.names.height, self.towns)

    @cached_property
    def index(self) -> NearestIndex:
        """The index that finds the names nearest to a name. Of a set by itself."""
        return NearestIndex.of(self.texts, place_keys(self.names))

    def starts(self) -> list[tuple[Known, int]]:
        """The sets by themselves, each with the row of `names` at which it begins."""
        parts = self.parts or (self,)
        return list(zip(parts, accumulate((part.names.height for part in parts), initial=0), strict=False))


def together(*parts: Known) -> Known:
    """Several sets of companies as one; what a part has made is used again."""
    flat = tuple(single for part in parts for single in (part.parts or (part,)) if single.names.height)
    if len(flat) <= 1:
        return flat[0] if flat else parts[0]
    return Known(
        pl.concat([part.names for part in flat]), pl.concat([part.identifiers for part in flat]), flat
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
    written = pl.concat([own, also], how="diagonal_relaxed")
    if written.is_empty():
        return nobody()
    prepared = [_prepared(part) for part in written.iter_slices(_AT_A_TIME)]
    names = pl.concat(prepared).unique(["company_id", "name_key", "is_alias"], maintain_order=True)
    return Known(names, keys_of(identifiers))


@cache
def nobody() -> Known:
    """No company at all: what most questions about open profiles and others' lists come to, at no cost."""
    written = pl.DataFrame(
        schema={
            **dict.fromkeys(("company_id", "shown_name", *RECORD, "status"), pl.String()),
            "is_alias": pl.Boolean(),
        }
    )
    identifiers = pl.DataFrame(schema=dict.fromkeys(("company_id", "scheme", "identifier"), pl.String()))
    return Known(_prepared(written), keys_of(identifiers))


def _prepared(written: pl.DataFrame) -> pl.DataFrame:
    named = prepare(written)
    named = named.with_columns((pl.col("status") == "removed").fill_null(False).alias("is_removed"))
    return named.select(_NAME_COLUMNS).filter(pl.col("folded") != "")


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
