"""The audit by linear programming: does any coalition come too close to anybody's figures?

For a coalition T and a contributor e outside it, take away the flows that T knows. Let d be what is left in each
atom, r the part of it that is e's, and A the published sums. No combination of e's figures can be bounded from
above more closely than (1 + p) times its value exactly if there is a possible world y with A·y = A·d and
y >= (1 + p)·r in every atom (by duality: were there none, some combination of published sums would prove it).
With z = y - d: A·z = 0 and z >= p·r - o, where o is what others have. One linear programme answers for one pair.

Not all coalitions need be tried. A world that was found serves a larger coalition too unless the new members know
more of some atom than the world leaves there. So only those sets of further members are tried that break it, and for
these any world found before may serve. Insiders by themselves are all tried (among the `_LARGEST` of an atom); of
larger coalitions, of which there are too many, the most harmful (`BEAM` at each step). Against each sum that is told
exactly, differences included, `primary.comes_too_close` tries every coalition there is.

Source of the idea of auditing suppression by linear programmes: Fischetti & Salazar-González, "Models and
algorithms for optimizing cell suppression in tabular data with linear constraints", JASA 95 (2000); the form with
a contributor and a coalition is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import highspy
import numpy as np

from lieferkette.disclosure.derived import Part, Told
from lieferkette.disclosure.flows import BoolArray, FloatArray, Flows, IntArray
from lieferkette.disclosure.rules import Rules

#: Coalitions of several that are tried at each step: the most harmful of those that break the world before.
BEAM = 6
#: Contributors of an atom, largest first, among whom further members are looked for.
_LARGEST = 30
#: What is needed is asked for a little more strictly than the rule, so that the solver's tolerance cannot matter.
_STRICTER = 1e-5


@dataclass(frozen=True)
class Breach:
    """A coalition (perhaps empty) that comes too close to a contributor, and the cells whose sums it combines."""

    contributor: int
    coalition: tuple[int, ...]
    cells: tuple[int, ...]


def breaches(
    flows: Flows, told: Told, part: Part, rules: Rules, *, coalition: int, limit: int
) -> list[Breach]:
    """The first breaches (at most `limit`) by coalitions of at most `coalition` within one part of what is told.

    None for the coalitions of the rules: the part is safe. Smaller ones are found faster.
    """
    worlds = _Worlds(flows, told, part)
    found: list[Breach] = []
    for contributor in worlds.contributors:
        breach = _Search(worlds, contributor, rules.margin_share, coalition).breach()
        if breach is not None:
            found.append(breach)
            if len(found) == limit:
                break
    return found


class _Worlds:
    """One part, its atoms numbered from 0, and one linear model of it that is solved again and again."""

    def __init__(self, flows: Flows, told: Told, part: Part) -> None:
        inside = told.flows_in(frozenset(part.atoms))
        self.flows = flows.take(inside)
        self.atom = np.searchsorted(np.asarray(part.atoms), told.atom_of[inside])
        self.atom_count = len(part.atoms)
        self.part = part
        numbers = {atom: i for i, atom in enumerate(part.atoms)}
        self.rows = [sorted(numbers[atom] for atom in remainder.atoms) for remainder in part.remainders]
        self.contributors: list[int] = self.flows.totals()[0].tolist()
        self.touching = np.asarray([self.flows.touching(who) for who in self.contributors])
        #: flows × atoms: amounts, scaled to the part's mean flow
        self.spread = np.zeros((len(self.flows), self.atom_count))
        self.spread[np.arange(len(self.flows)), self.atom] = (
            self.flows.amount * len(self.flows) / self.flows.total
        )
        #: contributors × atoms
        self.totals = self.touching @ self.spread
        self.by_size = np.argsort(-self.totals, axis=0, kind="stable")[:_LARGEST]
        self.sizes = np.take_along_axis(self.totals, self.by_size, axis=0)

    def solve(self, lower: FloatArray, left_out: Iterable[int] = ()) -> FloatArray | None:
        """A z with A·z = 0 and z >= lower, moving as little as possible; None where there is none.

        `left_out`: equations that need not hold.
        """
        if not (lower > 0).any():
            return np.zeros(self.atom_count)  # nothing need move
        count, rows = self.atom_count, len(self.rows)
        limits = np.concatenate([lower, np.zeros(rows)])
        above = np.concatenate([np.full(count, highspy.kHighsInf), np.zeros(rows)])
        for row in left_out:
            limits[count + row], above[count + row] = -highspy.kHighsInf, highspy.kHighsInf
        numbers = np.arange(count + rows, dtype=np.int32)
        self.model.changeRowsBounds(len(numbers), numbers, limits, above)
        self.model.run()
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.asarray(self.model.getSolution().col_value)
        return np.asarray(values[:count] - values[count:])

    @cached_property
    def model(self) -> Any:
        """Columns u, v >= 0 (z = u - v); a row per atom for z, a row per equation; least movement."""
        count = self.atom_count
        lists = [[atom, count + atom] for atom in range(count)]
        lists += [row + [count + atom for atom in row] for row in self.rows]
        signs = [np.repeat([1.0, -1.0], len(row) // 2) for row in lists]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * count, len(lists)
        model.col_cost_ = np.ones(2 * count)
        model.col_lower_, model.col_upper_ = np.zeros(2 * count), np.full(2 * count, highspy.kHighsInf)
        model.row_lower_, model.row_upper_ = np.zeros(len(lists)), np.zeros(len(lists))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0] + [len(row) for row in lists]).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate([np.asarray(row) for row in lists]).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate(signs)
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.passModel(model)
        return solver

    def proof(self, needed: FloatArray) -> tuple[int, ...]:
        """Cells whose sums together come too close: a small set of equations that still has no world."""
        left_out: set[int] = set()
        for row in range(len(self.rows)):
            if self.solve(needed, left_out | {row}) is None:
                left_out.add(row)
        return tuple(r.cell for row, r in enumerate(self.part.remainders) if row not in left_out)


class _Search:
    """All coalitions against one contributor (numbers are positions in `_Worlds.contributors`)."""

    def __init__(self, worlds: _Worlds, contributor: int, margin_share: float, coalition: int) -> None:
        self.worlds, self.coalition = worlds, coalition
        self.margin = margin_share * (1 + _STRICTER)
        self.target = worlds.contributors.index(contributor)
        self.found: list[FloatArray] = []

    def breach(self) -> Breach | None:
        """Level by level: nobody, then every set that breaks the worlds that serve the level before."""
        level: list[frozenset[int]] = [frozenset()]
        while level:
            needed = self._needed(level)
            broken = self._first_without_world(needed)
            if broken is not None:
                who = self.worlds.contributors
                members = tuple(sorted(who[member] for member in level[broken]))
                return Breach(who[self.target], members, self.worlds.proof(needed[broken]))
            level = self._next(level, needed)
        return None

    def _needed(self, coalitions: list[frozenset[int]]) -> FloatArray:
        """Coalitions × atoms: the least movement that gives the contributor enough more."""
        touching, spread = self.worlds.touching, self.worlds.spread
        known = np.zeros((len(coalitions), len(spread)), dtype=np.bool_)
        for i, coalition in enumerate(coalitions):
            known[i] = touching[sorted(coalition)].any(axis=0)
        mine = touching[self.target] & ~known
        wanted = self.margin * (mine @ spread)
        return np.asarray(wanted + 1e-6 * (wanted > 0) - ~(mine | known) @ spread)

    def _first_without_world(self, needed: FloatArray) -> int | None:
        """Find worlds until every coalition is served; the position of one that cannot be."""
        unserved = np.arange(len(needed))
        for world in self.found:
            unserved = unserved[(needed[unserved] > world + 1e-9).any(axis=1)]
        while len(unserved):
            fresh = self.worlds.solve(needed[unserved[0]])
            if fresh is None:
                return int(unserved[0])
            self.found.append(fresh)
            unserved = unserved[1:]
            unserved = unserved[(needed[unserved] > fresh + 1e-9).any(axis=1)]
        return None

    def _next(self, level: list[frozenset[int]], needed: FloatArray) -> list[frozenset[int]]:
        """The most harmful coalitions that break the best world of a smaller one, which they hold."""
        harm: dict[frozenset[int], float] = {}
        pool = np.asarray(self.found)
        for coalition, least in zip(level, needed, strict=True):
            more = self.coalition - len(coalition)
            if more:
                by_size, is_free, knowable = self._knowable(coalition, more)
                slack = pool - least
                weak = np.where((slack >= -1e-9).all(axis=1), (slack < knowable).sum(axis=1), len(least) + 1)
                left = slack[int(weak.argmin())]
                for atom in np.flatnonzero(left < knowable - 1e-12).tolist():
                    who = by_size[is_free[:, atom], atom]
                    sums = self.worlds.totals[who, atom]
                    for excess, members in _minimal_above(
                        who.tolist(), sums.tolist(), float(left[atom]), more
                    ):
                        harm[coalition | members] = max(harm.get(coalition | members, 0.0), excess)
        ordered = sorted(harm, key=lambda members: (-harm[members], sorted(members)))
        alone = [members for members in ordered if len(members) == 1]
        return alone + [members for members in ordered if len(members) > 1][:BEAM]

    def _knowable(self, coalition: frozenset[int], more: int) -> tuple[IntArray, BoolArray, FloatArray]:
        """By atom, what the `more` largest further members know of it (at most), and who may be one."""
        by_size, sizes = self.worlds.by_size, self.worlds.sizes
        is_free = sizes > 0
        for member in (*coalition, self.target):
            is_free &= by_size != member
        is_counted = is_free & (np.cumsum(is_free, axis=0) <= more)
        return by_size, is_free, np.asarray((sizes * is_counted).sum(axis=0))


def _minimal_above(
    who: list[int], sums: list[float], limit: float, size: int
) -> list[tuple[float, frozenset[int]]]:
    """Sets of at most `size` contributors whose sums exceed the limit, though no smaller set of theirs does.

    `sums` fall. Gives the excess with each set.

    >>> [(excess, sorted(members)) for excess, members in _minimal_above([7, 8, 9], [5.0, 3.0, 2.0], 4.0, 2)]
    [(1.0, [7]), (1.0, [8, 9])]
    """
    found: list[tuple[float, frozenset[int]]] = []

    def extend(start: int, members: tuple[int, ...], total: float) -> None:
        for i in range(start, len(who)):
            if total + sums[i] > limit:
                # Sums fall: without its smallest member, the last one, the set stays within the limit.
                found.append((total + sums[i] - limit, frozenset((*members, who[i]))))
            elif total + sums[i] * (size - len(members)) > limit:
                extend(i + 1, (*members, who[i]), total + sums[i])
            else:
                return

    extend(0, (), 0.0)
    return found
