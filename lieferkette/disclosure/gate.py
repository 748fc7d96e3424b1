"""The gate: withhold what is unsafe, withhold more until nothing unsafe can be worked out, and prove it.

Primary suppression is by the rules; secondary suppression is a search (cheapest sibling first) that is never
trusted: after every step all that the published cells tell together is judged again, and only what the linear
programmes of `audit` and `intervals` pass is let through. At the end what was withheld needlessly is given back,
each piece under the same audit. Cells of earlier releases stay published and count as known.
PyPI `pytauargus` was weighed: it suppresses one table for an outsider, while this gate must hold several linked
tables and releases against coalitions at both ends of a flow.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from lieferkette.disclosure.audit import breaches
from lieferkette.disclosure.derived import Part, Told, differences, told
from lieferkette.disclosure.flows import BoolArray, Cells, FloatArray, Flows, IntArray
from lieferkette.disclosure.intervals import smallest
from lieferkette.disclosure.primary import comes_too_close, is_unsafe
from lieferkette.disclosure.rules import Rules

#: While searching, insiders are judged alone; before anything leaves, coalitions are.
_QUICK = 1
#: Withheld cells that are tried again at the end, largest first.
_SECOND_CHANCES = 20
#: Breaches of one part that are mended before judging again.
_BREACHES_A_ROUND = 8
#: Siblings that are tried as a complement before the sum above them is withheld instead.
_SIBLINGS_TRIED = 12


@dataclass(frozen=True)
class Passed:
    """What the gate lets through. Past cells are True in `is_published` and belong to neither kind of withheld.

    `inherited`: weaknesses that stem from earlier releases alone, which nothing here can mend or makes worse.
    """

    is_published: BoolArray
    is_primary: BoolArray
    inherited: int

    @property
    def is_secondary(self) -> BoolArray:
        """Withheld to protect others."""
        return np.asarray(~self.is_published & ~self.is_primary)


@dataclass(frozen=True)
class Weakness:
    """A set of flows that is told too exactly, and the published cells whose sums tell it."""

    flows: BoolArray
    cells: tuple[int, ...]


def pass_gate(flows: Flows, cells: Cells, rules: Rules) -> Passed:
    """The cells that may be published; all past cells count as published.

    >>> flows = Flows.of(range(12), range(12, 24), [10.0] * 12)
    >>> whole, most, few = range(12), range(9), range(9, 12)
    >>> pass_gate(flows, Cells.of([whole, most, few]), Rules()).is_published.tolist()
    [True, False, False]
    """
    return _Gate(flows, cells, rules).run()


def weaknesses(flows: Flows, cells: Cells, is_published: BoolArray, rules: Rules) -> list[Weakness]:
    """The audit alone: what the published cells tell too exactly (empty: they may leave)."""
    gate = _Gate(flows, cells, rules)
    gate.is_published = is_published | cells.is_past
    return gate.weak_spots(rules.coalition)


class _Gate:
    def __init__(self, flows: Flows, cells: Cells, rules: Rules) -> None:
        self.flows, self.cells, self.rules = flows, cells, rules
        self.membership = cells.membership(len(flows))
        self.value: FloatArray = self.membership @ flows.amount
        self.cost: FloatArray = self.value * cells.worth
        self.is_primary = np.asarray(
            [
                not past and is_unsafe(flows.take(f), rules)
                for f, past in zip(cells.flows_of, cells.is_past, strict=True)
            ],
            dtype=np.bool_,
        )
        self.is_published = ~self.is_primary
        self.changes = self._changes()
        self.safe: set[Hashable] = set()
        self.accepted: set[Hashable] = set()

    def _changes(self) -> list[tuple[int, BoolArray]]:
        """Joiners and leavers between a new sum and an earlier one of much the same flows, where they are unsafe.

        The difference of two releases is a table of its own: what it holds must stay as wide as any withheld cell.
        """
        inside = self.membership.astype(np.int64)
        shared = inside @ inside.T
        found = []
        for cell in np.flatnonzero(~self.cells.is_past & ~self.is_primary):
            for past in np.flatnonzero(self.cells.is_past & (2 * shared[cell] > inside[cell].sum())):
                if 2 * shared[cell, past] > inside[past].sum():
                    for gone, come in ((past, cell), (cell, past)):
                        change = self.membership[come] & ~self.membership[gone]
                        if change.any() and is_unsafe(self.flows.take(change), self.rules):
                            found.append((int(cell), change))
        return found

    def run(self) -> Passed:
        self._mend(_QUICK)
        self._give_back()
        self._mend(self.rules.coalition)
        return Passed(self.is_published, self.is_primary, len(self.accepted))

    def _mend(self, coalition: int) -> None:
        while spots := self.weak_spots(coalition):
            self._withhold_for(spots)

    # --- judging ------------------------------------------------------------------------------------
    def weak_spots(self, coalition: int) -> list[Weakness]:
        """Cheap tests first; linear programmes, up to the coalition, where these find nothing."""
        known = told(self.membership, self.is_published)
        found = [
            Weakness(inside, cells)
            for atoms, cells in self._sums_told(known)
            if self._is_weak(inside := known.flows_in(atoms))
        ]
        found = found or self._narrow(known)
        for size in sorted({0, min(_QUICK, coalition), coalition}):
            found = found or [w for part in known.parts for w in self._breaches(known, part, size)]
        return [spot for spot in found if self._key(spot.flows) not in self.accepted]

    def _sums_told(self, known: Told) -> list[tuple[frozenset[int], tuple[int, ...]]]:
        solved = [(frozenset({atom}), (cell,)) for atom, cell in known.solved.items()]
        return solved + [told_sum for part in known.parts for told_sum in differences(part)]

    def _is_weak(self, inside: BoolArray) -> bool:
        key = self._key(inside)
        if key in self.safe:
            return False
        if comes_too_close(self.flows.take(inside), self.rules):
            return True
        self.safe.add(key)
        return False

    def _breaches(self, known: Told, part: Part, coalition: int) -> list[Weakness]:
        inside = known.flows_in(frozenset(part.atoms))
        rows = frozenset(self._key(known.flows_in(remainder.atoms)) for remainder in part.remainders)
        key = (self._key(inside), rows, coalition)
        if key in self.safe:
            return []
        found = breaches(self.flows, known, part, self.rules, coalition=coalition, limit=_BREACHES_A_ROUND)
        if not found:
            self.safe.add(key)
        return [Weakness(inside & self.flows.touching(b.contributor), b.cells) for b in found]

    def _narrow(self, known: Told) -> list[Weakness]:
        """Withheld sums, and changes between releases, whose interval does not reach far enough below their value
        (how far it reaches above is the audit's business)."""
        found = []
        for cell in np.flatnonzero(self.is_primary & ~self.is_published).tolist():
            if self._is_narrow(known, self.membership[cell]):
                atoms = set(known.atom_of[self.cells.flows_of[cell]].tolist())
                told_by = {
                    c for told_atoms, cells in self._sums_told(known) if told_atoms & atoms for c in cells
                }
                found.append(Weakness(self.membership[cell], tuple(sorted(told_by))))
        for cell, change in self.changes:
            if self.is_published[cell] and self._is_narrow(known, change):
                found.append(Weakness(self.membership[cell], (cell,)))
        return found

    def _is_narrow(self, known: Told, inside: BoolArray) -> bool:
        low = smallest(self.flows, known, np.flatnonzero(inside))
        flows = self.flows.take(inside)
        return bool(low > flows.total - self.rules.margin_share * flows.totals()[1][0] * (1 - 1e-6))

    # --- withholding --------------------------------------------------------------------------------
    def _withhold_for(self, spots: list[Weakness]) -> None:
        """One more cell for each weakness, but not two in the same equation before judging again."""
        touched: set[int] = set()
        for spot in spots:
            if touched & set(spot.cells):
                continue
            chosen = self._complement(spot)
            if chosen is None:
                self.accepted.add(self._key(spot.flows))
            else:
                self.is_published[chosen] = False
                touched |= {chosen, *spot.cells}

    def _complement(self, spot: Weakness) -> int | None:
        """The cell to withhold: the cheapest sibling that mends it, else the cheapest of the sums that tell it."""
        can_go = self.is_published & ~self.cells.is_past
        inside_some = np.zeros(len(self.cells), dtype=np.bool_)
        for cell in spot.cells:
            inside_some |= ~(self.membership & ~self.membership[cell]).any(axis=1)
        inside_some[list(spot.cells)] = False
        adds = (self.membership & ~spot.flows).any(axis=1)
        siblings = np.flatnonzero(can_go & inside_some & adds)
        siblings = siblings[np.argsort(self.cost[siblings], kind="stable")]
        for sibling in siblings[:_SIBLINGS_TRIED].tolist():
            if not comes_too_close(self.flows.take(spot.flows | self.membership[sibling]), self.rules):
                return int(sibling)
        telling = [cell for cell in spot.cells if can_go[cell]]
        if telling:
            return min(telling, key=lambda cell: (self.cost[cell], cell))
        return int(siblings[-1]) if len(siblings) else None

    def _give_back(self) -> None:
        """Publish again what was withheld for others and is not needed, largest first."""
        withheld = np.flatnonzero(~self.is_published & ~self.is_primary)
        for cell in withheld[np.argsort(-self.cost[withheld], kind="stable")][:_SECOND_CHANCES].tolist():
            self.is_published[cell] = True
            if self.weak_spots(_QUICK):
                self.is_published[cell] = False

    def _key(self, inside: BoolArray | IntArray) -> bytes:
        return np.packbits(inside).tobytes()
