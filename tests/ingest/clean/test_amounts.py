"""Amounts: every usual writing, units in the cell, the column's convention, doubt."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from ingest.clean.amounts import Convention, decide_convention, looks_like_amounts, parse_amounts

GERMAN = Convention(",", is_sure=True, is_mixed=False)
ENGLISH = Convention(".", is_sure=True, is_mixed=False)


def one(text: str, convention: Convention = GERMAN, unit: float = 1.0) -> Decimal | None:
    return parse_amounts(pl.Series([text]), convention, unit)["amount"][0]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1234.56-", "-1234.56"),
        ("-1.234,5", "-1234.50"),
        ("(12,00)", "-12.00"),
        ("1.234.567 €", "1234567.00"),
        ("€ 1.200,00", "1200.00"),
        ("EUR 12,50-", "-12.50"),
        ("12,50 EUR", "12.50"),
        ("1'234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("12,-", "12.00"),
        ("12,– €", "12.00"),
        ("T€ 12,5", "12500.00"),
        ("12,5 TEUR", "12500.00"),
        ("3 Tsd. €", "3000.00"),
        ("12,5 Mio.", "12500000.00"),
        ("1,2 Mio. €", "1200000.00"),
        ("7 k€", "7000.00"),
        ("1,5E+05", "150000.00"),
        ("0", "0.00"),
        ("0,005", "0.01"),
        ("12.3450", "12.35"),
        ("1.234", "1234.00"),
    ],
)
def test_usual_writings(text: str, amount: str) -> None:
    assert one(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["k. A.", "k.A.", "n/a", "N. V.", "keine Angabe", "unbekannt", "-", "./."])
def test_words_that_say_that_nothing_is_given_are_blank(text: str) -> None:
    row = parse_amounts(pl.Series([text]), GERMAN).row(0, named=True)
    assert (row["amount"], row["is_unreadable"]) == (None, False)


@pytest.mark.parametrize("text", ["ca. 120.000", "rd. 120.000 €", "~ 120.000,00", "circa 120 T€"])
def test_about_so_much_is_so_much(text: str) -> None:
    assert parse_amounts(pl.Series([text]), GERMAN)["amount"][0] == Decimal("120000.00")


@pytest.mark.parametrize(
    "text", ["hoch", "siehe Anlage", "1.2.3", "12,34,56", "#REF!", "> 500", "12 x", "9" * 20]
)
def test_what_is_no_amount_is_unreadable(text: str) -> None:
    row = parse_amounts(pl.Series([text]), GERMAN).row(0, named=True)
    assert (row["amount"], row["is_unreadable"]) == (None, True)


@pytest.mark.parametrize("text", ["-", "–", "", "  "])
def test_a_lone_dash_is_blank(text: str) -> None:
    assert parse_amounts(pl.Series([text]), GERMAN).row(0) == (None, False, False)


def test_unit_of_the_column_and_of_the_cell() -> None:
    assert one("12,5", unit=1_000) == Decimal("12500.00")
    assert one("12,5 Mio.", unit=1_000) == Decimal("12500000.00")


@pytest.mark.parametrize(
    ("values", "decimal", "is_sure", "is_mixed"),
    [
        (["1.234", "12,50"], ",", True, False),
        (["1,234", "12.50"], ".", True, False),
        (["1.234.567", "1.000"], ",", True, False),
        (["1.234", "2.500"], ",", False, False),
        (["1.234,50", "1,234.50"], ",", True, True),
    ],
)
def test_the_column_decides(values: list[str], decimal: str, is_sure: bool, is_mixed: bool) -> None:
    assert decide_convention(pl.Series(values)) == Convention(decimal, is_sure, is_mixed)


def test_cells_in_doubt_follow_the_column() -> None:
    assert one("1,234", ENGLISH) == Decimal("1234.00")
    assert one("1,234", GERMAN) == Decimal("1.23")
    assert one("1.234", ENGLISH) == Decimal("1.23")


def test_a_column_with_two_tongues_refuses_cells_in_doubt() -> None:
    values = pl.Series(["1.234,50", "1,234.50", "1.234"])
    parsed = parse_amounts(values, decide_convention(values))
    assert parsed["is_doubtful"].to_list() == [False, False, True]
    assert parsed["amount"].to_list() == [Decimal("1234.50"), Decimal("1234.50"), None]


def test_typed_cells_have_no_vote_on_how_people_write() -> None:
    values = pl.Series(["1234.5", "2.5", "2.500"])
    assert decide_convention(values, is_spreadsheet=True).decimal == ","
    assert decide_convention(values, is_spreadsheet=False).decimal == "."


def test_share_of_numbers() -> None:
    assert looks_like_amounts(pl.Series(["1,5", "2", "x", None])) == pytest.approx(2 / 3)
    assert looks_like_amounts(pl.Series([None], dtype=pl.String)) == 0.0
