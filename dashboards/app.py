"""The pages in their order, and what all of them share. Run by `dashboards.serve`.

Never: a page's content.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards.components.language import language, tr
from dashboards.components.texts import problem
from lieferkette.errors import UserError

_HERE = Path(__file__).parent
_PAGES = (
    "start",
    "companies",
    "chain",
    "dependencies",
    "resilience",
    "markets",
    "partners",
    "reports",
    "sharing",
    "upload",
)

st.set_page_config(page_title="Lieferkette", page_icon=str(_HERE / "pictures" / "icon.png"), layout="wide")
pages = [
    st.Page(
        _HERE / "screens" / f"{name}.py",
        title=tr(f"nav.{name}"),
        url_path=name,
        default=name == "start",
    )
    for name in _PAGES
]
chosen = st.navigation(pages, position="top")
if language() == "de":
    st.html(_HERE / "components" / "german.css")
if st.context.theme.type == "dark":
    st.html(_HERE / "components" / "dark.css")
try:
    chosen.run()
except UserError as error:
    problem(error)
