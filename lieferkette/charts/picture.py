"""What a chart function gives back, and the small parts that several charts draw alike.

Names in labels and hovers come from uploaded lists: Plotly reads `<b>` and `<a>` there, so every name
passes `escaped`. Never: a chart of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from lieferkette.charts.look import Look
from lieferkette.i18n.numbers import Language
from lieferkette.i18n.values import sector_group_label

_LEGAL_FORM = re.compile(
    r",?\s+(?:(?:GmbH|AG|UG|KG|OHG|SE|KGaA|mbH|e\.\s?K\.|e\.\s?Kfm\.|eG|Ltd\.?|Limited|Inc\.?|LLC|B\.V\.|"
    r"N\.?V\.?|S\.r\.l\.|S\.p\.A\.|S\.A\.|SAS|SARL|Sp\. z o\.o\.|s\.r\.o\.|a\.s\.|AB|A/S|Oy|Co\.?|"
    r"\(haftungsbeschränkt\))"
    r"(?:\s*&\s*|\s+|$))+$"
)


@dataclass(frozen=True)
class Picture:
    """A figure, the sentence that tells it (`alt`), and the same numbers as a table."""

    figure: go.Figure
    alt: str
    table: pl.DataFrame


def escaped(text: str) -> str:
    """Text that Plotly shows as it is.

    >>> escaped("<a href='x'>Rübezahl & Co</a>")
    '&lt;a href=&#x27;x&#x27;&gt;Rübezahl &amp; Co&lt;/a&gt;'
    """
    return html.escape(text)


def short_name(name: str, limit: int = 26) -> str:
    """Name without its legal form, cut to what fits beside a node.

    >>> short_name("Siebenschläfer Schrauben GmbH & Co. KG"), short_name("Rübezahl Draht AG")
    ('Siebenschläfer Schrauben', 'Rübezahl Draht')
    """
    short = _LEGAL_FORM.sub("", name).strip() or name
    return short if len(short) <= limit else short[: limit - 1].rstrip() + "…"


def transparent(colour: str, opacity: float) -> str:
    """A `#RRGGBB` colour as rgba.

    >>> transparent("#102F60", .28)
    'rgba(16,47,96,0.28)'
    """
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def figure(look: Look, height: int) -> go.Figure:
    """An empty figure in the look."""
    return go.Figure(layout={"template": look.template(), "height": height})


def without_axes(drawn: go.Figure) -> None:
    """Hide both axes."""
    drawn.update_xaxes(visible=False)
    drawn.update_yaxes(visible=False)


def sector_legend(drawn: go.Figure, codes: Iterable[str], look: Look, language: Language) -> None:
    """Squares under the figure that name the groups of sectors in it."""
    for code in codes:
        drawn.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=sector_group_label(code, language),
            marker={
                "symbol": "square",
                "size": 11,
                "color": look.sector(code),
                "line": {"width": 0.5, "color": look.text},
            },
            hoverinfo="skip",
            showlegend=True,
        )
    drawn.update_layout(showlegend=True, legend={"y": -0.02, "yanchor": "top"})
