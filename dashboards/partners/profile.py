"""One's own profile: what the company can do, who may see it, and how it is reached."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards.components.house import desk, reader
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import empty, forward, note, problem, strong, subheader
from lieferkette.errors import UserError
from lieferkette.i18n.numbers import number
from schemas.catalogues.capabilities import catalogue

_COLUMNS = [
    "capability_kind",
    "capability_code",
    "capability_limit",
    "free_hours_per_week",
    "last_day",
    "capability_note",
]


def show(company_id: str) -> None:
    """Stated capabilities on the left; sharing, contact and the form on the right."""
    profile = reader().profile(company_id)
    left, right = st.columns([7, 4.4], gap="large")
    with left:
        subheader("partners.capabilities")
        _stated(company_id, profile["capabilities"])
    with right:
        subheader("partners.sharing")
        _sharing(company_id, profile)
        _add(company_id)


def with_kind(capabilities: pl.DataFrame) -> pl.DataFrame:
    """Capabilities with the kind of each, by kind and then as the catalogue orders them."""
    order = {code: place for place, code in enumerate(catalogue())}
    known = capabilities.filter(pl.col("capability_code").is_in(list(order)))
    kinds = {code: one.kind for code, one in catalogue().items()}
    limits = [
        None
        if value is None
        else f"{number(value, language(), 0 if value >= 10 else 1)} {catalogue()[code].unit}"
        for code, value in known.select("capability_code", "capability_value").iter_rows()
    ]
    return known.with_columns(
        capability_kind=pl.col("capability_code").replace_strict(kinds, return_dtype=pl.String),
        capability_limit=pl.Series(limits, dtype=pl.String),
    ).sort(pl.col("capability_code").replace_strict(order, return_dtype=pl.Int32))


def _stated(company_id: str, capabilities: pl.DataFrame) -> None:
    if capabilities.is_empty():
        empty("partners.no_capabilities", "screens/upload.py", "go.upload")
        return
    shown = with_kind(capabilities)
    columns = [name for name in _COLUMNS if shown[name].null_count() < shown.height]
    chosen = table(shown, columns, key="capabilities", alt=tr("partners.capabilities"), is_choice=True)
    note(tr("partners.capabilities_note"))
    if chosen is not None and st.button(tr("partners.take_back"), key="take_back"):
        desk().take_back_capability(shown["capability_code"][chosen], company_id)
        st.rerun()


def _sharing(company_id: str, profile: dict[str, Any]) -> None:
    with st.form("profile", border=True):
        is_open = st.toggle(tr("partners.open_profile"), profile["is_open"], key=f"open_{company_id}")
        contact = st.text_input(
            tr("column.contact"), profile["contact"] or "", key=f"contact_{company_id}", max_chars=200
        )
        note(tr("partners.sharing_note"))
        if st.form_submit_button(tr("partners.save"), type="primary"):
            desk().set_profile(is_open, contact, company_id)
            st.rerun()


def _add(company_id: str) -> None:
    """A form for one capability; a list of many is handed in on the upload page."""
    with st.form("add_capability", border=True, clear_on_submit=True):
        strong("partners.add_capability")
        code = st.selectbox(
            tr("column.capability_code"),
            list(catalogue()),
            index=None,
            format_func=lambda one: catalogue()[one].label(language()),
            placeholder=tr("partners.choose_capability"),
            key="new_capability",
        )
        first, second = st.columns(2)
        value = first.number_input(tr("column.capability_value"), value=None, min_value=0.0, key="new_value")
        hours = second.number_input(
            tr("column.free_hours_per_week"), value=None, min_value=0.0, key="new_hours"
        )
        last_day = st.date_input(tr("column.last_day"), None, format="DD.MM.YYYY", key="new_last_day")
        remark = st.text_input(tr("column.capability_note"), key="new_note", max_chars=200)
        if st.form_submit_button(tr("partners.add_capability_button")) and code is not None:
            try:
                desk().state_capability(
                    code, company_id, value=value, free_hours_per_week=hours, last_day=last_day, note=remark
                )
            except UserError as error:
                problem(error)
                return
            st.rerun()
    forward("screens/upload.py", "partners.upload_list")
