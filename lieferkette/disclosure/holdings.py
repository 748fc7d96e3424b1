"""Who holds how much of each atom, and what a coalition can know of it.

A company knows the flows at whose ends it stands; a coalition knows those of its members, each flow once. Where it
knows all flows of an atom, it knows that there are no others (the worst case), so that nothing can change there.
Comes in: the flows of a part and their atoms. Goes out: amounts by atom, scaled to the mean flow; the most that a
coalition of a size can know; a coalition that breaks every change of a list. Never: knows sums or margins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lieferkette.disclosure.flows import NOBODY, BoolArray, FloatArray, Flows, IntArray

#: Amounts are scaled to a mean of 1: below this they are equal.
_EQUAL = 1e-9


@dataclass(frozen=True)
class OfOthers:
    """By atom, what others than a contributor have among themselves, the most that a coalition of them knows of it,
    and whether one can know every flow of the atom, the contributor's included."""

    contributor: int
    amounts: FloatArray
    knowable: FloatArray
    is_coverable: BoolArray


@dataclass(frozen=True)
class Change:
    """A change of the atoms: what it leaves a coalition to know of each, and which it moves at all."""

    left: FloatArray
    is_moved: BoolArray


class Holdings:
    """`atoms[flow]` numbers the atom of each flow from 0; `size`: members of a coalition, at most."""

    def __init__(self, flows: Flows, atoms: IntArray, atom_count: int, size: int) -> None:
        self.size = size
        self._atoms = [_Atom() for _ in range(atom_count)]
        self._held: dict[int, dict[int, float]] = {}
        scaled = flows.amount * (len(flows) / flows.total)
        for buyer, seller, atom, amount in zip(
            flows.customer.tolist(), flows.supplier.tolist(), atoms.tolist(), scaled.tolist(), strict=True
        ):
            self._atoms[atom].add(buyer, seller, amount)
            for who in {buyer, seller} - {NOBODY}:
                held = self._held.setdefault(who, {})
                held[atom] = held.get(atom, 0.0) + amount
        self._sums = np.bincount(atoms, weights=scaled, minlength=atom_count)
        self._knowable = np.asarray([atom.most_known(NOBODY, size) for atom in self._atoms])
        self._coverable = np.asarray([atom.is_coverable(NOBODY, size) for atom in self._atoms])

    @property
    def contributors(self) -> list[int]:
        """All, in ascending order."""
        return sorted(self._held)

    def of(self, contributor: int) -> FloatArray:
        """What a contributor has in each atom."""
        mine = np.zeros(len(self._atoms))
        mine[list(self._held[contributor])] = list(self._held[contributor].values())
        return mine

    def of_others(self, contributor: int) -> OfOthers:
        """What others than the contributor have, and can know."""
        others = self._sums - self.of(contributor)
        knowable, coverable = self._knowable.copy(), self._coverable.copy()
        for atom in self._held[contributor]:
            knowable[atom] = self._atoms[atom].most_known(contributor, self.size)
            coverable[atom] = self._atoms[atom].is_coverable(contributor, self.size)
        return OfOthers(contributor, others, np.minimum(knowable, others), coverable)

    def covered_by(self, coalition: Sequence[int]) -> IntArray:
        """The atoms of which the coalition knows every flow."""
        touched = {atom for member in coalition for atom in self._held[member]}
        return np.asarray(sorted(a for a in touched if self._atoms[a].is_covered(coalition)), dtype=np.int64)

    def known_to(self, coalition: Sequence[int], contributor: int) -> FloatArray:
        """By atom, what the coalition knows of flows between others than the contributor."""
        known = np.zeros(len(self._atoms))
        for atom in {atom for member in coalition for atom in self._held[member]}:
            known[atom] = self._atoms[atom].known_to(coalition, contributor)
        return known

    def breaking(self, changes: Sequence[Change], of: OfOthers) -> tuple[int, ...] | None:
        """A coalition without the contributor for which every change is impossible; None where there is none.

        Depth first: members are added only where they break the first change that still holds.
        """
        weak = [np.flatnonzero(of.knowable > one.left + _EQUAL).tolist() for one in changes]
        fixed = [np.flatnonzero(of.is_coverable & one.is_moved).tolist() for one in changes]
        order = sorted(range(len(changes)), key=lambda i: len(weak[i]) + len(fixed[i]))
        tried: set[tuple[int, ...]] = set()

        def extend(coalition: tuple[int, ...]) -> tuple[int, ...] | None:
            if coalition in tried:
                return None
            tried.add(coalition)
            first = next(
                (i for i in order if not self._breaks(coalition, changes[i], weak[i], fixed[i], of)), None
            )
            if first is None:
                return coalition
            for more in self._ways(coalition, changes[first], weak[first], fixed[first], of):
                found = extend(tuple(sorted((*coalition, *more))))
                if found is not None:
                    return found
            return None

        return extend(())

    def _breaks(
        self, coalition: tuple[int, ...], change: Change, weak: list[int], fixed: list[int], of: OfOthers
    ) -> bool:
        atoms = self._atoms
        return any(atoms[a].is_covered(coalition) for a in fixed) or any(
            atoms[a].known_to(coalition, of.contributor) > change.left[a] + _EQUAL
            and not atoms[a].is_covered(coalition)
            for a in weak
        )

    def _ways(
        self, coalition: tuple[int, ...], change: Change, weak: list[int], fixed: list[int], of: OfOthers
    ) -> Iterator[tuple[int, ...]]:
        """Further members with whom a coalition breaks a change; every coalition that holds it and breaks the
        change holds one of them."""
        more = self.size - len(coalition)
        for atom in fixed:
            yield from self._atoms[atom].covers(coalition, of.contributor, more)
        for atom in weak:
            limit = float(change.left[atom]) + _EQUAL
            yield from self._atoms[atom].sets_above(limit, coalition, of.contributor, more)


