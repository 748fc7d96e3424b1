"""Uncertain matches: the same company or not? Each answer is remembered and never asked again."""

from __future__ import annotations

import streamlit as st

from dashboards.components.house import desk, reader
from dashboards.components.language import language, tr
from dashboards.components.texts import empty, note, subheader

_SHOWN = 6


@st.fragment
def show(*, is_quiet: bool = False) -> None:
    """The surest questions first, a few at a time; where none waits it says so, unless `is_quiet`.

    A fragment, so that an answer does not have to wait for the rest of the page.
    """
    questions = reader().questions()
    if questions.is_empty():
        if not is_quiet:
            empty("review.none")
        return
    subheader("review.title")
    shown = _SHOWN if questions.height > _SHOWN else None
    note(tr("review.note", count=questions.height, shown=shown))
    columns = st.columns(2, gap="medium")
    for place, row in enumerate(questions.head(_SHOWN).iter_rows(named=True)):
        ids = (row["party_id"], row["company_id"])
        with columns[place % 2], st.container(border=True, gap="small"):
            with st.container(gap="xxsmall"):
                st.text(tr("review.in_list", name=row["party_name"], city=row["party_city"]))
                st.text(tr("review.known_as", name=row["company_name"], city=row["company_city"]))
            st.text(row[f"reason_{language()}"])
            with st.container(horizontal=True, gap="small"):
                st.button(tr("review.same"), key=f"same_{ids}", on_click=_answer, args=(*ids, True))
                st.button(tr("review.other"), key=f"other_{ids}", on_click=_answer, args=(*ids, False))


def _answer(party_id: str, company_id: str, accept: bool) -> None:
    desk().answer(party_id, company_id, accept)
