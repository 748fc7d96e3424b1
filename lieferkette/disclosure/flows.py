"""Flows between contributors, and the cells that sum them. Arrays only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: The end of a flow at which nobody stands (a company's revenue has one end only).
NOBODY = -1


@dataclass(frozen=True)
class Flows:
    """One row per flow: who buys, who sells (numbers of contributors; companies of one group share a number)
    and the amount, above zero."""

    customer: IntArray
    supplier: IntArray
    amount: FloatArray

    @classmethod
    def of(cls, customer: ArrayLike, supplier: ArrayLike, amount: ArrayLike) -> Flows:
        """Flows from any sequences.

        >>> Flows.of([0, 1], [2, 2], [10.0, 5.0]).total
        15.0
        """
        return cls(
            np.asarray(customer, dtype=np.int64),
            np.asarray(supplier, dtype=np.int64),
            np.asarray(amount, dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.amount)

    @property
    def total(self) -> float:
        """The sum of all amounts."""
        return float(self.amount.sum())

    def take(self, which: IntArray | BoolArray) -> Flows:
        """Some of the flows."""
        return Flows(self.customer[which], self.supplier[which], self.amount[which])

    def touching(self, contributor: int) -> BoolArray:
        """Which flows have this contributor at either end."""
        return np.asarray((self.customer == contributor) | (self.supplier == contributor))

    def without(self, contributors: Sequence[int]) -> Flows:
        """The flows that a coalition does not know: those with none of its members at either end."""
        known = np.isin(self.customer, contributors) | np.isin(self.supplier, contributors)
        return self.take(~known)

    def totals(self) -> tuple[IntArray, FloatArray]:
        """Contributors and what each has in the flows, at whichever end, largest first."""
        both = np.concatenate(
            [self.customer, np.where(self.supplier == self.customer, NOBODY, self.supplier)]
        )
        amounts = np.concatenate([self.amount, self.amount])
        is_somebody = both != NOBODY
        who, where = np.unique(both[is_somebody], return_inverse=True)
        sums = np.bincount(where, weights=amounts[is_somebody], minlength=len(who))
        order = np.lexsort((who, -sums))
        return who[order].astype(np.int64), sums[order].astype(np.float64)


@dataclass(frozen=True)
class Cells:
    """What would be published: each cell is the set of the flows that it sums.

    `flows_of[i]` are the positions of cell i's flows, ascending. `is_past[i]`: the cell stands in an earlier
    release, so that it can no longer be withheld. `worth[i]`: what a euro in it is worth to readers; where there is
    a choice, the cell with the least amount times worth is withheld. `is_carried[i]`: a figure that an earlier
    release told of it stands as long as it is not told anew.
    """

    flows_of: tuple[IntArray, ...]
    is_past: BoolArray
    worth: FloatArray
    is_carried: BoolArray

    @classmethod
    def of(
        cls,
        flows_of: Sequence[ArrayLike],
        is_past: Sequence[bool] | None = None,
        worth: Sequence[float] | None = None,
        is_carried: Sequence[bool] | None = None,
    ) -> Cells:
        """Cells from any sequences; none of them past or carried over, and all worth the same, unless said."""
        never = [False] * len(flows_of)
        return cls(
            tuple(np.unique(np.asarray(flows, dtype=np.int64)) for flows in flows_of),
            np.asarray(never if is_past is None else is_past, dtype=np.bool_),
            np.asarray([1.0] * len(flows_of) if worth is None else worth, dtype=np.float64),
            np.asarray(never if is_carried is None else is_carried, dtype=np.bool_),
        )

    def __len__(self) -> int:
        return len(self.flows_of)

    def membership(self, flow_count: int) -> BoolArray:
        """Cells × flows: which flow counts in which cell."""
        inside = np.zeros((len(self), flow_count), dtype=np.bool_)
        for cell, flows in enumerate(self.flows_of):
            inside[cell, flows] = True
        return inside