class _Atom:
    """What each contributor has in one atom, and what two have with each other."""

    def __init__(self) -> None:
        self.total: dict[int, float] = {}
        self.between: dict[int, dict[int, float]] = {}
        self._ends: list[tuple[int, int]] = []
        self._ranked: dict[int, tuple[list[int], list[float]]] = {}

    def add(self, buyer: int, seller: int, amount: float) -> None:
        """One more flow."""
        self._ends.append((buyer, seller))
        for who in {buyer, seller} - {NOBODY}:
            self.total[who] = self.total.get(who, 0.0) + amount
        if seller not in (NOBODY, buyer):
            for one, other in ((buyer, seller), (seller, buyer)):
                row = self.between.setdefault(one, {})
                row[other] = row.get(other, 0.0) + amount

    def known_to(self, coalition: Sequence[int], without: int) -> float:
        """What a coalition knows of the flows that do not touch `without`."""
        known = 0.0
        for i, member in enumerate(coalition):
            if member in self.total:
                known += self.total[member]
                if member in self.between:
                    apart = self.between[member]
                    known -= apart.get(without, 0.0) + sum(apart.get(m, 0.0) for m in coalition[:i])
        return known

    def is_covered(self, coalition: Sequence[int]) -> bool:
        """Whether the coalition stands at an end of every flow."""
        return all(buyer in coalition or seller in coalition for buyer, seller in self._ends)

    def covers(self, coalition: tuple[int, ...], without: int, more: int) -> Iterator[tuple[int, ...]]:
        """Further members, at most `more` and not `without`, with whom the coalition stands at every flow."""
        bare = next(((b, s) for b, s in self._ends if b not in coalition and s not in coalition), None)
        if bare is None:
            yield ()
        elif more:
            for end in set(bare) - {NOBODY, without}:
                for further in self.covers((*coalition, end), without, more - 1):
                    yield (end, *further)

    def is_coverable(self, without: int, size: int) -> bool:
        """Whether `size` others can know every flow."""
        return next(self.covers((), without, size), None) is not None

    def most_known(self, without: int, size: int) -> float:
        """The most that `size` others know of the flows that do not touch `without`."""
        who, sums = self._others(without)
        best = 0.0

        def extend(start: int, members: tuple[int, ...], known: float) -> None:
            nonlocal best
            best = max(best, known)
            left = size - len(members)
            for i in range(start, len(who) if left else start):
                if known + sum(sums[i : i + left]) <= best:
                    return  # sums fall: nobody further on can make up for it
                apart = self.between.get(who[i], {})
                more = sums[i] - sum(apart.get(m, 0.0) for m in members)
                extend(i + 1, (*members, who[i]), known + more)

        extend(0, (), 0.0)
        return best

    def sets_above(
        self, limit: float, coalition: tuple[int, ...], without: int, more: int
    ) -> Iterator[tuple[int, ...]]:
        """Further members, at most `more`, with whom the coalition just knows more than the limit."""
        who, sums = self._others(without)

        def extend(start: int, members: tuple[int, ...], known: float) -> Iterator[tuple[int, ...]]:
            left = more - len(members)
            for i in range(start, len(who) if left else start):
                if known + sum(sums[i : i + left]) <= limit:
                    return
                if who[i] in coalition:
                    continue
                apart = self.between.get(who[i], {})
                adds = sums[i] - sum(apart.get(m, 0.0) for m in (*coalition, *members))
                if known + adds > limit:
                    yield (*members, who[i])
                else:
                    yield from extend(i + 1, (*members, who[i]), known + adds)

        yield from extend(0, (), self.known_to(coalition, without))

    def _others(self, without: int) -> tuple[list[int], list[float]]:
        """Contributors but `without`, and what they have with others than it, falling."""
        if without not in self._ranked:
            apart = self.between.get(without, {})
            sums = sorted(
                ((total - apart.get(who, 0.0), who) for who, total in self.total.items() if who != without),
                reverse=True,
            )
            self._ranked[without] = ([who for _, who in sums], [total for total, _ in sums])
        return self._ranked[without]
