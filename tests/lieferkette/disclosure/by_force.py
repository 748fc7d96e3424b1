"""The slow, sure way: one linear programme for each contributor and each coalition, built from the definition."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import highspy
import numpy as np

from lieferkette.disclosure.derived import Part, Told
from lieferkette.disclosure.flows import Flows
from lieferkette.disclosure.rules import Rules


def coalitions(flows: Flows, without: int, size: int) -> Iterator[tuple[int, ...]]:
    """Every set of at most `size` contributors without one."""
    others = sorted({*flows.customer.tolist(), *flows.supplier.tolist()} - {without, -1})
    for count in range(size + 1):
        yield from itertools.combinations(others, count)


def has_world(
    flows: Flows, told: Told, part: Part, rules: Rules, contributor: int, coalition: tuple[int, ...]
) -> bool:
    """Whether the contributor may have (1 + p) times as much in the part as it has, for all that the coalition knows.

    A coalition knows the flows of its members, and who stands in which atom: an atom without others is known.
    """
    lower, upper = [], []
    for atom in part.atoms:
        rows = [
            (b, s, a)
            for b, s, a, at in zip(flows.customer, flows.supplier, flows.amount, told.atom_of, strict=True)
            if at == atom and b not in coalition and s not in coalition
        ]
        mine = sum(a for b, s, a in rows if contributor in (b, s))
        others = sum(a for b, s, a in rows if contributor not in (b, s))
        lower.append(rules.margin_share * mine - others)
        upper.append(highspy.kHighsInf if rows else 0.0)
    return _is_feasible(part, np.asarray(lower), np.asarray(upper))


def _is_feasible(part: Part, lower: np.ndarray, upper: np.ndarray) -> bool:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    for low, high in zip(lower, upper, strict=True):
        solver.addVar(low, high)
    numbers = {atom: i for i, atom in enumerate(part.atoms)}
    for remainder in part.remainders:
        at = np.asarray(sorted(numbers[atom] for atom in remainder.atoms), dtype=np.int32)
        solver.addRow(0.0, 0.0, len(at), at, np.ones(len(at)))
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)
