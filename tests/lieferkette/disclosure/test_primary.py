"""Primary rules against brute force over all coalitions."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.disclosure.flows import NOBODY, Flows
from lieferkette.disclosure.primary import (
    comes_too_close,
    contributors_at_ends,
    fewest_contributors,
    is_unsafe,
)
from lieferkette.disclosure.rules import Rules

FLOW = st.tuples(st.integers(0, 5), st.integers(4, 9), st.integers(1, 60))


def too_close_by_force(rows: list[tuple[int, int, int]], rules: Rules) -> bool:
    """Every coalition of at most the size, against everybody."""
    companies = sorted({end for b, s, _ in rows for end in (b, s)})
    for target in companies:
        others = [row for row in rows if target not in row[:2]]
        own = sum(row[2] for row in rows if target in row[:2])
        for size in range(rules.coalition + 1):
            for members in itertools.combinations([c for c in companies if c != target], size):
                unknown = sum(a for b, s, a in others if b not in members and s not in members)
                if unknown < rules.margin_share * own:
                    return True
    return False


@pytest.mark.property
@given(st.lists(FLOW, min_size=1, max_size=14), st.integers(3, 5))
def test_the_test_of_one_sum_finds_what_brute_force_finds(
    rows: list[tuple[int, int, int]], least: int
) -> None:
    rules = Rules(minimum_contributors=least)
    rows = [row for row in rows if row[0] != row[1]]
    if rows:
        flows = Flows.of(*zip(*rows, strict=True))
        assert comes_too_close(flows, rules) == too_close_by_force(rows, rules)


def test_both_ends_of_a_flow_need_enough_contributors() -> None:
    one_seller = Flows.of(range(8), [20] * 8, [10.0] * 8)
    assert contributors_at_ends(one_seller) == (8, 1)
    assert is_unsafe(one_seller, Rules())
    assert is_unsafe(Flows.of([1] * 8, range(20, 28), [10.0] * 8), Rules())


def test_figures_with_one_end_need_contributors_there_only() -> None:
    revenues = Flows.of(range(8), [NOBODY] * 8, [10.0] * 8)
    assert fewest_contributors(revenues) == 8
    assert not is_unsafe(revenues, Rules())


@pytest.mark.reference
def test_the_classic_rule_of_two_largest_belongs_to_three_contributors() -> None:
    """X - x1 - x2 < p·x1 (Hundepool et al. 2012, 4.2): 100, 50 and a rest of 14 or 16 at p = 15 %."""
    rules = Rules(minimum_contributors=3)
    for rest, is_bad in ((14.0, True), (16.0, False)):
        flows = Flows.of([0, 1, 2], [NOBODY] * 3, [100.0, 50.0, rest])
        assert comes_too_close(flows, rules) is is_bad


def test_dominance_is_an_option() -> None:
    flows = Flows.of(range(10), range(10, 20), [70.0, 60.0, *[10.0] * 8])
    assert not is_unsafe(flows, Rules(minimum_contributors=3))
    assert is_unsafe(flows, Rules(minimum_contributors=3, dominance=(2, 0.5)))


def test_the_rules_go_not_below_official_practice_and_hide_the_percentage() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        Rules(minimum_contributors=2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        Rules(margin_share=1.5)
    assert "0.15" not in str(Rules().as_json()) and "15" not in str(Rules().as_json())
