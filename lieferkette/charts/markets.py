"""Markets: the parts of one as bars, all of them by nearness and demand, and what each would do to a dependence.

A part that is unknown has an empty bar and says so. Never: mixes parts into a figure of its own.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.beside import Mark, sides
from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure, without_axes
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, percent

_BAR_PX, _STEP_PX = 27, 46
#: Above so many bubbles the numbers alone stand in them.
_NAMED_BUBBLES = 8
_LEAST_PX, _MORE_PX = 22, 26
#: What the bubbles show of each axis, the least room that they have for it, and the width of a letter.
_X_RANGE, _Y_RANGE, _PLOT_PX, _LETTER_PX = (-0.05, 1.05), (-0.1, 1.15), (400, 260), 6.6


def shortened(label: str, limit: int = 30) -> str:
    """A market's label cut to what fits beside its mark, without the code in brackets.

    >>> shortened("Sonstiger Großhandel (WZ\\xa046.7)"), shortened("Herstellung von Teilen und Zubehör für Kraftwagen")
    ('Sonstiger Großhandel', 'Herstellung von Teilen und Zu…')
    """
    plain = label.split(" (WZ")[0]
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def part_bars(parts: pl.DataFrame, *, look: Look, language: Language) -> Picture:
    """Bars of `parts` (part: the key of its name after `market_part.`, share: 0 … 1 or null)."""
    rows = parts.reverse().to_dicts()
    labels = [say(f"market_part.{row['part']}", language) for row in rows]
    unknown = say("word.unknown", language)
    texts = [unknown if row["share"] is None else percent(row["share"], language, 0) for row in rows]
    drawn = figure(look, 10 + _BAR_PX * len(rows))
    shares = [row["share"] or 0.0 for row in rows]
    rest = {"color": look.grid, "line": {"width": 0}}
    drawn.add_trace(
        go.Bar(orientation="h", x=shares, y=labels, marker={"color": look.accent, "line": {"width": 0}})
    )
    drawn.add_trace(go.Bar(orientation="h", x=[1 - share for share in shares], y=labels, marker=rest))
    drawn.update_traces(hoverinfo="skip", showlegend=False)
    for label, text in zip(labels, texts, strict=True):
        drawn.add_annotation(
            x=1.04,
            y=label,
            text=text,
            showarrow=False,
            xanchor="left",
            font={"size": 12, "color": look.muted},
        )
    drawn.update_layout(barmode="stack", margin={"l": 4, "r": 4, "t": 2, "b": 2})
    drawn.update_xaxes(visible=False, range=[0, 1.8])
    drawn.update_yaxes(showgrid=False, tickfont={"size": 12, "color": look.text})
    told = [f"{label} {text}" for label, text in zip(reversed(labels), reversed(texts), strict=True)]
    return Picture(drawn, say("chart.parts_alt", language, names=told), parts)


def market_bubbles(markets: pl.DataFrame, *, look: Look, language: Language) -> Picture:
    """Bubbles of `markets` (rank, label, sector_group, nearness, demand_share, outside_share or null).

    `demand_share` is the demand against that of the largest; the size of a bubble is what is bought outside.
    """
    rows = markets.to_dicts()
    drawn = figure(look, 330)
    for row in rows:
        drawn.add_trace(
            go.Scatter(
                x=[row["nearness"]],
                y=[row["demand_share"]],
                mode="markers+text",
                text=[str(row["rank"])],
                textfont={"size": 12, "color": look.text},
                marker={
                    "size": _bubble_px(row),
                    "color": look.sector(row["sector_group"]),
                    "opacity": 1,
                    "line": {"width": 0.8, "color": look.text},
                },
                hovertemplate=f"{escaped(row['label'])}<extra></extra>",
                showlegend=False,
            )
        )
    if len(rows) <= _NAMED_BUBBLES:
        _name_bubbles(drawn, rows, look)
    drawn.update_xaxes(range=list(_X_RANGE), tickformat=".0%", title_text=say("chart.market_x", language))
    drawn.update_yaxes(range=list(_Y_RANGE), tickformat=".0%", title_text=say("chart.market_y", language))
    return Picture(
        drawn, say("chart.market_alt", language, names=[row["label"] for row in rows[:3]]), markets
    )


def _name_bubbles(drawn: go.Figure, rows: list[dict[str, Any]], look: Look) -> None:
    """Write each market beside its bubble where it lies on nothing; else its number stands for it."""
    labels = [shortened(row["label"]) for row in rows]
    marks = [
        Mark(
            _PLOT_PX[0] * (row["nearness"] - _X_RANGE[0]) / (_X_RANGE[1] - _X_RANGE[0]),
            _PLOT_PX[1] * (row["demand_share"] - _Y_RANGE[0]) / (_Y_RANGE[1] - _Y_RANGE[0]),
            _bubble_px(row) / 2,
            _LETTER_PX * len(label),
        )
        for row, label in zip(rows, labels, strict=True)
    ]
    for row, label, mark, side in zip(rows, labels, marks, sides(marks, *_PLOT_PX), strict=True):
        if side is None:
            continue
        away = mark.radius + 4
        drawn.add_annotation(
            x=row["nearness"],
            y=row["demand_share"],
            text=escaped(label),
            showarrow=False,
            xanchor="right" if side.endswith("left") else "left" if side.endswith("right") else "center",
            yanchor="bottom" if side.startswith("above") else "top" if side.startswith("below") else "middle",
            xshift={"right": away, "left": -away, "above": 0, "below": 0}.get(
                side, mark.radius if side.endswith("left") else -mark.radius
            ),
            yshift=away if side.startswith("above") else -away if side.startswith("below") else 0,
            font={"size": 12, "color": look.text},
        )


def _bubble_px(row: dict[str, Any]) -> float:
    """Diameter of a bubble by what is bought outside."""
    return _LEAST_PX + _MORE_PX * float(row["outside_share"] or 0.0)


def share_steps(markets: pl.DataFrame, *, look: Look, language: Language) -> Picture:
    """A dependence today, one line, and with each market (label, sector_group, before_share, after_share), a dot."""
    rows = markets.to_dicts()
    today = rows[0]["before_share"]
    drawn = figure(look, 60 + _STEP_PX * len(rows))
    for place, row in enumerate(rows):
        drawn.add_shape(
            type="line",
            x0=row["after_share"],
            x1=today,
            y0=place,
            y1=place,
            line={"width": 3, "color": look.line},
        )
        drawn.add_trace(
            go.Scatter(
                x=[row["after_share"]],
                y=[place],
                mode="markers+text",
                text=[percent(row["after_share"], language)],
                textposition="middle left",
                textfont={"size": 13, "color": look.text},
                marker={
                    "size": 12,
                    "color": look.sector(row["sector_group"]),
                    "line": {"width": 0.8, "color": look.text},
                },
                hoverinfo="skip",
                showlegend=False,
            )
        )
        drawn.add_annotation(
            xref="paper",
            x=0,
            y=place,
            yshift=15,
            text=escaped(shortened(row["label"], 44)),
            showarrow=False,
            xanchor="left",
            font={"size": 12, "color": look.text},
        )
    drawn.add_shape(
        type="line",
        x0=today,
        x1=today,
        y0=-0.6,
        y1=len(rows) - 0.4,
        line={"width": 2, "color": look.look_here},
    )
    drawn.add_annotation(
        x=today, y=-0.6, yshift=12, showarrow=False, text=say("chart.today", language, share=today),
        font={"size": 13, "color": look.look_here},
    )  # fmt: skip
    without_axes(drawn)
    low = min(row["after_share"] for row in rows)
    drawn.update_xaxes(range=[low - max(0.06, (today - low) * 0.6), today + 0.02])
    drawn.update_yaxes(range=[len(rows) - 0.4, -1.1])
    names = [f"{row['label']} {percent(row['after_share'], language)}" for row in rows]
    return Picture(drawn, say("chart.steps_alt", language, share=today, names=names), markets)
