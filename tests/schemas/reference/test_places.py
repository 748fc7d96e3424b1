"""Municipalities of the home region, regions, and which municipality an address means."""

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.places import Place, PlaceIndex, home_places
from schemas.reference.postcodes import distance_km, normalise_postcode, postcode_points
from schemas.reference.problem import ListProblem
from schemas.reference.regions import home_regions, parse_regions, region_frames

OFFICIAL = Path(__file__).parents[4] / "shared" / "data" / "geography"
needs_official_lists = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="../shared/data/geography is not here: official lists not compared"
)
ADDRESS = st.tuples(
    st.none() | st.sampled_from(["58636", "D-58636", "58465", "27628", "10115", "4109", "x", "", "58706"]),
    st.none() | st.sampled_from(["Iserlohn", "Hagen", "Menden", "Berlin", "", "Lüdenscheid", "Wetter/Ruhr"]),
    st.none() | st.sampled_from(["DE", "FR"]),
)
ADDRESS_SCHEMA = {"postcode": pl.String, "city": pl.String, "country_code": pl.String}


def name_of(city: str | None, postcode: str | None = None) -> str | None:
    place = home_places().find(city, postcode)
    return place and place.place_name


def test_the_home_region_is_complete():
    kreise = [place.kreis_name for place in home_places().by_ags.values()]
    assert len(kreise) == 25
    assert kreise.count("Märkischer Kreis") == 15
    assert kreise.count("Ennepe-Ruhr-Kreis") == 9
    assert kreise.count("Hagen") == 1
    for place in home_places().by_ags.values():
        assert place.ags.startswith(place.kreis_code)
        assert place.postcodes


def test_the_two_regions():
    whole, chamber = home_regions()["maerkische-region"], home_regions()["sihk-hagen"]
    assert len(whole.ags) == 25
    assert len(chamber.ags) == 23
    missing = set(whole.ags) - set(chamber.ags)
    assert {home_places().by_ags[ags].place_name for ags in missing} == {"Witten", "Hattingen"}
    region, region_place = region_frames(list(home_regions().values()))
    assert region.height == 2
    assert region_place.height == 48


@needs_official_lists
@pytest.mark.reference
def test_names_and_keys_agree_with_an_official_list():
    with (OFFICIAL / "ags_master.csv").open(encoding="utf-8") as file:
        official = {row["ags"]: row["description"] for row in csv.DictReader(file)}
    for place in home_places().by_ags.values():
        assert official[place.ags].split(",")[0] == place.place_name
        assert official[f"{place.kreis_code}000"].split(",")[0] == place.kreis_name


@pytest.mark.parametrize(
    ("city", "postcode", "place"),
    [
        ("Iserlohn-Letmathe", "58642", "Iserlohn"),
        ("Iserlohn-Letmathe", None, "Iserlohn"),
        ("Menden (Sauerland)", None, "Menden (Sauerland)"),
        ("Menden", "58706", "Menden (Sauerland)"),
        ("Wetter/Ruhr", "58300", "Wetter (Ruhr)"),
        ("Wetter a.d. Ruhr", "58300", "Wetter (Ruhr)"),
        ("LUEDENSCHEID", None, "Lüdenscheid"),
        ("Ludenscheid", None, "Lüdenscheid"),
        ("58511 Lüdenscheid", None, "Lüdenscheid"),
        ("Altena, Stadt", None, "Altena"),
        ("Nachrodt-Wiblingwerde", None, "Nachrodt-Wiblingwerde"),
        ("Hohenlimburg", "58119", "Hagen"),
        # post boxes: the postcode is in no list, name and first two digits agree
        ("Lüdenscheid", "58465", "Lüdenscheid"),
        ("Letmathe", "58600", "Iserlohn"),
        # the postcode decides
        (None, "58636", "Iserlohn"),
        ("irgendwo", "D-58636", "Iserlohn"),
        ("Hagen", "27628", None),
        ("Wetter", "35083", None),
        ("Lüdenscheid", "99999", None),
        # alone, a name counts only where it is whole and unambiguous
        ("Hagen", None, "Hagen"),
        ("Wetter", None, None),
        ("Menden", None, "Menden (Sauerland)"),
        ("Altena/Westf.", None, "Altena"),
        ("Herdecke (Ruhr)", None, "Herdecke"),
        ("Hagen i. W.", None, "Hagen"),
        ("Wetter a. d. Ruhr", None, "Wetter (Ruhr)"),
        ("Wetter (Hessen)", None, None),
        ("Hagen im Bremischen", None, None),
        ("Hagen (Teutoburger Wald)", None, None),
        ("Letmathe", None, "Iserlohn"),
        ("Berlin", "10115", None),
        ("", "", None),
        (None, None, None),
        ("Hagen", "SW1A 1AA", None),
    ],
)
def test_which_municipality_is_meant(city, postcode, place):
    assert name_of(city, postcode) == place


