"""The example's assumptions fit together."""

from __future__ import annotations

import polars as pl
import pytest
from wz_code import WZ

from ingest.example import tables


def test_reference_sectors_are_classes_of_wz_2008() -> None:
    classification = WZ("2008")
    for code in tables.sectors()["sector_code"]:
        assert classification.get(code).title


def test_every_group_buys_and_every_bought_group_has_sellers_and_origins() -> None:
    groups = set(tables.sectors()["group"])
    assert set(tables.purchases()) == groups
    for buyer, mix in tables.purchases().items():
        assert sum(mix.values()) == pytest.approx(1.0), buyer
        assert set(mix) <= groups, buyer
        assert set(mix) <= set(tables.origins()), buyer


def test_costs_leave_value_added() -> None:
    costs = tables.sectors().select(pl.col("material") + pl.col("personnel"))
    assert costs.to_series().max() < 0.95


def test_places_have_postcodes_and_coordinates() -> None:
    places = tables.places()
    assert places.null_count().select(pl.exclude("ags")).sum_horizontal().item() == 0
    german = places.filter(pl.col("country_code") == "DE")["postcodes"].str.split("|").explode()
    assert german.str.contains(r"^\d{5}$").all()
    assert "09111" in set(german)
