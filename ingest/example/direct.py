"""A world as rows of the warehouse, written past ingest: for trying out size, never for trying out ingest.

Comes in: a World. Goes out: frames by table name. Every buyer has sent one list of suppliers a year, with
amounts; those of the region's companies are complete. Which party is which company is known, not matched.
Never: reads a file, matches, or opens a warehouse.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import numpy as np
import polars as pl

from ingest.example.amounts import as_euros
from ingest.example.world import World
from ingest.example.writers.registers import LARGEST_CLASS, SIZE_CLASSES

MADE_AT = datetime(2026, 1, 31, 9, 0, 0)
SOURCE = "example"
SHARING_SHARES = {"statistics": 0.57, "network": 0.25, "open": 0.14, "private": 0.04}
BANDS = ((0.10, "under_10"), (0.25, "10_25"), (0.50, "25_50"))
LARGEST_BAND = "over_50"
COMPANY_FIELDS = (
    "company_id kind name name_normalised legal_form street postcode city country_code ags latitude "
    "longitude sector_code group_id"
).split()
PARTY_FIELDS = (
    "name name_normalised legal_form street postcode city country_code ags latitude longitude vat_id "
    "register_number register_court sector_code"
).split()


def rows_for_warehouse(world: World) -> dict[str, pl.DataFrame]:
    """Frames by table name, from company to evidence; the same world gives the same rows, ids included."""
    maker = _Ids(np.random.default_rng([world.seed, 3]))
    companies, groups = _companies(world, maker)
    uploads = _uploads(world, companies, maker)
    parties = _parties(world, companies, maker)
    return {
        "company_group": groups,
        "company": _company_table(companies, world),
        "company_identifier": _identifiers(companies),
        "company_alias": _aliases(companies),
        "company_year": _years(world, companies),
        "account": uploads.unique("owner_company_id", maintain_order=True).select(
            company_id="owner_company_id", default_sharing="sharing", created_at=pl.lit(MADE_AT)
        ),
        "upload": uploads.drop("company_no", "year"),
        "party": parties.drop("owner_no", "company_no", "company_id"),
        "party_company": _decisions(parties, maker),
        "evidence": _evidence(world, uploads, parties),
    }


class _Ids:
    """Random UUIDs, reproducible by the seed."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def new(self, name: str, count: int) -> pl.Series:
        """`count` ids as a column of that name."""
        digits = self._rng.bytes(16 * count).hex()
        text = pl.Series(
            "text", [digits[start : start + 32] for start in range(0, 32 * count, 32)], dtype=pl.String
        )
        part = pl.col("text").str.slice
        uuid = pl.format("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 4), part(13, 3), part(17, 3), part(20, 12))
        return text.to_frame().select(uuid.alias(name)).to_series()

    def sharing(self, count: int) -> pl.Series:
        """A sharing level for each company."""
        shares = np.array(list(SHARING_SHARES.values()))
        return pl.Series("sharing", self._rng.choice(list(SHARING_SHARES), size=count, p=shares))


def _companies(world: World, maker: _Ids) -> tuple[pl.DataFrame, pl.DataFrame]:
    groups = world.groups.with_columns(maker.new("group_id", world.groups.height))
    frame = world.companies.with_columns(
        maker.new("company_id", world.companies.height),
        maker.sharing(world.companies.height),
        _normalised("base_name").alias("name_normalised"),
        is_home=pl.col("origin") == "region",
    )
    frame = frame.join(groups.select("group_no", "group_id"), "group_no", "left", maintain_order="left")
    return frame, groups.select("group_id", name="group_name", source=pl.lit(SOURCE))


def _company_table(companies: pl.DataFrame, world: World) -> pl.DataFrame:
    """A company outside the register belongs to the buyer that first named it; buyers take part too."""
    named_by = world.relations.group_by(company_no="supplier_no").agg(owner_no=pl.col("customer_no").min())
    owners = companies.select(owner_no="company_no", owner_company_id="company_id")
    buyers = world.relations["customer_no"].unique().implode()
    frame = companies.join(named_by.join(owners, "owner_no"), "company_no", "left", maintain_order="left")
    is_known = pl.col("is_home") | pl.col("company_no").is_in(buyers)
    size = pl.lit(LARGEST_CLASS)
    for below, label in reversed(SIZE_CLASSES):
        size = pl.when(pl.col("employees") < below).then(pl.lit(label)).otherwise(size)
    return frame.select(
        *COMPANY_FIELDS,
        sector_source=pl.when("is_home").then(pl.lit("member_register")).otherwise(pl.lit("partner_list")),
        sector_confidence=pl.when("is_home").then(1.0).otherwise(0.8),
        is_in_register="is_home",
        is_open_profile=pl.col("is_home") & (pl.col("sharing") == "open"),
        owner_company_id=pl.when(~is_known).then("owner_company_id"),
        size_class=pl.when("is_home").then(size),
        status=pl.lit("active"),
        created_at=pl.lit(MADE_AT),
    )


def _identifiers(companies: pl.DataFrame) -> pl.DataFrame:
    number = pl.concat_str("register_court", "register_number", separator=" ")
    schemes = (("vat_id", pl.col("vat_id")), ("register_number", number))
    frames = [
        companies.select("company_id", scheme=pl.lit(scheme), identifier=value, source=pl.lit(SOURCE))
        for scheme, value in schemes
    ]
    return pl.concat(frames).drop_nulls("identifier")


def _aliases(companies: pl.DataFrame) -> pl.DataFrame:
    former = companies.drop_nulls("former_name")
    return former.select(
        "company_id",
        alias="former_name",
        name_normalised=_normalised("former_name"),
        source=pl.lit(SOURCE),
    )


def _years(world: World, companies: pl.DataFrame) -> pl.DataFrame:
    ids = companies.select("company_no", "company_id")
    years = world.company_years.join(ids, "company_no", maintain_order="left").drop("company_no")
    return years.with_columns(pl.lit(SOURCE).alias("source"), pl.col("employees").cast(pl.Int32))


def _uploads(world: World, companies: pl.DataFrame, maker: _Ids) -> pl.DataFrame:
    lists = world.relations.group_by("customer_no", "year").len().sort("customer_no", "year")
    owners = companies.select("company_no", "sharing", "is_home", owner_company_id="company_id")
    frame = lists.rename({"customer_no": "company_no"}).join(owners, "company_no", maintain_order="left")
    frame = frame.with_columns(maker.new("upload_id", frame.height), pl.col("len").cast(pl.Int32))
    prints = [hashlib.sha256(upload_id.encode()).hexdigest() for upload_id in frame["upload_id"]]
    zero = pl.lit(0, pl.Int32)
    return frame.with_columns(
        pl.Series("content_sha256", prints),
        file_name=pl.format("example {}", "year"),
        mapping_version=pl.lit(SOURCE),
        shape=pl.lit(SOURCE),
        list_kind=pl.lit("suppliers"),
        is_complete_suppliers="is_home",
        amount_kind=pl.lit("invoiced_net"),
        period_start=pl.date("year", 1, 1),
        period_end=pl.date("year", 12, 31),
        received_at=pl.lit(MADE_AT),
        committed_at=pl.lit(MADE_AT),
        rows_read="len",
        rows_loaded="len",
        rows_rejected=zero,
        rows_ignored=zero,
        status=pl.lit("loaded"),
    ).drop("is_home", "len")


def _parties(world: World, companies: pl.DataFrame, maker: _Ids) -> pl.DataFrame:
    """A party for each buyer itself and for each supplier that it names, in whatever year."""
    pairs = world.relations.select(owner_no="customer_no", company_no="supplier_no").unique(
        maintain_order=True
    )
    own = pairs.select("owner_no").unique(maintain_order=True).with_columns(company_no="owner_no")
    both = pl.concat([own, pairs])
    owners = companies.select(owner_no="company_no", owner_company_id="company_id", owner_group="group_id")
    frame = both.join(
        companies.select("company_no", "company_id", "company_key", "group_id", *PARTY_FIELDS), "company_no"
    )
    frame = frame.join(owners, "owner_no").sort("owner_no", "company_no")
    is_own = pl.col("owner_no") == pl.col("company_no")
    return frame.with_columns(
        maker.new("party_id", frame.height),
        is_own=is_own,
        fingerprint=pl.when(is_own).then(pl.lit("own")).otherwise("company_key"),
        sector_source=pl.lit("partner_list"),
        sector_confidence=pl.lit(0.8),
        is_natural_person=pl.lit(False),
        is_group_internal=~is_own & (pl.col("group_id") == pl.col("owner_group")).fill_null(False),
        created_at=pl.lit(MADE_AT),
    ).drop("company_key", "group_id", "owner_group")


def _decisions(parties: pl.DataFrame, maker: _Ids) -> pl.DataFrame:
    method = pl.when("is_own").then(pl.lit("own")).otherwise(pl.lit(SOURCE))
    return parties.select(
        maker.new("decision_id", parties.height),
        "party_id",
        "company_id",
        scope=pl.lit("uploader"),
        method=method,
        score=pl.lit(1.0),
        reason_de=pl.lit("Erfundenes Beispiel: die Zuordnung ist bekannt."),
        reason_en=pl.lit("Invented example: the match is known."),
        decided_at=pl.lit(MADE_AT),
        decided_by=pl.lit("system"),
    )


def _evidence(world: World, uploads: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    named = parties.select(customer_no="owner_no", supplier_no="company_no", supplier_party_id="party_id")
    own = parties.filter("is_own").select(customer_no="owner_no", customer_party_id="party_id")
    lists = uploads.select("upload_id", "year", "sharing", "is_complete_suppliers", customer_no="company_no")
    frame = world.relations.sort("customer_no", "year", "supplier_no").join(
        lists, ["customer_no", "year"], maintain_order="left"
    )
    frame = frame.join(named, ["customer_no", "supplier_no"], maintain_order="left")
    frame = frame.join(own, "customer_no", maintain_order="left")
    amount = as_euros("amount_cents")
    share = pl.col("amount_cents") / pl.col("amount_cents").sum().over("upload_id")
    band = pl.lit(LARGEST_BAND)
    for below, label in reversed(BANDS):
        band = pl.when(share < below).then(pl.lit(label)).otherwise(band)
    return frame.select(
        "upload_id",
        "supplier_party_id",
        "customer_party_id",
        "sharing",
        sheet=pl.lit(""),
        row_no=(pl.int_range(pl.len(), dtype=pl.Int32) + 2).over("upload_id"),
        part_no=pl.lit(0, pl.Int32),
        amount_kind=pl.lit("invoiced_net"),
        period_start=pl.date("year", 1, 1),
        period_end=pl.date("year", 12, 31),
        amount=amount,
        currency=pl.lit("EUR"),
        amount_eur=amount,
        share_band=pl.when("is_complete_suppliers").then(band),
    )


def _normalised(name: str) -> pl.Expr:
    """Lower case, umlauts written out, `&` as `und`, single blanks."""
    text = pl.col(name).str.to_lowercase()
    text = text.str.replace_many(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "å": "a", "&": " und "}
    )
    return text.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
