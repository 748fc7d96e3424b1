"""Addresses, identifiers, sectors, currencies and dates: what is valid is kept, what is not becomes null."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from ingest.clean import addresses, currencies, dates, identifiers, sectors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("58636 Iserlohn", (None, "58636", "Iserlohn")),
        ("D-58636 Iserlohn", ("D", "58636", "Iserlohn")),
        ("58636/Iserlohn", (None, "58636", "Iserlohn")),
        ("Iserlohn 58636", (None, "58636", "Iserlohn")),
        ("Iserlohn, 58636", (None, "58636", "Iserlohn")),
        ("Halver (Westf.)", (None, None, "Halver (Westf.)")),
        ("58636", (None, "58636", None)),
        ("A-1010 Wien", ("A", "1010", "Wien")),
        (None, (None, None, None)),
    ],
)
def test_postcode_and_city_in_one_cell(text: str | None, expected: tuple[str | None, ...]) -> None:
    assert addresses.split_postcode_city(pl.Series([text], dtype=pl.String)).row(0) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zwergenweg 7, 58095 Hagen", ("Zwergenweg 7", "58095", "Hagen")),
        ("Zwergenweg 7, D-58095 Hagen", ("Zwergenweg 7", "58095", "Hagen")),
        ("Zwergenweg 7", ("Zwergenweg 7", None, None)),
        ("1 Fairy Road, Oz, 51310, Punjab", ("1 Fairy Road, Oz, 51310, Punjab", None, None)),
    ],
)
def test_german_address_in_one_line(text: str, expected: tuple[str | None, ...]) -> None:
    assert addresses.split_german_address(pl.Series([text])).row(0) == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("DE 136 695 976", "DE136695976"),
        ("DE136695976", "DE136695976"),
        ("DE123456789", None),
        ("ATU13585627", "ATU13585627"),
        ("XX1", None),
        ("", None),
    ],
)
def test_vat_ids_need_their_check_digits(text: str, kept: str | None) -> None:
    assert identifiers.vat_id(text) == kept


@pytest.mark.parametrize(
    ("text", "number", "court"),
    [
        ("HRB 1234", "HRB 1234", None),
        ("Amtsgericht Hagen HRB 01234", "HRB 1234", "Hagen"),
        ("HRB 1234, AG Iserlohn", "HRB 1234", "Iserlohn"),
        ("hra 77 B", "HRA 77 B", None),
        ("GnR 5", "GnR 5", None),
        ("1234", None, None),
    ],
)
def test_register_numbers(text: str, number: str | None, court: str | None) -> None:
    assert identifiers.register_number(text) == number
    assert identifiers.register_court(text) == court


def test_lei_duns_and_web() -> None:
    assert identifiers.lei_code("529900T8BM49AURSDO55") == "529900T8BM49AURSDO55"
    assert identifiers.lei_code("1") is None
    assert identifiers.duns_number("12-345-6789") == "123456789"
    assert identifiers.duns_number("123") is None
    assert identifiers.web_address("https://www.Ruebezahl.example/kontakt") == "ruebezahl.example"
    assert identifiers.web_address("kein Internet") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25.62", ("25.62", None)),
        ("2562", ("25.62", None)),
        ("WZ 25.62.0", ("25.62.0", None)),
        ("25.62 Mechanik", ("25.62", "Mechanik")),
        ("Galvanik", (None, "Galvanik")),
        ("99.99.9", (None, "99.99.9")),
    ],
)
def test_sectors(text: str, expected: tuple[str | None, str | None]) -> None:
    assert sectors.parse_sector(text) == expected


def test_a_code_of_2025_is_carried_over_only_when_it_is_clear() -> None:
    assert sectors.parse_sector("24.10.0", is_2025=True)[0] == "24.10.0"
    code, text = sectors.parse_sector("25.53", is_2025=True)
    assert code is None or text is None


def test_currencies() -> None:
    assert [currencies.currency_code(text) for text in ("€", "eur", "US$", "Taler", None)] == [
        "EUR",
        "EUR",
        "USD",
        None,
        None,
    ]
    assert currencies.currencies_in_cells(pl.Series(["12 €", "USD 5", "7"])).to_list() == ["EUR", "USD", None]


def test_dates_in_three_writings() -> None:
    found = dates.parse_dates(pl.Series(["10.07.2026", "2026-07-10", "20260710", "nie"]))
    assert found.to_list() == [date(2026, 7, 10)] * 3 + [None]


def test_the_column_tells_whether_the_month_stands_first() -> None:
    assert dates.parse_dates(pl.Series(["3/4/2024", "3/28/2024"]))[0] == date(2024, 3, 4)
    assert dates.parse_dates(pl.Series(["3/4/2024", "28/3/2024"]))[0] == date(2024, 4, 3)


def test_years() -> None:
    assert dates.parse_years(pl.Series(["2024", "GJ 2023", "20245", "x"])).to_list() == [
        2024,
        2023,
        None,
        None,
    ]
