"""Country names and codes, EU membership, and where a partner sits as seen from a region."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference import countries


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("DE", ["Deutschland", "DE", "D", "Germany", "GERMANY", "276", "DEU", "BRD", " deutschland "]),
        ("CN", ["CHINA", "PRC", "P.R. China", "VR China", "156"]),
        ("AT", ["Österreich", "Oesterreich", "O\u0308sterreich", "A", "AUT", "Austria"]),
        ("GB", ["UK", "U.K.", "Großbritannien", "GROSSBRITANNIEN", "England", "GB", "XI"]),
        ("GR", ["EL", "Griechenland", "Greece"]),
        ("CZ", ["Tschechien", "Tschechische Republik", "Czech Republic", "CZ"]),
        ("NL", ["Niederlande", "Holland", "The Netherlands"]),
        ("TR", ["Türkei", "Tuerkei", "Turkey", "Türkiye"]),
        ("US", ["USA", "U.S.A.", "Vereinigte Staaten", "United States"]),
        ("KR", ["Südkorea", "Korea, Republic of", "South Korea"]),
        ("TW", ["Taiwan", "Taiwan, Province of China"]),
        ("RU", ["Russland", "Russische Föderation", "RUS"]),
        ("XK", ["Kosovo"]),
        (None, ["Mordor", "", None, "999", "?" * 200]),
    ],
)
def test_free_text(code, texts):
    assert {countries.parse_country(text) for text in texts} == {code}


@pytest.mark.property
def test_every_country_reads_back_from_its_code_and_its_names():
    for code in countries.country_codes():
        assert countries.parse_country(code) == code
        for language in ("de", "en"):
            assert countries.parse_country(countries.country_name(code, language)) == code


@pytest.mark.property
@given(st.text(max_size=100))
def test_any_text_gives_a_known_code_or_none(text):
    assert countries.parse_country(text) in {None, *countries.country_codes()}


@pytest.mark.property
@given(st.lists(st.sampled_from(["Deutschland", "D", None, "Mordor", "China", ""]), max_size=20))
def test_the_column_agrees_with_the_single_value(texts):
    column = countries.parse_country_column(pl.Series("country", texts, dtype=pl.String))
    assert column.to_list() == [countries.parse_country(text) for text in texts]


@pytest.mark.reference
def test_number_of_members_by_year():
    # European Commission, "From 6 to 27 members": members at the end of the year
    members = {
        1958: 6,
        1973: 9,
        1981: 10,
        1986: 12,
        1995: 15,
        2004: 25,
        2007: 27,
        2013: 28,
        2019: 28,
        2020: 27,
    }
    assert {year: len(countries.eu_members(year)) for year in members} == members


ORIGIN_CASES = [
    ("DE", True, 2024, "region"),
    ("DE", False, 2024, "germany"),
    ("DE", None, 2024, None),
    ("FR", False, 2024, "eu"),
    ("GB", None, 2019, "eu"),
    ("GB", None, 2020, "world"),
    ("HR", None, 2012, "world"),
    ("HR", None, 2013, "eu"),
    ("CH", None, 2024, "world"),
    (None, None, 2024, None),
]


def test_origin_of_one_and_of_a_column():
    frame = pl.DataFrame(
        [case[:3] for case in ORIGIN_CASES],
        {"country_code": pl.String, "is_in_region": pl.Boolean, "year": pl.Int64},
        orient="row",
    )
    expected = [case[3] for case in ORIGIN_CASES]
    assert [countries.origin(*case[:3]) for case in ORIGIN_CASES] == expected
    column = frame.select(
        countries.origin_expression(pl.col("country_code"), pl.col("is_in_region"), pl.col("year"))
    )
    assert column["origin"].to_list() == expected


def test_names_are_everyday_names():
    assert countries.country_name("RU") == "Russland"
    assert countries.country_name("KR") == "Südkorea"
    assert countries.country_name("AT", "en") == "Austria"
    assert countries.country_name("??") is None
