"""How concentrated purchases (or sales) are: Herfindahl–Hirschman index, effective number, largest shares.

HHI = Σ a_i², where a_i are the shares of the known total; effective number of partners = 1 / HHI: so many
partners of equal size would be as concentrated. Both only where the list is complete; else None and why.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.graph import Direction, FloatArray, Graph
from lieferkette.dependencies.reasons import Reason, reason_without_shares


@dataclass(frozen=True, slots=True)
class Concentration:
    """Concentration of one total.

    `share_of_total` is its share of all the company's purchases (sales): 1 for the total itself, the sector's
    part for a sector. `top_shares[k]` is the share of the k + 1 largest partners. Figures are None, and
    `top_shares` empty, where `reason` says why. `partner_count` includes `without_value`, the partners whose
    share is unknown.
    """

    hhi: float | None
    effective_partners: float | None
    top_shares: tuple[float, ...]
    partner_count: int
    without_value: int
    share_of_total: float | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class ConcentrationProfile:
    """Concentration in total and per sector of the partners (key −1: sector unknown), largest first."""

    total: Concentration
    by_sector: dict[int, Concentration]


def concentration_of(
    shares: FloatArray, whole: float | None = None, reason: Reason | None = None
) -> Concentration:
    """Concentration of partners with these shares (NaN unknown), which may add up to less than 1.

    `whole`: what the shares of all partners add up to; by default their own sum.

    >>> concentration_of(np.array([0.5, 0.25, 0.25])).effective_partners
    2.6666666666666665
    """
    known = np.sort(shares[~np.isnan(shares)])[::-1]
    total = float(known.sum())
    count, without = len(shares), len(shares) - len(known)
    if reason is None and total <= 0:
        reason = "no_amounts" if count else "no_relations"
    if reason is not None:
        return Concentration(None, None, (), count, without, None, reason)
    part = known / total
    hhi = float(np.square(part).sum())
    top = tuple(float(share) for share in np.cumsum(part)[:5])
    return Concentration(hhi, 1.0 / hhi, top, count, without, total / (whole or total), None)


def concentration(graph: Graph, company: int, direction: Direction = "upstream") -> ConcentrationProfile:
    """Concentration of a company's purchases (`upstream`) or sales (`downstream`), in total and per sector.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [3, 3, 3], [50.0, 25.0, 25.0], company_count=4,
    ...                     sector=[24, 24, 25, 29],
    ...                     has_complete_suppliers=[False, False, False, True])
    >>> profile = concentration(graph, 3)
    >>> profile.total.hhi, profile.by_sector[25].hhi, profile.by_sector[24].share_of_total
    (0.375, 1.0, 0.75)
    >>> concentration(graph, 0, "downstream").total.reason
    'list_not_complete'
    """
    reason = reason_without_shares(graph, company, direction)
    side = graph.side(direction)
    where = side.of(company)
    share, sector = side.share[where], graph.sector[side.partners[where]]
    total = concentration_of(share, reason=reason)
    whole = float(np.nansum(share))
    groups = {int(code): concentration_of(share[sector == code], whole, reason) for code in np.unique(sector)}
    largest_first = sorted(groups, key=lambda code: (-(groups[code].share_of_total or 0.0), code))
    return ConcentrationProfile(total, {code: groups[code] for code in largest_first})
