"""How a chain runs: single points of failure, the region's border, circles, ways between two companies."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboards.components.house import reader
from dashboards.components.language import tr
from dashboards.components.tables import table, telling
from dashboards.components.texts import note, sentences, subheader
from dashboards.structure.ways import ways_between
from lieferkette.answers import ChainAnswer

Direction = Literal["upstream", "downstream"]
_POINTS = ["tier", "name", "sector_group", "city", "cut_off_count", "lost_share"]
_CROSSINGS = ["tier", "is_return", "near_name", "far_name", "origin", "share", "evidence"]
_MEMBERS = ["name", "sector_group", "city"]


def shape(chain: ChainAnswer, direction: Direction, tiers: int) -> None:
    """Four findings about one chain, each behind its tab."""
    subheader("chain.shape")
    names = ("bottlenecks", "borders", "circles", "ways")
    bottleneck_tab, border_tab, circle_tab, way_tab = st.tabs([tr(f"shape.{name}") for name in names])
    with bottleneck_tab:
        bottlenecks(chain, direction)
    with border_tab:
        borders(chain, direction, tiers)
    with circle_tab:
        circles(chain)
    with way_tab:
        ways_between(chain, direction)


def bottlenecks(chain: ChainAnswer, direction: Direction) -> None:
    """What hangs on single companies."""
    found = reader().failure_points(chain.company_id, direction, year=chain.year)
    sentences(found.sentences)
    if found.points.height:
        table(found.points, telling(found.points, _POINTS), key="bottlenecks", alt=tr("shape.bottlenecks"))
        note(tr("shape.bottlenecks_note"))


def borders(chain: ChainAnswer, direction: Direction, tiers: int) -> None:
    """Where the chain leaves the region and comes back."""
    found = reader().borders(chain.company_id, direction, tiers, chain.year)
    sentences(found.sentences)
    if found.crossings.height:
        rows = found.crossings.sort("share", "tier", descending=[True, False], nulls_last=True)
        table(rows, telling(rows, _CROSSINGS), key="borders", alt=tr("shape.borders"))
        note(tr("shape.borders_note"))


def circles(chain: ChainAnswer) -> None:
    """Whether goods come back, and who stands in the same circles."""
    found = reader().circles(chain.company_id, chain.year)
    sentences(found.sentences)
    if found.members.height:
        table(found.members, _MEMBERS, key="circle_members", alt=tr("shape.circles"))
