"""Value chain: what reaches a company, or leaves it, tier by tier; and the ways between two companies."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.beyond import beyond_the_view
from dashboards.components.figures import look, picture
from dashboards.components.header import coverage_line, header
from dashboards.components.house import reader
from dashboards.components.language import labels, language, tr
from dashboards.components.released import stop_for_chamber
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, note, sentences, subheader
from dashboards.components.ways import ways_between
from lieferkette import charts

_COLUMNS = ["tier", "name", "sector_group", "city", "country_code", "value_eur", "share", "direct_count"]

asked = header("chain.title", with_company=True)
stop_for_chamber()
if asked.company_id is None:
    empty("companies.empty", "screens/upload.py", "go.upload")
    st.stop()
line = st.container()
filters = st.columns([3, 3, 3, 3], vertical_alignment="bottom", gap="medium")
direction = filters[0].segmented_control(
    tr("chain.direction"),
    ["upstream", "downstream"],
    default="upstream",
    required=True,
    format_func=labels("chain", ["upstream", "downstream"]),
    key="direction",
    persist_state="session",
)
depth = filters[1].slider(tr("chain.depth"), 1, 5, 3, key="depth", persist_state="session")
top = filters[2].slider(tr("chain.top"), 3, 10, 7, key="top", persist_state="session")
form = filters[3].segmented_control(
    tr("chain.view"),
    ["flow", "net", "table_only"],
    default="flow",
    required=True,
    format_func=labels("chain", ["flow", "net", "table_only"]),
    key="form",
    persist_state="session",
)

chain = reader().chain(
    asked.company_id, "upstream" if direction == "upstream" else "downstream", depth, asked.year, top
)
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
sentences(chain.sentences)
if form != "table_only":
    # without shares a flow has no widths; the net shows who stands where
    draw = (
        charts.chain_flow if form == "flow" and chain.tiers["share"].is_not_null().any() else charts.chain_net
    )
    drawn = draw(
        chain.tiers,
        chain.links,
        direction=chain.direction,
        root=(chain.company_id, card["name"], card["sector_group"] or "unknown"),
        total_eur=chain.total_eur,
        look=look(),
        language=language(),
    )
    picture(drawn, "chain")
    note(tr("chain.note"))

columns = [name for name in _COLUMNS if chain.tiers[name].null_count() < chain.tiers.height]
head, button = st.columns([9, 3], vertical_alignment="bottom")
with head:
    subheader("chain.table")
with button:
    download(chain.tiers, columns, key="download", name_key="chain.title")
table(chain.tiers, columns, key="tiers", alt=tr("chain.table"))
if direction == "upstream":
    beyond_the_view(asked.company_id, asked.year)

ways_between(chain, "upstream" if direction == "upstream" else "downstream")
