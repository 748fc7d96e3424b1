"""The relations of one year as graph arrays, with the company at each position.

Comes in: the relations and companies of a view, and what its lists say of themselves. Goes out: the arrays that
every chain question runs on. Never: decides who may see a relation, or keeps anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from lieferkette.access.levels import BAND_MIDPOINT
from lieferkette.access.told import Told
from lieferkette.chains.graph import Graph, build_graph


@dataclass(frozen=True)
class YearGraph:
    """A graph and the company at each position (`ids`), both ways.

    `traits` keeps what was once looked up of all companies, in the order of the graph.
    """

    graph: Graph
    ids: pl.Series
    traits: dict[tuple[str, frozenset[str]], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def company_ids(self) -> tuple[str, ...]:
        """Position in the graph -> company."""
        return tuple(self.ids.to_list())

    @property
    def position(self) -> Positions:
        """Company -> position in the graph."""
        return Positions(self.ids)


@dataclass(frozen=True)
class Positions:
    """Where companies stand in ascending ids, found by halving: no dictionary of all for a question about one.

    >>> Positions(pl.Series(["a", "c"])).get("c"), Positions(pl.Series(["a", "c"])).get("b")
    (1, None)
    """

    ids: pl.Series

    def get(self, company_id: str) -> int | None:
        """The position of a company; None where it is not there."""
        if self.ids.is_empty():
            return None
        place = int(self.ids.search_sorted(company_id))
        return place if place < len(self.ids) and self.ids[place] == company_id else None

    def __getitem__(self, company_id: str) -> int:
        place = self.get(company_id)
        if place is None:
            raise KeyError(company_id)
        return place

    def __contains__(self, company_id: str) -> bool:
        return self.get(company_id) is not None


def year_graph(rows: pl.DataFrame, companies: pl.DataFrame, told: Told, year: int) -> tuple[Graph, pl.Series]:
    """Arrays of the relations `rows` of a year, and the company at each position, in ascending order of ids."""
    ids = pl.concat([rows["supplier_id"], rows["customer_id"]]).unique().sort().alias("company_id")
    position = ids.to_frame().with_row_index("position")
    placed = rows
    for end in ("supplier", "customer"):
        places = position.rename({"company_id": f"{end}_id", "position": end})
        placed = placed.join(places, on=f"{end}_id", maintain_order="left")
    sectors = position.join(
        companies.select("company_id", "sector_code"), on="company_id", how="left", maintain_order="left"
    )["sector_code"]
    flags = told.flags(ids, year)
    is_complete = {side: flags[f"is_complete_{side}"].to_numpy() for side in ("suppliers", "customers")}
    graph = build_graph(
        placed["supplier"].to_numpy(),
        placed["customer"].to_numpy(),
        placed["amount_eur"].fill_null(float("nan")).to_numpy(),
        company_count=len(ids),
        sector=_sector_numbers(sectors),
        purchase_share=_band_shares(placed, "share_band_purchases"),
        sales_share=_band_shares(placed, "share_band_sales"),
        **{
            f"has_complete_{side}": is_whole & flags[f"has_amounts_{side}"].to_numpy()
            for side, is_whole in is_complete.items()
        },
    )
    # Complete lists without amounts give no shares, but their single sources count all the same.
    return replace(
        graph,
        has_complete_suppliers=np.array(is_complete["suppliers"], dtype=bool),
        has_complete_customers=np.array(is_complete["customers"], dtype=bool),
    ), ids


def between_groups(relations: pl.DataFrame, companies: pl.DataFrame) -> pl.DataFrame:
    """Relations whose ends do not belong to the same group."""
    groups = companies.select("company_id", "group_id").drop_nulls()
    with_groups = relations.join(
        groups.rename({"company_id": "supplier_id", "group_id": "supplier_group"}),
        on="supplier_id",
        how="left",
    ).join(
        groups.rename({"company_id": "customer_id", "group_id": "customer_group"}),
        on="customer_id",
        how="left",
    )
    is_between = (pl.col("supplier_group") != pl.col("customer_group")).fill_null(True)
    return with_groups.filter(is_between & ~pl.col("is_group_internal")).select(relations.columns)


def _sector_numbers(sector_codes: pl.Series) -> np.ndarray[Any, np.dtype[np.int16]]:
    """WZ groups as numbers, "25.62" -> 256, a division alone "25" -> 250, unknown -1."""
    digits = sector_codes.str.replace(".", "", literal=True).str.slice(0, 3).str.pad_end(3, "0")
    return digits.cast(pl.Int16, strict=False).fill_null(-1).to_numpy()


def sector_text(number: int) -> str | None:
    """The WZ code of a sector number.

    >>> sector_text(256), sector_text(250), sector_text(-1)
    ('25.6', '25', None)
    """
    if number < 0:
        return None
    return f"{number // 10:02d}" + (f".{number % 10}" if number % 10 else "")


def _band_shares(relations: pl.DataFrame, band: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Midpoints of the bands of relations that others share; NaN for one's own, whose amounts are known."""
    shares = pl.when(pl.col("seen_level") != "own").then(
        pl.col(band).replace_strict(BAND_MIDPOINT, default=None, return_dtype=pl.Float64)
    )
    return relations.select(shares.fill_null(float("nan")).alias("share"))["share"].to_numpy()
