"""Outlines of the municipalities for the map, with the attribution that must stand on it.

Comes in: `polygons.json` (made by build_polygons.py). Goes out: rings of longitude and latitude.
Never: draws; fetches. A region without outlines gets None, and its map shows points.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class RegionPolygons:
    """Closed rings (longitude, latitude; first point = last) of a region."""

    attribution: str
    municipalities: dict[str, tuple[Ring, ...]]
    label_points: dict[str, Point]
    kreise: dict[str, tuple[Ring, ...]]


def polygons_for(region_ags: Collection[str]) -> RegionPolygons | None:
    """Outlines of the municipalities, and of what the region holds of each Kreis (first five digits).

    None where one of them has no outline: half a map would mislead.

    >>> len(polygons_for(["05962024", "05962032"]).municipalities), polygons_for(["11000000"])
    (2, None)
    """
    document = _document()
    entries: dict[str, Any] = document["municipalities"]
    members = sorted(set(region_ags))
    if not members or any(ags not in entries for ags in members):
        return None
    by_kreis: defaultdict[str, list[str]] = defaultdict(list)
    for ags in members:
        by_kreis[ags[:5]].append(ags)
    return RegionPolygons(
        attribution=document["attribution"],
        municipalities={ags: (_ring(entries[ags]["arcs"]),) for ags in members},
        label_points={ags: (entries[ags]["label"][0], entries[ags]["label"][1]) for ags in members},
        kreise={
            kreis: _outline([pointer for ags in found for pointer in entries[ags]["arcs"]])
            for kreis, found in by_kreis.items()
        },
    )


@cache
def _document() -> dict[str, Any]:
    text = resources.files("schemas.reference").joinpath("polygons.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _arc(pointer: int) -> list[Point]:
    """An arc; `~n` is arc n walked backwards."""
    points = [(lon, lat) for lon, lat in _document()["arcs"][pointer if pointer >= 0 else ~pointer]]
    return points if pointer >= 0 else points[::-1]


def _ring(pointers: list[int]) -> Ring:
    points: list[Point] = []
    for pointer in pointers:
        arc = _arc(pointer)
        points.extend(arc if not points else arc[1:])
    return tuple(points)


def _outline(pointers: list[int]) -> tuple[Ring, ...]:
    """Rings around neighbouring municipalities: arcs that only one of them uses, joined end to end."""
    uses = Counter(pointer if pointer >= 0 else ~pointer for pointer in pointers)
    outer = [pointer for pointer in pointers if uses[pointer if pointer >= 0 else ~pointer] == 1]
    by_start: defaultdict[Point, list[int]] = defaultdict(list)
    for pointer in outer:
        by_start[_arc(pointer)[0]].append(pointer)
    rings: list[Ring] = []
    left = set(outer)
    while left:
        first = min(left)
        chain = [first]
        left.remove(first)
        while (end := _arc(chain[-1])[-1]) != _arc(first)[0]:
            following = next(pointer for pointer in by_start[end] if pointer in left)
            chain.append(following)
            left.remove(following)
        rings.append(_ring(chain))
    return tuple(rings)
