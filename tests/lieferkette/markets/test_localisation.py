"""Gaps, white spots and exposure on tables small enough to reckon by hand."""

from __future__ import annotations

import polars as pl
import pytest

from lieferkette.markets.localisation import exposed, gaps, white_spots

BOUGHT = pl.DataFrame(
    [
        ("a", "25.9", "metal_products", "28.4", True, 60.0),
        ("b", "25.9", "metal_products", "29.3", True, 40.0),
        ("a", "25.9", "metal_products", "28.4", False, 100.0),
        ("a", "24.1", "basic_metals", "28.4", True, 500.0),
        ("b", "24.1", "basic_metals", "29.3", True, 300.0),
        ("a", "62.0", "services", "28.4", True, 900.0),
        ("b", "62.0", "services", "28.4", True, 900.0),
        ("a", "22.2", "plastics", "28.4", True, 70.0),
    ],
    ["customer_id", "sector_code", "sector_group", "customer_sector", "is_outside", "amount_eur"],
    orient="row",
)
SOLD = pl.DataFrame(
    [("25.9", "28.4", 50.0), ("25.9", "31.0", 5.0)],
    ["sector_code", "customer_sector", "amount_eur"],
    orient="row",
)
LOCAL = pl.DataFrame({"sector_code": ["25.9", "25.9", "22.2", None]})


def test_a_gap_is_bought_outside_and_made_here() -> None:
    found = gaps(BOUGHT, SOLD, LOCAL, fewest_buyers=2)
    assert found["sector_code"].to_list() == ["25.9"]
    gap = found.row(0, named=True)
    assert (gap["outside_eur"], gap["outside_share"], gap["local_count"]) == (100.0, 0.5, 2)
    # makers here supply 28.4 only, and sell 55 in all
    assert (gap["capacity_eur"], gap["addressable_eur"]) == (55.0, 55.0)


def test_unknown_sales_leave_the_addressable_part_unknown() -> None:
    found = gaps(BOUGHT, SOLD.clear(), LOCAL, fewest_buyers=1)
    assert set(found["sector_code"]) == {"25.9", "22.2"}
    assert found["addressable_eur"].null_count() == 2


def test_a_white_spot_is_needed_and_missing() -> None:
    assert white_spots(BOUGHT, LOCAL, fewest_buyers=2).rows() == [("24.1", 800.0, 2)]


def test_exposure_is_a_share_of_known_sales_of_enough_companies() -> None:
    rows = [
        ("p1", "plastics", "vehicles", True, 60.0),
        ("p2", "plastics", "machinery", False, 40.0),
        ("m1", "metal_products", "machinery", False, 90.0),
        ("m2", "metal_products", "construction", False, 10.0),
        ("x1", "machinery", "vehicles", True, None),
    ]
    sold = pl.DataFrame(
        rows, ["company_id", "own_group", "customer_group", "is_automotive", "amount_eur"], orient="row"
    )
    found = exposed(sold, fewest_companies=2)
    assert found.select("sector_group", "automotive_share").rows() == [
        ("plastics", pytest.approx(0.6)),
        ("metal_products", 0.0),
    ]
    assert "vehicles" not in [field for fields in found["nearest"] for field in fields]
    assert exposed(sold, fewest_companies=3).is_empty()
