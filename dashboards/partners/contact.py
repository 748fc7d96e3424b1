"""Asking for contact, and answering those who ask: both sides see the other's contact once both want it."""

from __future__ import annotations

import streamlit as st

from dashboards.components.house import desk, reader
from dashboards.components.language import tr
from dashboards.components.tables import table
from dashboards.components.texts import empty, note, problem, strong, subheader
from lieferkette.errors import UserError

_COLUMNS = ["direction", "name", "request_text", "request_status", "created_at", "contact"]


def ask(company_id: str, other_id: str, other_name: str, notice_id: str | None = None) -> None:
    """A form that asks one company for contact."""
    with st.form(f"ask_{other_id}", border=True):
        strong("partners.ask")
        st.text(other_name)
        text = st.text_area(tr("column.request_text"), key=f"concern_{other_id}", height=90, max_chars=1000)
        note(tr("partners.ask_note"))
        if st.form_submit_button(tr("partners.ask_button"), type="primary"):
            try:
                desk().ask_contact(other_id, text, notice_id, company_id)
            except UserError as error:
                problem(error)
                return
            st.text(tr("partners.asked"))


def show(company_id: str) -> None:
    """Requests from and to the company; those that wait for it come first, with their two answers."""
    rows = reader().contacts(company_id)
    if rows.is_empty():
        empty("partners.no_requests")
        return
    waiting = rows.filter((rows["direction"] == "received") & (rows["request_status"] == "open"))
    for row in waiting.iter_rows(named=True):
        with st.container(border=True, gap="xxsmall"):
            st.text(row["name"])
            st.text(row["request_text"])
            with st.container(horizontal=True):
                for key, accept in (("accept", True), ("decline", False)):
                    if st.button(
                        tr(f"partners.{key}"),
                        key=f"{key}_{row['request_id']}",
                        type="primary" if accept else "secondary",
                    ):
                        _answer(company_id, row["request_id"], accept)
    subheader("partners.all_requests")
    columns = [name for name in _COLUMNS if rows[name].null_count() < rows.height]
    chosen = table(rows, columns, key="requests", alt=tr("partners.all_requests"), is_choice=True)
    note(tr("partners.requests_note"))
    if chosen is not None and rows["request_status"][chosen] in ("open", "accepted"):
        if st.button(tr("partners.end_contact"), key="end_contact"):
            desk().end_contact(rows["request_id"][chosen], company_id)
            st.rerun()


def _answer(company_id: str, request_id: str, accept: bool) -> None:
    try:
        desk().answer_contact(request_id, accept, company_id)
    except UserError as error:
        problem(error)
        return
    st.rerun()
