"""What a field asks for, and what of it is met, missing or unknown: one bar a field, three parts in a fixed order.

What is unknown is drawn, in light grey. Never: a share of what nobody stated.
"""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, figure
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language, number
from lieferkette.i18n.values import field_label

STATES = ("met", "missing", "unknown")
_BAR_PX, _MARGIN_PX = 36, 70


def state_bars(fields: pl.DataFrame, *, look: Look, language: Language, top: int = 6) -> Picture:
    """Bars from `FieldsNear.fields` (field_id, met_codes, missing_codes, unknown_codes), the nearest on top."""
    shown = fields.head(top)
    labels = [field_label(field_id, language) for field_id in shown["field_id"]]
    drawn = figure(look, _MARGIN_PX + _BAR_PX * shown.height)
    colours = {"met": look.accent, "missing": look.look_here, "unknown": look.sector("unknown")}
    inks = {"met": look.ground, "missing": look.on_look_here, "unknown": look.text}
    for state in STATES:
        counts = shown[f"{state}_codes"].list.len().to_list()
        drawn.add_trace(
            go.Bar(
                name=say(f"capability_state.{state}", language),
                orientation="h",
                x=counts,
                y=labels,
                marker={"color": colours[state], "line": {"width": 0.8, "color": look.text}},
                text=[number(count, language) if count else "" for count in counts],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": 13, "color": inks[state]},
                hovertemplate="%{y}: %{x}<extra>%{fullData.name}</extra>",
            )
        )
    legend = {"y": 1.0, "yanchor": "bottom", "traceorder": "normal", "font": {"size": 12}}
    drawn.update_layout(barmode="stack", legend=legend)
    drawn.update_xaxes(visible=False)
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text})
    return Picture(drawn, say("chart.fields_alt", language, names=labels[:3] or ["–"]), fields)
