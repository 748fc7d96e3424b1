"""Tables: headings and numbers in the reader's language, values still sortable, the whole to take along.

Pandas' Styler writes the numbers because Streamlit's own number formats follow the browser's language.
Never: more rows than a page can carry; the download holds all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboards.components.language import language, tr
from dashboards.components.texts import note
from lieferkette.i18n.numbers import number
from lieferkette.i18n.tables import headings, readable, written
from lieferkette.reports.xlsx import frame_xlsx

_ROWS = 500
_TALL_ROWS, _TALL_PX = 10, 390
#: Columns that take no share of the width: their numbers are short.
_NARROW = ("row_no",)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(
    frame: pl.DataFrame, columns: Sequence[str], *, key: str, alt: str, is_choice: bool = False
) -> int | None:
    """Show the columns; with `is_choice` rows can be chosen, and the chosen row's number comes back."""
    shown = frame.head(_ROWS)
    heads = headings(columns, language())
    styled = readable(shown, columns, language()).rename(heads).to_pandas().style
    formats = {heads[name]: form for name in columns if (form := written(name, language()))}
    event: Any = st.dataframe(
        styled.format(formats, na_rep=""),
        hide_index=True,
        height="content" if shown.height <= _TALL_ROWS else _TALL_PX,
        key=key,
        on_select="rerun" if is_choice else "ignore",
        selection_mode="single-row",
        column_config={heads[name]: st.column_config.Column(width=70) for name in _NARROW if name in heads},
        placeholder="",
        alt=alt,
    )
    if frame.height > _ROWS:
        note(tr("table.cut", shown=number(_ROWS, language()), count=number(frame.height, language())))
    rows = event.selection.rows if is_choice else []
    return rows[0] if rows else None


def telling(frame: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """Those of the columns that hold anything."""
    return [name for name in columns if frame[name].null_count() < frame.height]


def download(frame: pl.DataFrame, columns: Sequence[str], *, key: str, name_key: str) -> None:
    """The whole table as a spreadsheet without formulas or links."""
    data = frame_xlsx(readable(frame, columns, language()), headings(columns, language()), tr(name_key))
    st.download_button(
        tr("table.download"),
        data,
        file_name=f"{tr(name_key)}.xlsx",
        mime=_XLSX,
        key=key,
        icon=":material/download:",
        width="stretch",
    )
