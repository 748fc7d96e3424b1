"""Registers and member lists: companies that everybody may know, each once.

The commercial register's entry and the chamber's member of the same name, form and place are one
company; a company of another register number is another one. Sister companies are never joined.
Never: names a relation, or takes a company out because a list does not name it.
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from ingest.clean.names import normalise_columns
from ingest.clean.sectors import codes_2025
from ingest.load import companies
from ingest.load.frames import among, change, insert, read
from ingest.load.parties import located, record_key, records_at
from ingest.load.resolve import Stamp, new_ids
from ingest.match import match
from ingest.match.known import identifiers_of
from schemas.registry import company, company_alias, company_identifier, company_year

_FIGURES = ["revenue_eur", "material_cost_eur", "personnel_cost_eur", "value_added_eur", "employees"]
_EXTRAS = ["former_name", "status", "size_class", *_FIGURES, "kind", "period_end"]
_DETAILS = ["street", "postcode", "city", "country_code", "ags", "latitude", "longitude", "size_class"]
_SECTOR = ["sector_code", "sector_source", "sector_confidence"]
#: Sources of a sector whose word counts less than a member register's.
_WEAKER_SOURCES = ["partner_list", "group", "activity_text", "name"]


def load_register(
    connection: sa.Connection,
    rows: pl.DataFrame,
    upload_id: str,
    list_kind: str,
    default_year: int,
    stamp: Stamp,
) -> None:
    """Write the companies of a register (`list_kind` registry) or member list (members)."""
    records = _records(connection, rows, list_kind)
    known = companies.without_uploader(connection)
    found = match(records, known, may_ask=False).automatic.select("party_id", "company_id")
    fresh = records.join(found, on="party_id", how="anti")
    made = _make(connection, fresh, stamp)
    _refresh(connection, records.join(found, on="party_id"), list_kind)
    settled = records.join(pl.concat([found, made]), on="party_id", maintain_order="left")
    source = f"{list_kind}:{upload_id}"
    _add_identifiers(connection, settled, source)
    _add_aliases(connection, settled, source)
    _add_years(connection, settled, list_kind, default_year)


def _records(connection: sa.Connection, rows: pl.DataFrame, list_kind: str) -> pl.DataFrame:
    """One record per company of the list; rows of one register or member number are one company."""
    records = records_at(rows, "").hstack(rows.select(_EXTRAS))
    member_no = pl.col("partner_no") if list_kind == "members" else pl.lit(None, pl.String)
    by_register = pl.concat_str("register_number", pl.col("register_court").fill_null(""), separator="|")
    is_guessed = (pl.col("sector_source") == "activity_text").fill_null(False)
    sector_source = (
        pl.when(is_guessed)
        .then("sector_source")
        .when(pl.col("sector_code").is_not_null())
        .then(pl.lit("member_register"))
    )
    records = records.with_columns(
        member_no.alias("member_no"),
        pl.coalesce(by_register, member_no, record_key()).alias("identity"),
        sector_source.alias("sector_source"),
    )
    former = records.select("identity", pl.coalesce("former_name", "name").alias("alias"), "name")
    others = former.group_by("identity").agg(
        pl.concat([pl.col("alias"), pl.col("name")]).unique().alias("all_names")
    )
    columns = [name for name in records.columns if name != "identity"]
    firsts = [pl.col(name).drop_nulls().first() for name in columns]
    single = records.group_by("identity", maintain_order=True).agg(firsts).join(others, on="identity")
    single = single.with_columns(pl.Series("party_id", new_ids(single.height), dtype=pl.String))
    return located(single, companies.known_places(connection))


def _make(connection: sa.Connection, fresh: pl.DataFrame, stamp: Stamp) -> pl.DataFrame:
    """Write new companies; gives party_id, company_id."""
    made = fresh.with_columns(pl.Series("company_id", new_ids(fresh.height), dtype=pl.String))
    rows = made.select(
        *("company_id", "name", "name_normalised", "legal_form"),
        codes_2025(made["sector_code"]).alias("sector_code_2025"),
        *_DETAILS,
        *_SECTOR,
        pl.col("kind").fill_null("company"),
        pl.col("status").fill_null("active"),
        pl.lit(True).alias("is_in_register"),
        pl.lit(False).alias("is_open_profile"),
        pl.lit(stamp.at).alias("created_at"),
    )
    insert(connection, company, rows)
    return made.select("party_id", "company_id")


def _refresh(connection: sa.Connection, found: pl.DataFrame, list_kind: str) -> None:
    """Newer details of companies known before; a commercial register also says name, form and status."""
    if found.is_empty():
        return
    told = found.unique("company_id", keep="first", maintain_order=True)
    columns = ["name", "name_normalised", "legal_form", "status", *_DETAILS, *_SECTOR]
    query = sa.select(company.c.company_id, *[company.c[name].label(f"{name}_before") for name in columns])
    before = among(connection, query, company.c.company_id, told["company_id"].to_list())
    both = told.join(before, on="company_id")
    official = ["name", "name_normalised", "legal_form", "status"] if list_kind == "registry" else []
    newer = [pl.coalesce(name, f"{name}_before").alias(name) for name in [*official, *_DETAILS]]
    weaker = pl.col("sector_source_before").is_null() | pl.col("sector_source_before").is_in(_WEAKER_SOURCES)
    takes_sector = pl.col("sector_code").is_not_null() & (
        weaker | (pl.col("sector_source_before") == "member_register")
    )
    # words of an activity, read as a code, give way to whatever somebody wrote as one
    is_guess = pl.col("sector_source") == "activity_text"
    takes_sector &= (
        ~is_guess
        | pl.col("sector_source_before").is_null()
        | (pl.col("sector_source_before") == "activity_text")
    )
    sectors = [pl.when(takes_sector).then(name).otherwise(f"{name}_before").alias(name) for name in _SECTOR]
    change(
        connection,
        company,
        ["company_id"],
        both.select("company_id", *newer, *sectors, pl.lit(True).alias("is_in_register")).with_columns(
            pl.col("sector_code").map_batches(codes_2025, return_dtype=pl.String).alias("sector_code_2025")
        ),
    )


def _add_identifiers(connection: sa.Connection, settled: pl.DataFrame, source: str) -> None:
    told = identifiers_of(settled, "company_id").with_columns(pl.lit(source).alias("source"))
    keys = [company_identifier.c.company_id, company_identifier.c.scheme, company_identifier.c.identifier]
    present = read(connection, sa.select(*keys))
    insert(
        connection,
        company_identifier,
        told.join(present, on=["company_id", "scheme", "identifier"], how="anti"),
    )


def _add_aliases(connection: sa.Connection, settled: pl.DataFrame, source: str) -> None:
    """Former names, and names of further rows of the same company."""
    told = settled.select("company_id", "name", pl.col("all_names").alias("alias")).explode("alias")
    told = told.filter(pl.col("alias").is_not_null() & (pl.col("alias") != pl.col("name")))
    normalised = normalise_columns(told["alias"])["name_normalised"].fill_null("")
    rows = told.select("company_id", "alias", normalised, pl.lit(source).alias("source"))
    rows = rows.unique(["company_id", "alias"], maintain_order=True)
    present = read(connection, sa.select(company_alias.c.company_id, company_alias.c.alias))
    insert(connection, company_alias, rows.join(present, on=["company_id", "alias"], how="anti"))


def _add_years(connection: sa.Connection, settled: pl.DataFrame, source: str, default_year: int) -> None:
    """The five figures; the newer list of the same kind replaces the older year."""
    year = pl.coalesce(pl.col("period_end").dt.year(), pl.lit(default_year)).cast(pl.Int32)
    rows = settled.select("company_id", year.alias("year"), pl.lit(source).alias("source"), *_FIGURES)
    rows = rows.filter(pl.any_horizontal(pl.col(_FIGURES).is_not_null()))
    rows = rows.unique(["company_id", "year"], keep="first", maintain_order=True)
    keys = ["company_id", "year", "source"]
    query = sa.select(*[company_year.c[key] for key in keys])
    present = among(connection, query, company_year.c.company_id, rows["company_id"].to_list())
    rows = rows.with_columns(pl.col("employees").cast(pl.Int32))
    change(connection, company_year, keys, rows.join(present, on=keys, how="semi"))
    insert(connection, company_year, rows.join(present, on=keys, how="anti"))
