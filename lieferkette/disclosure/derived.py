"""What published sums tell together, before any programming: atoms, what is left of each sum, and its parts.

An atom is a set of flows that every published cell holds whole or not at all: no reader can look below it. A sum
of which all atoms but one are known gives that one away (solved here, again and again). What remains are
equations over unknown atoms, which fall into parts that have no atom in common.
Zero is taken as known: assuming that a reader can tell an empty cell from a withheld one errs on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lieferkette.disclosure.flows import BoolArray, IntArray


@dataclass(frozen=True)
class Remainder:
    """What is left of a published cell when everything solved is subtracted: a set of atoms, its sum known."""

    cell: int
    atoms: frozenset[int]


@dataclass(frozen=True)
class Part:
    """Unknown atoms that equations tie together, and the equations."""

    atoms: tuple[int, ...]
    remainders: tuple[Remainder, ...]


@dataclass(frozen=True)
class Told:
    """What the published cells tell. `atom_of[flow]` is -1 where no published cell holds the flow."""

    atom_of: IntArray
    solved: dict[int, int]  # atom -> the cell that gave it away
    parts: tuple[Part, ...]

    def flows_in(self, atoms: Iterable[int]) -> BoolArray:
        """Which flows lie in the atoms."""
        is_in = np.zeros(
            int(self.atom_of.max(initial=-1)) + 2, dtype=np.bool_
        )  # the last for flows of no atom
        is_in[list(atoms)] = True
        return is_in[self.atom_of]


def told(membership: BoolArray, published: BoolArray) -> Told:
    """Solve what the published rows of `membership` (cells × flows) give away.

    >>> rows = np.array([[1, 1, 1], [1, 0, 0], [0, 1, 0]], dtype=bool)  # a total, and two of its three parts
    >>> sorted(told(rows, np.ones(3, dtype=bool)).solved)
    [0, 1, 2]
    """
    cells = np.flatnonzero(published)
    atom_of, atoms_of_cell = _atoms(membership[cells])
    open_rows = {int(cell): atoms for cell, atoms in zip(cells, atoms_of_cell, strict=True) if atoms}
    solved: dict[int, int] = {}
    rows = {cell: set(atoms) for cell, atoms in sorted(open_rows.items(), key=lambda item: len(item[1]))}
    fresh = [cell for cell, atoms in rows.items() if len(atoms) == 1]
    holders: dict[int, list[int]] = {}
    for cell, atoms in rows.items():
        for atom in atoms:
            holders.setdefault(atom, []).append(cell)
    while fresh:
        cell = fresh.pop()
        if len(rows[cell]) != 1:
            continue
        (atom,) = rows[cell]
        solved.setdefault(atom, cell)
        for holder in holders[atom]:
            rows[holder].discard(atom)
            if len(rows[holder]) == 1:
                fresh.append(holder)
    return Told(atom_of, solved, _parts(rows))


def _atoms(inside: BoolArray) -> tuple[IntArray, list[frozenset[int]]]:
    """Number the different columns of `inside` (published cells × flows); atoms of each row."""
    packed = np.packbits(inside, axis=0).T.copy() if len(inside) else np.zeros((inside.shape[1], 1), np.uint8)
    _, number = np.unique(packed, axis=0, return_inverse=True)
    number = number.reshape(-1).astype(np.int64)
    atom_of = np.where(inside.any(axis=0), number, -1)
    rows = [frozenset(np.unique(atom_of[row]).tolist()) for row in inside]
    return atom_of, rows


def _parts(rows: dict[int, set[int]]) -> tuple[Part, ...]:
    """Connected pieces of the open equations; equal equations once."""
    leader: dict[int, int] = {}

    def find(atom: int) -> int:
        while leader.setdefault(atom, atom) != atom:
            leader[atom] = leader[leader[atom]]
            atom = leader[atom]
        return atom

    remainders: dict[frozenset[int], Remainder] = {}
    for cell, atoms in rows.items():
        if len(atoms) > 1:
            remainders.setdefault(frozenset(atoms), Remainder(cell, frozenset(atoms)))
            first, *others = atoms
            for other in others:
                leader[find(other)] = find(first)
    by_leader: dict[int, list[Remainder]] = {}
    for remainder in remainders.values():
        by_leader.setdefault(find(min(remainder.atoms)), []).append(remainder)
    return tuple(
        Part(tuple(sorted(frozenset().union(*(r.atoms for r in group)))), tuple(group))
        for _, group in sorted(by_leader.items())
    )
