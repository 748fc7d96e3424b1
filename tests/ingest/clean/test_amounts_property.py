"""Property: an amount written in any usual way comes back to the cent."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean.amounts import decide_convention, parse_amounts

CENTS = st.integers(min_value=-(10**13), max_value=10**13)


def grouped(cents: int, decimal: str, group: str) -> str:
    """Written by hand, digit by digit, without the program's own parsing or Python's locale."""
    whole, rest = divmod(abs(cents), 100)
    digits = str(whole)
    parts = []
    while digits:
        digits, part = digits[:-3], digits[-3:]
        parts.insert(0, part)
    return f"{group.join(parts)}{decimal}{rest:02d}"


def signed(cents: int, text: str, style: int) -> str:
    if cents >= 0:
        return text
    return (f"-{text}", f"{text}-", f"({text})", f"- {text}")[style]


@given(
    st.lists(st.tuples(CENTS, st.integers(0, 3)), min_size=1, max_size=15),
    st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'"), (",", "")]),
)
@settings(max_examples=120, deadline=None)
def test_to_the_cent(amounts: list[tuple[int, int]], writing: tuple[str, str]) -> None:
    texts = [signed(cents, grouped(cents, *writing), style) for cents, style in amounts]
    values = pl.Series(texts)
    parsed = parse_amounts(values, decide_convention(values))
    assert parsed["amount"].to_list() == [Decimal(cents) / 100 for cents, _ in amounts]
    assert not parsed["is_unreadable"].any()


@given(
    st.integers(0, 10**7),
    st.sampled_from(
        [(1_000, "T€ {}"), (1_000, "{} TEUR"), (1_000_000, "{} Mio. €"), (1, "{} €"), (1, "EUR {}")]
    ),
)
@settings(max_examples=60, deadline=None)
def test_units_in_the_cell(cents: int, writing: tuple[int, str]) -> None:
    unit, form = writing
    values = pl.Series([form.format(grouped(cents, ",", "."))])
    assert parse_amounts(values, decide_convention(values))["amount"][0] == Decimal(cents) * unit / 100


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_text_is_an_amount_blank_or_refused(texts: list[str | None]) -> None:
    values = pl.Series(texts, dtype=pl.String)
    parsed = parse_amounts(values, decide_convention(values))
    for amount, unreadable, doubtful in parsed.rows():
        assert amount is None or not (unreadable or doubtful)
