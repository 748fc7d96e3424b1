"""What every answer needs: the shown columns of companies, where they sit, coverage, evidence.

Never: the ids of companies that a view hides; `Pseudonyms` gives those fresh names in every answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from lieferkette.access.naming import is_hidden
from lieferkette.access.view import View
from lieferkette.answers import Coverage
from schemas.reference.countries import origin_expression

#: Columns by which every frame of companies shows a company.
COMPANY_COLUMNS = (
    "company_id",
    "name",
    "city",
    "country_code",
    "ags",
    "sector_code",
    "sector_group",
    "origin",
)
#: What a year covers of which no list tells.
_NOTHING_COVERED: dict[str, Any] = {
    "lists_in_view": 0,
    "companies_with_lists": 0,
    "rows_matched_share": None,
    "spend_matched_share": None,
}
ORIGINS = ("region", "germany", "eu", "world", "unknown")
#: Code of each origin in graph arrays.
ORIGIN_CODE = {origin: code for code, origin in enumerate(ORIGINS[:-1])}


@dataclass(frozen=True)
class Scope:
    """What an answer is about: the view, the year, and the municipalities that count as the region."""

    view: View
    year: int | None
    region_ags: frozenset[str]


@dataclass
class Pseudonyms:
    """Names for the companies that a view hides, in the order of their first appearance in one answer.

    An order by what the answer shows, not by id, so that neither two answers nor an answer and the public
    register can be matched by it.
    """

    hidden: frozenset[str]
    given: dict[str, str] = field(default_factory=dict)

    def of(self, company_id: str | None) -> str | None:
        """The id itself, or its pseudonym where the company is hidden."""
        if company_id is None or company_id not in self.hidden:
            return company_id
        return self.given.setdefault(company_id, f"anonym-{len(self.given) + 1}")

    def apply(self, frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        """Replace ids in `columns`."""
        if not self.hidden:
            return frame
        return frame.with_columns(
            pl.Series(name, [self.of(value) for value in frame[name]], dtype=pl.String) for name in columns
        )


def companies(scope: Scope, company_ids: Iterable[str] | None = None) -> pl.DataFrame:
    """`COMPANY_COLUMNS` of the companies asked for (all of the view without)."""
    rows = scope.view.companies if company_ids is None else scope.view.rows_of(company_ids)
    in_region = pl.col("ags").is_in(sorted(scope.region_ags)) | pl.col("ags").is_in(
        sorted({ags[:5] for ags in scope.region_ags})
    )
    has_place = pl.col("postcode").is_not_null() | pl.col("city").is_not_null() | pl.col("ags").is_not_null()
    return rows.with_columns(
        name=pl.when(is_hidden()).then(_description()).otherwise(pl.col("name")),
        origin=origin_expression(
            pl.col("country_code"),
            pl.when(in_region.fill_null(False)).then(True).when(has_place).then(False),
            pl.lit(scope.year or 2025),
        ).fill_null("unknown"),
    ).select(COMPANY_COLUMNS)


def _description() -> pl.Expr:
    """How a company without a name is shown: its sector and place, as far as they are given."""
    sector = pl.when(pl.col("sector_code").is_not_null()).then(pl.lit("WZ ") + pl.col("sector_code"))
    parts = pl.concat_str([sector, pl.col("city")], separator=", ", ignore_nulls=True)
    return pl.when(parts == "").then(pl.lit("–")).otherwise(parts)


def name_of(scope: Scope, company_id: str) -> str:
    """Name (or description) of one company of the view."""
    rows = companies(scope, [company_id])
    return str(rows["name"][0]) if rows.height else ""


def relations_of_year(scope: Scope) -> pl.DataFrame:
    """The view's relations of the year asked for."""
    return scope.view.of_year(scope.year)


def is_complete(scope: Scope, company_id: str, direction: str) -> bool | None:
    """Whether the company said that its list is complete: False where it did not, None where it has no list."""
    lists = scope.view.told.of(company_id)
    of_year = lists.filter(pl.col("year") == (scope.year if scope.year is not None else -1))
    return bool(of_year[f"is_complete_{direction}"].any()) if lists.height else None


def said_not_complete(scope: Scope, company_id: str, direction: str) -> bool:
    """Whether the company was asked and answered that its list does not name all."""
    return bool(scope.view.told.of(company_id)[f"is_partial_{direction}"].any())


def evidence_text() -> pl.Expr:
    """Where a relation is written: list of which year, which row; empty for what only others said."""
    text = pl.format("Liste {}, Zeile {}", pl.col("year"), pl.col("row_no"))
    return pl.when(pl.col("seen_level") == "own").then(text).otherwise(pl.lit("Angabe der Gegenseite"))


def coverage(
    scope: Scope, *, population: int | None = None, spend_of_cost_share: float | None = None
) -> Coverage:
    """What the view's lists of the year cover."""
    year, relations = scope.year, relations_of_year(scope)
    is_asked = pl.col("year").is_null() if year is None else pl.col("year") == year
    facts = scope.view.told.covered.filter(is_asked).drop("year").to_dicts()
    years = sorted(scope.view.years) if year is None else [year]
    return Coverage(
        **(facts[0] if facts else _NOTHING_COVERED),
        population=population,
        spend_of_cost_share=spend_of_cost_share,
        periods=tuple(map(str, years)),
        one_sided_share=1 - float(relations["is_confirmed"].mean()) if relations.height else None,  # type: ignore[arg-type]
    )
