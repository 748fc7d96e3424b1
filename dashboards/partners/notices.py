"""Offers and needs: those of others, the fitting ones first, and one's own."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import streamlit as st

from dashboards.components.house import desk, reader, workspace
from dashboards.components.language import labels, language, tr
from dashboards.components.tables import table
from dashboards.components.texts import empty, note, problem, sentences, strong, subheader
from dashboards.partners import contact
from lieferkette.errors import UserError
from lieferkette.i18n.values import capability_label

_COLUMNS = ["notice_kind", "notice_text", "last_day", "name", "city", "distance_km", "fits_by"]
_OWN = ["notice_kind", "notice_text", "last_day"]
_KINDS = ("offer", "need")
_CARDS, _DAYS = 3, 90


def show(company_id: str) -> None:
    """Others' on the left, the company's own on the right."""
    found = reader().offers(company_id)
    sentences(found.sentences)
    left, right = st.columns([7, 4.4], gap="large")
    with left:
        subheader("partners.others_notices")
        _others(company_id, found.others)
    with right:
        subheader("partners.own_notices")
        _own(company_id, found.own)


def _others(company_id: str, others: pl.DataFrame) -> None:
    if others.is_empty():
        empty("partners.no_notices")
        return
    for row in others.filter(pl.col("fits_by").is_not_null()).head(_CARDS).iter_rows(named=True):
        with st.container(border=True, gap="xxsmall"):
            kind = tr(f"notice_kind.{row['notice_kind']}")
            st.text(f"{kind}: {row['notice_text']}")
            st.text(row["name"])
            note(tr("partners.fits", capability_code=row["fits_by"], distance_km=row["distance_km"]))
    shown = others.with_columns(fits_by=pl.col("fits_by").map_elements(_label, return_dtype=pl.String))
    columns = [name for name in _COLUMNS if shown[name].null_count() < shown.height]
    chosen = table(shown, columns, key="notices", alt=tr("partners.others_notices"), is_choice=True)
    if chosen is None:
        note(tr("partners.choose_row"))
        return
    row = others.row(chosen, named=True)
    contact.ask(company_id, row["company_id"], row["name"], row["notice_id"])


def _label(code: str) -> str:
    return capability_label(code, language())


def _own(company_id: str, own: pl.DataFrame) -> None:
    if own.is_empty():
        empty("partners.no_own_notices")
    else:
        chosen = table(own, _OWN, key="own_notices", alt=tr("partners.own_notices"), is_choice=True)
        if chosen is not None and st.button(tr("partners.end_notice"), key="end_notice"):
            desk().end_notice(own["notice_id"][chosen])
            st.rerun()
    with st.form("add_notice", border=True, clear_on_submit=True):
        strong("partners.add_notice")
        kind = st.segmented_control(
            tr("column.notice_kind"),
            _KINDS,
            default="offer",
            required=True,
            format_func=labels("notice_kind", _KINDS),
            key="new_kind",
        )
        text = st.text_input(tr("column.notice_text"), key="new_text", placeholder=tr("partners.notice_hint"))
        today = workspace().now().date()
        last_day = st.date_input(
            tr("column.last_day"),
            today + timedelta(days=_DAYS),
            min_value=today,
            format="DD.MM.YYYY",
            key="new_day",
        )
        if st.form_submit_button(tr("partners.add_notice_button")):
            try:
                desk().add_notice(str(kind), text, last_day, None, company_id)
            except UserError as error:
                problem(error)
                return
            st.rerun()
