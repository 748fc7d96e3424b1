"""Value chain: what reaches a company, or leaves it, tier by tier; and the ways between two companies."""

from __future__ import annotations

from typing import cast

import polars as pl
import streamlit as st

from dashboards.components.beyond import beyond_the_view
from dashboards.components.figures import look, picture
from dashboards.components.header import coverage_line, header
from dashboards.components.house import reader
from dashboards.components.language import labels, language, tr
from dashboards.components.released import stop_for_chamber
from dashboards.components.shape import Direction, shape
from dashboards.components.tables import download, table, telling
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette import charts
from lieferkette.answering.structure.rollup import By
from lieferkette.answers import ChainAnswer

_COLUMNS = ["tier", "name", "sector_group", "city", "country_code", "value_eur", "share", "direct_count"]
_GROUPS = ["tier", "name", "companies_count", "value_eur", "share"]
_GROUP_HEADING = {"sector": "sector_group", "country": "country_code", "region": "origin"}


def by_company(chain: ChainAnswer, card: tuple[str, str], form: str) -> None:
    """Every company of the chain: findings, flow or net, table."""
    sentences(chain.sentences)
    if form != "table_only":
        # without shares a flow has no widths; the net shows who stands where
        has_shares = chain.tiers["share"].is_not_null().any()
        draw = charts.chain_flow if form == "flow" and has_shares else charts.chain_net
        drawn = draw(
            chain.tiers,
            chain.links,
            direction=chain.direction,
            root=(chain.company_id, *card),
            total_eur=chain.total_eur,
            look=look(),
            language=language(),
        )
        picture(drawn, "chain")
        note(tr("chain.note"))
    with_download(chain.tiers, telling(chain.tiers, _COLUMNS))


def rolled(chain: ChainAnswer, towards: Direction, depth: int, by: By, top: int, form: str) -> None:
    """The same chain by sector, country or origin: findings, flow, table."""
    found = reader().rolled_chain(chain.company_id, towards, depth, by, chain.year)
    sentences(found.sentences)
    tiers, links = charts.rolled_frames(
        found.tiers, found.links, by=by, root_id=chain.company_id, top=top, language=language()
    )
    if form != "table_only" and found.links["share"].is_not_null().any():
        drawn = charts.chain_flow(
            tiers,
            links,
            direction=chain.direction,
            root=(chain.company_id, "", "unknown"),
            total_eur=found.total_eur,
            look=look(),
            language=language(),
        )
        picture(drawn, "chain")
        note(tr("chain.note"))
    named = found.tiers.rename({"group": _GROUP_HEADING[by]})
    columns = [_GROUP_HEADING[by] if name == "name" else name for name in _GROUPS]
    with_download(named, telling(named, columns))


def with_download(frame: pl.DataFrame, columns: list[str]) -> None:
    """The table under the picture, and the whole of it to take along."""
    head, button = st.columns([9, 3], vertical_alignment="bottom")
    with head:
        subheader("chain.table")
    with button:
        download(frame, columns, key="download", name_key="chain.title")
    table(frame, columns, key="tiers", alt=tr("chain.table"))


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
if direction == "upstream":
    beyond_the_view(asked.company_id, asked.year)
shape(chain, towards, depth)
