"""What others see of a company at a sharing level, computed by the same code as their answers.

Never: says that a level is safe; it shows what it shows.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.house import reader
from dashboards.components.language import tr
from dashboards.components.tables import table
from dashboards.components.texts import note, sentences, subheader

_SEEN = ["side", "name", "sector_group", "city", "is_named", "share_band"]
_INFERRED = ["name", "share_band", "amount_eur", "total_from_eur", "total_to_eur"]


def what_others_see(company_id: str, level: str | None) -> None:
    """What others would see of the company at the level (None: see as things are), and what partners work out."""
    answer = reader().preview_sharing(level, company_id)
    subheader("preview.title")
    note(tr("preview.note" if level else "preview.note_now"))
    with st.container(border=True):
        sentences(answer.sentences)
        if not answer.seen.is_empty():
            shown = answer.seen.with_columns(side=pl.col("direction"))
            columns = [name for name in _SEEN if shown[name].null_count() < shown.height]
            table(shown, columns, key="preview", alt=tr("preview.title"))
    if not answer.inferences.is_empty():
        subheader("preview.inferences")
        note(tr("preview.inferences_note"))
        table(answer.inferences, _INFERRED, key="inferences", alt=tr("preview.inferences"))
