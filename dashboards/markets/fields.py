"""The transition fields that a company is near to: what is met, what is missing, what is unknown."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture
from dashboards.components.language import language, tr
from dashboards.components.tables import table
from dashboards.components.texts import empty, forward, note, sentences, subheader
from lieferkette import charts
from lieferkette.answering.transition_fields import FieldsNear
from schemas.catalogues.transition_fields import transition_fields

_FIELDS = ["field_id", "nearness", "customers_count", "required_open", "met_codes", "missing_codes"]
_ASKED = ["capability_code", "is_required", "state", "is_likely"]


def show(near: FieldsNear) -> None:
    """The nearest fields as bars and table on the left, one of them in full on the right."""
    sentences(near.sentences)
    if near.fields.is_empty():
        empty("markets.state_first", "screens/partners.py", "markets.state_capabilities")
        return
    left, right = st.columns([6, 5], gap="large")
    with left:
        subheader("markets.fields_where")
        picture(charts.state_bars(_ordered(near), look=look(), language=language()), "field_bars")
        note(tr("markets.fields_note"))
    with right:
        field_id = choose(near.fields["field_id"].to_list())
        told(field_id)
        asked = near.states.filter(pl.col("field_id") == field_id)
        columns = [name for name in _ASKED if name != "is_likely" or asked["is_likely"].any()]
        table(asked, columns, key="field_states", alt=tr("markets.fields_asked"))
        forward("screens/partners.py", "markets.state_capabilities")
    columns = [name for name in _FIELDS if name != "customers_count" or near.fields[name].sum()]
    table(near.fields, columns, key="fields", alt=tr("markets.fields_where"))


def at_a_glance(near: FieldsNear) -> None:
    """The sentences and the bars alone."""
    sentences(near.sentences)
    if not near.fields.is_empty():
        picture(charts.state_bars(_ordered(near), look=look(), language=language()), "field_bars")
        note(tr("markets.fields_note"))


def _ordered(near: FieldsNear) -> pl.DataFrame:
    """States of the fields in the order of their nearness."""
    order = near.fields.select("field_id").with_row_index("place")
    return near.states.join(order, on="field_id", maintain_order="left").sort("place", maintain_order=True)


def choose(field_ids: list[str]) -> str:
    """A field out of some, the first without a choice; the choice stands in the address."""
    return str(
        st.selectbox(
            tr("markets.field"),
            field_ids,
            format_func=lambda field_id: transition_fields()[field_id].label(language()),
            key="field",
            bind="query-params",
        )
    )


def told(field_id: str) -> None:
    """What a field looks for, in our own words."""
    field = transition_fields()[field_id]
    st.text(field.sentence(language()))
    if language() == "de":
        note(tr("markets.goods", names=list(field.goods)))
