"""A row of figures: what is not known says so, and each says what it rests on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards.components.language import tr


def metric_row(*figures: tuple[str, str | None, dict[str, Any]]) -> None:
    """Figures side by side: key of the label (`key_note` and `key_help` beside it), value, slots."""
    for column, (key, value, slots) in zip(st.columns(len(figures), gap="small"), figures, strict=True):
        column.metric(
            tr(key),
            tr("word.unknown") if value is None else value,
            delta=tr(f"{key}_note", **slots),
            delta_color="off",
            delta_arrow="off",
            help=tr(f"{key}_help", **slots),
            border=True,
        )
