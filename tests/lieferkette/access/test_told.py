"""What lists say of themselves, against the plain meaning of the words, row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.access.told import told_of
from schemas.relations import ENOUGH_AMOUNTS, SPEND_KINDS

_SCHEMA = {
    "upload_id": pl.String,
    "uploader_id": pl.String,
    "supplier_id": pl.String,
    "customer_id": pl.String,
    "supplier_method": pl.String,
    "customer_method": pl.String,
    "amount_kind": pl.String,
    "amount_eur": pl.Decimal(18, 2),
    "period_start": pl.Date,
    "is_complete_suppliers": pl.Boolean,
    "is_complete_customers": pl.Boolean,
    "seen_level": pl.String,
}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    uploader = draw(st.sampled_from(["A", "B", None]))
    supplier, customer = draw(st.permutations(["A", "B", "C"]))[:2]
    return {
        "upload_id": draw(st.sampled_from(["1", "2", "3"])),
        "uploader_id": uploader,
        "supplier_id": supplier,
        "customer_id": customer,
        "supplier_method": draw(st.sampled_from(["new", "own", "name_and_place"])),
        "customer_method": draw(st.sampled_from(["new", "own", "name_and_place"])),
        "amount_kind": draw(st.sampled_from(["invoiced_net", "balance", "none"])),
        "amount_eur": draw(st.none() | st.decimals(0, 1000, places=2)),
        "period_start": date(draw(st.sampled_from([2024, 2025])), 1, 1),
        "is_complete_suppliers": draw(st.sampled_from([True, False, None])),
        "is_complete_customers": draw(st.sampled_from([True, False, None])),
        "seen_level": draw(st.sampled_from(["own", "own", "open"])),
    }


def plainly(evidence: list[dict[str, Any]], company: str, year: int) -> dict[str, bool]:
    """The flags of one company and year, by going through its rows."""
    mine = [
        row
        for row in evidence
        if row["seen_level"] == "own" and row["uploader_id"] == company and row["period_start"].year == year
    ]
    found = {}
    ends = {"suppliers": ("customer_id", "supplier_id"), "customers": ("supplier_id", "customer_id")}
    for side, (self_end, partner_end) in ends.items():
        partners: dict[str, bool] = {}
        for row in mine:
            if row[self_end] == company:
                is_known = row["amount_eur"] is not None and row["amount_kind"] in SPEND_KINDS
                partners[row[partner_end]] = partners.get(row[partner_end], False) or is_known
        found[f"is_complete_{side}"] = any(row[f"is_complete_{side}"] is True for row in mine)
        found[f"is_partial_{side}"] = any(row[f"is_complete_{side}"] is False for row in mine)
        share = sum(partners.values()) / len(partners) if partners else 0.0
        found[f"has_amounts_{side}"] = share >= ENOUGH_AMOUNTS
    return found


@pytest.mark.property
@given(st.lists(rows(), max_size=8))
@settings(max_examples=60, deadline=None)
def test_flags_mean_what_they_say(evidence: list[dict[str, Any]]) -> None:
    told = told_of(pl.DataFrame(evidence, _SCHEMA))
    for year in (2024, 2025):
        flags = told.flags(pl.Series("company_id", ["B", "A", "C"]), year)
        for found in flags.iter_rows(named=True):
            company = found.pop("uploader_id")
            assert found == plainly(evidence, company, year)
            for side in ("suppliers", "customers"):
                assert ((company, year) in told.complete[side]) == found[f"is_complete_{side}"]
                assert ((company, year) in told.has_amounts[side]) == found[f"has_amounts_{side}"]


@pytest.mark.property
@given(st.lists(rows(), max_size=8))
@settings(max_examples=40, deadline=None)
def test_what_is_covered_counts_the_actors_own_rows_of_the_year(evidence: list[dict[str, Any]]) -> None:
    told = told_of(pl.DataFrame(evidence, _SCHEMA))
    own = [row for row in evidence if row["seen_level"] == "own"]
    for found in told.covered.iter_rows(named=True):
        rows_of = [row for row in own if found["year"] in (None, row["period_start"].year)]
        assert found["lists_in_view"] == len({row["upload_id"] for row in rows_of})
        assert found["companies_with_lists"] == len({row["uploader_id"] for row in rows_of} - {None})
        matched = [
            row["supplier_method" if row["uploader_id"] == row["customer_id"] else "customer_method"] != "new"
            for row in rows_of
        ]
        expected = sum(matched) / len(matched) if matched else None
        assert found["rows_matched_share"] == pytest.approx(expected)
