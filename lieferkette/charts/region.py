"""The map of a region: municipalities as filled shapes, companies that handed in lists as points.

The shapes are SVG paths of our own, so that no map service is asked and no font fetched; longitudes are
scaled by the cosine of the middle latitude. Where no outline is known, points stand alone.
Never: a tile, a request.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, number

Point = tuple[float, float]
Outlines = Mapping[str, Sequence[Sequence[Point]]]


def region_map(
    places: pl.DataFrame, outlines: Outlines, *, look: Look, language: Language, height: int = 535
) -> Picture:
    """Map of `RegionAnswer.places`; `outlines` gives each municipality's rings as (longitude, latitude).

    The field's step shows how many companies sit there, the point how many of them handed in a list
    (points without a number: one or two).
    """
    rows = places.sort("companies_count", descending=True).to_dicts()
    middle = [row["latitude"] for row in rows if row["latitude"] is not None] or [51.3]
    squeeze = math.cos(math.radians(sum(middle) / len(middle)))
    most = max((row["companies_count"] for row in rows), default=0)
    drawn = figure(look, height)
    outlined = [row for row in rows if row["ags"] in outlines]
    for row in outlined:
        _field(drawn, row, outlines[row["ags"]], most, squeeze, look, language)
    _kreis_borders(drawn, outlined, outlines, squeeze, look)
    located = [row for row in rows if row["latitude"] is not None]
    for row in located:
        _name(drawn, row, most, squeeze, bool(outlined), look)
    _points(drawn, located, squeeze, look, language, has_outlines=bool(outlined))
    drawn.update_xaxes(visible=False, constrain="domain")
    drawn.update_yaxes(visible=False, scaleanchor="x", scaleratio=1, constrain="domain")
    drawn.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)
    return Picture(drawn, _alt(rows, language), places.sort("companies_count", descending=True))


def _field(
    drawn: go.Figure,
    row: dict[str, Any],
    rings: Sequence[Sequence[Point]],
    most: int,
    squeeze: float,
    look: Look,
    language: Language,
) -> None:
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [longitude * squeeze for longitude, _ in ring] + [None]
        y += [latitude for _, latitude in ring] + [None]
    colour, _ = look.amount(_part(row, most))
    drawn.add_scatter(
        x=x,
        y=y,
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"color": look.ground, "width": 1},
        hoveron="fills",
        hoverinfo="text",
        text=_hover(row, language),
    )


def _kreis_borders(
    drawn: go.Figure, rows: list[dict[str, Any]], outlines: Outlines, squeeze: float, look: Look
) -> None:
    """Lines around each Kreis: the edges of its municipalities that no second one of them shares."""
    x: list[float | None] = []
    y: list[float | None] = []
    for kreis in sorted({str(row["kreis_code"]) for row in rows}):
        rings = [ring for row in rows if row["kreis_code"] == kreis for ring in outlines[str(row["ags"])]]
        count = Counter(_edge(*edge) for ring in rings for edge in pairwise(ring))
        for ring in rings:
            for start, end in pairwise(ring):
                if count[_edge(start, end)] == 1:
                    x += [start[0] * squeeze, end[0] * squeeze]
                    y += [start[1], end[1]]
                elif x and x[-1] is not None:
                    x.append(None)
                    y.append(None)
            x.append(None)
            y.append(None)
    drawn.add_scatter(x=x, y=y, mode="lines", line={"color": look.muted, "width": 1.4}, hoverinfo="skip")


def _edge(start: Point, end: Point) -> tuple[Point, Point]:
    return (start, end) if start <= end else (end, start)


def _name(
    drawn: go.Figure, row: dict[str, Any], most: int, squeeze: float, has_outlines: bool, look: Look
) -> None:
    _, ink = look.amount(_part(row, most))
    drawn.add_annotation(
        x=float(row["longitude"]) * squeeze,
        y=row["latitude"],
        text=escaped(_short(str(row["place_name"]))),
        showarrow=False,
        yshift=9 if row["with_lists_count"] or not has_outlines else 0,
        font={"size": 11, "color": ink if has_outlines else look.text},
    )


def _points(
    drawn: go.Figure,
    rows: list[dict[str, Any]],
    squeeze: float,
    look: Look,
    language: Language,
    *,
    has_outlines: bool,
) -> None:
    shown = [row for row in rows if row["with_lists_count"] or not has_outlines]
    counts = [int(row["with_lists_count"]) for row in shown]
    drawn.add_scatter(
        x=[float(row["longitude"]) * squeeze for row in shown],
        y=[float(row["latitude"]) - 0.009 for row in shown],
        mode="markers+text",
        marker={
            "opacity": 1,
            "size": [9 + 4 * math.sqrt(count) for count in counts],
            "color": [look.look_here if count else look.amounts[5] for count in counts],
            "line": {"color": look.ground, "width": 1.5},
        },
        text=[number(count, language) if count > 2 else "" for count in counts],
        textfont={"size": 11, "color": look.on_look_here},
        customdata=[row["ags"] for row in shown],
        hovertext=[_hover(row, language) for row in shown],
        hoverinfo="text",
    )


def _part(row: dict[str, Any], most: int) -> float:
    return int(row["companies_count"]) / most if most else 0.0


def _short(name: str) -> str:
    """Name as it fits into a small field: without what stands in brackets, long double names cut."""
    name = name.split(" (")[0]
    first, dash, second = name.partition("-")
    return f"{first}-{second[0]}." if dash and len(name) > 14 else name


def _hover(row: dict[str, Any], language: Language) -> str:
    counts = say(
        "chart.place_hover",
        language,
        companies_count=row["companies_count"],
        with_lists_count=row["with_lists_count"],
    )
    return f"{escaped(str(row['place_name']))}<br>{counts}"


def _alt(rows: list[dict[str, Any]], language: Language) -> str:
    largest = [f"{row['place_name']} {number(int(row['companies_count']), language)}" for row in rows[:3]]
    return say("chart.map_alt", language, places_count=len(rows), names=largest or ["–"])
