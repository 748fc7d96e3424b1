"""The gate: withhold what is unsafe, publish beside the rest only what nothing unsafe can be worked out from.

Primary suppression is by the rules. Secondary suppression goes the other way round: nothing is published at first;
then sums are added one by one, most valuable first (in two orders, of which the better counts), and one stays only
where all that the published sums tell together, judged by the linear programmes of `audit` and `intervals`, is safe.
So what leaves has passed the audit as a whole at every step.
Cells of earlier releases stay published and count as known. Beside them a new sum is added only where those who came
and those who went would pass as cells of their own, and those sums go first that have no figure yet.
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

#: Sums with a figure that stands already, which are tried anew beside earlier releases, most valuable first.
_RENEWALS_TRIED = 10


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
        """Beside earlier releases: first what has no figure yet. Else the better of two orders: by amount, and by
        what the amount is worth to readers."""
        candidates = np.flatnonzero(self.is_published & ~self.cells.is_past)
        self.is_published = self.cells.is_past.copy()
        by_worth = self._falling(candidates, self.cost)
        if self.cells.is_past.any():
            fresh = [cell for cell in by_worth if not self.cells.is_carried[cell]]
            renewals = [cell for cell in by_worth if self.cells.is_carried[cell]]
            self._add([*fresh, *renewals[:_RENEWALS_TRIED]])
        else:
            tried = []
            for order in (by_worth, self._falling(candidates, self.value)):
                self.is_published = self.cells.is_past.copy()
                self._add(order)
                tried.append(self.is_published)
            self.is_published = max(tried, key=self._gain)
        return Passed(self.is_published, self.is_primary, self.is_held)

    def _falling(self, candidates: IntArray, by: FloatArray) -> list[int]:
        return candidates[np.argsort(-by[candidates], kind="stable")].tolist()  # type: ignore[no-any-return]

    def _gain(self, is_open: BoolArray) -> tuple[float, float]:
        """What is published: the amount first, then what it is worth to readers."""
        return round(float(self.value[is_open].sum()), 6), float(self.cost[is_open].sum())

    def _add(self, order: list[int]) -> None:
        """Publish one sum after the other wherever all that is published then passes."""
        for cell in order:
            if not self.is_published[cell]:
                self.is_published[cell] = True
                self.is_published[cell] = not self.weak_spots(limit=1)

    # --- judging ------------------------------------------------------------------------------------
    def weak_spots(self, limit: int = 8) -> list[Weakness]:
        """Cheap tests first; linear programmes, for so many breaches a part, where these find nothing."""
        known = told(self.membership, self.is_published)
        found = [
            Weakness(inside, (cell,))
            for atoms, cell in self._sums_told(known)
            if self._is_weak(inside := known.flows_in(atoms))
        ]
        found = found or self._narrow(known)
        for part in known.parts:
            found = found or self._breaches(known, part, limit)
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

    def _key(self, inside: BoolArray | IntArray) -> bytes:
        return np.packbits(inside).tobytes()
