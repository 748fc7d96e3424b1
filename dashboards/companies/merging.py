"""Which companies are one, which are two, and which belong to one group: said on the page of a company.

A company says so of its own lists, and nobody else sees a difference; the owner says so for all. The lists stay as they
are, and each saying can be taken back here.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.house import actor, desk, reader
from dashboards.components.language import tr
from dashboards.components.tables import table, telling
from dashboards.components.texts import note, problem, strong
from lieferkette.errors import UserError

_ENTRIES = ["name", "city", "partner_no", "sender"]
_FOUND = 20
_PROBLEM_KEY = "merging_problem"


def show(company_id: str) -> None:
    """Closed at first: it is seldom needed. A refusal stands above it until the next change."""
    error = st.session_state.pop(_PROBLEM_KEY, None)
    if error is not None:
        problem(error)
    with st.expander(tr("merging.title"), expanded=error is not None, key="merging"):
        note(tr("merging.note_owner" if actor().role == "owner" else "merging.note"))
        _entries(company_id)
        left, right = st.columns(2, gap="large")
        with left:
            _merge(company_id)
        with right:
            if actor().role == "owner":
                _group(company_id)


def _entries(company_id: str) -> None:
    """The entries of the lists, and the way to take some of them apart."""
    strong("merging.entries")
    found = reader().entries(company_id)
    if found.is_empty():
        st.text(tr("merging.no_entries"))
        return
    columns = telling(found, _ENTRIES if actor().role == "owner" else _ENTRIES[:-1])
    table(found, columns, key="entries", alt=tr("merging.entries"))
    names = {row["party_id"]: _entry(row) for row in found.iter_rows(named=True)}
    apart = st.multiselect(
        tr("merging.apart"),
        list(names),
        format_func=names.__getitem__,
        key=f"apart_{company_id}",
        placeholder=tr("merging.choose"),
    )
    st.button(tr("merging.split"), key="split", disabled=not apart, on_click=_change, args=("split", apart))


def _entry(row: dict[str, str | None]) -> str:
    parts = [row["name"], row["city"], row["partner_no"]]
    if actor().role == "owner":
        parts.append(row["sender"])
    return " · ".join(part for part in parts if part)


def _merge(company_id: str) -> None:
    """Say that another company is this one, and take that back."""
    strong("merging.merge")
    other = _other("merge", company_id)
    st.button(
        tr("merging.merge_button"),
        key="merge",
        disabled=other is None,
        on_click=_change,
        args=("merge", other, company_id),
    )
    for row in reader().merges(company_id).iter_rows(named=True):
        st.text(tr("merging.merged", name=row["name"], count=row["entries_count"]))
        st.button(
            tr("merging.unmerge"),
            key=f"unmerge_{row['company_id']}",
            on_click=_change,
            args=("unmerge", row["company_id"], company_id),
        )


def _group(company_id: str) -> None:
    """The companies of the group; relations inside it stay out of dependencies."""
    strong("merging.group")
    members = reader().group(company_id)
    if members.is_empty():
        st.text(tr("merging.no_group"))
    else:
        table(members, telling(members, ["name", "city"]), key="group", alt=tr("merging.group"))
        st.button(tr("merging.leave"), key="leave", on_click=_change, args=("set_group", [company_id], None))
    other = _other("group", company_id)
    name = st.text_input(tr("merging.group_name"), key="group_name")
    together = [company_id, *members["company_id"], *([other] if other else [])]
    st.button(
        tr("merging.group_button"),
        key="set_group",
        disabled=other is None or not name.strip(),
        on_click=_change,
        args=("set_group", together, name),
    )


def _other(purpose: str, company_id: str) -> str | None:
    """Another company, found by a part of its name."""
    text = st.text_input(
        tr("merging.other"), key=f"other_of_{purpose}", placeholder=tr("companies.search_hint")
    )
    if not text.strip():
        return None
    found = reader().companies(text.strip(), limit=_FOUND).filter(pl.col("company_id") != company_id)
    if found.is_empty():
        note(tr("companies.none_found"))
        return None
    labels = company_labels(found)
    return st.selectbox(
        tr("merging.which"), list(labels), format_func=labels.__getitem__, key=f"which_of_{purpose}"
    )


def _change(what: str, *words: object) -> None:
    """Call the Desk; a refusal is kept for the page to show."""
    try:
        getattr(desk(), what)(*words)
    except UserError as error:
        st.session_state[_PROBLEM_KEY] = error
