"""Primary rules: which sums are unsafe on their own.

Sources: the minimum of contributors, the p% rule X - x1 - x2 < p·x1 and the (n, k) rule as in Hundepool et al.,
"Statistical Disclosure Control" (2012), chapter 4; § 16 BStatG for the practice. Both ends of a flow count: a sum
is unsafe where its buyers are too few or too unequal, and where its sellers are. The p% rule is taken for
coalitions: whoever knows a flow is at one of its ends, so a coalition knows all flows that touch it.
Never: looks at more than one sum at a time; what sums tell together is the audit's business.
"""

from __future__ import annotations

import numpy as np

from lieferkette.disclosure.flows import NOBODY, FloatArray, Flows, IntArray
from lieferkette.disclosure.rules import Rules

#: Sums of euros are equal below this share of the sum.
_EQUAL = 1e-9


def contributors_at_ends(flows: Flows) -> tuple[int, int | None]:
    """How many buyers and sellers; None for sellers where the flows have no such end."""
    sellers = flows.supplier[flows.supplier != NOBODY]
    return len(np.unique(flows.customer)), len(np.unique(sellers)) if len(sellers) else None


def fewest_contributors(flows: Flows) -> int:
    """The smaller number of contributors of the two ends."""
    buyers, sellers = contributors_at_ends(flows)
    return buyers if sellers is None else min(buyers, sellers)


def is_unsafe(flows: Flows, rules: Rules) -> bool:
    """Whether the sum of the flows must not be published by itself.

    >>> twelve = Flows.of(range(12), range(12, 24), [10.0] * 12)
    >>> is_unsafe(twelve, Rules()), is_unsafe(twelve.take(slice(0, 4)), Rules())
    (False, True)
    """
    if fewest_contributors(flows) < rules.minimum_contributors:
        return True
    if rules.dominance is not None and _is_dominated(flows, *rules.dominance):
        return True
    return comes_too_close(flows, rules)


def comes_too_close(flows: Flows, rules: Rules) -> bool:
    """Whether a coalition that subtracts what it knows from the sum comes within the margin of somebody.

    For a contributor e and a coalition T: what remains of the sum without T's flows is e's own part r and the
    others' o, so e is bounded by r + o; too close where o < p·r.
    """
    who, sums = flows.totals()
    total = flows.total
    for contributor, own in zip(who.tolist(), sums.tolist(), strict=True):
        if total - own >= rules.margin_share * own + float(sums[: rules.coalition + 1].sum()):
            return False  # even the largest coalition leaves enough; smaller contributors are safer still
        others = flows.take(~flows.touching(contributor))
        spare = others.total - rules.margin_share * own
        if spare < total * _EQUAL or _covers_more_than(others, rules.coalition, spare):
            return True
    return False


def _is_dominated(flows: Flows, n: int, share: float) -> bool:
    for end in (flows.customer, flows.supplier):
        sums = np.sort(np.bincount(end[end != NOBODY], weights=flows.amount[end != NOBODY]))[::-1]
        if len(sums) and float(sums[:n].sum()) > share * flows.total:
            return True
    return False


def _covers_more_than(flows: Flows, size: int, limit: float) -> bool:
    """Whether some `size` contributors together stand at the ends of flows worth more than `limit`."""
    if size == 0 or not len(flows):
        return False
    who, sums = flows.totals()
    return _search(flows, who, sums, size, limit * (1 + _EQUAL))


def _search(flows: Flows, who: IntArray, sums: FloatArray, size: int, limit: float) -> bool:
    """Depth first, largest contributors first; the sum of the next `size` bounds what a coalition can cover."""
    for first in range(len(who)):
        if float(sums[first : first + size].sum()) <= limit:
            return False
        known = flows.touching(int(who[first]))
        covered = float(flows.amount[known].sum())
        if covered > limit:
            return True
        if size > 1:
            rest = flows.take(~known)
            later, later_sums = rest.totals()
            # Members before `first` were tried already; leaving them out keeps the search small, not unsound.
            is_new = ~np.isin(later, who[:first])
            if _search(rest, later[is_new], later_sums[is_new], size - 1, limit - covered):
                return True
    return False
