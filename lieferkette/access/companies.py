"""The companies of a view, and how each is shown: by name, or coarsened without one.

A company that others see only at `network` is shown as sector and place, coarsened (sector first, then place)
until at least five companies of the public register fit the description. An actor's own direct partners keep
the name that its own list gave them. Never: decides which relations are visible.
"""

from __future__ import annotations

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


def companies_by_id(warehouse: Warehouse, company_ids: pl.Series) -> pl.DataFrame:
    """Companies outside every register that shared relations lead to."""
    outside = _described(warehouse, sa.not_(sa.or_(company.c.is_in_register, company.c.is_open_profile)))
    return outside.filter(pl.col("company_id").is_in(company_ids.implode()))


def accounts(warehouse: Warehouse) -> pl.DataFrame:
    """Companies that take part themselves, with their default sharing level."""
    return warehouse.read(sa.select(account.c.company_id, account.c.default_sharing))


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

    Of each the finest of (municipality, Kreis, nothing) × (class, group, division, nothing) is kept that at
    least `MINIMUM_FIT` companies of the register share; the sector gives way before the place.
    """
    best = hidden.select("company_id").with_columns(
        sector=pl.lit(None, dtype=pl.Int64), place=pl.lit(None, dtype=pl.Int64)
    )
    # From the coarsest to the finest: each step that still fits enough companies replaces the one before.
    for place_length in sorted(_PLACE_LENGTHS):
        for sector_length in sorted(_SECTOR_LENGTHS):
            best = _finer(best, hidden, register, sector_length, place_length)
    sector, city = (
        pl.col("sector_code").str.slice(0, pl.col("sector")),
        pl.col("ags").str.slice(0, pl.col("place")),
    )
    blank = [
        pl.lit(None).cast(kind).alias(name) for name, kind in hidden.schema.items() if name not in _DESCRIBING
    ]
    described = hidden.join(best, on="company_id", maintain_order="left").with_columns(
        kind=pl.lit("company"),
        name=pl.lit(""),
        status=pl.lit("active"),
        is_in_register=pl.lit(False),
        is_open_profile=pl.lit(False),
        sector_code=pl.when(pl.col("sector") > 0).then(sector),
        city=pl.when(pl.col("place") == max(_PLACE_LENGTHS))
        .then(pl.col("place_name"))
        .when(pl.col("place") > 0)
        .then(pl.col("kreis_name")),
        ags=pl.when(pl.col("place") > 0).then(city),
        country_code=pl.when(pl.col("place") > 0).then(pl.col("country_code")),
    )
    return with_group(described.with_columns(blank).select(hidden.columns))


#: What of a description may say something: lengths of the codes, and the columns that stay.
_PLACE_LENGTHS = (0, 5, 8)
_SECTOR_LENGTHS = (0, 2, 4, 5)
_DESCRIBING = (
    "company_id", "kind", "name", "status", "is_in_register", "is_open_profile", "sector_code", "city", "ags",
    "country_code",
)  # fmt: skip


def _finer(
    best: pl.DataFrame, hidden: pl.DataFrame, register: pl.DataFrame, sector_length: int, place_length: int
) -> pl.DataFrame:
    """`best` with this step wherever it fits enough companies of the register."""
    step = [
        (pl.col(name).str.slice(0, length) if length else pl.lit("")).alias(alias)
        for name, length, alias in (
            ("sector_code", sector_length, "sector_step"),
            ("ags", place_length, "place_step"),
        )
    ]
    steps = ["sector_step", "place_step"]
    fits = register.select(step).drop_nulls().group_by(steps).len().filter(pl.col("len") >= MINIMUM_FIT)
    enough = hidden.select("company_id", *step).join(fits, on=steps, how="semi")
    takes = pl.col("company_id").is_in(enough["company_id"].implode())
    return best.with_columns(
        sector=pl.when(takes).then(sector_length).otherwise("sector"),
        place=pl.when(takes).then(place_length).otherwise("place"),
    )


def _described(warehouse: Warehouse, condition: sa.ColumnElement[bool]) -> pl.DataFrame:
    """Companies with the names of their municipality and Kreis, in a fixed order."""
    return warehouse.read(
        sa.select(*(company.c[name] for name in _COLUMNS), place.c.place_name, place.c.kreis_name)
        .outerjoin(place, place.c.ags == company.c.ags)
        .where(condition)
        .order_by(company.c.company_id)
    )
