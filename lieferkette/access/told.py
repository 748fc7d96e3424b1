"""What the lists of a view say of themselves: whose they are, whether they are whole, and how much they cover.

Comes in: the evidence of a view. Goes out: small frames, so that an answer need not go through all evidence again.
Never: a relation, or who may see what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from lieferkette.access.offered import hash_of
from schemas.relations import ENOUGH_AMOUNTS, SPEND_KINDS

#: Side of a list -> the end that handed it in, and the end of its partners.
_ENDS = {"suppliers": ("customer_id", "supplier_id"), "customers": ("supplier_id", "customer_id")}

#: (company, year)
Told_Key = tuple[str, int]


@dataclass(frozen=True)
class Told:
    """What the actor's own evidence (for the owner all) says.

    `lists`: uploader_id, year, and for each side is_complete_* (somebody said that the list names all),
    is_partial_* (that it does not), has_amounts_* (it gives amounts for nearly every partner; shares of one that
    does not would say more about the list than about the company).
    `covered`: year (null: all together), lists_in_view, companies_with_lists, rows_matched_share,
    spend_matched_share. `evidence_hash` stands for every visible row.
    """

    lists: pl.DataFrame
    covered: pl.DataFrame
    evidence_hash: str

    @cached_property
    def complete(self) -> dict[str, frozenset[Told_Key]]:
        """`suppliers` and `customers` -> (company, year) for which the company said that its list is complete."""
        return {side: self._where(f"is_complete_{side}") for side in _ENDS}

    @cached_property
    def has_amounts(self) -> dict[str, frozenset[Told_Key]]:
        """`suppliers` and `customers` -> (company, year) whose own lists give amounts for nearly every partner."""
        return {side: self._where(f"has_amounts_{side}") for side in _ENDS}

    def of(self, company_id: str) -> pl.DataFrame:
        """The lists of one company, a row a year."""
        return self.lists.filter(pl.col("uploader_id") == company_id)

    def flags(self, company_ids: pl.Series, year: int) -> pl.DataFrame:
        """`lists` of a year in the order of `company_ids`; False where a company handed in none."""
        of_year = self.lists.filter(pl.col("year") == year).drop("year")
        return (
            company_ids.to_frame("uploader_id")
            .join(of_year, on="uploader_id", how="left", maintain_order="left")
            .with_columns(pl.exclude("uploader_id").fill_null(False))
        )

    def senders(self, year: int | None) -> pl.Series:
        """Companies that handed in a list for the year; of any year without."""
        lists = self.lists if year is None else self.lists.filter(pl.col("year") == year)
        return lists["uploader_id"].unique()

    def _where(self, flag: str) -> frozenset[Told_Key]:
        rows = self.lists.filter(pl.col(flag)).select("uploader_id", "year")
        return frozenset((row[0], row[1]) for row in rows.iter_rows())


def told_of(evidence: pl.DataFrame) -> Told:
    """What visible evidence says of the lists that it comes from; only the actor's own counts."""
    own = evidence.filter(pl.col("seen_level") == "own").with_columns(year=pl.col("period_start").dt.year())
    years: list[int | None] = [None, *own["year"].unique().sort().drop_nulls().to_list()]
    covered = [_covered(own if year is None else own.filter(pl.col("year") == year), year) for year in years]
    return Told(_lists(own), pl.concat(covered), hash_of(evidence))


def _lists(own: pl.DataFrame) -> pl.DataFrame:
    keys = ["uploader_id", "year"]
    said = {
        f"is_{word}_{side}": (pl.col(f"is_complete_{side}") == is_whole).any()
        for side in _ENDS
        for word, is_whole in (("complete", True), ("partial", False))
    }
    lists = own.drop_nulls("uploader_id").group_by(keys).agg(**said)
    for side, (self_end, partner_end) in _ENDS.items():
        is_known = pl.col("amount_eur").is_not_null() & pl.col("amount_kind").is_in(SPEND_KINDS)
        partners = own.filter(pl.col("uploader_id") == pl.col(self_end)).group_by(*keys, partner_end)
        known = (
            partners.agg(is_known=is_known.any()).group_by(keys).agg(known_share=pl.col("is_known").mean())
        )
        lists = (
            lists.join(known, on=keys, how="left")
            .with_columns(
                (pl.col("known_share") >= ENOUGH_AMOUNTS).fill_null(False).alias(f"has_amounts_{side}")
            )
            .drop("known_share")
        )
    return lists.sort(keys)


def _covered(own: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """What the lists of a year cover; shares of euros only where there are any."""
    counterpart = (
        pl.when(pl.col("uploader_id") == pl.col("customer_id"))
        .then(pl.col("supplier_method"))
        .otherwise(pl.col("customer_method"))
    )
    spend = pl.col("amount_eur").cast(pl.Float64)
    return own.select(
        year=pl.lit(year, pl.Int32),
        lists_in_view=pl.col("upload_id").n_unique().cast(pl.Int64),
        companies_with_lists=pl.col("uploader_id").drop_nulls().n_unique().cast(pl.Int64),
        rows_matched_share=(counterpart != "new").mean(),
        # A sum of nothing, or of zeros, has no share.
        spend_matched_share=((spend * (counterpart != "new")).sum() / spend.sum()).fill_nan(None),
    )
