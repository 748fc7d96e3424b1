"""Who covers what is wanted: stated capabilities against wishes, then nearness in kilometres.

Comes in: what companies state, and wishes. Goes out: one row a company that covers something, best first.
Never: counts a capability that nobody stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.catalogues.capabilities import catalogue, covers


@dataclass(frozen=True)
class Wish:
    """A capability that is looked for; `value` is the size that it must reach, in the unit of the catalogue."""

    code: str
    value: float | None = None


def is_met(wish: Wish, code: str, value: float | None) -> bool:
    """Whether a stated capability meets a wish. A dimension without a stated limit does not.

    >>> is_met(Wish("machining"), "cnc_turning", None), is_met(Wish("cnc_turning"), "machining", None)
    (True, False)
    >>> is_met(Wish("part_length", 60), "part_length", 65), is_met(Wish("smallest_batch", 5), "smallest_batch", 10)
    (True, False)
    """
    if code not in catalogue() or not covers(code, wish.code):
        return False
    if wish.value is None:
        return True
    if value is None:
        return False
    return value <= wish.value if catalogue()[wish.code].is_from else value >= wish.value


def covering(stated: pl.DataFrame, wishes: Sequence[Wish]) -> pl.DataFrame:
    """Companies that meet at least one wish.

    Args:
        stated: company_id, capability_code, capability_value.

    Gives company_id, met_codes, missing_codes (lists of codes, in the order of the wishes) and met_share.
    """
    met: dict[str, set[int]] = {}
    for company_id, code, value in stated.select(
        "company_id", "capability_code", "capability_value"
    ).iter_rows():
        for place, wish in enumerate(wishes):
            if is_met(wish, code, value):
                met.setdefault(company_id, set()).add(place)
    rows = [
        (
            company_id,
            [wish.code for place, wish in enumerate(wishes) if place in places],
            [wish.code for place, wish in enumerate(wishes) if place not in places],
            len(places) / len(wishes),
        )
        for company_id, places in met.items()
    ]
    schema: dict[str, Any] = {
        "company_id": pl.String,
        "met_codes": pl.List(pl.String),
        "missing_codes": pl.List(pl.String),
        "met_share": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort("company_id")


#: Counts that somebody could add up are given as bands: least count of each, largest first.
_BANDS = ((25, "25_more"), (10, "10_24"), (5, "5_9"), (1, "1_4"), (0, "none"))


def count_band(count: int) -> str:
    """The band of a count.

    >>> [count_band(count) for count in (0, 4, 5, 24, 1000)]
    ['none', '1_4', '5_9', '10_24', '25_more']
    """
    return next(band for least, band in _BANDS if count >= least)
