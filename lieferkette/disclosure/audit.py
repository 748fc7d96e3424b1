"""The audit by linear programming: does any coalition come too close to anybody's figures?

For a coalition T and a contributor e outside it, take away the flows that T knows. Let r be e's part of each atom, o
what others have of it that T does not know, and A the published sums. No combination of e's figures can be bounded
from above more closely than (1 + p) times its value exactly if there is a change z with A·z = 0 and z >= p·r - o in
every atom (by duality: were there none, some combination of published sums would prove the bound). What T knows of
e itself is left in r, which errs on the safe side.

Coalitions are not tried one by one. A change serves every coalition that knows no more of any atom than the change
leaves there. So the search holds changes and asks for a coalition that breaks all of them (`holdings`); for that one
a further change is looked for, which falls as little as can be below what would serve all coalitions at once. It
ends where a coalition has no change (a breach), or where no coalition is left: then all insiders, pairs and triples
are judged, though most were never named. A search that takes too long counts as a breach.

Source of the idea of auditing suppression by linear programmes: Fischetti & Salazar-González, "Models and
algorithms for optimizing cell suppression in tabular data with linear constraints", JASA 95 (2000); the form with
a contributor and coalitions is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.disclosure.derived import Part, Told
from lieferkette.disclosure.flows import BoolArray, FloatArray, Flows
from lieferkette.disclosure.holdings import Change, Holdings, OfOthers
from lieferkette.disclosure.rules import Rules
from lieferkette.disclosure.worlds import Bounds, Worlds

#: What is needed is asked for a little more strictly than the rule, so that the solver's tolerance cannot matter.
_STRICTER, _LEAST_MOVE = 1e-5, 1e-6
#: Changes that are looked for on behalf of one contributor before it counts as a breach.
MOST_CHANGES = 32
#: How much dearer an atom becomes that a change has used: the next one is to stand elsewhere.
_DEARER = 4.0


@dataclass(frozen=True)
class Breach:
    """A coalition (perhaps empty) that comes too close to a contributor, and the cells whose sums it combines."""

    contributor: int
    coalition: tuple[int, ...]
    cells: tuple[int, ...]


def breaches(flows: Flows, told: Told, part: Part, rules: Rules, limit: int) -> list[Breach]:
    """The first breaches (at most `limit`) within one part of what is told.

    None: no coalition of the rules comes too close to anybody.
    """
    inside = told.flows_in(part.atoms)
    of_part = flows.take(inside)
    atoms = np.searchsorted(np.asarray(part.atoms), told.atom_of[inside])
    holdings = Holdings(of_part, atoms, len(part.atoms), rules.coalition)
    return _Audit(holdings, Worlds(part), rules).breaches(limit)


class _Audit:
    """One part; amounts are scaled to its mean flow by `Holdings`."""

    def __init__(self, holdings: Holdings, worlds: Worlds, rules: Rules) -> None:
        self.holdings, self.worlds = holdings, worlds
        self.margin = rules.margin_share * (1 + _STRICTER)
        #: Changes that served somebody's every coalition.
        self.known = np.zeros((0, worlds.atom_count))

    def breaches(self, limit: int) -> list[Breach]:
        """Contributors who need most go first: what serves them serves many."""
        by_need: list[tuple[float, OfOthers, FloatArray]] = []
        for contributor in self.holdings.contributors:
            of = self.holdings.of_others(contributor)
            mine = self.holdings.of(contributor)
            least = self.margin * mine + _LEAST_MOVE * (mine > 0) - of.amounts
            need = float(np.maximum(least + of.knowable, 0).sum())
            if need > 0:
                by_need.append((need, of, least))
        found: list[Breach] = []
        for _, of, least in sorted(by_need, key=lambda need: (-need[0], need[1].contributor)):
            breach = self._breach(of, least)
            if breach is not None:
                found.append(breach)
                if len(found) == limit:
                    break
        return found

    def _breach(self, of: OfOthers, least: FloatArray) -> Breach | None:
        """`least`: how far a mere reader lets each atom fall, or makes it rise."""
        for_all = least + of.knowable
        if _some_multiple_serves(self.known, for_all, of.is_coverable):
            return None
        coalition: tuple[int, ...] | None = ()
        changes: list[Change] = []
        price = np.ones(len(least))
        while coalition is not None:
            covered = np.minimum(self.holdings.known_to(coalition, of.contributor), of.knowable)
            is_fixed = np.zeros(len(least), dtype=np.bool_)
            is_fixed[self.holdings.covered_by(coalition)] = True
            change = self.worlds.find(Bounds(for_all, least + covered, of.is_coverable, is_fixed, price))
            if change is None or len(changes) == MOST_CHANGES:
                return Breach(of.contributor, coalition, self.worlds.proof())
            is_dear = (change < for_all - 1e-9) | (of.is_coverable & (change > 0))
            if not is_dear.any():
                self.known = np.vstack([self.known, change])
                return None
            changes.append(Change(change - least, change != 0))
            price = np.where(is_dear, np.minimum(price * _DEARER, 64.0), price)
            coalition = self.holdings.breaking(changes, of)
        return None


def _some_multiple_serves(known: FloatArray, least: FloatArray, is_firm: BoolArray) -> bool:
    """Whether some multiple of a known change is at least `least` in every atom, and zero or less where firm."""
    up = least > 0
    if not len(known) or (is_firm & up).any():
        return False
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(known[:, up] > 0, least[up] / known[:, up], np.inf).max(axis=1)
        high = np.where(known[:, ~up] < 0, least[~up] / known[:, ~up], np.inf).min(axis=1, initial=np.inf)
    is_low = ~(known[:, is_firm] > 0).any(axis=1)
    return bool(((low <= high) & np.isfinite(low) & is_low).any())
