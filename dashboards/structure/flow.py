"""A chain as findings, flow or net, and table: by company, or rolled up by sector, country or origin."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards.components.figures import look, picture
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.tables import download, table, telling
from dashboards.components.texts import note, sentences, subheader
from dashboards.structure.shape import Direction
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
