"""How every figure looks: inks, scales and the Plotly template, once for light and once for dark ground.

Colours of sectors stand in `schemas.reference.sector_groups`; a colour means a sector, orange-red means
"look here", places and shares take the blue scale. Never: draws data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from schemas.reference.sector_groups import BY_CODE, SECTOR_GROUPS, UNKNOWN

LookName = Literal["light", "dark"]
FONT = '"Source Sans", "Source Sans 3", Arial, sans-serif'


@dataclass(frozen=True)
class Look:
    """Inks and scales on one ground. `first_light_ink` is the step of `amounts` from which ink changes."""

    name: LookName
    text: str
    ground: str
    card: str
    muted: str
    grid: str
    line: str
    accent: str
    look_here: str
    on_look_here: str
    link_opacity: float
    amounts: tuple[str, ...]
    ink_on_low: str
    ink_on_high: str
    first_high_step: int
    origins: dict[str, str]

    def sector(self, code: str | None) -> str:
        """Colour of a group of sectors; `unknown` and codes that do not exist are grey."""
        group = BY_CODE.get(code or "", UNKNOWN)
        return group.light if self.name == "light" else group.dark

    def amount(self, part: float) -> tuple[str, str]:
        """Field colour and ink for a value between 0 and 1 of the blue scale."""
        step = min(9, max(0, int(part * 10)))
        return self.amounts[step], self.ink_on_high if step >= self.first_high_step else self.ink_on_low

    def template(self) -> go.layout.Template:
        """The Plotly template of this look."""
        axis = {
            "gridcolor": self.grid,
            "zeroline": False,
            "showline": False,
            "ticks": "",
            "automargin": True,
            "ticklabelstandoff": 6,
            "tickfont": {"size": 13, "color": self.muted},
            "title": {"font": {"size": 13, "color": self.muted}, "standoff": 10},
        }
        return go.layout.Template(
            layout={
                "font": {"family": FONT, "size": 14, "color": self.text},
                "paper_bgcolor": "rgba(0,0,0,0)",
                "plot_bgcolor": "rgba(0,0,0,0)",
                "separators": ",.",
                "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
                "xaxis": axis,
                "yaxis": axis,
                "bargap": 0.35,
                "colorway": [self.sector(group.code) for group in SECTOR_GROUPS],
                "hovermode": "closest",
                "dragmode": False,
                "hoverlabel": {
                    "bgcolor": self.card,
                    "bordercolor": self.line,
                    "align": "left",
                    "namelength": -1,
                    "font": {"family": FONT, "size": 14, "color": self.text},
                },
                "legend": {
                    "orientation": "h",
                    "y": -0.12,
                    "x": 0,
                    "font": {"size": 13},
                    "itemclick": False,
                    "itemdoubleclick": False,
                },
            }
        )


LIGHT = Look(
    name="light",
    text="#111923",
    ground="#FFFFFF",
    card="#FFFFFF",
    muted="#566270",
    grid="#E6EBF0",
    line="#C5CED7",
    accent="#1F5A8C",
    look_here="#C75921",
    on_look_here="#FFFFFF",
    link_opacity=0.28,
    amounts=(
        *("#EEF4FA", "#DCE8F4", "#C3D8EC", "#A5C4E2", "#82ABD5"),
        *("#6191C4", "#4576AE", "#2F5D94", "#1F4677", "#123058"),
    ),
    ink_on_low="#111923",
    ink_on_high="#FFFFFF",
    first_high_step=6,
    origins={
        "region": "#123058",
        "germany": "#4576AE",
        "eu": "#A5C4E2",
        "world": "#E5AE6E",
        "unknown": "#D5DBE1",
    },
)
DARK = Look(
    name="dark",
    text="#E4E9EE",
    ground="#14181F",
    card="#232B36",
    muted="#A3AFBB",
    grid="#2A333E",
    line="#46515D",
    accent="#7FB2E5",
    look_here="#E17550",
    on_look_here="#111923",
    link_opacity=0.38,
    amounts=(
        *("#1B2530", "#1F3144", "#234059", "#285171", "#2F648B"),
        *("#3C79A6", "#5291C0", "#70AAD6", "#96C4E8", "#C4DFF5"),
    ),
    ink_on_low="#FFFFFF",
    ink_on_high="#111923",
    first_high_step=6,
    origins={
        "region": "#C4DFF5",
        "germany": "#70AAD6",
        "eu": "#3C79A6",
        "world": "#E5AE6E",
        "unknown": "#46515D",
    },
)
LOOKS: dict[LookName, Look] = {"light": LIGHT, "dark": DARK}
