"""The open warehouse and who looks at it.

One Workspace a process, opened on the first visit. On a laptop without accounts the person in front of it is
the owner and may look as a company or as the chamber would. Never: keeps an answer; each run asks anew.
"""

from __future__ import annotations

import gc
import os

import streamlit as st

from lieferkette.access.actor import Actor
from lieferkette.desk import Desk
from lieferkette.reader import Reader
from lieferkette.settings import DEFAULT_WAREHOUSE
from lieferkette.workspace import Workspace

SIGHT_KEY = "sight"
OWNER, CHAMBER = "owner", "chamber"


@st.cache_resource(show_spinner=False)
def _workspace(address: str) -> Workspace:
    opened = Workspace.open(address)
    # Streamlit collects garbage after every run; what is loaded by now stays, so it need not be looked at
    gc.collect()
    gc.freeze()
    return opened


def workspace() -> Workspace:
    """The warehouse named by LIEFERKETTE_WAREHOUSE. Raises WarehouseInUse or WarehouseDamaged."""
    return _workspace(os.environ.get("LIEFERKETTE_WAREHOUSE", DEFAULT_WAREHOUSE))


def actor() -> Actor:
    """Who looks: the owner, or as whom the owner chose to look."""
    sight = st.session_state.get(SIGHT_KEY) or OWNER
    if sight == OWNER:
        return Actor.owner()
    return Actor.chamber() if sight == CHAMBER else Actor.company(sight)


def reader() -> Reader:
    """A Reader for whoever looks."""
    return workspace().reader(actor())


def desk() -> Desk:
    """A Desk for whoever looks. Raises NotAllowed for the chamber."""
    return workspace().desk(actor())


def owner_reader() -> Reader:
    """A Reader for the person at this machine, for the choice of sights alone."""
    return workspace().reader(Actor.owner())
