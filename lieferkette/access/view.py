"""The view: all that one actor may see, and the one thing that answers are computed from.

`view_id` is a hash of the visible evidence, so two answers with the same `view_id` rest on the same rows.
Never: asks for more than the actor may see and filters afterwards in an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from lieferkette.access import companies as company_rows
from lieferkette.access.actor import Actor
from lieferkette.access.evidence import whole_evidence
from lieferkette.access.kept import Kept, Shelf
from lieferkette.access.naming import HIDDEN, is_hidden
from lieferkette.access.offered import Offer
from lieferkette.access.relations import relations_of
from lieferkette.access.told import Told, told_of
from lieferkette.access.year_graph import YearGraph, between_groups, sector_text, year_graph
from lieferkette.chains.graph import Graph
from schemas.warehouse import Warehouse

__all__ = ["NO_FIGURES", "View", "YearGraph", "between_groups", "empty_view", "owner_view", "sector_text"]

_OWNER = "owner"
#: Dear answers that a view keeps; the oldest goes first.
_ANSWERS_KEPT = 64
#: Fields of a view that are frames, in their order.
_FRAMES = ("evidence", "relations", "companies", "figures")
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
    value_added_eur, employees) of the actor's own company, for the owner of all. `told` is what the lists in
    `evidence` say of themselves. `kept` is where the arrays lie that are no single company's own.
    """

    actor: Actor
    evidence: pl.DataFrame
    relations: pl.DataFrame
    companies: pl.DataFrame
    figures: pl.DataFrame
    told: Told
    offer_id: str = ""
    kept: Kept | None = None
    _graphs: dict[str, YearGraph] = field(default_factory=dict, repr=False)
    _relations: dict[int, pl.DataFrame] = field(default_factory=dict, repr=False)
    _remembered: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    #: What models made of the view once: dearer than an answer, so never pushed out by one.
    prepared: dict[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def view_id(self) -> str:
        """Hash of the visible evidence and of who stands at its ends."""
        parts = (self.actor.label, self.offer_id, self.told.evidence_hash)
        return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]

    @property
    def complete(self) -> dict[str, frozenset[tuple[str, int]]]:
        """`suppliers` and `customers` -> (company, year) for which the company said that its list is complete."""
        return self.told.complete

    @property
    def has_amounts(self) -> dict[str, frozenset[tuple[str, int]]]:
        """`suppliers` and `customers` -> (company, year) whose own lists give amounts for nearly every partner."""
        return self.told.has_amounts

    def remembered(self, question: Hashable, compute: Callable[[], Any]) -> Any:
        """The answer to a question that is dear to compute, kept in memory for as long as the view is."""
        if question not in self._remembered:
            if len(self._remembered) >= _ANSWERS_KEPT:
                self._remembered.pop(next(iter(self._remembered)))
            self._remembered[question] = compute()
        return self._remembered[question]

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Ids of the companies without a name."""
        return frozenset(self.companies.filter(is_hidden())["company_id"].to_list())

    @cached_property
    def _by_id(self) -> tuple[pl.Series, pl.Series]:
        """The ids of all companies in ascending order, and the row of each."""
        order = self.companies["company_id"].arg_sort()
        return self.companies["company_id"].gather(order), order

    def rows_of(self, company_ids: Iterable[str]) -> pl.DataFrame:
        """The rows of some companies, each once and in the view's order; unknown ids are left out."""
        ids, rows = self._by_id
        wanted = pl.Series("company_id", sorted(set(company_ids)), pl.String)
        if ids.is_empty() or wanted.is_empty():
            return self.companies.clear()
        place = ids.search_sorted(wanted).clip(upper_bound=len(ids) - 1)
        return self.companies[rows.gather(place.filter(ids.gather(place) == wanted)).sort()]

    def names(self, company_id: str) -> bool:
        """Whether the actor may see this company by its name."""
        return not company_id.startswith(HIDDEN) and not self.rows_of([company_id]).is_empty()

    def knows_shares(self, company_id: str, year: int | None, side: str) -> bool:
        """Whether shares may be given: the list is complete and carries amounts."""
        lists = self.told.of(company_id).filter(pl.col("year") == (year or 0))
        return bool((lists[f"is_complete_{side}"] & lists[f"has_amounts_{side}"]).any())

    def of_year(self, year: int | None) -> pl.DataFrame:
        """The relations of one year; none without a year."""
        key = year if year is not None else -1
        if key not in self._relations:
            self._relations[key] = self.relations.filter(pl.col("year") == key)
        return self._relations[key]

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

    def newest_year_of(self, company_id: str) -> int | None:
        """The newest year that tells of a company; None where none does."""
        is_end = (pl.col("supplier_id") == company_id) | (pl.col("customer_id") == company_id)
        told = (year for year in self.years if self.of_year(year).select(is_end.any()).item())
        return next(told, None)

    def graph(self, year: int, *, without_groups: bool = False) -> YearGraph:
        """The relations of one year as arrays, built once per view; on wish without those inside a group."""
        name = f"{year}-between-groups" if without_groups else f"{year}"
        if name not in self._graphs:

            def make() -> tuple[Graph, pl.Series]:
                rows = self.of_year(year)
                if without_groups:
                    rows = between_groups(rows, self.companies)
                return year_graph(rows, self.companies, self.told, year)

            made = make() if self.kept is None else self.kept.graph(f"graph-{name}", make)
            self._graphs[name] = YearGraph(*made)
        return self._graphs[name]


def owner_view(warehouse: Warehouse, shelf: Shelf) -> View:
    """All that there is, with the companies that the system resolved across uploaders."""
    kept = shelf.find(_OWNER)
    if kept is None:
        built = _all_there_is(warehouse)
        made = {name: getattr(built, name) for name in _FRAMES}
        made |= {"lists": built.told.lists, "covered": built.told.covered}
        kept = shelf.keep(_OWNER, made, {"evidence_hash": built.told.evidence_hash})
        if kept is None:
            return built
    told = Told(kept.frame("lists"), kept.frame("covered"), str(kept.facts()["evidence_hash"]))
    evidence, relations, companies, figures = (kept.frame(name) for name in _FRAMES)
    return View(Actor.owner(), evidence, relations, companies, figures, told, kept=kept)


def _all_there_is(warehouse: Warehouse) -> View:
    evidence = whole_evidence(warehouse, "system").with_columns(seen_level=pl.lit("own"))
    relations = relations_of(evidence)
    everything = company_rows.all_companies(warehouse)
    shown = company_rows.with_listed_sectors(everything, company_rows.sectors_by_lists(warehouse))
    figures = company_rows.figures_of_the_year(warehouse, None)
    companies = _in_use(shown, relations)
    return View(Actor.owner(), evidence, relations, companies, figures, told_of(evidence))


def empty_view(actor: Actor, offer: Offer) -> View:
    """What an actor without a company sees of relations: nothing."""
    nothing = offer.candidates.clear()
    return View(actor, nothing, relations_of(nothing), offer.public, NO_FIGURES, told_of(nothing))


def _in_use(companies: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Register companies and those at an end of a relation; what was resolved into another is left out."""
    ends = pl.concat([relations["supplier_id"], relations["customer_id"]]).unique().to_list()
    return companies.filter(
        pl.col("is_in_register") | pl.col("is_open_profile") | pl.col("company_id").is_in(ends)
    )
