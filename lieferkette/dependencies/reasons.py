"""Why a figure is unknown: codes that the texts of `i18n` spell out."""

from __future__ import annotations

from typing import Literal

from lieferkette.chains.graph import Direction, Graph

Reason = Literal["no_relations", "list_not_complete", "no_amounts"]
"""- "no_relations": the view holds no relation of the company in this direction;
- "list_not_complete": nobody has said that the list is complete, so no share may be computed;
- "no_amounts": the list is complete, but no relation carries an amount or share."""


def reason_without_shares(graph: Graph, company: int, direction: Direction) -> Reason | None:
    """Why shares of this company's purchases (sales) are unknown; None where some are known.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0], [1], [5.0], company_count=2)
    >>> reason_without_shares(graph, 1, "upstream"), reason_without_shares(graph, 0, "upstream")
    ('list_not_complete', 'no_relations')
    """
    graph.require_company(company)
    side = graph.side(direction)
    share = side.share[side.of(company)]
    if len(share) == 0:
        return "no_relations"
    if not graph.has_complete(direction)[company]:
        return "list_not_complete"
    return None if (share == share).any() else "no_amounts"
