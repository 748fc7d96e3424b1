"""Layered net: tiers as columns, curves between them, one marked finding in orange-red, the rest grey.

For one finding about structure (a hidden supplier, the ways from A to B), or where only an order is known
and no amounts. Never: a force layout, more than one marked finding, more than about 45 nodes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.arrange import ROOT, UNKNOWN, arrange
from lieferkette.charts.flow import node_hover, node_label
from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure, sector_legend, short_name, without_axes
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, percent
from schemas.reference.sector_groups import SECTOR_GROUPS

_STEPS = 24
# what a company weighs where only its place in the chain is known
_EVEN_SHARE = 0.03


@dataclass(frozen=True)
class Dot:
    """A node of the net: where it stands, what is written at it."""

    key: str
    column: int
    label: str
    hover: str
    colour: str
    share: float


@dataclass(frozen=True)
class Curve:
    """A line between two dots."""

    start: str
    end: str
    weight: float
    is_marked: bool = False


def layered(
    dots: Sequence[Dot], curves: Sequence[Curve], titles: Sequence[str], look: Look, height: int
) -> go.Figure:
    """Columns from left to right, dots evenly spread in the order given, titles above the columns."""
    drawn = figure(look, height)
    place: dict[str, tuple[float, float]] = {}
    for column in range(len(titles)):
        own = [dot for dot in dots if dot.column == column]
        place |= {dot.key: (column, 1 - (index + 0.5) / len(own)) for index, dot in enumerate(own)}
        drawn.add_annotation(
            x=column, y=1.09, text=titles[column], showarrow=False, font={"size": 13, "color": look.muted}
        )
    for curve in sorted(curves, key=lambda one: one.is_marked):
        if curve.start in place and curve.end in place:
            _draw_curve(drawn, place[curve.start], place[curve.end], curve, look)
    drawn.add_scatter(
        x=[place[dot.key][0] for dot in dots],
        y=[place[dot.key][1] for dot in dots],
        mode="markers+text",
        marker={
            "opacity": 1,
            "size": [12 + 22 * math.sqrt(min(1.0, dot.share)) for dot in dots],
            "color": [dot.colour for dot in dots],
            "line": {"color": look.text, "width": 0.8},
        },
        text=[dot.label for dot in dots],
        textposition="top center",
        textfont={"size": 12, "color": look.text, "shadow": f"0 0 3px {look.ground}, 0 0 3px {look.ground}"},
        hovertext=[dot.hover for dot in dots],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
    )
    drawn.update_xaxes(range=[-0.45, len(titles) - 0.55])
    drawn.update_yaxes(range=[-0.03, 1.13])
    without_axes(drawn)
    return drawn


def _draw_curve(
    drawn: go.Figure, start: tuple[float, float], end: tuple[float, float], curve: Curve, look: Look
) -> None:
    steps = [step / (_STEPS - 1) for step in range(_STEPS)]
    drawn.add_scatter(
        x=[start[0] + (end[0] - start[0]) * step for step in steps],
        y=[start[1] + (end[1] - start[1]) * step * step * (3 - 2 * step) for step in steps],
        mode="lines",
        line={
            "width": max(1.2, 20 * min(1.0, curve.weight) ** 0.7),
            "color": look.look_here if curve.is_marked else look.line,
        },
        opacity=0.9 if curve.is_marked else 0.65,
        hoverinfo="skip",
        showlegend=False,
    )


def chain_net(
    tiers: pl.DataFrame,
    links: pl.DataFrame,
    *,
    direction: str,
    root: tuple[str, str, str],
    total_eur: float | None,
    look: Look,
    language: Language,
    height: int = 600,
) -> Picture:
    """The chain (`ChainAnswer.tiers`, `.links`) as a net; without amounts every company weighs the same."""
    chain = arrange(tiers, links, root, total_eur)
    is_upstream = direction == "upstream"
    dots = [
        Dot(
            key=node.key,
            column=chain.depth - node.tier if is_upstream else node.tier,
            label=say("chart.you", language) if node.kind == ROOT else node_label(node, language),
            hover=node_hover(node, language),
            colour=look.accent if node.kind == ROOT else look.sector(node.sector_group),
            share=_EVEN_SHARE if node.share is None else node.share,
        )
        for node in chain.nodes
    ]
    curves = [
        Curve(ribbon.outer, ribbon.inner, _EVEN_SHARE if ribbon.share is None else ribbon.share)
        for ribbon in chain.ribbons
    ]
    titles = [
        say("chart.you_column", language),
        *(say("chart.tier", language, tier=t + 1) for t in range(chain.depth)),
    ]
    drawn = layered(dots, curves, titles[::-1] if is_upstream else titles, look, height)
    present = {node.sector_group for node in chain.nodes if node.kind != ROOT}
    codes = [group.code for group in SECTOR_GROUPS if group.code in present]
    sector_legend(drawn, codes + ([UNKNOWN] if UNKNOWN in present else []), look, language)
    alt = say("chart.net_alt", language, companies_count=tiers.height, tiers_count=chain.depth)
    return Picture(drawn, alt, tiers.sort("tier", "share", descending=[False, True]))


def hidden_supplier_net(
    supplier: dict[str, Any], vias: pl.DataFrame, *, look: Look, language: Language, height: int = 330
) -> Picture:
    """One hidden supplier, the direct suppliers that buy there, and the company.

    `supplier` is a row of `DependenciesAnswer.hidden_suppliers`; `vias` has name, sector_group and share.
    """
    name = str(supplier["name"])
    share = None if supplier["share"] is None else float(supplier["share"])
    rows = vias.sort("share", descending=True, nulls_last=True).head(8).to_dicts()
    label = f"<b>{escaped(short_name(name))}</b>"
    dots = [
        Dot(
            "hidden",
            0,
            label,
            escaped(name),
            look.sector(str(supplier["sector_group"])),
            max(share or 0.0, 0.15),
        )
    ]
    for row in rows:
        text = escaped(short_name(row["name"]))
        part = "" if row["share"] is None else " · " + percent(row["share"], language)
        dots.append(
            Dot(row["name"], 1, text + part, escaped(row["name"]), look.sector(row["sector_group"]), 0.05)
        )
    dots.append(Dot("you", 2, say("chart.you", language), say("chart.you", language), look.accent, 0.3))
    curves = [Curve("hidden", row["name"], 0.05, is_marked=True) for row in rows]
    curves += [Curve(row["name"], "you", row["share"] or 0.05, is_marked=True) for row in rows]
    titles = [
        say("chart.tier", language, tier=2),
        say("chart.tier", language, tier=1),
        say("chart.you_column", language),
    ]
    alt = say(
        "chart.hidden_alt", language, name=name, names=[row["name"] for row in rows] or ["–"], share=share
    )
    return Picture(layered(dots, curves, titles, look, height), alt, vias)


def paths_net(
    paths: Sequence[tuple[Sequence[str], Sequence[str]]], *, look: Look, language: Language, height: int = 380
) -> Picture:
    """The ways from one company to another, the heaviest marked; a path is (company ids, names)."""
    longest = max(len(ids) for ids, _ in paths)
    column: dict[str, int] = {}
    names: dict[str, str] = {}
    for ids, path_names in paths:
        for step, company_id in enumerate(ids):
            column[company_id] = max(column.get(company_id, 0), step)
            names[company_id] = path_names[step]
    last = paths[0][0][-1]
    column[last] = longest - 1
    dots = [
        Dot(
            company_id,
            step,
            escaped(short_name(names[company_id])),
            escaped(names[company_id]),
            look.accent if company_id in (paths[0][0][0], last) else look.sector("rest"),
            0.1,
        )
        for company_id, step in column.items()
    ]
    curves = [
        Curve(start, end, 0.1, is_marked=index == 0)
        for index, (ids, _) in enumerate(paths)
        for start, end in pairwise(ids)
    ]
    titles = [
        say("chart.path_start", language),
        *("" for _ in range(longest - 2)),
        say("chart.path_end", language),
    ]
    alt = say("chart.paths_alt", language, count=len(paths), names=list(paths[0][1]))
    table = pl.DataFrame({"path": [" → ".join(path_names) for _, path_names in paths]})
    return Picture(layered(dots, curves, titles, look, height), alt, table)
