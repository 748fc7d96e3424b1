"""What the pairs are worth in each year, and the five figures that follow from it.

Purchases follow a company's revenue and its sector's material share; no company sells more to named customers
than it earns. Euros are whole cents.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.example import tables

SIGMA = 1.25  # of the lognormal weights within a buyer
ROUNDS = 4
YEAR_SIGMA = 0.18
SMALLEST_EUR = 400.0
NAMED_SALES_CEILING = 0.92
# an outside customer buys only this part of its needs in the region
OUTSIDE_PURCHASES_SHARE = 0.25
OUTSIDE_PURCHASES_CEILING_EUR = 6e7
# what a supplier list names of all material cost
COVERED_COST = (0.86, 0.99)
TREND = {2024: 1.0, 2025: 1.02}

MONEY = pl.Decimal(18, 2)


def as_euros(cents: str) -> pl.Expr:
    """A column of whole cents as Decimal euros. The places come first, or dividing drops the cents."""
    return (pl.col(cents).cast(MONEY) / 100).cast(MONEY)


def base_amounts(companies: pl.DataFrame, pairs: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Euros of a usual year for each pair."""
    supplier, customer = pairs[:, 0], pairs[:, 1]
    revenue = companies["revenue_eur"].to_numpy()
    home = (companies["origin"] == "region").to_numpy()
    target = revenue * companies["material_share"].to_numpy()
    target = np.where(
        home, target, np.minimum(target * OUTSIDE_PURCHASES_SHARE, OUTSIDE_PURCHASES_CEILING_EUR)
    )
    ceiling = revenue * NAMED_SALES_CEILING
    amount = _mix_share(companies, pairs) * rng.lognormal(0, SIGMA, len(pairs))
    amount *= (revenue[supplier] / 1e7) ** 0.35
    for _ in range(ROUNDS):
        bought = np.bincount(customer, amount, len(revenue))
        amount = amount * (target / np.where(bought > 0, bought, 1))[customer]
        sold = np.bincount(supplier, amount, len(revenue))
        amount = amount * np.minimum(1, ceiling / np.where(sold > 0, sold, 1))[supplier]
    return np.maximum(amount, SMALLEST_EUR)


def year_amounts(
    base_eur: np.ndarray, year: int, is_first_year: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Whole cents of one year: the trend, a change of its own, and half a year for what began in it."""
    change = rng.lognormal(0, YEAR_SIGMA, len(base_eur)) * TREND[year]
    return np.round(base_eur * change * np.where(is_first_year, 0.5, 1.0) * 100).astype(np.int64)


def company_years(companies: pl.DataFrame, relations: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Five figures per company of the region and year.

    Columns: company_no, year, revenue_eur, material_cost_eur, personnel_cost_eur, value_added_eur, employees.
    """
    home = companies.filter(pl.col("origin") == "region")
    cover = pl.Series("cover", rng.uniform(*COVERED_COST, home.height))
    home = home.with_columns(cover)
    frames = []
    for year in sorted(TREND):
        of_year = relations.filter(pl.col("year") == year)
        bought = of_year.group_by(company_no="customer_no").agg(bought=pl.col("amount_cents").sum() / 100)
        sold = of_year.group_by(company_no="supplier_no").agg(sold=pl.col("amount_cents").sum() / 100)
        frame = home.join(bought, "company_no", "left", maintain_order="left")
        frame = frame.join(sold, "company_no", "left", maintain_order="left")
        frames.append(_figures(frame.with_columns(pl.col("bought", "sold").fill_null(0.0)), year))
    return pl.concat(frames)


def _figures(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    # a company without a named supplier buys all the same
    usual = pl.col("revenue_eur") * pl.col("material_share")
    material = pl.when(pl.col("bought") > 0).then(pl.col("bought") / pl.col("cover")).otherwise(usual)
    personnel = pl.col("revenue_eur") * TREND[year] * pl.col("personnel_share")
    revenue = pl.max_horizontal(
        pl.col("revenue_eur") * TREND[year], pl.col("sold") * 1.03, material + personnel * 1.04
    )
    frame = frame.with_columns(
        year=pl.lit(year, pl.Int32), material=material, personnel=personnel, turnover=revenue
    )
    return frame.select(
        "company_no",
        "year",
        pl.col("turnover").round(0).cast(MONEY).alias("revenue_eur"),
        pl.col("material").round(0).cast(MONEY).alias("material_cost_eur"),
        pl.col("personnel").round(0).cast(MONEY).alias("personnel_cost_eur"),
        (pl.col("turnover") - pl.col("material")).round(0).cast(MONEY).alias("value_added_eur"),
        "employees",
    )


def _mix_share(companies: pl.DataFrame, pairs: np.ndarray) -> np.ndarray:
    """The sector mix's share of a pair's input group, split over the customer's suppliers of that group."""
    group = companies["group"].to_numpy()
    frame = pl.DataFrame({"customer": pairs[:, 1], "input": group[pairs[:, 0]], "buyer": group[pairs[:, 1]]})
    shares = [
        {"buyer": buyer, "input": name, "share": share}
        for buyer, mix in tables.purchases().items()
        for name, share in mix.items()
    ]
    frame = frame.join(pl.DataFrame(shares), ["buyer", "input"], "left", maintain_order="left")
    return frame.select(pl.col("share").fill_null(0.02) / pl.len().over("customer", "input"))[
        "share"
    ].to_numpy()
