"""Step 4: does the list name all, and what of the counterparts that matter most is missing."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.house import desk, reader
from dashboards.components.language import labels, language, tr
from dashboards.components.texts import note, subheader
from dashboards.upload.draft import Draft, go_to
from ingest.clean.activities import understood
from ingest.results import LIST_SIDES, names_side
from lieferkette.i18n.values import sector_label

_ANSWERS = {"yes": True, "no": False, "later": None}


def show(draft: Draft, buttons: DeltaGenerator) -> None:
    """Ask for completeness, then for amount and sector of the largest counterparts."""
    assert draft.upload_id is not None
    upload = reader().upload(draft.upload_id)
    subheader("upload.whole")
    said = {
        side: _ask(side, upload[f"is_complete_{side}"])
        for side in LIST_SIDES
        if names_side(upload["list_kind"], side)
    }
    counterparts = reader().largest_counterparts(upload["upload_id"])
    edited = _missing(counterparts)
    if buttons.button(tr("go.on"), type="primary"):
        if any(answer is not None for answer in said.values()):
            desk().set_completeness(upload["upload_id"], said.get("suppliers"), said.get("customers"))
        told, wrong = _told(counterparts, edited)
        if wrong:
            st.text(tr("upload.no_such_sector", names=wrong))
            return
        if told:
            desk().amend(upload["upload_id"], told)
        go_to("sharing")
        st.rerun()


def is_asked(upload_id: str | None) -> bool:
    """Whether a list belongs to a company and names suppliers or customers; corrected rows were asked about before."""
    if upload_id is None:
        return False
    upload = reader().upload(upload_id)
    if upload["corrects_upload_id"]:
        return False
    return bool(upload["owner_company_id"]) and any(
        names_side(upload["list_kind"], side) for side in LIST_SIDES
    )


def _ask(side: str, known: bool | None) -> bool | None:
    answer = st.segmented_control(
        tr(f"upload.all_{side}"),
        list(_ANSWERS),
        default=next(word for word, value in _ANSWERS.items() if value is known),
        required=True,
        format_func=labels("upload.answer", _ANSWERS),
        key=f"all_{side}",
    )
    return _ANSWERS[answer]


def _missing(counterparts: pl.DataFrame) -> pl.DataFrame | None:
    """A small table to fill in, only where something is missing."""
    if counterparts.select(pl.col("amount_eur", "sector_code").is_null().any()).row(0) == (False, False):
        return None
    subheader("upload.largest")
    note(tr("upload.largest_note"))
    shown = counterparts.select(
        pl.col("name").alias(tr("column.name")),
        pl.col("city").alias(tr("column.city")),
        pl.col("amount_eur").alias(tr("upload.amount_eur")),
        pl.col("sector_code").alias(tr("upload.sector")),
    )
    edited = st.data_editor(
        shown,
        hide_index=True,
        disabled=[tr("column.name"), tr("column.city")],
        column_config={
            tr("upload.amount_eur"): st.column_config.NumberColumn(min_value=0, step=1, format="localized"),
            tr("upload.sector"): st.column_config.TextColumn(help=tr("upload.sector_help")),
        },
        placeholder="",
        key="largest",
        alt=tr("upload.largest"),
    )
    say_understood(edited[tr("upload.sector")].drop_nulls().unique(maintain_order=True).to_list())
    return edited


def say_understood(texts: list[str]) -> None:
    """What the sectors that were said in words are taken for."""
    for text in texts:
        code = understood(text)
        if code is not None and code != text.strip():
            st.text(tr("upload.sector_taken", text=text, sector=sector_label(code, language())))


def _told(
    counterparts: pl.DataFrame, edited: pl.DataFrame | None
) -> tuple[dict[str, tuple[Decimal | None, str | None]], list[str]]:
    """What was filled in, by party, and the sector codes that do not exist."""
    told: dict[str, tuple[Decimal | None, str | None]] = {}
    wrong: list[str] = []
    rows = [] if edited is None else edited.to_dicts()
    for before, after in zip(counterparts.iter_rows(named=True), rows, strict=False):
        amount, text = after[tr("upload.amount_eur")], after[tr("upload.sector")]
        new_amount = None if amount is None or amount == before["amount_eur"] else Decimal(str(amount))
        new_text = None if not text or text == before["sector_code"] else str(text)
        code = understood(new_text) if new_text else None
        if new_text and code is None:
            wrong.append(new_text)
        elif new_amount is not None or code is not None:
            told[before["party_id"]] = (new_amount, code)
    return told, wrong
