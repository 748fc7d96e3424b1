"""The four numbers of every list: rows read = loaded + rejected + ignored."""

from __future__ import annotations

import streamlit as st

from dashboards.components.language import language, tr
from ingest.jobs import Preview
from lieferkette.i18n.numbers import number


def row_metrics(found: Preview) -> None:
    """Read, loaded, rejected, ignored, side by side."""
    outcome = found.left_out["outcome"].to_list() if found.sheets else list[str]()
    counts = {
        "rows_read": found.rows_read,
        "rows_loaded": found.rows_good,
        "rows_rejected": sum(one == "rejected" for one in outcome),
        "rows_ignored": sum(one == "ignored" for one in outcome),
    }
    for column, (name, count) in zip(st.columns(4, gap="small"), counts.items(), strict=True):
        column.metric(tr(f"column.{name}"), number(count, language()), border=True)
