"""How near companies are to a field: by sector, by what they state, by whom they sell to."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.partnering.fields import near_field, nearness, state_of, states
from schemas.catalogues.capabilities import catalogue, covers
from schemas.catalogues.transition_fields import transition_fields

RAIL = transition_fields()["rail"]
MEDICAL = transition_fields()["medical_technology"]
CODES = sorted(catalogue())
COMPANIES = pl.DataFrame(
    {
        "company_id": ["fern", "feder", "kunde", "sagt", "still"],
        "sector_code": ["62.01", "25.93", "46.72", "25.94", "25.94"],
    }
)
STATED = pl.DataFrame(
    {
        "company_id": ["sagt", "sagt", "sagt", "fern"],
        "capability_code": ["iso_9001", "cold_forming", "gone_from_the_catalogue", "engineering"],
    }
)
CUSTOMERS = pl.DataFrame({"company_id": ["kunde", "feder"], "customer_sector": ["30.20", "29.32"]})


def test_who_sells_there_goes_first_then_the_sector_then_what_is_met() -> None:
    found = near_field(COMPANIES, STATED, CUSTOMERS, RAIL)
    assert found["company_id"].to_list() == ["kunde", "sagt", "feder", "still"]
    assert found["customers_count"].to_list() == [1, 0, 0, 0]
    assert found["nearness"].to_list() == ["far", "supplies", "supplies", "supplies"]
    said = found.row(1, named=True)
    assert said["met_codes"] == ["iso_9001", "cold_forming"]
    assert "iso_22163" in said["missing_codes"], "it stated a certificate, and not this one"
    assert said["required_open"] == 1


def test_silence_is_unknown_and_what_is_usual_in_the_sector_is_likely() -> None:
    silent = near_field(COMPANIES, STATED, CUSTOMERS, RAIL).row(3, named=True)
    assert silent["met_codes"] == [] and silent["missing_codes"] == []
    assert set(silent["unknown_codes"]) == {*RAIL.required, *RAIL.helpful}
    assert silent["likely_codes"] == ["cold_forming"]


def test_nobody_at_all_gives_an_empty_frame_with_its_columns() -> None:
    found = near_field(COMPANIES.clear(), STATED, CUSTOMERS, MEDICAL)
    assert found.is_empty()
    assert {"nearness", "met_codes", "missing_codes", "required_open"} <= set(found.columns)


@pytest.mark.property
@given(st.sets(st.sampled_from(CODES), max_size=8), st.sampled_from(CODES))
def test_a_state_says_no_more_than_what_was_stated(stated: set[str], wanted: str) -> None:
    state = state_of(wanted, stated)
    assert (state == "met") == any(covers(code, wanted) for code in stated)
    if state == "missing":
        assert any(catalogue()[code].kind == catalogue()[wanted].kind for code in stated)
    if not stated:
        assert state == "unknown"


@pytest.mark.property
@given(st.sampled_from(sorted(transition_fields())), st.sets(st.sampled_from(CODES), max_size=6))
def test_every_asked_capability_has_one_state(field_id: str, stated: set[str]) -> None:
    field = transition_fields()[field_id]
    said = pl.DataFrame({"company_id": ["a"] * len(stated), "capability_code": sorted(stated)},
                        schema={"company_id": pl.String, "capability_code": pl.String})  # fmt: skip
    one = pl.DataFrame({"company_id": ["a"], "sector_code": ["25.62"]})
    found = states(one, said, field)
    assert found["capability_code"].to_list() == [*field.required, *field.helpful]
    assert set(found["state"]) <= {"met", "missing", "unknown"}
    assert not (found["is_likely"] & (found["state"] != "unknown")).any()


@pytest.mark.parametrize("field", transition_fields().values(), ids=lambda field: field.field_id)
def test_the_field_itself_is_nearest(field) -> None:
    assert nearness(field.sectors[0], field) == "in_field"
    assert nearness(None, field) == "far"
