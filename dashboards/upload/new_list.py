"""A list on its way: where it stands, the buttons that lead on, and the step itself.

The buttons stand above the step, always in the same place, because a table may be longer than the window.
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.language import tr
from dashboards.components.texts import note
from dashboards.upload import columns, done, file, rows, several, sharing, whole
from dashboards.upload.draft import STEPS, draft

_SHOW = {
    "file": file.show,
    "several": several.show,
    "columns": columns.show,
    "rows": rows.show,
    "whole": whole.show,
    "sharing": sharing.show,
    "done": done.show,
}


def show() -> None:
    """The step that the draft has come to."""
    now = draft()
    buttons = _bar(now.step)
    if now.name and now.step not in ("file", "several"):
        st.text(now.name)
    _SHOW[now.step](now, buttons)


def _bar(step: str) -> DeltaGenerator:
    """The steps with the present one in bold, and beside them the place of the buttons."""
    left, right = st.columns([7, 5], vertical_alignment="center")
    if step in STEPS:
        names = [f"{number} {tr(f'upload.step_{name}')}" for number, name in enumerate(STEPS, 1)]
        now = STEPS.index(step)
        with left:
            note(" · ".join(f"**{name}**" if place == now else name for place, name in enumerate(names)))
    return right.container(horizontal=True, horizontal_alignment="right")
