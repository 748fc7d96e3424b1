"""Where purchases come from (or sales go to): region, rest of Germany, rest of the EU, rest of the world."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from lieferkette.chains.graph import Direction, Graph
from lieferkette.dependencies.reasons import Reason, reason_without_shares


class Origin(IntEnum):
    """The codes of `Graph.origin`. Each excludes the ones before it: GERMANY is the rest of Germany."""

    UNKNOWN = -1
    REGION = 0
    GERMANY = 1
    EU = 2
    WORLD = 3


@dataclass(frozen=True, slots=True)
class OriginPart:
    """What comes from one origin. `amount_eur` is the sum of the known amounts, None where none is known;
    `share` is of all known purchases, None where the list is not complete. `count_share` is of the relations
    on the list, whatever it covers."""

    origin: Origin
    partner_count: int
    count_share: float
    amount_eur: float | None
    share: float | None
    without_amount: int


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins that occur, in the order of `Origin`, unknown last; `reason` says why shares are None."""

    parts: tuple[OriginPart, ...]
    reason: Reason | None

    def share_of(self, origin: Origin) -> float | None:
        """The share that comes from `origin`: 0 where none does, None where shares are unknown."""
        if self.reason is not None:
            return None
        return next((part.share for part in self.parts if part.origin is origin), 0.0)


def origins(graph: Graph, company: int, direction: Direction = "upstream") -> Origins:
    """Purchases (`upstream`) by origin of the suppliers, or sales (`downstream`) by place of the customers.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1], [2, 2], [30.0, 10.0], company_count=3, origin=[0, 2, 0],
    ...                     has_complete_suppliers=[False, False, True])
    >>> [(part.origin.name, part.amount_eur, part.share) for part in origins(graph, 2).parts]
    [('REGION', 30.0, 0.75), ('EU', 10.0, 0.25)]
    """
    reason = reason_without_shares(graph, company, direction)
    side = graph.side(direction)
    where = side.of(company)
    origin = graph.origin[side.partners[where]]
    amount, share = graph.amount_eur[side.edge[where]], side.share[where]
    total_share = float(np.nansum(share))
    parts = []
    for code in sorted(np.unique(origin).tolist(), key=lambda code: (code < 0, code)):
        here = origin == code
        has_amount = here & ~np.isnan(amount)
        known_share = float(np.nansum(share[here])) / total_share if reason is None and total_share else None
        parts.append(
            OriginPart(
                origin=Origin(code),
                partner_count=int(here.sum()),
                count_share=float(here.mean()),
                amount_eur=float(amount[has_amount].sum()) if has_amount.any() else None,
                share=known_share,
                without_amount=int(here.sum() - has_amount.sum()),
            )
        )
    return Origins(tuple(parts), reason)
