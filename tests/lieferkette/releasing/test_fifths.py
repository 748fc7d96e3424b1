"""Fifths of systemic risk and concentration: who compares with whom, what is held back, what stays between releases."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.disclosure.rules import Rules
from lieferkette.releasing.fifths import FEWEST_CELLS, fifth, fifths, index_flows
from lieferkette.releasing.history import Earlier, Figure, History
from lieferkette.releasing.indices import INDEX_SCHEMA
from lieferkette.releasing.tables import ALL, CellKey

#: A division of each of six groups of sectors.
DIVISIONS = ("24.10", "25.62", "28.41", "27.12", "22.21", "16.10")
GROUPS = ("basic_metals", "metal_products", "machinery", "electrical", "plastics", "wood_paper")
SECTOR = "systemic_risk_by_sector"
PLACE = "systemic_risk_by_place"


def indices(by_sector: dict[str, list[float]], measure: str = "systemic_risk") -> pl.DataFrame:
    """Companies of each sector with these values, numbered within the sector, all in one municipality."""
    rows = [
        (measure, f"{sector}/{number}", sector, "05914000", value)
        for sector, values in by_sector.items()
        for number, value in enumerate(values)
    ]
    return pl.DataFrame(rows, INDEX_SCHEMA, orient="row")


def rising(count: int = len(DIVISIONS), companies: int = 8) -> dict[str, list[float]]:
    """The later the sector, the higher the values."""
    return {sector: [0.01 * (place + 1)] * companies for place, sector in enumerate(DIVISIONS[:count])}


def of_group(group: str) -> CellKey:
    return (SECTOR, group, ALL, ALL, ALL)


def told(frame: pl.DataFrame, model_id: str = "2026-1") -> History:
    """The history after a release that told everything it could."""
    bands = fifths(frame, History(), Rules())
    cells = {key: Figure(None, band, model_id) for key, band in bands.items() if band is not None}
    return History((model_id,), (Earlier(model_id, index_flows(frame), cells),), cells)


def test_sectors_are_put_in_the_order_of_their_means() -> None:
    found = fifths(indices(rising()), History(), Rules())
    assert [found[of_group(group)] for group in GROUPS] == ["1", "1", "2", "3", "4", "5"]


def test_among_fewer_than_five_nothing_is_said() -> None:
    found = fifths(indices(rising(FEWEST_CELLS - 1)), History(), Rules())
    assert set(found.values()) == {None}
    enough = fifths(indices(rising(FEWEST_CELLS)), History(), Rules())
    assert [enough[of_group(group)] for group in GROUPS[:5]] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "values",
    [[0.5] * 4, [0.9] + [0.001] * 7, [0.0] * 8, [0.5] * 4 + [0.0] * 6],
    ids=["too few", "one stands out", "nothing lost", "too few that count"],
)
def test_a_cell_that_would_not_pass_as_a_sum_is_neither_told_nor_compared_with(values: list[float]) -> None:
    with_it = fifths(indices(rising() | {"29.32": values}), History(), Rules())
    assert with_it[(SECTOR, "vehicles", ALL, ALL, ALL)] is None
    without = fifths(indices(rising()), History(), Rules())
    assert {key: with_it[key] for key in without if key[0] == SECTOR} == {
        key: band for key, band in without.items() if key[0] == SECTOR
    }


def test_companies_of_one_group_are_one_contributor() -> None:
    frame = indices(rising())
    grouped = frame.with_columns(
        contributor_key=pl.when(pl.col("sector_code") == DIVISIONS[0])
        .then(pl.lit("hort"))
        .otherwise(pl.col("contributor_key"))
    )
    assert fifths(grouped, History(), Rules())[of_group(GROUPS[0])] is None


def test_municipalities_are_compared_among_themselves_alone() -> None:
    places = ("05914000", "05954008", "05962004", "05962024", "05962028")
    frame = pl.concat(
        indices({"25.62": [0.01 * (place + 1)] * 6}).with_columns(
            contributor_key=pl.format("{}/{}", pl.lit(ags), pl.col("contributor_key")), ags=pl.lit(ags)
        )
        for place, ags in enumerate(places)
    )
    found = fifths(frame, History(), Rules())
    assert [found[PLACE, ALL, ALL, ALL, ags] for ags in places] == ["1", "2", "3", "4", "5"]
    assert found[of_group("metal_products")] is None


def test_one_joiner_does_not_move_a_fifth_and_enough_do() -> None:
    past = told(indices(rising()))
    joined = rising()
    joined[DIVISIONS[0]] = [*joined[DIVISIONS[0]], 0.05]
    joined[DIVISIONS[0]][:8] = [0.5] * 8
    assert past.figures[of_group(GROUPS[0])].band == "1"
    assert fifths(indices(joined), past, Rules())[of_group(GROUPS[0])] is None
    many = rising()
    many[DIVISIONS[0]] = [0.5] * 14
    assert fifths(indices(many), past, Rules())[of_group(GROUPS[0])] == "5"


def test_what_did_not_change_is_told_again() -> None:
    frame = indices(rising())
    assert fifths(frame, told(frame), Rules()) == fifths(frame, History(), Rules())


def test_kept_rows_tell_who_counted_and_no_value() -> None:
    kept = index_flows(indices(rising()))
    assert set(kept["amount_eur"]) == {1.0} and set(kept["measure"]) == {"systemic_risk"}


@pytest.mark.property
@given(st.lists(st.floats(0, 1), min_size=FEWEST_CELLS, max_size=40))
def test_fifths_keep_the_order_and_hold_a_fifth_each(values: list[float]) -> None:
    ordered = sorted(values)
    bands = [int(fifth(value, ordered)) for value in ordered]
    assert bands == sorted(bands) and bands[0] == 1 and bands[-1] <= 5
    if len(set(values)) == len(values):
        counts = [bands.count(band) for band in range(1, 6)]
        assert max(counts) - min(counts) <= 1
