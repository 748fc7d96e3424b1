"""What was handed in: each list with what became of it, and what can still be done about it."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards.components.house import actor, desk, reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table, telling
from dashboards.components.texts import empty, note
from dashboards.upload import assumed, left_out
from dashboards.upload.draft import continue_with
from dashboards.upload.whole import is_asked
from lieferkette.i18n.lists import shape_label

_LISTS = [
    "received_at",
    "company_name",
    "file_name",
    "list_kind",
    "period",
    "rows_loaded",
    "rows_rejected",
    "rows_ignored",
    "status",
]
_CHANGES = ("new", "ended", "changed")


def show() -> None:
    """All lists, newest first; one that is chosen is shown below."""
    uploads = reader().uploads()
    if uploads.is_empty():
        empty("lists.none")
        return
    note(tr("lists.note"))
    # who sent it takes the width of what was ignored; the list itself names both
    left_away = "rows_ignored" if actor().role == "owner" else "company_name"
    columns = [name for name in _LISTS if name != left_away]
    row = table(
        uploads, telling(uploads, columns), key="uploads", alt=tr("upload.view.lists"), is_choice=True
    )
    if row is not None:
        details(uploads["upload_id"][row])


def details(upload_id: str) -> None:
    """One list: its numbers, what can be done, what it replaced, how it was read, what was left out."""
    upload = reader().upload(upload_id)
    with st.container(border=True):
        st.text(upload["file_name"])
        counts = {
            name: upload[name] for name in ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored")
        }
        st.text(tr("lists.counts", shape=shape_label(upload["shape"], language()), **counts))
        if upload["status"] == "undone":
            st.text(tr("lists.undone"))
        else:
            _actions(upload)
            difference(upload_id)
        assumed.show(upload["notes"])
        _columns(upload["columns"])
        rows = reader().left_out(upload_id)
        if not rows.is_empty():
            with st.expander(tr("upload.problems")):
                left_out.kinds(rows)


def _actions(upload: dict[str, Any]) -> None:
    upload_id = upload["upload_id"]
    with st.container(horizontal=True):
        if upload["rows_rejected"]:
            left_out.spreadsheet(upload_id, upload["rows_rejected"])
        if is_asked(upload_id):
            st.button(
                tr("lists.amend"),
                key=f"amend_{upload_id}",
                on_click=_amend,
                args=(upload_id, upload["file_name"]),
            )
        undo(upload_id)


def _amend(upload_id: str, name: str) -> None:
    continue_with(upload_id, name)
    st.session_state["upload_view"] = "new"


def undo(upload_id: str) -> None:
    """The way back, behind a button that first says what follows."""
    with st.popover(tr("upload.undo")):
        st.text(tr("lists.undo_note"))
        st.button(tr("lists.undo_yes"), key=f"undo_{upload_id}", on_click=desk().undo, args=(upload_id,))


def difference(upload_id: str) -> None:
    """Counterparts that are new, ended, or changed against the list that this one replaced."""
    changes = reader().list_difference(upload_id)
    if changes.is_empty():
        return
    counts = {f"{one}_count": changes.filter(pl.col("change") == one).height for one in _CHANGES}
    st.text(tr("upload.difference", **counts))
    columns = ["change", "name", "old_eur", "new_eur"]
    table(changes, columns, key="difference", alt=tr("upload.difference_alt"))


def _columns(columns: pl.DataFrame) -> None:
    with st.expander(tr("upload.recognised")):
        shown = ["heading", "column_meaning", "samples", "score"]
        table(columns, shown, key="read_as", alt=tr("upload.recognised"))
