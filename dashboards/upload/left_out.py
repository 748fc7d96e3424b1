"""Rows that are not loaded, by kind of problem, and the rejected ones as a spreadsheet to correct."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table, telling
from lieferkette.i18n import keys
from lieferkette.reports.xlsx import left_out_xlsx

_COLUMNS = ("row_no", "heading", "value", "whole_row")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def kinds(left_out: pl.DataFrame) -> None:
    """One folded part a kind of problem: why, what to do, and the rows; only the first kind is open.

    `left_out`: row_no, outcome, reason_code, reason and mend in both languages, heading, raw, value where known.
    """
    found = left_out.group_by("outcome", "reason_code", maintain_order=True).agg(
        pl.len(),
        pl.col(f"reason_{language()}", f"mend_{language()}").first(),
        reasons=pl.col(f"reason_{language()}").n_unique(),
    )
    ordered = found.sort("outcome", "len", descending=True)
    for place, kind in enumerate(ordered.iter_rows(named=True)):
        title = tr(f"upload.kind_{kind['outcome']}", count=kind["len"])
        is_open = place == 0 and kind["outcome"] == "rejected"
        with st.expander(f"{title} · {reason_title(kind['reason_code'])}", expanded=is_open):
            said = " ".join(filter(None, (kind[f"reason_{language()}"], kind[f"mend_{language()}"])))
            st.text(said if kind["reasons"] == 1 else tr("upload.for_example", text=said))
            of_kind = pl.col("reason_code") == kind["reason_code"], pl.col("outcome") == kind["outcome"]
            rows = left_out.filter(*of_kind).with_columns(whole_row=_whole_row())
            columns = telling(rows, [name for name in _COLUMNS if name in rows.columns])
            table(rows, columns, key=f"problem_{kind['outcome']}_{kind['reason_code']}", alt=title)


def reason_title(code: str) -> str:
    """A rule's short name; never the reason itself, which may quote the list."""
    key = f"reason.{code}"
    return tr(key if key in keys() else "reason.other")


def spreadsheet(upload_id: str, count: int) -> None:
    """The rejected rows, to be corrected and handed in like any list."""
    columns = reader().upload(upload_id)["columns"]
    st.download_button(
        tr("upload.rejected_file", count=count),
        left_out_xlsx(reader().left_out(upload_id), columns, language(), upload_id),
        file_name=f"{tr('report.rejected_sheet')}.xlsx",
        mime=_XLSX,
        key=f"rejected_{upload_id}",
        icon=":material/download:",
    )


def _whole_row() -> pl.Expr:
    """All filled cells of the row: they say which row it is."""
    cells = pl.col("raw").str.json_decode(pl.List(pl.String))
    return cells.list.eval(pl.element().filter(pl.element() != "")).list.join(" · ")
