"""The form of a scenario: a ready one, or one of one's own by sectors, places, countries and companies.

Never: runs a scenario; it only says what is supposed.
"""

from __future__ import annotations

import streamlit as st

from dashboards.components.choices import company_labels
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from lieferkette.i18n.values import country_label, sector_group_label
from lieferkette.resilience.scenario import Scenario, Shock, ready_scenarios
from schemas.reference.sector_groups import SECTOR_GROUPS

_OWN = "own"
_COUNTRIES = ("CN", "US", "IT", "PL", "CZ", "NL", "FR", "TR", "IN", "CH", "AT", "GB")
_CHOICES = 200


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
        return _own(loss / 100)
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


def _own(loss: float) -> Scenario | None:
    groups = {group.code: sector_group_label(group.code, language()) for group in SECTOR_GROUPS}
    companies = company_labels(reader().companies(limit=_CHOICES))
    countries = {code: country_label(code, language()) for code in _COUNTRIES}
    columns = st.columns(3)
    with columns[0]:
        sectors = _several("resilience.sectors", groups)
    with columns[1]:
        abroad = _several("resilience.countries", countries)
    with columns[2]:
        failing = _several("resilience.companies", companies)
    divisions = tuple(
        division for group in SECTOR_GROUPS if group.code in sectors for division in group.divisions
    )
    shocks = [
        Shock(loss, sectors=divisions) if divisions else None,
        Shock(loss, countries=abroad) if abroad else None,
        Shock(loss, companies=failing) if failing else None,
    ]
    meant = tuple(shock for shock in shocks if shock is not None)
    title = tr("resilience.own")
    return Scenario(_OWN, title, title, "", "", meant) if meant else None


def _several(key: str, options: dict[str, str]) -> tuple[str, ...]:
    return tuple(
        st.multiselect(tr(key), list(options), format_func=options.__getitem__, key=key, placeholder="")
    )
