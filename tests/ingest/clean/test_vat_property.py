"""Property: checking a whole column of VAT ids says the same as python-stdnum on each one."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean.identifiers import vat_id, vat_ids

DIGITS = st.integers(0, 10**9 - 1).map(lambda number: f"DE{number:09d}")
SPACED = DIGITS.map(lambda text: f"{text[:2]} {text[2:5]} {text[5:8]} {text[8:]}")
OTHER = st.sampled_from(
    ["ATU13585627", "ATU13585626", "FR40303265045", "DE12345678", "", "unbekannt", "CHE-107.787.577 IVA"]
)


@given(st.lists(st.one_of(st.none(), DIGITS, SPACED, OTHER), min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_column_and_single_checks_agree(texts: list[str | None]) -> None:
    column = vat_ids(pl.Series(texts, dtype=pl.String)).to_list()
    assert column == [None if text is None else vat_id(text) for text in texts]


def test_some_of_many_numbers_are_valid() -> None:
    column = vat_ids(pl.Series([f"DE{number}" for number in range(136695900, 136696000)]))
    assert column.count() == 10
