"""Ranks a tiny world once, so that the kernel of rankings is compiled and kept."""

from __future__ import annotations

import numpy as np

from lieferkette.markets.history import Links, Past
from lieferkette.markets.ladder import Ladder
from lieferkette.markets.ranking.opportunities import Opportunities
from lieferkette.markets.ranking.traits import Traits


def run_everything() -> None:
    """One company with customers, one without."""
    links = Links.of([0, 1, 1], [2, 2, 3], [0, 0, 0], company_count=4, sector=[0, 0, 1, 1])
    traits = Traits.of(["25.6", "25.6", "29.3", "29.3"], np.full(4, np.nan))
    Opportunities(Ladder(Past(links, 0)), traits).of_many(np.arange(4))
