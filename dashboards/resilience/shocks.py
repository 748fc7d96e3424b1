"""The form of a scenario: a ready one with another loss, or one of one's own.

Never: runs a scenario; it only says what is supposed.
"""

from __future__ import annotations

import streamlit as st

from dashboards.components.language import language, tr
from dashboards.resilience.own import own_scenario
from lieferkette.resilience.scenario import Scenario, ready_scenarios

_OWN = "own"


def choose_scenario() -> Scenario | None:
    """The scenario that is asked for; None while one's own is still empty."""
    ready = ready_scenarios()
    names = {name: one.title(language()) for name, one in ready.items()} | {_OWN: tr("resilience.own")}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    chosen = left.selectbox(
        tr("resilience.scenario"),
        list(names),
        format_func=names.__getitem__,
        key="scenario",
        bind="query-params",
    )
    if chosen == _OWN:
        with right:
            loss = _loss(100)
        return own_scenario(loss / 100)
    given = ready[chosen]
    largest = max(shock.loss for shock in given.shocks)
    with right:
        loss = _loss(round(100 * largest))
    return given if loss == round(100 * largest) else given.with_loss(loss / 100)


def _loss(start: int) -> int:
    """How much is lost, in percent; each scenario begins with its own."""
    return int(
        st.slider(tr("resilience.how_much"), 5, 100, start, step=1, format="%d %%", key=f"loss_{start}")
    )
