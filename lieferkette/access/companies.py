"""The companies of a view, and how each is shown: by name, or coarsened without one.

A company that others see only at `network` is shown as sector and place, coarsened (sector first, then place)
until at least five companies of the public register fit the description. An actor's own direct partners keep
the name that its own list gave them. Never: decides which relations are visible.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import sqlalchemy as sa

from schemas.reference.sector_groups import BY_DIVISION
from schemas.registry import company, company_year, place
from schemas.relations import party, party_company
from schemas.sharing import account
from schemas.warehouse import Warehouse

#: A description must fit at least this many companies of the public register.
MINIMUM_FIT = 5

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


def companies_by_id(warehouse: Warehouse, company_ids: list[str]) -> pl.DataFrame:
    """Companies outside every register that shared relations lead to (they have an account)."""
    return _described(warehouse, company.c.company_id.in_(company_ids))


def accounts(warehouse: Warehouse) -> list[str]:
    """Companies that take part themselves, in a fixed order."""
    rows = warehouse.read(sa.select(account.c.company_id).order_by(account.c.company_id))
    return rows["company_id"].to_list()


def figures_of_the_year(warehouse: Warehouse, company_id: str | None) -> pl.DataFrame:
    """Revenue and material cost by year, of one company or (None) of all; the largest where sources differ."""
    year = company_year.c
    query = sa.select(
        year.company_id,
        year.year,
        sa.func.max(year.revenue_eur).label("revenue_eur"),
        sa.func.max(year.material_cost_eur).label("material_cost_eur"),
    ).group_by(year.company_id, year.year)
    return warehouse.read(query if company_id is None else query.where(year.company_id == company_id))


def sectors_by_own_lists(warehouse: Warehouse, company_id: str | None) -> pl.DataFrame:
    """What lists say about sectors (`company_id`, `sector_code`): one company's lists, or all for None."""
    query = (
        sa.select(party_company.c.company_id, sa.func.max(party.c.sector_code).label("listed_sector_code"))
        .join(party, party.c.party_id == party_company.c.party_id)
        .where(
            party_company.c.ended_at.is_(None),
            party_company.c.scope == "uploader",
            party.c.sector_code.is_not(None),
            sa.not_(party.c.is_own),
        )
        .group_by(party_company.c.company_id)
    )
    if company_id is not None:
        query = query.where(party.c.owner_company_id == company_id)
    return warehouse.read(query)


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


def coarsened(hidden: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """Describe companies without naming them.

    Of each the finest of (class, group, division, nothing) × (municipality, Kreis, nothing) is kept that at
    least `MINIMUM_FIT` companies of the register share; the sector gives way before the place.
    """
    register = register.select("sector_code", "ags", "country_code")
    rows = [_coarse(row, register) for row in hidden.iter_rows(named=True)]
    described = pl.DataFrame(rows, schema={name: hidden.schema[name] for name in hidden.columns})
    return with_group(described) if "sector_group" in hidden.columns else described


def _coarse(row: dict[str, Any], register: pl.DataFrame) -> dict[str, Any]:
    sector, ags = row["sector_code"], row["ags"]
    blank = dict.fromkeys(row)
    for place_digits in (8, 5, 0):
        for sector_length in (5, 4, 2, 0):
            if (place_digits and not ags) or (sector_length and not sector):
                continue
            fits = register
            if place_digits:
                fits = fits.filter(pl.col("ags").str.slice(0, place_digits) == ags[:place_digits])
            if sector_length:
                fits = fits.filter(
                    pl.col("sector_code").str.slice(0, sector_length) == sector[:sector_length]
                )
            if fits.height >= MINIMUM_FIT:
                return blank | {
                    "company_id": row["company_id"],
                    "kind": "company",
                    "name": "",
                    "sector_code": sector[:sector_length] or None if sector else None,
                    "ags": ags[:place_digits] or None if ags else None,
                    "country_code": row["country_code"] if place_digits else None,
                    "city": row.get("place_name" if place_digits == 8 else "kreis_name")
                    if place_digits
                    else None,
                    "is_in_register": False,
                    "is_open_profile": False,
                    "status": "active",
                }
    return blank | {
        "company_id": row["company_id"],
        "kind": "company",
        "name": "",
        "is_in_register": False,
        "is_open_profile": False,
        "status": "active",
    }


def _described(warehouse: Warehouse, condition: sa.ColumnElement[bool]) -> pl.DataFrame:
    """Companies with the names of their municipality and Kreis, in a fixed order."""
    return warehouse.read(
        sa.select(*(company.c[name] for name in _COLUMNS), place.c.place_name, place.c.kreis_name)
        .outerjoin(place, place.c.ags == company.c.ags)
        .where(condition)
        .order_by(company.c.company_id)
    )
