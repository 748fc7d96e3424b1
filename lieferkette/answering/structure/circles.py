"""Circles: how a company's own goods come back to it, and who stands in the same circles."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import polars as pl

from lieferkette.answering.common import COMPANY_COLUMNS, Pseudonyms, Scope, companies, coverage
from lieferkette.answering.structure.evidence import step_evidence
from lieferkette.answers import Answer, Sentence, SupplyPath
from lieferkette.chains.circles import circles as groups_of
from lieferkette.chains.circles import shortest_circle
from lieferkette.chains.graph import Graph

#: A circle of more steps says little, and one through everybody nothing.
MAX_STEPS = 8


@dataclass(frozen=True)
class Circles(Answer):
    """`shortest`: a shortest way from the company along its customers back to itself; None where there is none.

    `members`: the company columns of all that stand in circles with it, itself included.
    """

    company_id: str
    year: int | None
    shortest: SupplyPath | None
    members: pl.DataFrame


def circles(scope: Scope, company_id: str) -> Circles:
    """The shortest circle through a company, and the companies that it shares circles with."""
    found = scope.view.graph(scope.year) if scope.year is not None else None
    position = found.position.get(company_id) if found else None
    names = Pseudonyms(scope.view.hidden)
    members = pl.DataFrame(schema=dict.fromkeys(COMPANY_COLUMNS, pl.String))
    shortest = None
    if found is not None and position is not None:
        way = shortest_circle(found.graph, position, MAX_STEPS)
        group = _group_of(found.graph, position) if way else []
        ids = [found.company_ids[i] for i in way]
        known = companies(scope, {*ids, *(found.company_ids[i] for i in group)})
        members = known.sort("name", "company_id")
        label = dict(zip(known["company_id"], known["name"], strict=True))
        if ids:
            told = step_evidence(scope, set(itertools.pairwise(ids)))
            shortest = SupplyPath(
                tuple(str(names.of(one)) for one in ids),
                tuple(label[one] for one in ids),
                None,
                tuple(told[pair] for pair in itertools.pairwise(ids)),
            )
    sentence = Sentence("circle_none", {})
    if shortest is not None:
        slots = {"steps": len(shortest.names) - 1, "names": " → ".join(shortest.names)}
        sentence = Sentence("circle_found", slots)
    return Circles(scope.view.view_id, coverage(scope), (sentence,), company_id, scope.year, shortest,
                   names.apply(members, "company_id"))  # fmt: skip


def _group_of(graph: Graph, position: int) -> list[int]:
    """All that stand in circles with the company at this position."""
    return next((group.tolist() for group in groups_of(graph) if position in group), [])
