"""A trait of every company in the order of a year's graph: its sector group, country, or whether it is regional."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lieferkette.access.view import YearGraph
from lieferkette.answering.common import Scope, companies
from lieferkette.chains.graph import IntArray

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Classes:
    """`names` of the classes; `class_of` per company of the graph, −1 where it is unknown."""

    names: tuple[str, ...]
    class_of: IntArray


def classes(scope: Scope, found: YearGraph, trait: str) -> Classes:
    """Companies of the graph by `sector_group`, `country_code` or `origin`; each company in one class or in none."""
    key = (f"classes of {trait}", scope.region_ags)
    if key not in found.traits:
        found.traits[key] = _classes(scope, found, trait)
    known: Classes = found.traits[key]
    return known


def _classes(scope: Scope, found: YearGraph, trait: str) -> Classes:
    values = trait_of(scope, found, trait)
    names = sorted(set(values.drop_nulls().unique()) - {UNKNOWN})
    codes = values.replace_strict(names, range(len(names)), default=-1, return_dtype=pl.Int32)
    return Classes(tuple(names), codes.fill_null(-1).to_numpy())


def trait_of(scope: Scope, found: YearGraph, trait: str) -> pl.Series:
    """A shown column of every company, in the order of the graph; looked up once."""
    key = (trait, scope.region_ags)
    if key not in found.traits:
        order = found.ids.to_frame("company_id")
        shown = companies(scope).select("company_id", trait)
        found.traits[key] = order.join(shown, on="company_id", how="left", maintain_order="left")[trait]
    values: pl.Series = found.traits[key]
    return values


def is_regional(scope: Scope, found: YearGraph) -> NDArray[np.int8]:
    """1 in the region, 0 outside, −1 unknown."""
    origin = trait_of(scope, found, "origin").fill_null(UNKNOWN)
    is_known, is_here = (origin != UNKNOWN).to_numpy(), (origin == "region").to_numpy()
    return np.where(is_known, is_here.astype(np.int8), np.int8(-1)).astype(np.int8)


def registered_sectors(scope: Scope, found: YearGraph) -> pl.Series:
    """Sector codes of the region's registered companies, in ascending order; looked up once."""
    key = ("registered sectors", scope.region_ags)
    if key not in found.traits:
        is_here = pl.col("is_in_register") & pl.col("ags").is_in(sorted(scope.region_ags))
        found.traits[key] = scope.view.companies.filter(is_here)["sector_code"].drop_nulls().sort()
    sectors: pl.Series = found.traits[key]
    return sectors
