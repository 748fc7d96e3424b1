"""Counts and shares as bands, and whether a band may leave: few must not stand out, in or out of the count."""

from __future__ import annotations

import itertools

from lieferkette.disclosure.rules import Rules

#: Lower ends of the bands of counts; the last is open.
_COUNT_FROM = (5, 10, 20, 50, 100, 200)


def count_band(count: int) -> str:
    """The band of a count; the lowest begins at the house's minimum of contributors.

    >>> count_band(7), count_band(250), count_band(3)
    ('5-9', '200+', '0-4')
    """
    if count < _COUNT_FROM[0]:
        return f"0-{_COUNT_FROM[0] - 1}"
    for low, following in itertools.pairwise(_COUNT_FROM):
        if count < following:
            return f"{low}-{following - 1}"
    return f"{_COUNT_FROM[-1]}+"


def share_band(share: float) -> str:
    """A share in steps of ten percent.

    >>> share_band(0.74), share_band(0.7), share_band(1.0), share_band(0.0)
    ('70-80', '70-80', '90-100', '0-10')
    """
    step = min(int(share * 10 + 1e-9), 9)
    return f"{step * 10}-{step * 10 + 10}"


def may_count(
    who: frozenset[str], of: frozenset[str], rules: Rules, before: list[tuple[str | None, frozenset[str]]]
) -> bool:
    """Whether the band of a count (or, with `of`, of the share of those in it) may be published.

    Those who count must be enough, and those of `of` who do not count as well: else a band would say what a known
    few do or do not do. `before` are the earlier releases' bands (None: withheld) with their sets: a band that
    changed must have changed by enough contributors, or joiners and leavers would stand out.
    """
    least = rules.minimum_contributors
    if len(who) < least or (of and len(of - who) < least):
        return False
    band = share_band(len(who) / len(of)) if of else count_band(len(who))
    return may_tell_band(band, who, rules, before)


def may_tell_band(
    band: str, who: frozenset[str], rules: Rules, before: list[tuple[str | None, frozenset[str]]]
) -> bool:
    """Whether a band of those in `who` may be told beside those of `before`: enough of them, and where it changed,
    enough who came or went."""
    least = rules.minimum_contributors
    is_quiet = all(then in (None, band) or len(who ^ was) >= least for then, was in before)
    return len(who) >= least and is_quiet