def test_every_place_is_found_by_its_name_and_by_each_postcode():
    for place in home_places().by_ags.values():
        assert name_of(place.place_name) == place.place_name
        for postcode in place.postcodes:
            assert name_of(None, postcode) == place.place_name


def test_a_postcode_of_several_municipalities_needs_the_name():
    def place(ags: str, name: str) -> Place:
        return Place(ags, name, ags[:5], "Kreis", "Land", 50.0, 8.0, 1, "test", ("99998",))

    index = PlaceIndex([place("99001001", "Rotkäppchen"), place("99001002", "Froschkönig")])
    assert index.find(None, "99998") is None
    assert index.find("Froschkoenig", "99998").ags == "99001002"
    assert index.find("Dornröschen", "99998") is None


def test_an_address_without_a_country_needs_a_name_that_agrees():
    assert home_places().locate("58636", "Iserlohn", None)[0] == "05962024"
    assert home_places().locate("58636", "Nevers", None) == (None, None, None)
    assert home_places().locate("58636", None, None) == (None, None, None)
    assert home_places().locate("58636", "Iserlohn", "FR") == (None, None, None)


def test_points_of_addresses():
    ags, latitude, longitude = home_places().locate("10115", "Berlin", "DE")
    assert ags is None
    assert distance_km(latitude, longitude, 52.53, 13.38) < 3
    # a post box has no point of its own: the municipality's centre
    assert home_places().locate("58465", "Lüdenscheid", "DE") == ("05962032", 51.2158, 7.6336)


@pytest.mark.property
@given(st.lists(ADDRESS, max_size=15))
def test_columns_agree_with_the_single_value(addresses):
    index, region = home_places(), home_regions()["sihk-hagen"].ags
    frame = pl.DataFrame(addresses, ADDRESS_SCHEMA, orient="row")
    located = index.locate_columns(frame)
    assert located.rows() == [index.locate(*address) for address in addresses]
    with_ags = frame.with_columns(located["ags"])
    assert index.is_in_region_column(with_ags, region).to_list() == [
        index.is_in_region(ags, postcode, country, region)
        for postcode, _city, country, ags in with_ags.rows()
    ]


@pytest.mark.parametrize(
    ("ags", "postcode", "country_code", "answer"),
    [
        ("05962024", None, None, True),
        ("05954036", "58452", "DE", False),  # Witten is not in the chamber's district
        (None, "75001", "FR", False),
        (None, "10115", "DE", False),
        (None, "99999", "DE", False),
        (None, "58465", "DE", None),  # a post box near by, town unknown
        (None, None, "DE", None),
        (None, "58636", None, None),
    ],
)
def test_in_the_region_or_not_or_unknown(ags, postcode, country_code, answer):
    region = home_regions()["sihk-hagen"].ags
    assert home_places().is_in_region(ags, postcode, country_code, region) is answer


def test_an_index_survives_the_way_through_frames():
    again = PlaceIndex.from_frames(*home_places().frames())
    assert set(again.by_ags) == set(home_places().by_ags)
    assert again.find("Iserlohn", "58636") is not None
    assert again.frames()[0].equals(home_places().frames()[0])


@pytest.mark.property
@given(st.sampled_from(sorted(postcode_points())))
def test_postcodes_read_as_themselves(postcode):
    assert normalise_postcode(postcode) == normalise_postcode(f" D-{postcode} ") == postcode
    if postcode.startswith("0"):
        assert normalise_postcode(postcode[1:]) == postcode


def test_distance_is_that_of_the_sphere():
    # a quarter of a meridian
    assert distance_km(0, 0, 90, 0) == pytest.approx(10_007.557, abs=0.01)
    assert distance_km(51.36, 7.47, 51.36, 7.47) == 0


def test_each_home_postcode_lies_near_its_municipality():
    for place in home_places().by_ags.values():
        for postcode in set(place.postcodes) & set(postcode_points()):
            assert distance_km(*postcode_points()[postcode], place.latitude, place.longitude) < 12


def region_file(ags: str, region_id: str = "zwergenland") -> bytes:
    return f'[[region]]\nregion_id = "{region_id}"\nlabel_de = "Zwergenland"\nags = [{ags}]\n'.encode()


def test_a_region_file_of_your_own():
    (region,) = parse_regions(region_file('"05914000", "05954"'), home_places().by_ags)
    assert region.label_en == "Zwergenland"
    assert len(region.ags) == 10


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"\xff", "TOML"),
        (b"[[region", "TOML"),
        (b"title = 1", "[[region]]"),
        (region_file('"05914000"', "Zwergen Land"), "Zwergen Land"),
        (region_file(""), "ags"),
        (region_file("5914000"), "5914000"),
        (region_file('"0591400"'), "0591400"),
        (region_file('"11"'), "lieferkette import"),
    ],
)
def test_a_wrong_region_file_is_refused_with_place_and_mend(content, part):
    with pytest.raises(ListProblem) as caught:
        parse_regions(content, home_places().by_ags, "meine.toml")
    assert caught.value.where.startswith("meine.toml")
    assert part in caught.value.de
    assert part in caught.value.en
