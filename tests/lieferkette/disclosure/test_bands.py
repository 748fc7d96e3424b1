"""Bands of counts: few must not stand out."""

from __future__ import annotations

from lieferkette.disclosure.bands import count_band, may_count, share_band
from lieferkette.disclosure.rules import Rules

EIGHT = frozenset("abcdefgh")


def test_bands() -> None:
    assert [count_band(n) for n in (0, 5, 9, 10, 199, 200)] == [
        "0-4",
        "5-9",
        "5-9",
        "10-19",
        "100-199",
        "200+",
    ]
    assert [share_band(x) for x in (0.0, 0.1, 0.35, 0.999, 1.0)] == [
        "0-10",
        "10-20",
        "30-40",
        "90-100",
        "90-100",
    ]


def test_few_who_do_and_few_who_do_not_are_both_withheld() -> None:
    assert may_count(EIGHT, frozenset(), Rules(), [])
    assert not may_count(frozenset("abc"), frozenset(), Rules(), [])
    assert not may_count(EIGHT, EIGHT | {"x"}, Rules(), [])
    assert may_count(EIGHT, EIGHT | set("vwxyz"), Rules(), [])


def test_a_band_does_not_change_for_one_joiner() -> None:
    ten = EIGHT | {"x", "y"}
    assert not may_count(ten, frozenset(), Rules(), [("5-9", EIGHT)])
    assert may_count(ten, frozenset(), Rules(), [(None, EIGHT)])
    assert may_count(ten | set("vwz"), frozenset(), Rules(), [("5-9", EIGHT)])
