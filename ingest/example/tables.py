"""The example region's assumptions, read from the readable tables in `data/`.

Shares and weights are assumptions of the example; they describe no real region and no real company.
Never: draws anything.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

DATA = Path(__file__).parent / "data"
ORIGINS = ("region", "germany", "eu", "world")
EU_COUNTRIES = ("NL", "BE", "AT", "CZ", "PL", "IT", "SE", "FR")
WORLD_COUNTRIES = ("CN", "TR", "IN", "US", "CH")


def weights_of(text: str) -> dict[str, float]:
    """Read `a:4|b:1` (a bare name weighs 1) as weights.

    >>> weights_of("automotive:4|building")
    {'automotive': 4.0, 'building': 1.0}
    """
    pairs = (part.partition(":") for part in text.split("|"))
    return {name: float(weight or 1) for name, _, weight in pairs}


@cache
def sectors() -> pl.DataFrame:
    """One row per sector: how many companies sit where, their size, cost shares, markets and name words."""
    return _read("sectors.csv", text=("sector_code", "group", "markets", "words"))


@cache
def purchases() -> dict[str, dict[str, float]]:
    """What a sector group buys from which other group: shares of its purchases that sum to 1."""
    mixes: dict[str, dict[str, float]] = {}
    for row in _read("purchases.csv", text=("buyer_group", "inputs")).iter_rows(named=True):
        weights = weights_of(row["inputs"])
        total = sum(weights.values())
        mixes[row["buyer_group"]] = {group: weight / total for group, weight in weights.items()}
    return mixes


@cache
def origins() -> dict[str, tuple[float, ...]]:
    """Where a company of the region buys a group's goods: weights of region, Germany, EU, world."""
    frame = _read("origins.csv", text=("group",))
    return {row["group"]: tuple(row[origin] for origin in ORIGINS) for row in frame.iter_rows(named=True)}


@cache
def capabilities() -> dict[str, dict[str, tuple[str, ...]]]:
    """What companies of a sector say they can do, and what they look for: sector -> kind -> words."""
    frame = pl.read_csv(DATA / "capabilities.csv", separator=";", infer_schema=False)
    return {
        row["sector_code"]: {
            kind: tuple(words.split("|")) if words else ()
            for kind, words in row.items()
            if kind != "sector_code"
        }
        for row in frame.iter_rows(named=True)
    }


@cache
def places() -> pl.DataFrame:
    """Places with their true postcodes and coordinates; `ags` only for the 25 of the region."""
    frame = _read("places.csv", text=("country_code", "city", "postcodes", "ags"))
    country = pl.col("country_code")
    origin = (
        pl.when(pl.col("ags").is_not_null())
        .then(pl.lit("region"))
        .when(country == "DE")
        .then(pl.lit("germany"))
        .when(country.is_in(EU_COUNTRIES))
        .then(pl.lit("eu"))
        .otherwise(pl.lit("world"))
    )
    return frame.with_columns(origin.alias("origin"))


def _read(name: str, text: tuple[str, ...]) -> pl.DataFrame:
    frame = pl.read_csv(DATA / name, separator=";", infer_schema=False)
    return frame.with_columns(pl.exclude(text).cast(pl.Float64))
