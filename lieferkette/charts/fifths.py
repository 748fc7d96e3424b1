"""Fifths: where released sectors stand among each other, lowest on the left, highest on the right."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.charts.picture import Picture, escaped, figure
from lieferkette.i18n import say
from lieferkette.i18n.numbers import Language
from lieferkette.i18n.values import sector_group_label

_ROW_PX, _FIFTHS = 34, (1, 2, 3, 4, 5)
_MARK_PX = 18


def fifth_ladder(by_sector: pl.DataFrame, *, look: Look, language: Language) -> Picture:
    """Groups of sectors of `ReleasedRisk.by_sector` (sector, risk_fifth) on a ladder of fifths.

    A sector whose fifth was not released has no row; the highest fifth takes the colour that says "look here".
    """
    rows = by_sector.filter(~pl.col("sector").str.contains(r"^\d") & pl.col("risk_fifth").is_not_null())
    rows = rows.sort("risk_fifth", "sector", descending=[True, False])
    labels = [escaped(sector_group_label(code, language)) for code in rows["sector"]]
    fifths = rows["risk_fifth"].to_list()
    drawn = figure(look, 60 + _ROW_PX * max(1, len(labels)))
    for label, fifth in zip(labels, fifths, strict=True):
        drawn.add_scatter(
            x=[1, fifth],
            y=[label, label],
            mode="lines",
            line={"color": look.line, "width": 1.5},
            hoverinfo="skip",
        )
    drawn.add_scatter(
        x=fifths,
        y=labels,
        mode="markers",
        marker={
            "size": _MARK_PX,
            "color": [look.look_here if fifth == _FIFTHS[-1] else look.accent for fifth in fifths],
            "line": {"color": look.text, "width": 0.6},
        },
        customdata=[say(f"release.fifth_{fifth}", language) for fifth in fifths],
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    _axes(drawn, look, language)
    highest = [label for label, fifth in zip(labels, fifths, strict=True) if fifth == _FIFTHS[-1]]
    return Picture(drawn, say("chart.fifths_alt", language, names=highest or ["–"]), rows)


def _axes(drawn: go.Figure, look: Look, language: Language) -> None:
    names = [say(f"release.fifth_{fifth}", language).replace(" ", "<br>", 1) for fifth in _FIFTHS]
    drawn.update_xaxes(
        side="top", range=[0.6, 5.4], tickvals=list(_FIFTHS), ticktext=names, tickfont={"color": look.text}
    )
    drawn.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": look.text}, type="category")
    drawn.update_layout(showlegend=False)
