"""Possible worlds: changes of unknown sums that no published sum shows, found by linear programming.

Comes in: one part of what is told (atoms and the equations over them). Goes out: a change z with A·z = 0 above a
lower bound, or the equations that leave no room for one; and how far a sum can rise or fall. One model is built a
part and solved again and again from where the last solution ended, for only bounds and costs move.
Never: knows contributors or rules; `audit` and `intervals` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from lieferkette.disclosure.derived import Part
from lieferkette.disclosure.flows import BoolArray, FloatArray, IntArray

#: Weights of equations in a proof, and movements, that are taken for zero.
_NOTHING = 1e-9


@dataclass(frozen=True)
class Bounds:
    """What a change may be, by atom: at least `least`; zero where `is_fixed`. It shall be at least `wanted`, and not
    above zero where `is_firm`: what it is less, or more, is paid for at `price`."""

    wanted: FloatArray
    least: FloatArray
    is_firm: BoolArray
    is_fixed: BoolArray
    price: FloatArray


class Worlds:
    """The linear model of one part; its atoms are numbered from 0 in the part's order."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.atom_count = len(part.atoms)
        numbers = {atom: i for i, atom in enumerate(part.atoms)}
        self._rows = [sorted(numbers[atom] for atom in remainder.atoms) for remainder in part.remainders]
        self._equations = np.zeros((len(self._rows), self.atom_count))
        for row, atoms in enumerate(self._rows):
            self._equations[row, atoms] = 1.0
        self._solver = self._model()
        self._columns = np.arange(3 * self.atom_count, dtype=np.int32)
        self._lines = np.arange(len(self._rows), dtype=np.int32)

    def find(self, bounds: Bounds) -> FloatArray | None:
        """A change z with A·z = 0 within the bounds; None where there is none, then `proof` tells why."""
        wanted, count = bounds.wanted, self.atom_count
        is_firm = bounds.is_firm & ~bounds.is_fixed
        up = np.where(is_firm, np.maximum(0.0, -wanted), np.where(bounds.is_fixed, 0.0, highspy.kHighsInf))
        down = np.where(bounds.is_fixed, wanted, wanted - bounds.least)
        over = np.where(is_firm, highspy.kHighsInf, 0.0)
        lower = np.zeros(3 * count)
        lower[count : 2 * count] = np.where(bounds.is_fixed, wanted, 0.0)
        price = np.concatenate([np.zeros(count), bounds.price, bounds.price])
        self._solve(wanted, lower, np.concatenate([up, down, over]), price)
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.asarray(self._solver.getSolution().col_value).reshape(3, count)
        change = wanted + moved[0] - moved[1] + moved[2]
        return np.where(np.abs(change) < _NOTHING, 0.0, change)

    def proof(self) -> tuple[int, ...]:
        """The cells whose sums, put together, left no room at the last `find` (Farkas' lemma); all, if in doubt."""
        _, is_there, weights = self._solver.getDualRay()
        rows = np.flatnonzero(np.abs(weights) > _NOTHING) if is_there else self._lines
        return tuple(self.part.remainders[row].cell for row in rows)

    def reach(self, atoms: IntArray, amounts: FloatArray, sign: float) -> float:
        """How far the sum over `atoms` can rise (sign 1) or fall (sign -1), no atom falling by more than it holds."""
        nothing = np.zeros(self.atom_count)
        price = nothing.copy()
        price[atoms] = sign
        unbounded = np.full(self.atom_count, highspy.kHighsInf)
        upper = np.concatenate([unbounded, amounts, nothing])
        self._solve(nothing, np.zeros(3 * self.atom_count), upper, np.concatenate([-price, price, nothing]))
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the solver stopped: {self._solver.getModelStatus()}")
        return -float(self._solver.getInfo().objective_function_value)

    def _solve(self, base: FloatArray, lower: FloatArray, upper: FloatArray, price: FloatArray) -> None:
        right = -(self._equations @ base)
        self._solver.changeColsCost(len(self._columns), self._columns, price)
        self._solver.changeColsBounds(len(self._columns), self._columns, lower, upper)
        self._solver.changeRowsBounds(len(self._lines), self._lines, right, right)
        self._solver.run()

    def _model(self) -> Any:
        """Columns up, down and over (z = base + up - down + over), a row per equation."""
        count = self.atom_count
        lists = [
            row + [count + atom for atom in row] + [2 * count + atom for atom in row] for row in self._rows
        ]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 3 * count, len(lists)
        model.col_cost_ = model.col_lower_ = np.zeros(3 * count)
        model.col_upper_ = np.full(3 * count, highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = np.zeros(len(lists))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0] + [len(row) for row in lists]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate([np.asarray(row) for row in lists]).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate([np.repeat([1.0, -1.0, 1.0], len(row) // 3) for row in lists])
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("presolve", "off")
        solver.passModel(model)
        return solver
