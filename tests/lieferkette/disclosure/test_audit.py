"""The linear programmes: what no single sum or difference tells, and no world means a breach."""

from __future__ import annotations

import numpy as np
import pytest

from lieferkette.disclosure.audit import breaches
from lieferkette.disclosure.derived import Told, told
from lieferkette.disclosure.flows import Cells, Flows, IntArray
from lieferkette.disclosure.gate import pass_gate, weaknesses
from lieferkette.disclosure.rules import Rules

RULES = Rules(minimum_contributors=3)


def triangle(*in_a: float) -> tuple[Flows, Cells]:
    """a + b, b + c and a + c are published: none holds another, yet together they tell each exactly."""
    crowd = [30.0] * 12
    amounts = [*in_a, *crowd, *crowd]
    flows = Flows.of(range(len(amounts)), range(100, 100 + len(amounts)), amounts)
    a, b, c = np.split(np.arange(len(amounts)), [len(in_a), len(in_a) + 12])
    return flows, Cells.of([[*a, *b], [*b, *c], [*a, *c]])


def known(flows: Flows, cells: Cells) -> Told:
    return told(cells.membership(len(flows)), np.ones(len(cells), dtype=np.bool_))


def test_an_odd_circle_of_sums_gives_a_company_away() -> None:
    flows, cells = triangle(60.0)
    found = known(flows, cells)
    assert not found.solved and len(found.parts) == 1
    breach = breaches(flows, found, found.parts[0], RULES, coalition=0, limit=1)[0]
    assert breach.coalition == () and breach.contributor in (0, 100)
    assert set(breach.cells) == {0, 1, 2}
    assert not pass_gate(flows, cells, RULES).is_published.all()


def test_an_insider_breaks_what_a_reader_cannot() -> None:
    flows, cells = triangle(60.0, 20.0)
    found = known(flows, cells)
    assert breaches(flows, found, found.parts[0], RULES, coalition=0, limit=9) == []
    by_insider = breaches(flows, found, found.parts[0], RULES, coalition=1, limit=9)
    assert {breach.contributor for breach in by_insider} >= {0, 100}
    assert all(len(breach.coalition) == 1 for breach in by_insider)


def test_a_pair_of_insiders_is_tried_where_the_rules_ask_for_it() -> None:
    flows, cells = triangle(60.0, 20.0, 18.0)
    found = known(flows, cells)
    assert breaches(flows, found, found.parts[0], RULES, coalition=1, limit=1) == []
    pairs = breaches(flows, found, found.parts[0], RULES, coalition=2, limit=1)
    assert pairs and set(pairs[0].coalition) <= {1, 2, 101, 102} and len(pairs[0].coalition) == 2
    strict = Rules(minimum_contributors=4)
    assert weaknesses(flows, cells, np.ones(3, dtype=np.bool_), strict)


def test_enough_others_let_a_circle_pass() -> None:
    flows, cells = triangle(*[30.0] * 8)
    found = known(flows, cells)
    assert breaches(flows, found, found.parts[0], Rules(), coalition=3, limit=1) == []
    assert pass_gate(flows, cells, Rules()).is_published.all()


@pytest.mark.property
@pytest.mark.parametrize("seed", range(6))
def test_a_breach_is_one_however_the_flows_are_numbered(seed: int) -> None:
    flows, cells = triangle(60.0, 20.0)
    order: IntArray = np.random.default_rng(seed).permutation(len(flows))
    place = np.argsort(order)
    shuffled = Cells.of([place[one] for one in cells.flows_of])
    found = known(flows.take(order), shuffled)
    who = {
        b.contributor for b in breaches(flows.take(order), found, found.parts[0], RULES, coalition=1, limit=9)
    }
    assert {0, 100} <= who
