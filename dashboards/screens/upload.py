"""Upload: one step at a time, from the file as it is to the first answer."""

from __future__ import annotations

import streamlit as st

from dashboards.components.header import header
from dashboards.components.house import actor
from dashboards.components.language import tr
from dashboards.components.texts import empty, note
from dashboards.upload import columns, done, file, review, rows, several, sharing, whole
from dashboards.upload.draft import STEPS, draft

header("upload.title", with_year=False)
if actor().role == "chamber":
    empty("upload.not_for_chamber")
    st.stop()
now = draft()
place = STEPS.index(now.step) if now.step in STEPS else 0
steps = [
    f"**{place + 1} {tr(f'upload.step_{step}')}**"
    if number == place + 1
    else f"{number} {tr(f'upload.step_{step}')}"
    for number, step in enumerate(STEPS, 1)
]
note(" · ".join(steps))
if now.name and now.step != "several":
    st.text(now.name)
show = {
    "file": file.show,
    "several": several.show,
    "columns": columns.show,
    "rows": rows.show,
    "whole": whole.show,
    "sharing": sharing.show,
    "done": done.show,
}
show[now.step](now)
if now.step in ("file", "done"):
    review.show()
