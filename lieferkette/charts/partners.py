"""How far possible partners are, and how much of what is wanted they cover: one bar each.

Never: sorts; the answer's order is kept.
"""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure, sector_legend, short_name
from lieferkette.i18n import say
from lieferkette.i18n.numbers import SPACE, Language, number

_BAR_PX, _MARGIN_PX = 34, 90
#: How far below the axis the legend hangs: under the numbers of the axis.
_LEGEND_PX = 30


def distance_bars(partners: pl.DataFrame, *, look: Look, language: Language) -> Picture:
    """Bars from `PartnersFound.partners` (name, sector_group, distance_km, met_codes, missing_codes).

    A company without a known place has no bar and says so; the colour is its group of sectors.
    """
    rows = partners.to_dicts()
    drawn = figure(look, _MARGIN_PX + _BAR_PX * len(rows))
    labels = [f"{place + 1}  {escaped(short_name(row['name']))}" for place, row in enumerate(rows)]
    texts = [
        say("chart.partner_bar", language, distance_km=row["distance_km"], met_count=len(row["met_codes"]),
            of_count=len(row["met_codes"]) + len(row["missing_codes"]))
        for row in rows
    ]  # fmt: skip
    drawn.add_trace(
        go.Bar(
            orientation="h",
            x=[row["distance_km"] or 0 for row in rows],
            y=labels,
            marker={
                "color": [look.sector(row["sector_group"]) for row in rows],
                "line": {"width": 0.8, "color": look.text},
            },
            text=texts,
            textposition="outside",
            cliponaxis=False,
            textfont={"size": 13, "color": look.text},
            hovertemplate="%{y}<br>%{text}<extra></extra>",
            showlegend=False,
        )
    )
    farthest = max((row["distance_km"] or 0 for row in rows), default=0)
    drawn.update_xaxes(range=[0, max(10.0, farthest * 1.6)], ticksuffix=f"{SPACE}km")
    sector_legend(drawn, sorted({row["sector_group"] for row in rows}), look, language)
    # the legend hangs by pixels below the axis, however few the bars are
    below = max(-_LEGEND_PX / (_BAR_PX * max(len(rows), 1)), -2.0)
    drawn.update_layout(legend={"y": below, "yanchor": "top"}, margin={"t": 8, "b": _MARGIN_PX - 8})
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text})
    return Picture(drawn, _alt(rows, language), partners)


def _alt(rows: list[dict[str, object]], language: Language) -> str:
    told = [
        f"{row['name']} {number(float(str(row['distance_km'])), language)}{SPACE}km"
        for row in rows[:3]
        if row["distance_km"] is not None
    ]
    return say("chart.partner_alt", language, names=told or ["–"])
