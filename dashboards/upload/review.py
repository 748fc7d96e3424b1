"""Uncertain matches: the same company or not? Each answer is remembered, not asked again, and can be taken back."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards.components.house import desk, reader
from dashboards.components.language import language, tr
from dashboards.components.texts import empty, note, subheader

_SHOWN, _ANSWERED = 6, 8


@st.fragment
def show(*, is_quiet: bool = False) -> None:
    """The surest questions first, a few at a time; where none waits it says so, unless `is_quiet`.

    A fragment, so that an answer does not have to wait for the rest of the page.
    """
    questions = reader().questions()
    if not questions.is_empty():
        _ask(questions)
    elif not is_quiet:
        empty("review.none")
    if not is_quiet:
        _answered()


def _ask(questions: pl.DataFrame) -> None:
    subheader("review.title")
    shown = _SHOWN if questions.height > _SHOWN else None
    note(tr("review.note", count=questions.height, shown=shown))
    columns = st.columns(2, gap="medium")
    for place, row in enumerate(questions.head(_SHOWN).iter_rows(named=True)):
        ids = (row["party_id"], row["company_id"])
        with columns[place % 2], st.container(border=True, gap="small"):
            with st.container(gap="xxsmall"):
                st.text(_named_by(row))
                st.text(tr("review.known_as", name=row["company_name"], city=row["company_city"]))
            st.text(row[f"reason_{language()}"])
            with st.container(horizontal=True, gap="small"):
                st.button(tr("review.same"), key=f"same_{ids}", on_click=_answer, args=(*ids, True))
                st.button(tr("review.other"), key=f"other_{ids}", on_click=_answer, args=(*ids, False))


def _named_by(row: dict[str, Any]) -> str:
    """Whom the list names; the owner of all is told whose list it is."""
    named = {"name": row["party_name"], "city": row["party_city"]}
    if "sender_name" in row:
        return tr("review.in_list_of", sender_name=row["sender_name"], **named)
    return tr("review.in_list", **named)


def _answered() -> None:
    """The last answers, each with the way back."""
    given = reader().answered(_ANSWERED)
    if given.is_empty():
        return
    with st.expander(tr("review.answered")):
        for row in given.iter_rows(named=True):
            ids = (row["party_id"], row["company_id"])
            said = {name: row.get(name) for name in ("sender_name", "answer", "company_name")}
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(tr("review.answer", name=row["party_name"], **said))
                st.button(
                    tr("review.take_back"), key=f"back_{ids}", on_click=desk().take_back_answer, args=ids
                )


def _answer(party_id: str, company_id: str, accept: bool) -> None:
    desk().answer(party_id, company_id, accept)
