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
from lieferkette.releasing.risk import ReleasedRisk
from lieferkette.releasing.tables import TABLES

#: The table that is drawn as well.
_DRAWN = "systemic_risk_by_sector"


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
    tables = {tr(f"release_table.{table.table_id}"): table for table in TABLES if table.kind == "fifth"}
    for sheet in release_sheets(model):
        if sheet.name in tables:
            st.subheader(sheet.name, anchor=False)
            if tables[sheet.name].table_id == _DRAWN:
                _ladder(found)
            release_table(sheet, f"released_{tables[sheet.name].table_id}")
    forward("screens/reports.py", "go.reports")


def _ladder(found: ReleasedRisk) -> None:
    drawn = charts.fifth_ladder(found.by_sector, look=look(), language=language())
    if drawn.table.height:
        picture(drawn, "released_risk")
        note(tr("released_risk.sectors_note", epsilon=found.epsilon))
