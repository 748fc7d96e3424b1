"""Who is named in a list: one party for each counterpart as its uploader names it.

Comes in: good rows of reading. Goes out: mentions (which row names which record at which end) and the
records themselves, each under a fingerprint. The fingerprint tells two records of one uploader apart;
the record key, the same without the partner's number, is what an answer is remembered by.
Never: decides which company a party is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

from ingest.match.features import city_key, folded
from ingest.tables import COUNTERPART_COLUMNS
from schemas.reference.places import PlaceIndex

#: Columns of a record that go into the table `party`.
PARTY_COLUMNS = [name for name in COUNTERPART_COLUMNS if name != "is_deleted"]
#: Columns that the record key is made of.
KEY_COLUMNS = (
    *("name_normalised", "legal_form", "postcode", "city", "country_code"),
    *("vat_id", "register_number", "register_court", "lei"),
)
NAME_OF_PERSON = "Privatperson"

_MENTION = ["sheet", "line", "part_no", "end"]


def mentions_of_counterparts(good: pl.DataFrame) -> pl.DataFrame:
    """The one company that each row names: sheet, line, part_no, end and the columns of a record.

    A row that names a partner on both sides becomes two mentions, with part numbers of their own.
    """
    sides = pl.DataFrame(
        {
            "side": ["supplier", "customer", "both", "both"],
            "end": ["supplier", "customer", "supplier", "customer"],
        }
    )
    ends = good.join(sides, on="side", how="inner", maintain_order="left")
    part = pl.int_range(pl.len(), dtype=pl.Int32).over("sheet", "line", order_by=["part_no", "end"])
    return ends.with_columns(part.alias("new_part_no"))


def records_at(rows: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """The columns of a record that stand under `prefix` in `rows`, cleaned of null flags and names.

    A record that is a number only is named by it, and by the end that it stands at: customer 1000 and
    supplier 1000 are two.
    """
    given = [
        (pl.col(f"{prefix}{name}") if f"{prefix}{name}" in rows.columns else pl.lit(None))
        .cast(dtype)
        .alias(name)
        for name, dtype in COUNTERPART_COLUMNS.items()
        if name in PARTY_COLUMNS
    ]
    records = rows.select(given).with_columns(
        pl.col("is_natural_person").fill_null(False), pl.col("is_group_internal").fill_null(False)
    )
    is_person = pl.col("is_natural_person")
    any_name = pl.coalesce("name", "vat_id", "register_number", "lei", "partner_no", pl.lit("?"))
    records = records.with_columns(
        pl.when(is_person).then(pl.lit(NAME_OF_PERSON)).otherwise(any_name).alias("name")
    )
    end = rows["end"] if "end" in rows.columns else pl.Series([prefix.strip("_")], dtype=pl.String)
    numbered = pl.concat_str(pl.lit(end).fill_null(""), pl.lit(" number "), pl.col("partner_no"))
    normalised = (
        pl.when(is_number_only())
        .then(numbered)
        .otherwise(pl.coalesce("name_normalised", folded(pl.col("name"))))
    )
    return records.with_columns(
        pl.when(is_person).then(pl.lit("privatperson")).otherwise(normalised).alias("name_normalised"),
        pl.when(pl.col("sector_code").is_not_null())
        .then(pl.coalesce("sector_source", pl.lit("partner_list")))
        .alias("sector_source"),
    )


def is_number_only() -> pl.Expr:
    """Whether a party is known by its number alone; such a party is compared with nobody."""
    return (pl.col("name") == pl.col("partner_no")).fill_null(False)


def by_known_numbers(records: pl.DataFrame, ends: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    """Records that are a number only take the fingerprint that this number had with a name before.

    Args:
        ends: supplier or customer, for each record.
        known: partner_no, end, fingerprint of the uploader's named parties, each number once an end.
    """
    number = pl.col("partner_no").str.strip_chars_start("0").alias("number")
    before = known.select(number, "end", pl.col("fingerprint").alias("fingerprint_before"))
    joined = records.with_columns(number, ends.alias("end")).join(
        before, on=["number", "end"], how="left", maintain_order="left"
    )
    taken = (
        pl.when(is_number_only())
        .then(pl.coalesce("fingerprint_before", "fingerprint"))
        .otherwise("fingerprint")
    )
    return joined.with_columns(taken.alias("fingerprint")).select(records.columns)


def record_key() -> pl.Expr:
    """What makes two records one question: name, form, place and identifiers, not the partner's number."""
    parts = [city_key(pl.col(name)) if name == "city" else pl.col(name) for name in KEY_COLUMNS]
    return pl.concat_str([part.fill_null("") for part in parts], separator="\x1f")


def with_fingerprint(records: pl.DataFrame) -> pl.DataFrame:
    """`records` with `fingerprint`: SHA-256 of partner number and record key."""
    written = pl.concat_str([pl.col("partner_no").fill_null(""), record_key()], separator="\x1e")
    texts = records.select(written.alias("text"))["text"]
    distinct = texts.unique().to_list()
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in distinct]
    return records.with_columns(
        texts.replace_strict(distinct, hashes, return_dtype=pl.String).alias("fingerprint")
    )


def distinct_records(mentioned: Sequence[pl.DataFrame], places: PlaceIndex) -> pl.DataFrame:
    """One row per fingerprint, each value the first that any row gives, with its municipality and point."""
    everything = pl.concat(mentioned)
    firsts = [pl.col(name).drop_nulls().first() for name in PARTY_COLUMNS]
    # whoever is marked once as a person or as inside the group is so in every row
    flags = [pl.col(name).any() for name in ("is_natural_person", "is_group_internal")]
    kept = [
        expression
        for expression in firsts
        if expression.meta.output_name() not in ("is_natural_person", "is_group_internal")
    ]
    records = everything.group_by("fingerprint", maintain_order=True).agg(*kept, *flags)
    return located(records, places)


def located(records: pl.DataFrame, places: PlaceIndex) -> pl.DataFrame:
    """`records` with ags (kept where given), latitude and longitude by postcode and town."""
    found = places.locate_columns(records.select("postcode", "city", "country_code"))
    return records.with_columns(
        pl.coalesce(
            pl.col("ags") if "ags" in records.columns else pl.lit(None, pl.String), found["ags"]
        ).alias("ags"),
        found["latitude"],
        found["longitude"],
    )
