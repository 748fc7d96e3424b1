"""The view: all that one actor may see, and the one thing that answers are computed from.

`view_id` is a hash of the visible evidence, so two answers with the same `view_id` rest on the same rows.
Never: asks for more than the actor may see and filters afterwards in an answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from lieferkette.access import companies as company_rows
from lieferkette.access.actor import Actor
from lieferkette.access.evidence import whole_evidence
from lieferkette.access.levels import BAND_MIDPOINT
from lieferkette.access.naming import is_hidden
from lieferkette.access.offered import Offer, hash_of
from lieferkette.access.relations import relations_of
from lieferkette.chains.graph import Graph, build_graph
from schemas.relations import ENOUGH_AMOUNTS, SPEND_KINDS
from schemas.warehouse import Warehouse

NO_FIGURES = pl.DataFrame(
    schema={
        "company_id": pl.String,
        "year": pl.Int32,
        "revenue_eur": pl.Decimal(18, 2),
        "material_cost_eur": pl.Decimal(18, 2),
        "personnel_cost_eur": pl.Decimal(18, 2),
        "value_added_eur": pl.Decimal(18, 2),
        "employees": pl.Int32,
    }
)


@dataclass(frozen=True)
class View:
    """The evidence that an actor may see, its relations, and the companies at their ends.

    `evidence` is the actor's own and what others say of it; relations beyond come from the offer (`offer_id`).
    `companies` has a row for every company that the actor may see; those in `hidden` are described by sector
    and place only: they carry no name, and an id that stands for nothing else (naming.py). `figures` are the
    five figures of the year (company_id, year, revenue_eur, material_cost_eur, personnel_cost_eur,
    value_added_eur, employees) of the actor's own company, for the owner of all.
    """

    actor: Actor
    evidence: pl.DataFrame
    relations: pl.DataFrame
    companies: pl.DataFrame
    figures: pl.DataFrame
    offer_id: str = ""
    _graphs: dict[tuple[int, bool], YearGraph] = field(default_factory=dict, repr=False)

    @cached_property
    def view_id(self) -> str:
        """Hash of the visible evidence and of who stands at its ends."""
        parts = (self.actor.label, self.offer_id, hash_of(self.evidence))
        return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Ids of the companies without a name."""
        return frozenset(self.companies.filter(is_hidden())["company_id"].to_list())

    @cached_property
    def has_amounts(self) -> dict[str, frozenset[tuple[str, int]]]:
        """`suppliers` and `customers` -> (company, year) whose own lists give amounts for nearly every partner.

        Shares of a list that names amounts for a few partners only would say more about it than about them.
        """
        own = self.evidence.filter(pl.col("seen_level") == "own").with_columns(
            year=pl.col("period_start").dt.year(),
            is_known=pl.col("amount_eur").is_not_null() & pl.col("amount_kind").is_in(SPEND_KINDS),
        )

        def of(self_end: str, partner_end: str) -> frozenset[tuple[str, int]]:
            partners = own.filter(pl.col("uploader_id") == pl.col(self_end)).group_by(
                "uploader_id", "year", partner_end
            )
            known = partners.agg(pl.col("is_known").any()).group_by("uploader_id", "year")
            enough = known.agg(pl.col("is_known").mean()).filter(pl.col("is_known") >= ENOUGH_AMOUNTS)
            return frozenset((row[0], row[1]) for row in enough.select("uploader_id", "year").iter_rows())

        return {"suppliers": of("customer_id", "supplier_id"), "customers": of("supplier_id", "customer_id")}

    def knows_shares(self, company_id: str, year: int | None, side: str) -> bool:
        """Whether shares may be given: the list is complete and carries amounts."""
        key = (company_id, year or 0)
        return key in self.complete[side] and key in self.has_amounts[side]

    @cached_property
    def main_year(self) -> int | None:
        """The newest year that tells of at least half as much as the fullest year."""
        counts = dict(self.relations.group_by("year").len().iter_rows())
        enough = [year for year, count in counts.items() if 2 * count >= max(counts.values())]
        return max(enough, default=None)

    @cached_property
    def company_ids(self) -> frozenset[str]:
        """Every company that the actor may see."""
        return frozenset(self.companies["company_id"].to_list())

    @cached_property
    def years(self) -> list[int]:
        """Years that the visible evidence tells of, newest first."""
        return sorted(self.relations["year"].unique().to_list(), reverse=True)

    @cached_property
    def complete(self) -> dict[str, frozenset[tuple[str, int]]]:
        """`suppliers` and `customers` -> (company, year) for which the company said that its list is complete."""
        rows = self.evidence.filter(pl.col("seen_level") == "own").select(
            "uploader_id",
            pl.col("period_start").dt.year().alias("year"),
            "is_complete_suppliers",
            "is_complete_customers",
        )
        rows = rows.unique().drop_nulls("uploader_id")

        def of(name: str) -> frozenset[tuple[str, int]]:
            said = rows.filter(pl.col(name)).select("uploader_id", "year").unique()
            return frozenset((row[0], row[1]) for row in said.iter_rows())

        return {"suppliers": of("is_complete_suppliers"), "customers": of("is_complete_customers")}

    def graph(self, year: int, *, without_groups: bool = False) -> YearGraph:
        """The relations of one year as arrays, built once per view; on wish without those inside a group."""
        if (year, without_groups) not in self._graphs:
            rows = self.relations.filter(pl.col("year") == year)
            if without_groups:
                rows = between_groups(rows, self.companies)
            self._graphs[year, without_groups] = _year_graph(self, year, rows)
        return self._graphs[year, without_groups]


