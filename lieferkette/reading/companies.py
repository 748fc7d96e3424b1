"""Which companies, years and cards a view holds."""

from __future__ import annotations

from typing import Any

import polars as pl

from lieferkette.access.naming import is_hidden
from lieferkette.answering.common import companies
from lieferkette.errors import Ambiguous, NotFound
from lieferkette.reading.base import Reading


class CompanyReading(Reading):
    """Companies of the actor's view."""

    def years(self) -> list[int]:
        """Years that the view tells of, newest first."""
        return self._view().years

    def companies(self, text: str | None = None, limit: int = 50) -> pl.DataFrame:
        """Companies of the view whose name contains `text`, by name; with is_in_register and has_list."""
        scope = self._scope(None)
        shown = companies(scope).join(
            scope.view.companies.select("company_id", "is_in_register"),
            on="company_id",
            maintain_order="left",
        )
        shown = shown.filter(~is_hidden())
        if text:
            shown = shown.filter(pl.col("name").str.to_lowercase().str.contains(text.lower(), literal=True))
        senders = scope.view.told.senders(None)
        return (
            shown.with_columns(has_list=pl.col("company_id").is_in(senders.to_list()))
            .sort("has_list", "name", "company_id", descending=[True, False, False])
            .head(limit)
        )

    def company(self, company_id: str) -> dict[str, Any]:
        """The card of one company: its row, whether it handed in lists, its figures of the year where visible.

        Raises NotFound where the view does not hold it.
        """
        scope = self._scope(None)
        self._require(scope, company_id)
        rows = scope.view.rows_of([company_id])
        figures = scope.view.figures.filter(pl.col("company_id") == company_id).sort("year")
        card = rows.row(0, named=True) | companies(scope, [company_id]).row(0, named=True)
        return card | {"figures": figures.drop("company_id").to_dicts()}

    def find(self, text: str) -> str:
        """The id of the one company that `text` means: an id, a whole name, or a part that fits only one.

        Raises NotFound or Ambiguous.
        """
        scope = self._scope(None)
        named = scope.view.companies.filter(~is_hidden())
        folded = pl.col("name").str.to_lowercase()
        for fits in (
            pl.col("company_id") == text,
            folded == text.lower(),
            folded.str.contains(text.lower(), literal=True),
        ):
            found = named.filter(fits).sort("name")
            # A register's company goes before one of the same name that only a list knows.
            if found.height > 1 and found["is_in_register"].sum() == 1:
                found = found.filter(pl.col("is_in_register"))
            if found.height == 1:
                return str(found["company_id"][0])
            if found.height > 1:
                raise Ambiguous(text, found["name"].to_list())
        raise NotFound(text)
