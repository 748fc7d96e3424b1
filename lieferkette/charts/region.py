"""The map of a region: municipalities as filled shapes, companies that handed in lists as points.

The shapes are SVG paths of our own, so that no map service is asked and no font fetched; longitudes are
scaled by the cosine of the middle latitude. Where no outline is known, points stand alone.
Never: a tile, a request.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, number
from schemas.reference.polygons import RegionPolygons, Ring

_MIDDLE_OF_GERMANY = 51.2


@dataclass(frozen=True)
class _Spot:
    """A municipality where it is drawn."""

    x: float
    y: float
    name: str
    hover: str
    companies_count: int
    with_lists_count: int
    ags: str


def region_map(
    places: pl.DataFrame,
    polygons: RegionPolygons | None,
    *,
    look: Look,
    language: Language,
    height: int = 535,
) -> Picture:
    """Map of `RegionAnswer.places` on the outlines of `schemas.reference.polygons` (points alone without).

    The field's step shows how many companies sit there, the point how many of them handed in a list
    (points without a number: one or two).
    """
    largest_first = places.sort("companies_count", "place_name", descending=[True, False])
    rows = largest_first.to_dicts()
    squeeze = squeeze_of(places)
    most = max((row["companies_count"] for row in rows), default=0) or 1
    spots = [_spot(row, polygons, squeeze, language) for row in rows if row["latitude"] is not None]
    drawn = figure(look, height)
    if polygons:
        for spot in spots:
            _field(drawn, spot, polygons.municipalities[spot.ags], most, squeeze, look)
        borders = outline_path([ring for rings in polygons.kreise.values() for ring in rings], squeeze)
        drawn.add_scatter(**borders, mode="lines", line={"color": look.muted, "width": 1.4}, hoverinfo="skip")
    for spot in spots:
        field, ink = look.amount(spot.companies_count / most) if polygons else (look.ground, look.text)
        _name(drawn, spot, ink, field, is_raised=bool(spot.with_lists_count) or polygons is None)
    _points(drawn, [spot for spot in spots if spot.with_lists_count or polygons is None], look, language)
    drawn.update_xaxes(visible=False, constrain="domain")
    drawn.update_yaxes(visible=False, scaleanchor="x", scaleratio=1, constrain="domain")
    drawn.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)
    return Picture(drawn, _alt(rows, language), largest_first)


def squeeze_of(places: pl.DataFrame) -> float:
    """How much a degree of longitude is shorter than one of latitude in the middle of the region."""
    middle = places["latitude"].mean()
    return math.cos(math.radians(float(middle) if middle is not None else _MIDDLE_OF_GERMANY))  # type: ignore[arg-type]


def _spot(row: dict[str, Any], polygons: RegionPolygons | None, squeeze: float, language: Language) -> _Spot:
    centre = (row["longitude"], row["latitude"])
    longitude, latitude = polygons.label_points[row["ags"]] if polygons else centre
    counts = {name: row[name] for name in ("companies_count", "with_lists_count")}
    return _Spot(
        x=longitude * squeeze,
        y=latitude,
        name=escaped(short_place(row["place_name"])),
        hover=f"{escaped(row['place_name'])}<br>{say('chart.place_hover', language, **counts)}",
        ags=row["ags"],
        **counts,
    )


def outline_path(rings: Iterable[Ring], squeeze: float) -> dict[str, list[float | None]]:
    """Rings as one path with a gap after each."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*(longitude * squeeze for longitude, _ in ring), None]
        y += [*(latitude for _, latitude in ring), None]
    return {"x": x, "y": y}


def _field(
    drawn: go.Figure, spot: _Spot, rings: Iterable[Ring], most: int, squeeze: float, look: Look
) -> None:
    drawn.add_scatter(
        **outline_path(rings, squeeze),
        mode="lines",
        fill="toself",
        fillcolor=look.amount(spot.companies_count / most)[0],
        line={"color": look.ground, "width": 1},
        hoveron="fills",
        hoverinfo="text",
        text=spot.hover,
    )


def _name(drawn: go.Figure, spot: _Spot, ink: str, field: str, *, is_raised: bool) -> None:
    """The name above its point; a halo in the field's colour where it reaches into the next field."""
    drawn.add_annotation(
        x=spot.x,
        y=spot.y,
        yshift=9 if is_raised else 0,
        text=spot.name,
        showarrow=False,
        font={"size": 11, "color": ink, "shadow": f"0 0 3px {field}, 0 0 3px {field}"},
    )


def _points(drawn: go.Figure, spots: list[_Spot], look: Look, language: Language) -> None:
    counts = [spot.with_lists_count for spot in spots]
    drawn.add_scatter(
        x=[spot.x for spot in spots],
        y=[spot.y - 0.011 for spot in spots],
        mode="markers+text",
        marker={
            "opacity": 1,
            "size": [9 + 4 * math.sqrt(count) for count in counts],
            "color": [look.look_here if count else look.amounts[5] for count in counts],
            "line": {"color": look.ground, "width": 1.5},
        },
        text=[number(count, language) if count > 2 else "" for count in counts],
        textfont={"size": 11, "color": look.on_look_here},
        customdata=[spot.ags for spot in spots],
        hovertext=[spot.hover for spot in spots],
        hoverinfo="text",
    )


def short_place(name: str) -> str:
    """Name as it fits into a small field: without what stands in brackets, long double names cut."""
    name = name.split(" (")[0]
    first, dash, second = name.partition("-")
    return f"{first}-{second[0]}." if dash and len(name) > 14 else name


def _alt(rows: list[dict[str, Any]], language: Language) -> str:
    largest = [f"{row['place_name']} {number(int(row['companies_count']), language)}" for row in rows[:3]]
    return say("chart.map_alt", language, places_count=len(rows), names=largest or ["–"])
