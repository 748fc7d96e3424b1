"""What stands behind a company in the actor's own lists, and with which companies it is one or one group."""

from __future__ import annotations

import polars as pl

from lieferkette.access.naming import is_hidden
from lieferkette.answering import entries as entry_answers
from lieferkette.answering.common import companies
from lieferkette.reading.base import Reading


class EntryReading(Reading):
    """Entries of the actor's lists and the decisions about them; for the owner of all lists."""

    def entries(self, company_id: str) -> pl.DataFrame:
        """The entries of the actor's lists taken for a company: party_id, name, city, partner_no, sender.

        Raises NotFound for a company that the view does not hold.
        """
        self._require(self._scope(None), company_id)
        return entry_answers.entries(self._warehouse, self._lists_of(), company_id)

    def merges(self, company_id: str) -> pl.DataFrame:
        """Companies merged into this one, which can be taken back: company_id, name, entries_count. Raises NotFound."""
        self._require(self._scope(None), company_id)
        return entry_answers.merges(self._warehouse, self._lists_of(), company_id)

    def group(self, company_id: str) -> pl.DataFrame:
        """The other companies of its group in the view, as `companies` gives them. Raises NotFound."""
        scope = self._scope(None)
        self._require(scope, company_id)
        group_id = scope.view.rows_of([company_id])["group_id"][0]
        same = scope.view.companies.filter(
            ~is_hidden(),
            pl.col("group_id") == pl.lit(group_id, pl.String),
            pl.col("company_id") != company_id,
        )
        return companies(scope, same["company_id"].to_list()).sort("name", "company_id")
