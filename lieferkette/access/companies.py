"""Fetches the companies of a view: those of a register, open profiles, and those that lists made known.

An actor's own direct partners keep the name that its own list gave them.
Never: decides which relations are visible, or who is named (naming.py).
"""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa

from schemas.reference.sector_groups import BY_DIVISION
from schemas.registry import OWN_WORD, company, company_year, place
from schemas.relations import party, party_company
from schemas.sharing import account
from schemas.uploads import upload
from schemas.warehouse import Warehouse

_COLUMNS = (
    "company_id",
    "kind",
    "name",
    "street",
    "postcode",
    "city",
    "country_code",
    "ags",
    "latitude",
    "longitude",
    "sector_code",
    "sector_source",
    "sector_confidence",
    "is_in_register",
    "is_open_profile",
    "size_class",
    "group_id",
    "status",
)
#: The five figures of a business year.
FIGURES = ("revenue_eur", "material_cost_eur", "personnel_cost_eur", "value_added_eur", "employees")


_POINT = ("latitude", "longitude")


def public_companies(warehouse: Warehouse) -> pl.DataFrame:
    """Companies that everybody may see: those of a register and those with an open profile."""
    return _described(warehouse, sa.or_(company.c.is_in_register, company.c.is_open_profile))


def all_companies(warehouse: Warehouse) -> pl.DataFrame:
    """Every company, for the owner."""
    return _described(warehouse, sa.true())


def own_companies(warehouse: Warehouse, company_id: str) -> pl.DataFrame:
    """The companies that only this company's own lists named, and the company itself."""
    return _described(
        warehouse, sa.or_(company.c.owner_company_id == company_id, company.c.company_id == company_id)
    )


def strangers_among(warehouse: Warehouse, company_ids: pl.Series) -> pl.DataFrame:
    """Those of some companies that stand in no register and keep no open profile."""
    outside = _described(warehouse, sa.not_(sa.or_(company.c.is_in_register, company.c.is_open_profile)))
    return outside.filter(pl.col("company_id").is_in(company_ids.implode()))


def accounts(warehouse: Warehouse) -> pl.DataFrame:
    """Companies that take part themselves, with their default sharing level."""
    return warehouse.read(sa.select(account.c.company_id, account.c.default_sharing))


def figures_of_the_year(warehouse: Warehouse, company_id: str | None) -> pl.DataFrame:
    """The five figures by year, of one company or (None) of all.

    A company's own newest word goes first, figure by figure; of what others say, the largest counts.
    """
    year = company_year.c
    upload_id = sa.func.replace(year.source, OWN_WORD, "")
    query = sa.select(
        *(year[name] for name in ("company_id", "year", *FIGURES)),
        year.source.like(f"{OWN_WORD}%").label("is_own"),
        upload.c.committed_at,
    ).outerjoin(upload, upload.c.upload_id == upload_id)
    rows = warehouse.read(query if company_id is None else query.where(year.company_id == company_id))
    of_year = pl.col(FIGURES).drop_nulls()
    own = (
        rows.filter("is_own")
        .sort("committed_at", descending=True)
        .group_by("company_id", "year")
        .agg(of_year.first())
    )
    others = rows.filter(~pl.col("is_own")).group_by("company_id", "year").agg(of_year.max())
    both = pl.concat([own, others]).group_by("company_id", "year", maintain_order=True)
    return both.agg(of_year.first()).sort("company_id", "year")


def sectors_by_lists(warehouse: Warehouse) -> pl.DataFrame:
    """What all lists say about sectors: `company_id`, `listed_sector_code`."""
    return warehouse.read(
        sa.select(party_company.c.company_id, sa.func.max(party.c.sector_code).label("listed_sector_code"))
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(
            party_company.c.ended_at.is_(None),
            party.c.sector_code.is_not(None),
            sa.not_(party.c.is_own),
        )
        .group_by(party_company.c.company_id)
    )


def sectors_by_own_lists(parties: pl.DataFrame) -> pl.DataFrame:
    """What one company's lists say about sectors, by its `own_parties`; columns as of `sectors_by_lists`."""
    told = parties.filter(~pl.col("is_own") & pl.col("sector_code").is_not_null())
    return told.group_by("company_id").agg(listed_sector_code=pl.col("sector_code").max())


def with_listed_sectors(companies: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Fill in a sector from a partner's list where the register and the company itself give none."""
    filled = companies.join(listed, on="company_id", how="left", maintain_order="left")
    is_listed = pl.col("sector_code").is_null() & pl.col("listed_sector_code").is_not_null()
    return with_group(
        filled.with_columns(
            sector_source=pl.when(is_listed).then(pl.lit("partner_list")).otherwise("sector_source"),
            sector_code=pl.coalesce("sector_code", "listed_sector_code"),
        ).drop("listed_sector_code")
    )


def with_group(companies: pl.DataFrame) -> pl.DataFrame:
    """Add the sector group of each company (`unknown` where there is no sector)."""
    groups = {division: group.code for division, group in BY_DIVISION.items()}
    return companies.with_columns(
        sector_group=pl.col("sector_code")
        .str.slice(0, 2)
        .replace_strict(groups, default="unknown", return_dtype=pl.String)
        .fill_null("unknown")
    )


def _described(warehouse: Warehouse, condition: sa.ColumnElement[bool]) -> pl.DataFrame:
    """Companies with the names of their municipality and Kreis, in a fixed order.

    A company without a point of its own stands at the centre of its municipality.
    """
    points = [sa.func.coalesce(company.c[name], place.c[name]).label(name) for name in _POINT]
    columns = [company.c[name] for name in _COLUMNS if name not in _POINT]
    return warehouse.read(
        sa.select(*columns, *points, place.c.place_name, place.c.kreis_name)
        .outerjoin(place, place.c.ags == company.c.ags)
        .where(condition)
        .order_by(company.c.company_id)
    )
