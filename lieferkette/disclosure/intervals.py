"""The textbook audit: the smallest and largest value that a withheld sum can have, given all that is published.

Source: Hundepool et al., "Statistical Disclosure Control" (2012), section 4.3 (feasibility intervals).
Never: knows insiders; `audit` does.
"""

from __future__ import annotations

import numpy as np

from lieferkette.disclosure.derived import Told
from lieferkette.disclosure.flows import Flows, IntArray
from lieferkette.disclosure.worlds import Worlds


def interval(flows: Flows, told: Told, cell: IntArray) -> tuple[float, float]:
    """Smallest and largest possible sum of the flows of `cell` (positions); the largest may be infinite.

    >>> from lieferkette.disclosure.derived import told
    >>> three = Flows.of([0, 1, 2], [3, 4, 5], [10.0, 20.0, 30.0])
    >>> rows = np.array([[1, 1, 1], [0, 0, 1]], dtype=bool)  # the total and the third flow are published
    >>> interval(three, told(rows, np.array([True, True])), np.array([0]))
    (0.0, 30.0)
    """
    touched = set(told.atom_of[cell].tolist())
    largest = float("inf") if -1 in touched else _bound(flows, told, touched, 1.0)
    return smallest(flows, told, cell), largest


def smallest(flows: Flows, told: Told, cell: IntArray) -> float:
    """Smallest possible sum of the flows of `cell`: an atom of which it holds only a part can give it nothing."""
    sizes = np.bincount(told.atom_of + 1)[1:]
    held = np.bincount(told.atom_of[cell] + 1, minlength=len(sizes) + 1)[1:]
    return _bound(flows, told, set(np.flatnonzero((held > 0) & (held == sizes)).tolist()), -1.0)


def _bound(flows: Flows, told: Told, atoms: set[int], sign: float) -> float:
    """Least (sign -1) or greatest (sign 1) sum of whole atoms."""
    sums = np.bincount(told.atom_of + 1, weights=flows.amount)[1:]
    found = float(sum(sums[atom] for atom in atoms))
    for part in told.parts:
        wanted = np.flatnonzero(np.isin(part.atoms, sorted(atoms)))
        if len(wanted):
            amounts = sums[list(part.atoms)]
            scale = float(amounts.max())
            found += sign * scale * Worlds(part).reach(wanted, amounts / scale, sign)
    return max(found, 0.0)
