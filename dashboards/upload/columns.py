"""Step 2: what was recognised; meanings, kind of list, year and unit can be corrected."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.components.house import reader
from dashboards.components.language import labels, language, tr
from dashboards.components.texts import note, subheader
from dashboards.upload import assumed, raw
from dashboards.upload.draft import Draft, go_to, start_again
from dashboards.upload.numbers import row_metrics
from ingest.jobs import Preview
from ingest.recognise.relations import OF_A_COMPANY
from ingest.tables import Column, Recognition
from lieferkette.i18n import keys
from lieferkette.i18n.lists import meaning_label, shape_label
from lieferkette.i18n.numbers import number

_KINDS = (
    "suppliers",
    "customers",
    "suppliers_and_customers",
    "relations",
    "registry",
    "members",
    "orders",
    "figures",
    "capabilities",
)
#: As many columns are shown at once; more are scrolled.
_TALL_ROWS, _TALL_PX = 40, 1200
#: Meanings whose columns are not loaded on purpose.
_LEFT_ASIDE = ("personal", "bank", "not_needed")
_UNITS = (1.0, 1_000.0, 1_000_000.0)


def show(draft: Draft, buttons: DeltaGenerator) -> None:
    """The recognised columns as a table whose meanings can be changed."""
    first = draft.preview(replace(draft.options(), mapping={}))
    if not first.sheets:
        draft.heading_line = draft.encoding = draft.delimiter = None
        go_to("file")
        st.rerun()
    recognition = first.sheets[0].recognition
    st.text(recognised_sentence(first))
    if first.corrects_upload_id:
        corrected = reader().upload(first.corrects_upload_id)
        st.text(tr("upload.corrects", file_name=corrected["file_name"]))
    _corrections(draft, first)
    before = draft.options()
    with st.expander(tr("upload.how_read")):
        raw.show(draft)
    if draft.options() != before:
        st.rerun()
    subheader("upload.recognised")
    shown = _frame(first)
    edited = st.data_editor(
        shown,
        hide_index=True,
        height="content" if shown.height <= _TALL_ROWS else _TALL_PX,
        disabled=[name for name in shown.columns if name != tr("column.column_meaning")],
        column_config={
            tr("column.column_meaning"): st.column_config.SelectboxColumn(
                options=sorted(_labels(first)), required=True, width="medium"
            ),
            tr("column.samples"): st.column_config.TextColumn(width="medium"),
            tr("column.score"): st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
        },
        key=f"columns_{recognition.list_kind}",
        alt=tr("upload.recognised"),
    )
    draft.mapping = _changes(first, edited[tr("column.column_meaning")].to_list())
    now = draft.preview()
    row_metrics(now)
    assumed.show(now.notes)
    _left_out_note(now)
    note(tr("upload.remembered"))
    with buttons:
        st.button(tr("go.back"), on_click=start_again)
        st.button(tr("go.on"), on_click=go_to, args=("rows",), type="primary")


def recognised_sentence(found: Preview) -> str:
    """ "Erkannt: SAP-Lieferantenliste, 212 Zeilen, Beträge in Tsd. €. Stimmt das?" """
    recognition = found.sheets[0].recognition
    has_amounts = any(column.meaning == "amount" for column in recognition.columns)
    unit = tr(f"unit.{int(recognition.amount_unit)}") if has_amounts else None
    return tr(
        "upload.recognised_as", shape=shape_label(found.shape, language()), count=found.rows_read, unit=unit
    )


def _corrections(draft: Draft, found: Preview) -> None:
    kind, year, unit = st.columns(3, vertical_alignment="bottom")
    recognition = found.sheets[0].recognition
    recognised = found.list_kind if found.list_kind in _KINDS else _KINDS[0]
    draft.list_kind = kind.selectbox(
        tr("column.list_kind"),
        _KINDS,
        index=_KINDS.index(draft.list_kind or recognised),
        format_func=labels("list_kind", _KINDS),
        key="list_kind",
    )
    if draft.list_kind == recognised:
        draft.list_kind = None
    with year:
        _year(draft, recognition)
    if any(column.meaning == "amount" for column in recognition.columns):
        chosen = unit.selectbox(
            tr("upload.unit"),
            _UNITS,
            index=_UNITS.index(draft.amount_unit or recognition.amount_unit),
            format_func={unit: tr(f"unit.{int(unit)}") for unit in _UNITS}.__getitem__,
            key="unit",
        )
        draft.amount_unit = None if chosen == recognition.amount_unit else chosen


def _year(draft: Draft, recognition: Recognition) -> None:
    """The business year, unless the headings name the years themselves."""
    named = sorted({str(column.year) for column in recognition.columns if column.year})
    if named:
        note(tr("upload.years_in_columns", names=named))
        return
    recognised = recognition.period_start.year if recognition.period_start else None
    # where the file does not tell, the year of the other lists is the likeliest
    likely = next(iter(reader().years()), None)
    said = st.number_input(
        tr("upload.year"), 1990, 2100, value=draft.year or recognised or likely, step=1, key="upload_year"
    )
    draft.year = None if said == recognised else said


def _labels(found: Preview) -> dict[str, str]:
    """All meanings that can be chosen, by their label; in lists of both ends those of each end too."""
    meanings = [key.removeprefix("meaning.") for key in keys() if key.startswith("meaning.")]
    plain = [meaning for meaning in meanings if not meaning.startswith("of_")]
    ends = ("supplier_", "customer_") if found.list_kind == "relations" else ()
    ended = [f"{end}{meaning}" for end in ends for meaning in plain if meaning in OF_A_COMPANY]
    return {meaning_label(meaning, language()): meaning for meaning in (*plain, *ended)}


def _frame(found: Preview) -> pl.DataFrame:
    """Columns with what they were taken for; those that need a look come first, those not loaded last."""
    rows = [
        {
            tr("column.heading"): column.heading,
            tr("column.column_meaning"): meaning_label(column.meaning, language()),
            tr("column.samples"): " · ".join(column.samples[:3]),
            tr("column.score"): column.score,
        }
        for column in _by_need(found)
    ]
    return pl.DataFrame(rows)


def _by_need(found: Preview) -> list[Column]:
    """Filled columns without a meaning, then the loaded ones, then those that are empty or dropped on purpose."""

    def need(column: Column) -> int:
        if column.meaning in _LEFT_ASIDE or not column.samples:
            return 2
        return 0 if column.meaning == "unknown" else 1

    return sorted((column for sheet in found.sheets for column in sheet.recognition.columns), key=need)


def _changes(found: Preview, labels: list[str]) -> dict[str, str]:
    """Heading -> meaning for what differs from what was recognised."""
    meanings = _labels(found)
    columns = _by_need(found)
    return {
        column.heading: meanings[label]
        for column, label in zip(columns, labels, strict=True)
        if label != meaning_label(column.meaning, language())
    }


def _left_out_note(found: Preview) -> None:
    """Columns that are not loaded are named; headings come from the file, so they are shown as text."""
    columns = [column for sheet in found.sheets for column in sheet.recognition.columns]
    not_understood = [column.heading for column in columns if column.meaning == "unknown" and column.heading]
    if not_understood:
        st.text(
            tr(
                "upload.not_understood",
                names=[f"„{name}“" for name in not_understood],
                count=len(not_understood),
            )
        )
    dropped = [column.heading for column in columns if column.meaning in ("personal", "bank")]
    if dropped:
        st.text(tr("upload.dropped", count=number(len(dropped), language())))
