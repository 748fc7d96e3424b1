"""Exposure as bars: what is met directly, and what only behind the first tier."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, percent
from lieferkette.i18n.values import country_label, sector_group_label

_BAR_PX = 34
_LABELS = {"country_code": country_label, "sector_group": sector_group_label}


def exposure_bars(
    met: pl.DataFrame, *, name: str, side: str, look: Look, language: Language, top: int = 8
) -> Picture:
    """Bars of `ExposureAnswer.countries` or `.final_markets` (`name`: its first column), the largest first.

    `side`: "suppliers" or "customers", behind whom the second part of a bar lies.
    """
    rows = met.filter(pl.col("share") > 0).head(top)
    labels = [escaped(_LABELS[name](code, language)) for code in rows[name]]
    drawn = figure(look, 76 + _BAR_PX * max(1, rows.height))
    widest = float(rows["share"].max() or 1.0)  # type: ignore[arg-type]
    parts = {
        "direct_share": ("chart.exposure_direct", look.origins["region"]),
        "through_share": (f"chart.exposure_through_{side}", look.origins["eu"]),
    }
    for column, (key, colour) in parts.items():
        values = rows[column].to_list()
        drawn.add_trace(
            go.Bar(
                name=say(key, language),
                orientation="h",
                x=values,
                y=labels,
                marker={"color": colour, "line": {"width": 0.8, "color": look.text}},
                customdata=[f"{say(key, language)}: {percent(value, language)}" for value in values],
                hovertemplate="%{y}<br>%{customdata}<extra></extra>",
            )
        )
    for label, share in zip(labels, rows["share"].to_list(), strict=True):
        drawn.add_annotation(x=share, y=label, text=percent(share, language), showarrow=False, xanchor="left",
                             xshift=6, font={"size": 13, "color": look.text})  # fmt: skip
    legend: dict[str, Any] = {"y": 1.0, "yanchor": "bottom", "traceorder": "normal", "font": {"size": 12}}
    drawn.update_layout(barmode="stack", legend=legend)
    drawn.update_xaxes(visible=False, range=[0, widest * 1.15])
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text})
    named = [
        f"{_LABELS[name](row[name], language)} {percent(row['share'], language)}"
        for row in rows.head(3).iter_rows(named=True)
    ]
    return Picture(drawn, say(f"chart.exposure_alt_{side}", language, names=named or ["–"]), met)
