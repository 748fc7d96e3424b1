"""What is said of a blank column is what is said of blank cells beside filled ones."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ingest.clean import (
    activities,
    addresses,
    amounts,
    counterparts,
    currencies,
    dates,
    identifiers,
    names,
    sectors,
)
from schemas.reference.countries import parse_country_column

COLUMN_FUNCTIONS: dict[str, tuple[Callable[[pl.Series], pl.Series | pl.DataFrame], str]] = {
    "names": (names.clean_names, "Holle AG"),
    "normalised names": (names.normalise_columns, "Holle AG"),
    "postcode and town": (addresses.split_postcode_city, "58636 Iserlohn"),
    "address": (addresses.split_german_address, "Weg 1, 58636 Iserlohn"),
    "currency": (currencies.currency_codes, "EUR"),
    "currency in a cell": (currencies.currencies_in_cells, "5 EUR"),
    "date": (dates.parse_dates, "10.07.2026"),
    "year": (dates.parse_years, "2026"),
    "VAT id": (identifiers.vat_ids, "DE136695976"),
    "LEI": (identifiers.lei_codes, "529900T8BM49AURSDO55"),
    "DUNS": (identifiers.duns_numbers, "123456789"),
    "register number": (identifiers.register_numbers, "HRB 1"),
    "register court": (identifiers.register_courts, "HRB 1, Amtsgericht Hagen"),
    "court": (identifiers.court_names, "Amtsgericht Hagen"),
    "web": (identifiers.web_addresses, "holle.example"),
    "sector": (sectors.parse_sectors, "25.61"),
    "activity": (activities.guess_columns, "Galvanik"),
    "amount": (
        lambda column: amounts.parse_amounts(column, amounts.Convention(",", True, False), 1000.0),
        "1,5",
    ),
    "flag": (counterparts.is_flagged, "x"),
    "country": (parse_country_column, "D"),
}


@pytest.mark.parametrize("name", COLUMN_FUNCTIONS)
def test_a_blank_column_is_answered_like_blank_cells(name: str) -> None:
    function, filled = COLUMN_FUNCTIONS[name]
    beside = function(pl.Series("c1", [filled, None, None], dtype=pl.String))
    blank = function(pl.Series("c1", [None, None], dtype=pl.String))
    frames = [
        answer.to_frame() if isinstance(answer, pl.Series) else answer for answer in (beside[1:], blank)
    ]
    assert_frame_equal(*frames)
