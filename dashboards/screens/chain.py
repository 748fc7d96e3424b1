"""Value chain: what reaches a company, or leaves it, tier by tier; and the ways between two companies."""

from __future__ import annotations

from typing import cast

import polars as pl
import streamlit as st

from dashboards.components.header import coverage_line, header
from dashboards.components.house import reader
from dashboards.components.language import labels, tr
from dashboards.components.released import stop_for_chamber
from dashboards.components.texts import empty, sentences
from dashboards.structure.beyond import beyond_the_view
from dashboards.structure.flow import by_company, rolled
from dashboards.structure.shape import Direction, shape
from lieferkette.answering.structure.rollup import By

asked = header("chain.title", with_company=True)
stop_for_chamber()
if asked.company_id is None:
    empty("companies.empty", "screens/upload.py", "go.upload")
    st.stop()
line = st.container()
filters = st.columns([2.6, 2, 2, 2.4, 3], vertical_alignment="bottom", gap="medium")
direction = filters[0].segmented_control(
    tr("chain.direction"),
    ["upstream", "downstream"],
    default="upstream",
    required=True,
    format_func=labels("chain", ["upstream", "downstream"]),
    key="direction",
    bind="query-params",
)
depth = filters[1].slider(tr("chain.depth"), 1, 5, 3, key="depth", bind="query-params")
top = filters[2].slider(tr("chain.top"), 3, 10, 7, key="top", bind="query-params")
by = filters[3].selectbox(
    tr("chain.by"),
    ["company", "sector", "country", "region"],
    format_func=labels("by", ["company", "sector", "country", "region"]),
    key="by",
    bind="query-params",
)
form = filters[4].segmented_control(
    tr("chain.view"),
    ["flow", "net", "table_only"],
    default="flow",
    required=True,
    format_func=labels("chain", ["flow", "net", "table_only"]),
    key="form",
    bind="query-params",
)
towards: Direction = "upstream" if direction == "upstream" else "downstream"

chain = reader().chain(asked.company_id, towards, depth, asked.year, top)
card = reader().company(asked.company_id)
if chain.tiers.is_empty():
    sentences(chain.sentences)
    empty(f"chain.empty_{direction}", "screens/upload.py", "go.upload")
    st.stop()
first = chain.tiers.filter(pl.col("tier") == 1)
unknown = dict(zip(chain.unknown["tier"], chain.unknown["share"], strict=True)).get(2)
known = None if unknown is None else 1 - unknown
with line:
    coverage_line(
        tr(
            f"chain.coverage_{direction}",
            total_eur=chain.total_eur,
            count=first.height,
            known_share=known,
            year=chain.year,
        ),
        known,
    )
if by == "company":
    by_company(chain, (card["name"], card["sector_group"] or "unknown"), form)
else:
    rolled(chain, towards, depth, cast(By, by), top, form)
beyond_the_view(asked.company_id, asked.year)
shape(chain, towards, depth)
