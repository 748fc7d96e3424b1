"""A seeded slice of the attack on released tables; `make attack` runs it whole. And the attacker is no straw man."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lieferkette.disclosure.rules import Rules
from tests.attack.attacker import Attacker
from tests.attack.run import Tally, attack_world
from tests.attack.worlds import KINDS, make_world


@pytest.mark.property
@pytest.mark.parametrize("seed", [1, 5])
def test_no_attack_succeeds(seed: int) -> None:
    tally = Tally()
    assert attack_world(seed, Rules(), tally) == []
    assert tally.releases == 3 and tally.attacks > 100
    assert sum(tally.published.values()) > 0


def test_the_attacker_breaks_what_is_not_guarded() -> None:
    """A total and two of its three parts give the third away; an insider sees through a pair."""
    flows = [(i, 10 + i, 100 + i, 0, 0, 0) for i in range(3)]
    attacker = Attacker(flows, [frozenset({0, 1, 2}), frozenset({0, 1})], Fraction(15, 100))
    assert any(success.is_exact and success.company == 2 for success in attacker.attack(()))
    pair = Attacker(flows, [frozenset({0, 1})], Fraction(15, 100))
    assert pair.attack(()) == []
    assert any(success.company == 1 and success.is_exact for success in pair.attack((0,)))


def test_the_attacker_sees_a_joiner() -> None:
    flows = [(i, 20 + i, 100, 0, 0, 0) for i in range(8)]
    attacker = Attacker(flows, [frozenset(range(7)), frozenset(range(8))], Fraction(15, 100))
    assert any(success.company == 7 for success in attacker.attack(()))


def test_worlds_are_the_same_for_the_same_seed_and_of_every_kind() -> None:
    assert make_world(3) == make_world(3)
    assert {make_world(seed).kind for seed in range(4)} == set(KINDS)
