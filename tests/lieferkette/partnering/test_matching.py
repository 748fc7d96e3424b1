"""Stated capabilities against wishes: what covers what, and distances."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.partnering.distance import distances_km
from lieferkette.partnering.matching import Wish, count_band, covering, is_met
from schemas.catalogues.capabilities import catalogue, covers

CODES = sorted(catalogue())
STATED = {"company_id": pl.String, "capability_code": pl.String, "capability_value": pl.Float64}

rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(CODES),
        st.none() | st.floats(0, 1000, allow_nan=False),
    ),
    max_size=12,
    unique_by=lambda row: row[:2],
)
wishes = st.lists(
    st.builds(Wish, st.sampled_from(CODES), st.none() | st.integers(1, 1000).map(float)),
    min_size=1,
    max_size=4,
)


def test_a_part_meets_the_whole_and_a_limit_must_reach_the_wish() -> None:
    stated = pl.DataFrame(
        [
            ("lang", "cnc_turning", None),
            ("lang", "turning_diameter", 65.0),
            ("kurz", "cnc_turning", None),
            ("kurz", "turning_diameter", 20.0),
            ("allgemein", "machining", None),
        ],
        schema=STATED,
        orient="row",
    )
    found = covering(stated, [Wish("machining"), Wish("turning_diameter", 60.0)])
    assert found.rows() == [
        ("allgemein", ["machining"], ["turning_diameter"], 0.5),
        ("kurz", ["machining"], ["turning_diameter"], 0.5),
        ("lang", ["machining", "turning_diameter"], [], 1.0),
    ]


def test_a_dimension_without_a_limit_meets_only_a_wish_without_one() -> None:
    assert is_met(Wish("part_length"), "part_length", None)
    assert not is_met(Wish("part_length", 100.0), "part_length", None)
    assert is_met(Wish("smallest_batch", 10.0), "smallest_batch", 5.0)


def test_a_code_that_left_the_catalogue_meets_nothing() -> None:
    assert not is_met(Wish("machining"), "wagon_wheel_tying", None)


@pytest.mark.property
@given(rows, wishes)
def test_every_wish_is_met_or_missing_just_as_one_by_one(
    stated: list[tuple[str, str, float | None]], wanted: list[Wish]
) -> None:
    found = covering(pl.DataFrame(stated, schema=STATED, orient="row"), wanted)
    assert found["company_id"].is_sorted()
    by_company = {row["company_id"]: row for row in found.to_dicts()}
    for company_id in {row[0] for row in stated}:
        own = [row[1:] for row in stated if row[0] == company_id]
        met = [wish.code for wish in wanted if any(is_met(wish, code, value) for code, value in own)]
        if not met:
            assert company_id not in by_company
            continue
        row = by_company[company_id]
        assert row["met_codes"] == met
        assert len(row["met_codes"]) + len(row["missing_codes"]) == len(wanted)
        assert row["met_share"] == len(met) / len(wanted)


@pytest.mark.property
@given(st.sampled_from(CODES), st.sampled_from(CODES), st.sampled_from(CODES))
def test_covering_carries_on(one: str, two: str, three: str) -> None:
    if covers(one, two) and covers(two, three):
        assert covers(one, three)
    assert not (one != two and covers(one, two) and covers(two, one))


@pytest.mark.property
@given(st.integers(0, 10_000))
def test_bands_tell_no_count_below_five_apart(count: int) -> None:
    assert count_band(count) in ("none", "1_4", "5_9", "10_24", "25_more")
    assert (count_band(count) == "none") == (count == 0)
    assert count_band(1) == count_band(4)


@pytest.mark.reference
def test_distances_are_those_of_the_sphere() -> None:
    """A quarter of the meridian of a sphere of the mean radius of the earth is π/2 · 6371.0088 km."""
    places = pl.DataFrame({"latitude": [90.0, 0.0, None], "longitude": [0.0, 90.0, 7.0]})
    found = distances_km(places, (0.0, 0.0)).to_list()
    assert found[0] == pytest.approx(math.pi / 2 * 6371.0088, rel=1e-12)
    assert found[1] == pytest.approx(found[0], rel=1e-12)
    assert found[2] is None
    assert distances_km(places, None).null_count() == 3
