"""Sharing levels and share bands: the two scales that decide what others see of a relation."""

from __future__ import annotations

from typing import Final

LEVELS: Final = ("private", "statistics", "network", "open")
RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}
#: What an end without an account counts as, and what an upload has when nothing was chosen.
DEFAULT_LEVEL: Final = "statistics"

#: Band code -> the midpoint that models compute with (always marked as estimated).
BAND_MIDPOINT: Final = {"under_10": 0.05, "10_25": 0.175, "25_50": 0.375, "over_50": 0.75}
#: Band code -> the shares between which it lies.
BAND_RANGE: Final = {
    "under_10": (0.0, 0.1),
    "10_25": (0.1, 0.25),
    "25_50": (0.25, 0.5),
    "over_50": (0.5, 1.0),
}


def lower(one: str, other: str) -> str:
    """The lower of two levels, which is what others see of a relation.

    >>> lower("open", "network")
    'network'
    """
    return one if RANK[one] <= RANK[other] else other
