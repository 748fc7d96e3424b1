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
    inside = np.zeros(len(flows), dtype=np.bool_)
    inside[cell] = True
    touched = np.unique(told.atom_of[cell])
    is_open = bool((touched == -1).any())
    # An atom of which the cell holds only a part can give it all of its sum or nothing.
    whole = [atom for atom in touched.tolist() if atom != -1 and inside[told.atom_of == atom].all()]
    sums = np.bincount(told.atom_of + 1, weights=flows.amount)[1:]
    low = sum(float(sums[atom]) for atom in whole if atom in told.solved)
    high = sum(float(sums[atom]) for atom in touched.tolist() if atom in told.solved)
    for part in told.parts:
        mine = [atom for atom in part.atoms if atom in touched]
        if mine:
            numbers = {atom: i for i, atom in enumerate(part.atoms)}
            rows = [[numbers[atom] for atom in sorted(r.atoms)] for r in part.remainders]
            values = np.asarray([sums[list(r.atoms)].sum() for r in part.remainders])
            low += _extreme(
                rows, values, len(numbers), [numbers[atom] for atom in mine if atom in whole], 1.0
            )
            high += _extreme(rows, values, len(numbers), [numbers[atom] for atom in mine], -1.0)
    return low, float("inf") if is_open else high


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
