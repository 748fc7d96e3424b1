"""Sharing: who sees what of a company's lists, who may see as the company, and who did."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import streamlit as st

from dashboards.components.header import header
from dashboards.components.house import actor, desk, reader
from dashboards.components.language import labels, tr
from dashboards.components.preview import what_others_see
from dashboards.components.tables import table
from dashboards.components.texts import empty, note, subheader
from lieferkette.access.levels import LEVELS

_ALL, _DEFAULT = "all", "default"
#: A grant is offered for so many days; the company chooses any other.
_DAYS = 90


def levels(company_id: str, lists: pl.DataFrame) -> None:
    """Every list with its level, the default, and the change of either."""
    subheader("sharing.lists")
    table(lists, ["file_name", "list_kind", "period", "sharing"], key="levels", alt=tr("sharing.lists"))
    default = reader().default_sharing(company_id)
    note(tr("sharing.default_now", level=tr(f"sharing.{default}")))
    names = {_ALL: tr("sharing.all"), _DEFAULT: tr("sharing.default")}
    names |= {
        row["upload_id"]: tr("sharing.list", file_name=row["file_name"], period=row["period"])
        for row in lists.iter_rows(named=True)
    }
    with st.form("levels_form", border=True):
        chosen = st.selectbox(tr("sharing.for"), list(names), format_func=names.__getitem__, key="levels_for")
        level = st.selectbox(
            tr("column.sharing"),
            LEVELS,
            index=LEVELS.index(default),
            format_func=labels("sharing", LEVELS),
            key="levels_level",
        )
        note(tr("upload.sharing_note"))
        if st.form_submit_button(tr("sharing.set"), type="primary"):
            change(company_id, chosen, level, lists)
            st.rerun()


def change(company_id: str, chosen: str, level: str, lists: pl.DataFrame) -> None:
    """Share one list, all of them, or what is to come at a level."""
    if chosen in (_ALL, _DEFAULT):
        desk().set_default_sharing(level, company_id)
    for upload_id in lists["upload_id"] if chosen == _ALL else [chosen]:
        if upload_id != _DEFAULT:
            desk().set_sharing(upload_id, level)


def grants(company_id: str) -> None:
    """Who may see as the company; one form to give a grant, one to end it."""
    subheader("sharing.grants")
    note(tr("sharing.grants_note"))
    given = reader().grants().filter(pl.col("company_id") == company_id)
    if given.is_empty():
        empty("sharing.no_grants")
    else:
        shown = given.with_columns(ends_at=pl.col("valid_until") - pl.duration(seconds=1))
        table(shown, ["grantee", "ends_at", "is_in_force"], key="grants", alt=tr("sharing.grants"))
    holding = given.filter("is_in_force")
    if holding.height:
        names = dict(zip(holding["grant_id"], holding["grantee"], strict=True))
        with st.form("end_form", border=True):
            ending = st.selectbox(
                tr("column.grantee"), list(names), format_func=names.__getitem__, key="ending"
            )
            if st.form_submit_button(tr("sharing.end")):
                desk().end_grant(ending)
                st.rerun()
    with st.form("give_form", border=True, clear_on_submit=True):
        who = st.text_input(tr("sharing.who"), key="grantee")
        today = date.today()
        until = st.date_input(
            tr("sharing.until"),
            today + timedelta(days=_DAYS),
            min_value=today,
            format="DD.MM.YYYY",
            key="until",
        )
        if st.form_submit_button(tr("sharing.give")) and who.strip():
            desk().grant(who, until, company_id)
            st.rerun()


def log() -> None:
    """What was changed and who read; the owner's log holds all companies."""
    events = reader().log(100)
    with st.expander(tr("sharing.log")):
        note(tr("sharing.log_note"))
        table(
            events.with_columns(done_at=pl.col("at")),
            ["done_at", "actor", "action"],
            key="log",
            alt=tr("sharing.log"),
        )


is_owner = actor().role == "owner"
asked = header("sharing.title", with_company=is_owner, with_year=False)
if actor().role == "chamber":
    empty("sharing.not_for_chamber")
    st.stop()
company = asked.company_id if is_owner else actor().company_id
uploads = reader().uploads().filter(pl.col("status") == "loaded")
handed_in = uploads.filter(pl.col("owner_company_id") == pl.lit(company, pl.String))
if company is None or handed_in.is_empty():
    empty("sharing.none", "screens/upload.py", "go.upload")
    st.stop()
left, right = st.columns([7, 5], gap="large")
with left:
    levels(company, handed_in)
with right:
    grants(company)
what_others_see(company, None)
log()
