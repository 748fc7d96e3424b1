"""Outlines of the home region: whole, closed, shared borders, small."""

from collections import Counter
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.build_polygons import build, is_inside, simplify
from schemas.reference.places import home_places
from schemas.reference.polygons import RegionPolygons, polygons_for
from schemas.reference.postcodes import distance_km
from schemas.reference.regions import home_regions


@pytest.fixture(scope="module")
def region() -> RegionPolygons:
    return polygons_for(home_regions()["maerkische-region"].ags)


def edges(ring):
    return [frozenset(pair) for pair in pairwise(ring)]


def area(ring):
    """Square degrees, by the shoelace formula."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def test_the_file_is_small_and_names_its_owner(region):
    content = resources.files("schemas.reference").joinpath("polygons.json").read_bytes()
    assert len(content) < 100_000
    assert sum(len(ring) for rings in region.municipalities.values() for ring in rings) <= 2_500
    assert region.attribution == "© GeoBasis-DE / BKG 2016"


def test_every_municipality_has_a_closed_ring_around_its_centre(region):
    assert set(region.municipalities) == set(home_places().by_ags)
    for ags, (ring,) in region.municipalities.items():
        place = home_places().by_ags[ags]
        assert ring[0] == ring[-1]
        assert is_inside((place.longitude, place.latitude), list(ring)), place.place_name
        assert is_inside(region.label_points[ags], list(ring)), place.place_name


def test_borders_are_shared_and_nothing_overlaps(region):
    count = Counter(edge for (ring,) in region.municipalities.values() for edge in edges(ring))
    assert set(count.values()) == {1, 2}
    # borders with one neighbour only are exactly the borders of the whole, and the areas add up to it
    outer = {edge for edge, uses in count.items() if uses == 1}
    kreis_edges = Counter(edge for rings in region.kreise.values() for ring in rings for edge in edges(ring))
    assert outer == {edge for edge, uses in kreis_edges.items() if uses == 1}
    inside = sum(area(ring) for (ring,) in region.municipalities.values())
    assert inside == pytest.approx(sum(area(ring) for rings in region.kreise.values() for ring in rings))


def test_no_border_crosses_another(region):
    segments = sorted(
        {tuple(sorted(pair)) for (ring,) in region.municipalities.values() for pair in pairwise(ring)}
    )

    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    for at, (a, b) in enumerate(segments):
        for c, d in segments[at + 1 :]:
            if c[0] > b[0]:
                break  # sorted by their western end: nothing further east can touch
            if len({a, b, c, d}) < 4:
                continue
            crosses = side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
            assert not crosses, (a, b, c, d)


@pytest.mark.reference
def test_areas_are_those_of_the_official_list(region):
    # Destatis GV-ISys, 31.12.2018: area in square kilometres
    square_km = {
        "05914000": 160.45,
        "05962024": 125.49,
        "05954036": 72.4,
        "05962032": 87.02,
        "05962036": 115.63,
    }
    kilometres = distance_km(51.3, 7.5, 51.3, 8.5) * distance_km(50.8, 7.5, 51.8, 7.5)
    for ags, expected in square_km.items():
        (ring,) = region.municipalities[ags]
        assert area(ring) * kilometres == pytest.approx(expected, rel=0.02), ags


def test_kreise_of_a_part_of_the_region():
    chamber = polygons_for(home_regions()["sihk-hagen"].ags)
    assert set(chamber.kreise) == {"05914", "05954", "05962"}
    for kreis, rings in chamber.kreise.items():
        for ring in rings:
            assert ring[0] == ring[-1]
        members = [ring for ags, (ring,) in chamber.municipalities.items() if ags.startswith(kreis)]
        assert sum(map(area, rings)) == pytest.approx(sum(map(area, members)))


def test_regions_without_outlines_have_none():
    assert polygons_for([]) is None
    assert polygons_for(["05962024", "11000000"]) is None


COORDINATE = st.floats(0, 1, allow_nan=False)


@pytest.mark.property
@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=30), st.floats(0, 0.5))
def test_simplifying_keeps_the_ends_and_only_drops_points(line, tolerance):
    short = simplify(line, tolerance)
    assert (short[0], short[-1]) == (line[0], line[-1])
    rest = iter(line)
    assert all(point in rest for point in short)


def test_two_squares_share_one_arc():
    left = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    right = [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    document = build({"99001001": left, "99001002": right})
    pointers = [set(entry["arcs"]) for entry in document["municipalities"].values()]
    assert len(document["arcs"]) == 3
    assert {~pointer for pointer in pointers[0]} & pointers[1]
