"""The rule of essential inputs, pair by pair, and for every division of WZ 2008."""

from __future__ import annotations

import itertools

import pytest

from lieferkette.resilience.essentiality import Essentiality, essentiality
from schemas.reference.sector_groups import SECTOR_GROUPS

DIVISIONS = sorted(division for group in SECTOR_GROUPS for division in group.divisions)


@pytest.mark.parametrize(
    ("supplier", "buyer", "expected"),
    [
        ("24.10", "25.62", Essentiality.ESSENTIAL),
        ("46.72", "25.62", Essentiality.ESSENTIAL),
        ("35", "86", Essentiality.ESSENTIAL),
        ("41.20", "43.21", Essentiality.ESSENTIAL),
        ("41.20", "25.62", Essentiality.NON_ESSENTIAL),
        ("49.41", "25.62", Essentiality.NON_ESSENTIAL),
        ("17.23", "69.20", Essentiality.NON_ESSENTIAL),
        ("69.20", "25.62", Essentiality.NO_EFFECT),
        ("", "25.62", Essentiality.NON_ESSENTIAL),
        ("unbekannt", "25.62", Essentiality.NON_ESSENTIAL),
        ("24.10", None, Essentiality.NON_ESSENTIAL),
    ],
)
def test_pairs(supplier: str, buyer: str | None, expected: Essentiality) -> None:
    assert essentiality(supplier, buyer) is expected


def test_makers_need_every_good_and_no_advice() -> None:
    makers = [division for division in DIVISIONS if int(division) <= 43]
    goods = [division for division in DIVISIONS if int(division) <= 33]
    for supplier, buyer in itertools.product(goods, makers):
        assert essentiality(supplier, buyer) is Essentiality.ESSENTIAL
    for supplier, buyer in itertools.product(["64", "69", "70", "73", "84", "94"], makers):
        assert essentiality(supplier, buyer) is Essentiality.NO_EFFECT


def test_depth_of_the_code_changes_nothing() -> None:
    for supplier, buyer in itertools.product(DIVISIONS, DIVISIONS):
        assert essentiality(f"{supplier}.11", f"{buyer}.2") is essentiality(supplier, buyer)