@dataclass(frozen=True)
class YearGraph:
    """A graph and the company at each position, both ways."""

    graph: Graph
    company_ids: tuple[str, ...]

    @cached_property
    def position(self) -> dict[str, int]:
        """Company -> position in the graph."""
        return {company_id: index for index, company_id in enumerate(self.company_ids)}


def owner_view(warehouse: Warehouse) -> View:
    """All that there is, with the companies that the system resolved across uploaders."""
    evidence = whole_evidence(warehouse, "system").with_columns(seen_level=pl.lit("own"))
    relations = relations_of(evidence)
    everything = company_rows.all_companies(warehouse)
    shown = company_rows.with_listed_sectors(everything, company_rows.sectors_by_own_lists(warehouse, None))
    figures = company_rows.figures_of_the_year(warehouse, None)
    return View(Actor.owner(), evidence, relations, _in_use(shown, relations), figures)


def empty_view(actor: Actor, offer: Offer) -> View:
    """What an actor without a company sees of relations: nothing."""
    nothing = offer.candidates.clear()
    return View(actor, nothing, relations_of(nothing), offer.public, NO_FIGURES)


def _in_use(companies: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Register companies and those at an end of a relation; what was resolved into another is left out."""
    ends = pl.concat([relations["supplier_id"], relations["customer_id"]]).unique().to_list()
    return companies.filter(
        pl.col("is_in_register") | pl.col("is_open_profile") | pl.col("company_id").is_in(ends)
    )


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


def _year_graph(view: View, year: int, rows: pl.DataFrame) -> YearGraph:
    ids = pl.concat([rows["supplier_id"], rows["customer_id"]]).unique().sort()
    position = pl.DataFrame({"company_id": ids, "position": np.arange(len(ids), dtype=np.int32)})
    placed = rows.join(
        position.rename({"company_id": "supplier_id", "position": "supplier"}),
        on="supplier_id",
        maintain_order="left",
    ).join(
        position.rename({"company_id": "customer_id", "position": "customer"}),
        on="customer_id",
        maintain_order="left",
    )
    sectors = position.join(
        view.companies.select("company_id", "sector_code"), on="company_id", how="left", maintain_order="left"
    )["sector_code"]
    names = ids.to_list()

    def flags(told: dict[str, frozenset[tuple[str, int]]]) -> dict[str, Any]:
        return {
            f"has_complete_{side}": np.array([(name, year) in told[side] for name in names], dtype=bool)
            for side in ("suppliers", "customers")
        }

    shares_known = {side: view.complete[side] & view.has_amounts[side] for side in view.complete}
    graph = build_graph(
        placed["supplier"].to_numpy(),
        placed["customer"].to_numpy(),
        placed["amount_eur"].fill_null(float("nan")).to_numpy(),
        company_count=len(names),
        sector=_sector_numbers(sectors),
        purchase_share=_band_shares(placed, "share_band_purchases"),
        sales_share=_band_shares(placed, "share_band_sales"),
        **flags(shares_known),
    )
    # Complete lists without amounts give no shares, but their single sources count all the same.
    return YearGraph(replace(graph, **flags(view.complete)), tuple(names))


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
