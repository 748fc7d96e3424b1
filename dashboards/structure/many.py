"""What a sector or the whole region depends on: from all lists for the owner, from the release for others."""

from __future__ import annotations

import streamlit as st

from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.metrics import metric_row
from dashboards.components.tables import download, table, telling
from dashboards.components.texts import empty, note, sentences, subheader
from dashboards.structure.behind import behind
from lieferkette.answering.pooled import PooledDependencies
from lieferkette.errors import NotReleased
from lieferkette.i18n.numbers import number, percent
from lieferkette.i18n.values import sector_group_label
from schemas.reference.sector_groups import SECTOR_GROUPS

_ALL = "all"
_COMMON = ["name", "sector_group", "city", "buyers_count", "share"]
_SINGLE = ["sector_code", "name", "share", "is_essential", "alternatives_count"]


def many(year: int | None) -> None:
    """Choose a group of sectors or the whole region; findings, figures, tables."""
    names = {_ALL: tr("dependencies.whole_region")}
    names |= {group.code: sector_group_label(group.code, language()) for group in SECTOR_GROUPS}
    chosen = st.selectbox(
        tr("dependencies.many"), list(names), format_func=names.__getitem__, key="sector", bind="query-params"
    )
    try:
        found = (
            reader().region_dependencies(year=year)
            if chosen == _ALL
            else reader().sector_dependencies(chosen, year=year)
        )
    except NotReleased:
        empty("released.none_others")
        return
    sentences(found.sentences)
    if found.buyers_count:
        _figures(found)


def _figures(found: PooledDependencies) -> None:
    speak = language()
    note(tr("dependencies.many_note"))
    effective, regional = found.effective_suppliers, found.regional_share
    hhi = None if found.hhi is None else number(found.hhi, speak, 2)
    metric_row(
        ("dependencies.single", number(found.single_sources.height, speak), {}),
        ("dependencies.hidden", number(found.hidden_suppliers.height, speak), {}),
        (
            "dependencies.effective",
            None if effective is None else number(effective, speak, 1),
            {"count": found.suppliers_count, "hhi": hhi},
        ),
        (
            "dependencies.regional",
            None if regional is None else percent(regional, speak),
            {"count": found.exposure.final_markets["direct_count"].sum()},
        ),
    )
    head, button = st.columns([9, 3], vertical_alignment="bottom")
    with head:
        subheader("dependencies.common")
    with button:
        download(found.common_suppliers, _COMMON, key="download_common", name_key="dependencies.common")
    table(
        found.common_suppliers,
        telling(found.common_suppliers, _COMMON),
        key="common",
        alt=tr("dependencies.common"),
    )
    if found.single_sources.height:
        subheader("dependencies.single")
        table(found.single_sources, telling(found.single_sources, _SINGLE), key="many_single",
              alt=tr("dependencies.single"))  # fmt: skip
    behind(found.exposure, found.inputs)
