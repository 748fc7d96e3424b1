"""The textbook audit: the smallest and largest value that a withheld sum can have, given all that is published.

Source: Hundepool et al., "Statistical Disclosure Control" (2012), section 4.3 (feasibility intervals).
Never: knows insiders; `audit` does.
"""

from __future__ import annotations

import highspy
import numpy as np

from lieferkette.disclosure.derived import Told
from lieferkette.disclosure.flows import FloatArray, Flows, IntArray


def interval(flows: Flows, told: Told, cell: IntArray) -> tuple[float, float]:
    """Smallest and largest possible sum of the flows of `cell` (positions); the largest may be infinite.

    >>> from lieferkette.disclosure.derived import told
    >>> three = Flows.of([0, 1, 2], [3, 4, 5], [10.0, 20.0, 30.0])
    >>> rows = np.array([[1, 1, 1], [0, 0, 1]], dtype=bool)  # the total and the third flow are published
    >>> interval(three, told(rows, np.array([True, True])), np.array([0]))
    (0.0, 30.0)
    """
    touched = set(told.atom_of[cell].tolist())
    largest = float("inf") if -1 in touched else _bound(flows, told, touched, -1.0)
    return smallest(flows, told, cell), largest


def smallest(flows: Flows, told: Told, cell: IntArray) -> float:
    """Smallest possible sum of the flows of `cell`: an atom of which it holds only a part can give it nothing."""
    sizes = np.bincount(told.atom_of + 1)[1:]
    held = np.bincount(told.atom_of[cell] + 1, minlength=len(sizes) + 1)[1:]
    return _bound(flows, told, set(np.flatnonzero((held > 0) & (held == sizes)).tolist()), 1.0)


def _bound(flows: Flows, told: Told, atoms: set[int], sign: float) -> float:
    """Least (sign 1) or greatest (sign -1) sum of whole atoms."""
    sums = np.bincount(told.atom_of + 1, weights=flows.amount)[1:]
    found = float(sum(sums[atom] for atom in atoms if atom in told.solved))
    for part in told.parts:
        numbers = {atom: i for i, atom in enumerate(part.atoms)}
        wanted = [numbers[atom] for atom in atoms if atom in numbers]
        if wanted:
            rows = [[numbers[atom] for atom in sorted(r.atoms)] for r in part.remainders]
            values = np.asarray([sums[list(r.atoms)].sum() for r in part.remainders])
            found += _extreme(rows, values, len(numbers), wanted, sign)
    return found


def _extreme(rows: list[list[int]], values: FloatArray, count: int, wanted: list[int], sign: float) -> float:
    """Least (sign 1) or greatest (sign -1) sum of the wanted unknowns >= 0 under the equations."""
    cost = np.zeros(count)
    cost[wanted] = sign
    scale = max(float(values.max()), 1e-12)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(rows)
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = np.zeros(count), np.full(count, highspy.kHighsInf)
    model.row_lower_ = model.row_upper_ = values / scale
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0] + [len(row) for row in rows]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate([np.asarray(row) for row in rows]).astype(np.int32)
    model.a_matrix_.value_ = np.ones(sum(len(row) for row in rows))
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the solver stopped: {solver.getModelStatus()}")
    return float(solver.getInfo().objective_function_value) * scale * sign + 0.0
