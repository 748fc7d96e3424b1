"""Runs the attack: `python -m tests.attack.run --tables 200 --seed 1` prints one line and fails on any success.

A world's three states are released one after another; each release is passed through the gate together with the
earlier ones, then all that was published is attacked: by any reader, by every insider alone, and by coalitions of
three (the largest companies of each cell that was withheld, and others drawn at random).

What the line counts, over the cells of both tables of every release, totals included: a cell is published where the
release gives a figure for it, told anew for its own state or carried over from the latest release that had one (then
it tells a reader nothing new). A cell's value is the sum of its flows in the release's own state.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from lieferkette.disclosure.flows import Cells, Flows
from lieferkette.disclosure.gate import pass_gate
from lieferkette.disclosure.rules import Rules
from tests.attack.attacker import Attacker, Success
from tests.attack.worlds import Flow, World, make_world, table_keys

CellKey = tuple[int | str, ...]
_COALITIONS_A_WORLD = 60


@dataclass
class Tally:
    """What came of the attacks."""

    releases: int = 0
    attacks: int = 0
    exact: int = 0
    within: int = 0
    cells: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    published: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    value: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    published_value: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    told_anew: int = 0

    def line(self, seconds: float) -> str:
        """The summary line."""

        def shares(kinds: list[str]) -> str:
            cells, published, value, published_value = (
                sum(counted[kind] for kind in kinds)
                for counted in (self.cells, self.published, self.value, self.published_value)
            )
            return f"{published / cells:.1%} of cells, {published_value / value:.1%} of value"

        kinds, cells = sorted(self.cells), sum(self.cells.values())
        by_kind = "; ".join(f"{kind}: {shares([kind])}" for kind in kinds)
        return (
            f"{self.releases} releases, {self.attacks} attacks: {self.exact} exact, {self.within} within the margin; "
            f"published {shares(kinds)} (told anew {self.told_anew / cells:.1%} of cells); {by_kind}; "
            f"{seconds:.0f} s"
        )


def attack_world(seed: int, rules: Rules, tally: Tally) -> list[Success]:
    """Release the three states of one world and attack all three together; gives the successes."""
    world = make_world(seed)
    everything: dict[tuple[Flow, int], int] = {}
    released: list[frozenset[int]] = []
    has_figure: set[CellKey] = set()
    for state in world.states:
        fresh = _release(world, state, everything, released, has_figure, rules, tally)
        released += fresh.values()
        has_figure |= fresh.keys()
    return _attacks(seed, [flow for flow, _ in everything], released, rules, tally)


def _release(
    world: World,
    state: list[Flow],
    everything: dict[tuple[Flow, int], int],
    earlier: list[frozenset[int]],
    has_figure: set[CellKey],
    rules: Rules,
    tally: Tally,
) -> dict[CellKey, frozenset[int]]:
    """The figures that this release tells anew: key -> the flows that are summed."""
    times: dict[Flow, int] = defaultdict(int)
    cells: dict[CellKey, set[int]] = defaultdict(set)
    for flow in state:
        times[flow] += 1
        number = everything.setdefault((flow, times[flow]), len(everything))
        for key in table_keys(flow):
            cells[key].add(number)
    flows = [flow for flow, _ in everything]
    passed = pass_gate(
        Flows.of([f[0] for f in flows], [f[1] for f in flows], [float(f[2]) for f in flows]),
        Cells.of(
            [*(sorted(members) for members in cells.values()), *(sorted(p) for p in earlier)],
            [False] * len(cells) + [True] * len(earlier),
            # Totals matter most, as in a release.
            [4.0 ** key.count("*") for key in cells] + [1.0] * len(earlier),
            [key in has_figure for key in cells] + [False] * len(earlier),
        ),
        rules,
    )
    open_cells = zip(cells.items(), passed.is_published, strict=False)
    fresh = {key: frozenset(members) for (key, members), is_open in open_cells if is_open}
    tally.releases += 1
    tally.told_anew += len(fresh)
    for key, members in cells.items():
        value = sum(flows[i][2] for i in members)
        is_published = key in fresh or key in has_figure
        tally.cells[world.kind] += 1
        tally.value[world.kind] += value
        tally.published[world.kind] += is_published
        tally.published_value[world.kind] += value * is_published
    return fresh


def _attacks(
    seed: int, flows: list[Flow], released: list[frozenset[int]], rules: Rules, tally: Tally
) -> list[Success]:
    attacker = Attacker(flows, released, Fraction(str(rules.margin_share)))
    by_size: dict[int, int] = defaultdict(int)
    for flow in flows:
        by_size[flow[0]] += flow[2]
        by_size[flow[1]] += flow[2]
    largest = sorted(by_size, key=lambda company: (-by_size[company], company))
    draw = random.Random(seed)
    coalitions: set[tuple[int, ...]] = {(), *((company,) for company in largest[:40])}
    coalitions |= set(itertools.combinations(largest[:6], min(3, rules.coalition)))
    cells: dict[tuple[int | str, ...], list[Flow]] = defaultdict(list)
    for flow in flows:
        for key in table_keys(flow):
            cells[key].append(flow)
    for members in cells.values():  # whoever holds most of a cell knows best what is missing from it
        held: dict[int, int] = defaultdict(int)
        for flow in members:
            held[flow[0]] += flow[2]
            held[flow[1]] += flow[2]
        top = sorted(held, key=lambda company: (-held[company], company))[:4]
        coalitions |= set(itertools.combinations(sorted(top), min(rules.coalition, len(top))))
    for _ in range(_COALITIONS_A_WORLD):
        coalitions.add(tuple(sorted(draw.sample(largest, min(rules.coalition, len(largest))))))
    found: list[Success] = []
    for insiders in sorted(coalitions):
        tally.attacks += 1
        found += attacker.attack(insiders)
    tally.exact += sum(success.is_exact for success in found)
    tally.within += sum(not success.is_exact for success in found)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Attack so many generated releases; exit code 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", type=int, default=200, help="releases to attack (three a world)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="a line after each world")
    given = parser.parse_args(arguments)
    tally, started = Tally(), time.monotonic()
    worlds = -(-given.tables // 3)
    for number in range(worlds):
        attack_world(given.seed * 1000 + number, Rules(), tally)
        if given.verbose:
            print(number, tally.line(time.monotonic() - started), flush=True)
    print(tally.line(time.monotonic() - started))
    return 1 if tally.exact or tally.within else 0


if __name__ == "__main__":
    sys.exit(main())
