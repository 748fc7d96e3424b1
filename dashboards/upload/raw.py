"""The file as it stands, where nothing was recognised: heading row, encoding, delimiter and decimals can be said."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.house import desk
from dashboards.components.language import tr
from dashboards.components.texts import note, subheader
from dashboards.upload.draft import Draft

SHOWN_ROWS = 12
SHOWN_COLUMNS = 12
_AUTOMATIC = "auto"
_ENCODINGS = (_AUTOMATIC, "utf-8", "cp1252", "utf-16", "cp850")
_DELIMITERS = (_AUTOMATIC, ";", ",", "\t", "|")
_DECIMALS = (_AUTOMATIC, ",", ".")
#: Refusals that a person can mend by saying how the file is to be read.
MENDABLE = ("no_heading", "not_a_list", "unknown_encoding")


def show(draft: Draft) -> None:
    """The first rows, and what can be said about how to read them; the draft remembers it."""
    subheader("upload.raw")
    note(tr("upload.raw_note"))
    rows = desk().first_rows(draft.data, draft.name, draft.encoding, draft.delimiter, SHOWN_ROWS)
    if not rows.is_empty():
        cells = [name for name in rows.columns if name != "line"][:SHOWN_COLUMNS]
        shown = rows.select(pl.col("line").alias(tr("column.row_no")), *cells)
        columns = {name: st.column_config.TextColumn(str(at)) for at, name in enumerate(cells, start=1)}
        st.dataframe(shown, hide_index=True, column_config=columns, alt=tr("upload.raw"))
    reading(draft)


def reading(draft: Draft) -> None:
    """How the file is read: what is not said is recognised."""
    heading, encoding, delimiter, decimal = st.columns(4, vertical_alignment="bottom")
    said = heading.number_input(
        tr("upload.heading_row"), 1, 1_000, value=draft.heading_line, step=1, key="heading_line"
    )
    draft.heading_line = None if said is None else int(said)
    draft.encoding = _said(encoding, "encoding", _ENCODINGS, draft.encoding)
    draft.delimiter = _said(delimiter, "delimiter", _DELIMITERS, draft.delimiter)
    draft.decimal = _said(decimal, "decimal", _DECIMALS, draft.decimal)


def _said(
    place: st.delta_generator.DeltaGenerator, name: str, options: tuple[str, ...], now: str | None
) -> str | None:
    words = {option: tr(f"upload.{name}_{_word(option)}") for option in options}
    index = options.index(now) if now in options else 0
    chosen = place.selectbox(
        tr(f"upload.{name}"), options, index=index, format_func=words.__getitem__, key=f"said_{name}"
    )
    return None if chosen == _AUTOMATIC else chosen


def _word(option: str) -> str:
    """An option as the end of a key: punctuation by name."""
    names = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar", ".": "point"}
    return names.get(option, option.replace("-", ""))
