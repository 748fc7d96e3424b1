"""What buyers of a sector ask for, by the catalogue of capabilities, and whether a company has it.

Comes in: the catalogue, and what a company states. Goes out: frames.
Never: says that a buyer asks for more than the catalogue does; what a transition field requires is of that field alone.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from lieferkette.partnering.fields import state_of
from schemas.catalogues.capabilities import catalogue


@cache
def required_by_sector() -> pl.DataFrame:
    """sector_code, capability_code: codes of WZ 2008 as deep as the catalogue names them; "29" stands for all beneath.

    >>> required_by_sector().filter(pl.col("sector_code") == "32.50")["capability_code"].to_list()
    ['iso_13485']
    """
    asked = {(sector, one.code) for one in catalogue().values() for sector in one.asked_by}
    return pl.DataFrame(sorted(asked), schema=["sector_code", "capability_code"], orient="row")


def wanted_states(stated: set[str]) -> pl.DataFrame:
    """The same with `state`: met, missing or unknown, by what one company states."""
    rows = required_by_sector()
    states = [state_of(code, stated) for code in rows["capability_code"]]
    return rows.with_columns(state=pl.Series(states, dtype=pl.String))
