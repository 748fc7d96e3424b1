"""Tables: codes become labels, numbers stay numbers, every heading exists."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import polars as pl

from lieferkette.i18n.tables import headings, readable, written

FRAME = pl.DataFrame(
    {
        "name": ["Rübezahl Draht AG", None],
        "sector_group": ["basic_metals", None],
        "country_code": ["PL", "XX"],
        "origin": ["eu", "unknown"],
        "amount_eur": [Decimal("1472000.00"), None],
        "share": [0.04, None],
        "share_band": ["10_25", None],
        "is_confirmed": [True, False],
        "via_names": [["A", "B"], []],
    }
)


def test_codes_become_labels_and_numbers_stay() -> None:
    shown = readable(FRAME, FRAME.columns, "de")
    assert shown.row(0) == (
        "Rübezahl Draht AG",
        "Metallerzeugung",
        "Polen",
        "übrige EU",
        1472000.0,
        0.04,
        "10 bis 25\u00a0%",
        "ja",
        "A, B",
    )
    assert shown.row(1)[1:4] == (None, "XX", "unbekannt")
    assert shown["amount_eur"].dtype == pl.Float64


def test_order_and_headings_follow_the_choice() -> None:
    assert readable(FRAME, ["share", "name"], "en").columns == ["share", "name"]
    assert list(headings(["share", "name"], "en").values()) == ["Share", "Company"]


def test_lists_without_entries_are_empty_words() -> None:
    nothing = pl.DataFrame({"via_names": [[], []]})
    assert readable(nothing, ["via_names"], "de").to_series().to_list() == ["", ""]


def test_written_forms() -> None:
    amount, share, day, rows = (
        written(name, "de") for name in ("value_eur", "matched_share", "received_at", "rows_read")
    )
    assert amount and share and day and rows
    assert amount(1_472_000) == "1.472.000\u00a0€"
    assert share(0.994) == "99,4\u00a0%"
    assert day(datetime(2026, 11, 14, 8)) == "14.11.2026"
    assert rows(1406) == "1.406"
    assert written("evidence", "de") is None
