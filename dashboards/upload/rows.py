"""Step 3: rows with problems, by kind; the rejected ones as a spreadsheet; then the list is taken in."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.house import desk
from dashboards.components.language import language, tr
from dashboards.components.tables import table, telling
from dashboards.components.texts import note, subheader
from dashboards.upload.draft import Draft, go_to
from dashboards.upload.numbers import row_metrics
from ingest.jobs import Incoming
from lieferkette.i18n import keys


def show(draft: Draft) -> None:
    """What would be left out and why; one button takes the rest in."""
    found = draft.preview()
    row_metrics(found)
    left_out = found.left_out
    if left_out.is_empty():
        st.text(tr("upload.no_problems"))
    else:
        subheader("upload.problems")
        rejected = left_out.filter(pl.col("outcome") == "rejected").height
        if rejected > found.rows_good:
            st.text(tr("upload.mostly_rejected", good_count=found.rows_good, count=found.rows_read))
        if rejected:
            note(tr("upload.rejected_later"))
        _kinds(left_out)
    note(tr("upload.take_note"))
    with st.container(horizontal=True):
        st.button(tr("go.back"), on_click=go_to, args=("columns",))
        if st.button(tr("upload.take"), type="primary", disabled=found.rows_good == 0):
            _take(draft)


def _kinds(left_out: pl.DataFrame) -> None:
    """One folded part a kind of problem: why, what to do, and the rows."""
    kinds = left_out.group_by("outcome", "reason_code", maintain_order=True).agg(
        pl.len(), pl.col(f"reason_{language()}", f"mend_{language()}").first()
    )
    for kind in kinds.sort("outcome", "len", descending=True).iter_rows(named=True):
        title = tr(f"upload.kind_{kind['outcome']}", count=kind["len"])
        rows = left_out.filter(pl.col("reason_code") == kind["reason_code"])
        with st.expander(
            f"{title} · {reason_title(kind['reason_code'])}", expanded=kind["outcome"] == "rejected"
        ):
            st.text(
                " ".join(part for part in (kind[f"reason_{language()}"], kind[f"mend_{language()}"]) if part)
            )
            shown = rows.select(row_no="line", heading="heading", value="value", whole_row=_whole_row())
            table(
                shown,
                telling(shown, ["row_no", "heading", "value", "whole_row"]),
                key=f"problem_{kind['outcome']}_{kind['reason_code']}",
                alt=title,
            )


def _whole_row() -> pl.Expr:
    """All filled cells of the row: they say which row it is."""
    cells = pl.col("raw").str.json_decode(pl.List(pl.String))
    return cells.list.eval(pl.element().filter(pl.element() != "")).list.join(" · ")


def reason_title(code: str) -> str:
    """A rule's short name; never the reason itself, which may quote the list."""
    key = f"reason.{code}"
    return tr(key if key in keys() else "reason.other")


def _take(draft: Draft) -> None:
    with st.spinner(tr("upload.taking")):
        result = desk().upload([Incoming(draft.data, draft.name)], draft.options(), draft.owner_id)[0]
    if result.status == "refused":
        with st.container(border=True):
            st.badge(tr("error.title"), color="red")
            st.text((result.error_de if language() == "de" else result.error_en) or "")
        return
    draft.result = result
    is_about_relations = (
        bool(draft.owner_id) and result.status == "loaded" and draft.preview().list_kind != "figures"
    )
    draft.step = "whole" if is_about_relations else "done"
    st.rerun()
