"""The gate: withhold what is unsafe, withhold more until nothing unsafe can be worked out, and prove it.

Primary suppression is by the rules; secondary suppression is a search (cheapest sibling first) that is never
trusted: after every step all that the published cells tell together is judged again, and only what the linear
programmes of `audit` and `intervals` pass is let through. At the end what was withheld needlessly is given back,
each piece under the same audit.
Cells of earlier releases stay published and count as known. Beside them new sums are added one by one, and only where
those who came and those who went would pass as cells of their own.
PyPI `pytauargus` was weighed: it suppresses one table for an outsider, while this gate must hold several linked
tables and releases against coalitions at both ends of a flow.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from lieferkette.disclosure.audit import breaches
from lieferkette.disclosure.derived import Part, Told, told
from lieferkette.disclosure.flows import BoolArray, Cells, FloatArray, Flows, IntArray
from lieferkette.disclosure.intervals import smallest
from lieferkette.disclosure.primary import comes_too_close, is_unsafe
from lieferkette.disclosure.rules import Rules

#: Withheld cells that are tried again at the end, largest first.
_SECOND_CHANCES = 20
#: Breaches of one part that are mended before judging again.
_BREACHES_A_ROUND = 8
#: Siblings that are tried as a complement before the sum above them is withheld instead.
_SIBLINGS_TRIED = 12
#: New sums that are tried beside earlier releases, most valuable first.
_RENEWALS_TRIED = 12


@dataclass(frozen=True)
class Passed:
    """What the gate lets through. Past cells are True in `is_published` and belong to neither kind of withheld.

    `is_held`: new sums that would give joiners or leavers away beside an earlier release.
    """

    is_published: BoolArray
    is_primary: BoolArray
    is_held: BoolArray

    @property
    def is_secondary(self) -> BoolArray:
        """Withheld to protect others."""
        return np.asarray(~self.is_published & ~self.is_primary & ~self.is_held)


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
    return gate.weak_spots()


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
        self.is_held = self._is_held()
        self.is_published = ~self.is_primary & ~self.is_held
        self.safe: set[Hashable] = set()

    def _is_held(self) -> BoolArray:
        """New sums that differ from an earlier one of much the same flows by joiners or leavers who are not safe.

        The difference of two releases is a table of its own: those who came must pass as a cell would, and those
        who went as well.
        """
        inside = self.membership.astype(np.float32)
        shared, sizes = inside @ inside.T, inside.sum(axis=1)
        is_held = np.zeros(len(self.cells), dtype=np.bool_)
        for cell in np.flatnonzero(~self.cells.is_past & ~self.is_primary).tolist():
            is_much = self.cells.is_past & (2 * shared[cell] > sizes) & (2 * shared[cell] > sizes[cell])
            is_held[cell] = any(self._changes_badly(cell, past) for past in np.flatnonzero(is_much).tolist())
        return is_held

    def _changes_badly(self, cell: int, past: int) -> bool:
        now, then = self.membership[cell], self.membership[past]
        return any(
            bool(change.any()) and is_unsafe(self.flows.take(change), self.rules)
            for change in (now & ~then, then & ~now)
        )

    def run(self) -> Passed:
        if self.cells.is_past.any():
            self._renew()
        else:
            self._mend()
            self._give_back()
        return Passed(self.is_published, self.is_primary, self.is_held)

    def _mend(self) -> None:
        while spots := self.weak_spots():
            self._withhold_for(spots)

    def _renew(self) -> None:
        """Beside what earlier releases told, publish one new sum after the other, most valuable first."""
        candidates = np.flatnonzero(self.is_published & ~self.cells.is_past)
        self.is_published = self.cells.is_past.copy()
        for cell in candidates[np.argsort(-self.cost[candidates], kind="stable")][:_RENEWALS_TRIED].tolist():
            self.is_published[cell] = True
            self.is_published[cell] = not self.weak_spots(limit=1)

    # --- judging ------------------------------------------------------------------------------------
    def weak_spots(self, limit: int = _BREACHES_A_ROUND) -> list[Weakness]:
        """Cheap tests first; linear programmes, for so many breaches a part, where these find nothing."""
        known = told(self.membership, self.is_published)
        found = [
            Weakness(inside, (cell,))
            for atoms, cell in self._sums_told(known)
            if self._is_weak(inside := known.flows_in(atoms))
        ]
        found = found or [weak for part in known.parts for weak in self._breaches(known, part, limit)]
        found = found or self._narrow(known)
        return found

    def _sums_told(self, known: Told) -> list[tuple[frozenset[int], int]]:
        """What is left of each published sum, and the cell that tells it."""
        solved = [(frozenset({atom}), cell) for atom, cell in known.solved.items()]
        return solved + [(r.atoms, r.cell) for part in known.parts for r in part.remainders]

    def _is_weak(self, inside: BoolArray) -> bool:
        key = self._key(inside)
        if key in self.safe:
            return False
        if comes_too_close(self.flows.take(inside), self.rules):
            return True
        self.safe.add(key)
        return False

    def _breaches(self, known: Told, part: Part, limit: int) -> list[Weakness]:
        inside = known.flows_in(frozenset(part.atoms))
        key = (self._key(inside), frozenset(self._key(known.flows_in(r.atoms)) for r in part.remainders))
        if key in self.safe:
            return []
        found = breaches(self.flows, known, part, self.rules, limit)
        if not found:
            self.safe.add(key)
        return [Weakness(inside & self.flows.touching(b.contributor), b.cells) for b in found]

    def _narrow(self, known: Told) -> list[Weakness]:
        """Withheld sums whose interval does not reach far enough below their value (how far it reaches above is the
        audit's business)."""
        found = []
        for cell in np.flatnonzero(self.is_primary & ~self.is_published).tolist():
            if self._is_narrow(known, self.membership[cell]):
                atoms = set(known.atom_of[self.cells.flows_of[cell]].tolist())
                told_by = {teller for told_atoms, teller in self._sums_told(known) if told_atoms & atoms}
                found.append(Weakness(self.membership[cell], tuple(sorted(told_by))))
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
            self.is_published[chosen] = False
            touched |= {chosen, *spot.cells}

    def _complement(self, spot: Weakness) -> int:
        """The cell to withhold: the cheapest sibling that mends it, else the cheapest of the sums that tell it."""
        inside_some = np.zeros(len(self.cells), dtype=np.bool_)
        for cell in spot.cells:
            inside_some |= ~(self.membership & ~self.membership[cell]).any(axis=1)
        inside_some[list(spot.cells)] = False
        adds = (self.membership & ~spot.flows).any(axis=1)
        siblings = np.flatnonzero(self.is_published & inside_some & adds)
        siblings = siblings[np.argsort(self.cost[siblings], kind="stable")]
        for sibling in siblings[:_SIBLINGS_TRIED].tolist():
            if not comes_too_close(self.flows.take(spot.flows | self.membership[sibling]), self.rules):
                return int(sibling)
        return min(spot.cells, key=lambda cell: (self.cost[cell], cell))

    def _give_back(self) -> None:
        """Publish again what was withheld for others and is not needed, largest first."""
        withheld = np.flatnonzero(~self.is_published & ~self.is_primary & ~self.is_held)
        for cell in withheld[np.argsort(-self.cost[withheld], kind="stable")][:_SECOND_CHANCES].tolist():
            self.is_published[cell] = True
            if self.weak_spots():
                self.is_published[cell] = False

    def _key(self, inside: BoolArray | IntArray) -> bytes:
        return np.packbits(inside).tobytes()
