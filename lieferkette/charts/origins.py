"""Where purchases come from: one stacked bar per group of sectors, places in a fixed order."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, figure
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, euro_short, percent
from lieferkette.i18n.values import origin_label, sector_group_label

ORDER = ("region", "germany", "eu", "world", "unknown")
_LABEL_FROM_SHARE = 0.09
_BAR_PX = 38


def origin_bars(purchases: pl.DataFrame, *, look: Look, language: Language, top: int = 8) -> Picture:
    """Bars from `RegionAnswer.purchases_by_origin` (sector_group, origin, amount_eur, share of the group).

    The `top` groups by amount are drawn; the table holds all.
    """
    totals = (
        purchases.group_by("sector_group").agg(pl.col("amount_eur").sum()).sort("amount_eur", descending=True)
    )
    groups = totals["sector_group"].to_list()[:top]
    drawn = figure(look, 70 + _BAR_PX * len(groups))
    labels = [sector_group_label(code, language) for code in groups]
    for origin in ORDER:
        shares = {
            row["sector_group"]: row
            for row in purchases.filter(pl.col("origin") == origin).iter_rows(named=True)
        }
        if any(code in shares for code in groups):
            drawn.add_trace(_bar(origin, groups, labels, shares, look, language))
    legend = {"y": 1.0, "yanchor": "bottom", "traceorder": "normal", "entrywidth": 95, "font": {"size": 12}}
    drawn.update_layout(barmode="stack", legend=legend)
    drawn.update_xaxes(visible=False, range=[0, 1])
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text})
    return Picture(drawn, _alt(purchases, groups, language), purchases)


def _bar(
    origin: str,
    groups: list[str],
    labels: list[str],
    rows: dict[str, dict[str, Any]],
    look: Look,
    language: Language,
) -> go.Bar:
    share = [float(rows[code]["share"] or 0) if code in rows else 0.0 for code in groups]
    amount = [float(rows[code]["amount_eur"] or 0) if code in rows else 0.0 for code in groups]
    return go.Bar(
        name=origin_label(origin, language),
        orientation="h",
        x=share,
        y=labels,
        marker={"color": look.origins[origin], "line": {"width": 0.8, "color": look.ground}},
        text=[percent(value, language, 0) if value >= _LABEL_FROM_SHARE else "" for value in share],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": _ink(origin, look)},
        customdata=[
            f"{origin_label(origin, language)}: {percent(part, language)} · {euro_short(value, language)}"
            for part, value in zip(share, amount, strict=True)
        ],
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )


def _ink(origin: str, look: Look) -> str:
    """Ink that can be read on an origin's colour."""
    if look.name == "light":
        return "#FFFFFF" if origin in ("region", "germany") else look.text
    return look.text if origin in ("eu", "unknown") else "#111923"


def _alt(purchases: pl.DataFrame, groups: list[str], language: Language) -> str:
    regional = purchases.filter(pl.col("origin") == "region")
    shares = dict(zip(regional["sector_group"], regional["share"], strict=True))
    names = [
        f"{sector_group_label(code, language)} {percent(shares.get(code) or 0, language)}"
        for code in groups[:3]
    ]
    return say("chart.origins_alt", language, names=names or ["–"])
