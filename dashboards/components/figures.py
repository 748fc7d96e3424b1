"""A picture on a page: the figure in the look of the page, told to screen readers, its table under it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboards.components.language import tr
from dashboards.components.tables import table
from lieferkette.charts import LOOKS, Look, Picture

_CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}


def look() -> Look:
    """Light or dark, as the page is."""
    return LOOKS["dark" if st.context.theme.type == "dark" else "light"]


def picture(drawn: Picture, key: str) -> None:
    """The figure. `theme=None`: page and report show the same."""
    st.plotly_chart(drawn.figure, theme=None, key=key, alt=drawn.alt, width="stretch", config=_CONFIG)


def table_twin(drawn: Picture, columns: Sequence[str], key: str) -> None:
    """The same numbers as a table, folded under the figure."""
    with st.expander(tr("table.twin")):
        table(drawn.table, columns, key=key, alt=drawn.alt)
