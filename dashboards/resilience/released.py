"""What the chamber reads of resilience: how sectors and municipalities compare, from the newest release.

Never: a company, a scenario, a figure that is not in the release.
"""

from __future__ import annotations

import streamlit as st

from dashboards.components.figures import look, picture
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.released import newest_release, release_line, release_sheets, release_table
from dashboards.components.texts import forward, note, sentences, subheader
from lieferkette import charts
from lieferkette.releasing.tables import TABLES


def released_resilience() -> None:
    """Sentence, picture and tables of the release, with their definitions; what to do where there is none."""
    subheader("released_risk.title")
    model = newest_release()
    if model is None:
        return
    release_line(model)
    found = reader().released_risk(model.region_id, model.year)
    sentences(found.sentences)
    note(tr("released_risk.names_nobody"))
    drawn = charts.fifth_ladder(found.by_sector, look=look(), language=language())
    if drawn.table.height:
        subheader("released_risk.sectors")
        picture(drawn, "released_risk")
        note(tr("released_risk.sectors_note", epsilon=found.epsilon))
    names = [tr(f"release_table.{table.table_id}") for table in TABLES if table.kind == "fifth"]
    for place, sheet in enumerate(sheet for sheet in release_sheets(model) if sheet.name in names):
        st.subheader(sheet.name, anchor=False)
        release_table(sheet, f"released_fifths_{place}")
    forward("screens/reports.py", "go.reports")
