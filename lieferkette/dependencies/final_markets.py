"""Where sales end up: the sectors that a company's sales meet through its customers' customers.

Per sector the first contact downstream, so the sectors' figures overlap: a screw that goes into a gearbox and
then into a car meets both. "62 % of your sales meet automotive" is one row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.graph import UNKNOWN_CODE, Graph
from lieferkette.chains.reach import reach
from lieferkette.dependencies.exposure import Exposure, exposure
from lieferkette.dependencies.reasons import Reason, reason_without_shares


@dataclass(frozen=True, slots=True)
class FinalMarkets:
    """Exposure of a company's sales by sector code, the largest first; empty where `reason` says why."""

    by_sector: dict[int, Exposure]
    reason: Reason | None


def final_markets(graph: Graph, company: int, max_tiers: int = 5) -> FinalMarkets:
    """Which sectors the sales of `company` meet; sectors that stand within `max_tiers` are asked for.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 0, 1], [1, 2, 2], [60, 40, 5], company_count=3, sector=[24, 25, 29],
    ...                     has_complete_customers=[True, True, False])
    >>> {code: found.share for code, found in final_markets(graph, 0).by_sector.items()}
    {29: 1.0, 25: 0.6}
    """
    reason = reason_without_shares(graph, company, "downstream")
    if reason is not None:
        return FinalMarkets({}, reason)
    reached = reach(graph, company, "downstream", max_tiers).companies
    codes = [int(code) for code in np.unique(graph.sector[reached]) if code != UNKNOWN_CODE]
    found = {code: exposure(graph, company, graph.sector == code, "downstream") for code in codes}
    met = {code: figure for code, figure in found.items() if figure.share}
    return FinalMarkets(dict(sorted(met.items(), key=lambda item: (-(item[1].share or 0.0), item[0]))), None)
