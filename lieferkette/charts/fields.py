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

#: Parts of a bar: what is met, what is missing and required, what is missing and would help, what is unknown.
PARTS = ("met", "required", "helpful", "unknown")
_BAR_PX, _MARGIN_PX = 36, 70


def state_bars(states: pl.DataFrame, *, look: Look, language: Language, top: int = 6) -> Picture:
    """Bars from `FieldsNear.states` (field_id, state, is_required), fields in the order of their first rows."""
    is_missing = pl.col("state") == "missing"
    part = (
        pl.when(is_missing & pl.col("is_required"))
        .then(pl.lit("required"))
        .when(is_missing)
        .then(pl.lit("helpful"))
        .otherwise("state")
    )
    counted = states.group_by("field_id", part=part, maintain_order=True).len("count")
    field_ids = states["field_id"].unique(maintain_order=True).to_list()[:top]
    labels = [field_label(field_id, language) for field_id in field_ids]
    drawn = figure(look, _MARGIN_PX + _BAR_PX * len(field_ids))
    light, ink = look.amount(0.25)
    fills = {
        "met": (look.accent, look.ground),
        "required": (look.look_here, look.on_look_here),
        "helpful": (light, ink),
        "unknown": (look.sector("unknown"), look.text),
    }
    for name in PARTS:
        rows = counted.filter(pl.col("part") == name)
        by_field = dict(zip(rows["field_id"], rows["count"], strict=True))
        counts = [by_field.get(field_id, 0) for field_id in field_ids]
        drawn.add_trace(
            _part(say(f"field_part.{name}", language), labels, counts, fills[name], look, language)
        )
    legend = {"y": 1.0, "yanchor": "bottom", "traceorder": "normal", "font": {"size": 12}}
    drawn.update_layout(barmode="stack", legend=legend)
    drawn.update_xaxes(visible=False)
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text})
    return Picture(drawn, say("chart.fields_alt", language, names=labels[:3] or ["–"]), states)


def _part(
    name: str, labels: list[str], counts: list[int], fill: tuple[str, str], look: Look, language: Language
) -> go.Bar:
    return go.Bar(
        name=name,
        orientation="h",
        x=counts,
        y=labels,
        marker={"color": fill[0], "line": {"width": 0.8, "color": look.text}},
        text=[number(count, language) if count else "" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": fill[1]},
        hovertemplate="%{y}: %{x}<extra>%{fullData.name}</extra>",
    )
