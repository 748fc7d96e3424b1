"""An attacker on published sums: whole numbers and elimination over fractions, no linear programming.

It knows every published sum of all releases, which flows stay from release to release, who is in which cell, and as
an insider the flows of one, two or three companies; where these are all that an unknown holds, it knows that too.
It derives further sums by subtracting published ones (nested ones, and those of two releases that are much the
same: who came less who went) and by elimination, then narrows every unknown by passing bounds along the equations
until nothing moves, and looks whether any company's figures are bounded from above within the margin.
Shares no code with `lieferkette.disclosure`, and must not import it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tests.attack.worlds import Flow

IntArray = NDArray[np.int64]
Cell = frozenset[int]  # a set of unknowns
Signed = tuple[Cell, Cell]  # unknowns that are added, and those that are taken away
#: Derived sums after which no more differences are taken, and rounds of narrowing.
_MOST_SUMS, _SWEEPS = 150, 8


@dataclass(frozen=True)
class Success:
    """What the attacker can say: this company's part of a sum, bounded at `bound`, is truly `value`."""

    insiders: tuple[int, ...]
    company: int
    value: int
    bound: int

    @property
    def is_exact(self) -> bool:
        """Whether the bound is the value."""
        return self.bound == self.value


class Attacker:
    """Published sums as sets of flows; each flow once, however many releases hold it."""

    def __init__(self, flows: list[Flow], published: Iterable[frozenset[int]], margin: Fraction) -> None:
        self.margin = margin
        sums = sorted(set(published), key=lambda s: (len(s), sorted(s)))
        holders: dict[int, list[int]] = defaultdict(list)
        for number, members in enumerate(sums):
            for flow in members:
                holders[flow].append(number)
        patterns: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for flow, held in holders.items():
            patterns[tuple(held)].append(flow)
        unknowns = [members for _, members in sorted(patterns.items())]
        number_of = {flow: u for u, members in enumerate(unknowns) for flow in members}
        rows = {frozenset(number_of[flow] for flow in members) for members in sums}
        signed = {(row, frozenset[int]()) for row in self._derived(rows)}
        signed |= self._eliminated(rows) | _changes(rows)
        known = sorted(signed, key=lambda row: (len(row[0]), sorted(row[0]), sorted(row[1])))
        count = range(len(unknowns))
        self.added, self.taken = (
            np.asarray([[u in row[side] for u in count] for row in known], dtype=np.int64) for side in (0, 1)
        )
        self.unknown = np.asarray([number_of.get(i, -1) for i in range(len(flows))], dtype=np.int64)
        self.buyer, self.seller, self.amount = (
            np.asarray([flow[i] for flow in flows], dtype=np.int64) for i in range(3)
        )
        self.companies = np.unique(np.concatenate([self.buyer, self.seller]))

    # --- deriving sums ------------------------------------------------------------------------------
    def _derived(self, rows: set[Cell]) -> set[Cell]:
        """Differences of nested sums, again and again."""
        known = set(rows)
        fresh = set(rows)
        for _ in range(3):
            found = {
                larger - smaller
                for one, other in itertools.product(fresh, known)
                for larger, smaller in ((one, other), (other, one))
                if smaller < larger
            } - known
            known |= found
            fresh = found
            if not found or len(known) > _MOST_SUMS:
                break
        return known

    def _eliminated(self, rows: set[Cell]) -> set[Signed]:
        """Row reduction over fractions; reduced rows with ones alone, added or taken away, tell of unknowns too."""
        reduced: list[dict[int, Fraction]] = []
        for row in sorted(rows, key=lambda r: (len(r), sorted(r))):
            line = {unknown: Fraction(1) for unknown in row}
            for other in reduced:
                pivot = min(other)
                if pivot in line:
                    line = _minus(line, other, line[pivot] / other[pivot])
            if line:
                pivot = min(line)
                line = {unknown: value / line[pivot] for unknown, value in line.items()}
                reduced = [_minus(o, line, o[pivot]) if pivot in o else o for o in reduced] + [line]
        return {
            (frozenset(u for u in line if line[u] == 1), frozenset(u for u in line if line[u] == -1))
            for line in reduced
            if all(abs(value) == 1 for value in line.values())
        }

    # --- attacking ----------------------------------------------------------------------------------
    def attack(self, insiders: tuple[int, ...]) -> list[Success]:
        """All companies that this coalition comes too close to (the empty coalition: any reader)."""
        is_unknown = ~(np.isin(self.buyer, insiders) | np.isin(self.seller, insiders)) & (self.unknown >= 0)
        at, amount = self.unknown[is_unknown], self.amount[is_unknown]
        shape = len(self.companies), self.added.shape[1]
        parts = np.zeros(shape, dtype=np.int64)
        np.add.at(parts, (np.searchsorted(self.companies, self.buyer[is_unknown]), at), amount)
        np.add.at(parts, (np.searchsorted(self.companies, self.seller[is_unknown]), at), amount)
        rest = np.zeros(shape[1], dtype=np.int64)
        np.add.at(rest, at, amount)
        low, high = self._bounds(rest)
        told = (self.added - self.taken) @ rest
        bounds = np.concatenate([told + self.taken @ high, self.added @ high - told, high])
        held = (_product(parts, side.T) for side in (self.added, self.taken))
        values = np.concatenate([*held, parts], axis=1)
        p, q = self.margin.numerator, self.margin.denominator
        is_close = (values > 0) & (bounds * q < values * (p + q))
        if not insiders:  # whoever is alone in an unknown is bounded from below as well
            is_alone = (parts > 0) & (parts == rest)
            is_close[:, -shape[1] :] |= is_alone & (low * q > parts * (q - p))
        who, where = np.nonzero(is_close)
        return [
            Success(insiders, int(self.companies[i]), int(values[i, j]), int(bounds[j]))
            for i, j in zip(who, where, strict=True)
        ]

    def _bounds(self, rest: IntArray) -> tuple[IntArray, IntArray]:
        """Least and greatest value of every unknown: at most a sum less the least of the others in it, and so on."""
        low = np.zeros(len(rest), dtype=np.int64)
        high = np.where(rest > 0, int(rest.sum()), 0)
        told = (self.added - self.taken) @ rest
        is_added, is_taken = self.added.astype(bool), self.taken.astype(bool)
        for _ in range(_SWEEPS):
            most = told + self.taken @ high  # what is added sums to this at most, and to `least` at least
            least = told + self.taken @ low
            taken_most, taken_least = self.added @ high - told, self.added @ low - told
            new_high = _least_of(is_added, most - self.added @ low, low, high)
            new_high = _least_of(is_taken, taken_most - self.taken @ low, low, new_high)
            new_low = -_least_of(is_added, self.added @ high - least, -high, -low)
            new_low = -_least_of(is_taken, self.taken @ high - taken_least, -high, -new_low)
            if (new_high == high).all() and (new_low == low).all():
                break
            low, high = new_low, new_high
        return low, high


