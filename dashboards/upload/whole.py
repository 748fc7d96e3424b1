"""Step 4: does the list name all, and what of the counterparts that matter most is missing."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import streamlit as st

from dashboards.components.house import desk, reader
from dashboards.components.language import labels, tr
from dashboards.components.texts import note, subheader
from dashboards.upload.draft import Draft, go_to
from schemas.reference.sectors import normalise_code

SIDES = ("suppliers", "customers")
_ANSWERS = {"yes": True, "no": False, "later": None}


def show(draft: Draft) -> None:
    """Ask for completeness, then for amount and sector of the largest counterparts."""
    assert draft.result is not None
    assert draft.result.upload_id is not None
    upload = reader().upload(draft.result.upload_id)
    subheader("upload.whole")
    said = {side: _ask(side) for side in SIDES if names_side(upload["list_kind"], side)}
    counterparts = reader().largest_counterparts(upload["upload_id"])
    edited = _missing(counterparts)
    if st.button(tr("go.on"), type="primary"):
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


def names_side(list_kind: str, side: str) -> bool:
    """Whether a list of this kind names suppliers or customers."""
    return side in list_kind or (list_kind == "orders" and side == "suppliers")


def _ask(side: str) -> bool | None:
    answer = st.segmented_control(
        tr(f"upload.all_{side}"),
        list(_ANSWERS),
        default="later",
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
        pl.col("amount_eur").alias(tr("column.amount_eur")),
        pl.col("sector_code").alias(tr("column.sector_code")),
    )
    return st.data_editor(
        shown,
        hide_index=True,
        disabled=[tr("column.name"), tr("column.city")],
        column_config={
            tr("column.amount_eur"): st.column_config.NumberColumn(min_value=0, step=1, format="localized"),
            tr("column.sector_code"): st.column_config.TextColumn(help=tr("upload.sector_help")),
        },
        placeholder="",
        key="largest",
        alt=tr("upload.largest"),
    )


def _told(
    counterparts: pl.DataFrame, edited: pl.DataFrame | None
) -> tuple[dict[str, tuple[Decimal | None, str | None]], list[str]]:
    """What was filled in, by party, and the sector codes that do not exist."""
    told: dict[str, tuple[Decimal | None, str | None]] = {}
    wrong: list[str] = []
    rows = [] if edited is None else edited.to_dicts()
    for before, after in zip(counterparts.iter_rows(named=True), rows, strict=False):
        amount, text = after[tr("column.amount_eur")], after[tr("column.sector_code")]
        new_amount = None if amount is None or amount == before["amount_eur"] else Decimal(str(amount))
        new_text = None if not text or text == before["sector_code"] else str(text)
        code = normalise_code(new_text)
        if new_text and code is None:
            wrong.append(new_text)
        elif new_amount is not None or code is not None:
            told[before["party_id"]] = (new_amount, code)
    return told, wrong
