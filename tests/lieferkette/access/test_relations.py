"""Relations out of evidence: kinds are never summed, the buyer's amount goes first, balances are no spend."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.access.relations import relations_of

_BLANK: dict[str, Any] = {
    "upload_id": "u",
    "sheet": "",
    "row_no": 1,
    "part_no": 0,
    "uploader_id": "C",
    "supplier_id": "S",
    "customer_id": "C",
    "amount_kind": "invoiced_net",
    "amount_eur": Decimal("100.00"),
    "share_band": None,
    "period_start": date(2025, 1, 1),
    "seen_level": "own",
    "is_group_internal": False,
}
_TEXTS = "upload_id sheet uploader_id supplier_id customer_id amount_kind share_band seen_level".split()
_SCHEMA = dict.fromkeys(_TEXTS, pl.String) | {
    "row_no": pl.Int32,
    "part_no": pl.Int32,
    "amount_eur": pl.Decimal(18, 2),
    "period_start": pl.Date,
    "is_group_internal": pl.Boolean,
}


def _relations(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    frame = pl.DataFrame([_BLANK | {"row_no": i} | row for i, row in enumerate(rows)], schema=_SCHEMA)
    return relations_of(frame).to_dicts()


def test_the_best_kind_counts_alone() -> None:
    found = _relations({"amount_eur": Decimal(100)}, {"amount_kind": "ordered", "amount_eur": Decimal(900)})
    assert [(r["amount_eur"], r["amount_kind"]) for r in found] == [(100.0, "invoiced_net")]


def test_several_rows_of_one_kind_add_up() -> None:
    assert _relations({}, {"amount_eur": Decimal("0.50")})[0]["amount_eur"] == 100.5


def test_the_buyer_goes_before_the_seller_and_both_are_kept() -> None:
    found = _relations({"uploader_id": "S", "amount_eur": Decimal(80)}, {})[0]
    assert (found["amount_eur"], found["buyer_amount_eur"], found["seller_amount_eur"]) == (
        100.0,
        100.0,
        80.0,
    )
    assert found["is_confirmed"]


@pytest.mark.parametrize("kind", ["balance", "ceiling", "none"])
def test_balances_and_ceilings_are_no_spend(kind: str) -> None:
    found = _relations({"amount_kind": kind})[0]
    assert found["amount_eur"] is None
    assert not found["is_confirmed"]


def test_an_amount_without_a_rate_stays_unknown() -> None:
    assert _relations({"amount_eur": None})[0]["amount_eur"] is None


def test_a_company_is_no_partner_of_itself() -> None:
    assert _relations({"supplier_id": "C"}) == []


def test_years_stay_apart() -> None:
    found = _relations({}, {"period_start": date(2024, 1, 1), "amount_eur": Decimal(7)})
    assert [(r["year"], r["amount_eur"]) for r in found] == [(2024, 7.0), (2025, 100.0)]


_ROW = st.fixed_dictionaries(
    {
        "uploader_id": st.sampled_from(["A", "B", "C"]),
        "supplier_id": st.sampled_from(["A", "B", "C"]),
        "customer_id": st.sampled_from(["A", "B", "C"]),
        "amount_kind": st.sampled_from(["invoiced_net", "posted_gross", "ordered", "balance", "none"]),
        "amount_eur": st.one_of(st.none(), st.integers(0, 1000).map(Decimal)),
        "upload_id": st.sampled_from(["u1", "u2"]),
    }
)


@given(st.lists(_ROW, max_size=12), st.randoms(use_true_random=False))
def test_property_the_order_of_evidence_does_not_matter(rows: list[dict[str, Any]], random: Any) -> None:
    numbered = [row | {"row_no": i} for i, row in enumerate(rows)]
    shuffled = numbered[:]
    random.shuffle(shuffled)
    first, second = (
        relations_of(pl.DataFrame([_BLANK | r for r in some], schema=_SCHEMA))
        for some in (numbered, shuffled)
    )
    assert first.equals(second)


@given(st.lists(_ROW, max_size=12))
def test_property_every_pair_is_there_once(rows: list[dict[str, Any]]) -> None:
    pairs = {(r["supplier_id"], r["customer_id"]) for r in rows if r["supplier_id"] != r["customer_id"]}
    found = _relations(*rows)
    assert {(r["supplier_id"], r["customer_id"]) for r in found} == pairs
    assert len(found) == len(pairs)


def test_what_one_end_marks_as_inside_its_group_is_inside() -> None:
    assert _relations({}, {"is_group_internal": True})[0]["is_group_internal"]
    assert not _relations({})[0]["is_group_internal"]