def _product(one: IntArray, other: IntArray) -> IntArray:
    """Matrix product of whole numbers below 2**53, which floating point does exactly and much faster."""
    return np.asarray(one.astype(np.float64) @ other.astype(np.float64)).astype(np.int64)


def _least_of(is_in: NDArray[np.bool_], room: IntArray, own: IntArray, bound: IntArray) -> IntArray:
    """By unknown, the least of the bound and, over the equations that it is in, of their room and its own share."""
    if not len(room):
        return bound
    by_row = np.where(is_in, room[:, None] + own, np.iinfo(np.int64).max)
    return np.minimum(bound, by_row.min(axis=0))


def _changes(rows: set[Cell]) -> set[Signed]:
    """Of two sums that have more than half in common, who came and who went."""
    return {
        (one - other, other - one)
        for one, other in itertools.combinations(sorted(rows, key=lambda r: (len(r), sorted(r))), 2)
        if 2 * len(one & other) > max(len(one), len(other)) and not (one < other or other < one)
    }


def _minus(line: dict[int, Fraction], other: dict[int, Fraction], times: Fraction) -> dict[int, Fraction]:
    """line - times · other, without zeros."""
    result = dict(line)
    for unknown, value in other.items():
        left = result.get(unknown, Fraction(0)) - times * value
        if left:
            result[unknown] = left
        else:
            result.pop(unknown, None)
    return result
