"""Generated regions for the attack on released tables: who buys of whom, three releases in a row.

A world knows the truth. Sectors and origins are drawn unevenly, amounts are heavy-tailed, some buyers dominate, some
cells are sparse, some companies belong to one group, and between releases companies join, leave and change: many
in the realistic kind, single ones in the others.
Never: imports the gate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: A flow: buyer, seller, amount, buyer's sector, seller's sector, origin.
Flow = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class World:
    """Three states of one region, each a list of flows, and the kind that it was drawn as."""

    kind: str
    states: tuple[list[Flow], ...]


KINDS = ("realistic", "sparse", "dominated", "linked")


def make_world(seed: int) -> World:
    """The same seed gives the same world."""
    rng = np.random.default_rng(seed)
    kind = KINDS[seed % len(KINDS)]
    buyers = {"realistic": 110, "sparse": 24, "dominated": 40, "linked": 36}[kind]
    joiners, leavers = (15, 7) if kind == "realistic" else (1, 1)
    sellers = 4 * buyers
    sectors, partners, origins = {"realistic": (5, 5, 3), "sparse": (3, 3, 2), "linked": (3, 4, 3)}.get(
        kind, (3, 3, 3)
    )
    buyer_sector = rng.choice(sectors, buyers, p=rng.dirichlet(np.full(sectors, 6.0)))
    seller_sector = rng.choice(partners, sellers, p=rng.dirichlet(np.full(partners, 6.0)))
    origin = rng.choice(origins, sellers, p=rng.dirichlet(np.full(origins, 6.0)))
    size = rng.lognormal(0.0, 1.2 if kind == "dominated" else 0.6, buyers)
    group = np.arange(buyers)
    group[rng.choice(buyers, buyers // 12, replace=False)] = 0  # a few belong to the first buyer's group
    flows: dict[int, list[Flow]] = {}
    for buyer in range(buyers):
        chosen = rng.choice(sellers, min(sellers, 4 + rng.poisson(4)), replace=False)
        amounts = rng.lognormal(9.0, 0.8, len(chosen)) * size[buyer] + 1
        flows[buyer] = [
            (
                int(group[buyer]),
                buyers + int(s),
                int(a),
                int(buyer_sector[buyer]),
                int(seller_sector[s]),
                int(origin[s]),
            )
            for s, a in zip(chosen, amounts, strict=True)
        ]
    founders = buyers - 3 * joiners
    present = set(range(founders))
    states = []
    for release in range(3):
        states.append([flow for buyer in sorted(present) for flow in flows[buyer]])
        first = founders + release * joiners
        present = (present | set(range(first, first + joiners))) - set(rng.choice(founders, leavers).tolist())
        changed = int(rng.choice(sorted(present)))
        flows[changed] = [(b, s, a + 1 + a // 7, k, p, o) for b, s, a, k, p, o in flows[changed]]
    return World(kind, tuple(states))


def table_keys(flow: Flow) -> list[tuple[int | str, ...]]:
    """The cells that a flow counts in: two linked tables with their totals."""
    _, _, _, k, partner, o = flow
    return [
        ("buyers", "*", "*"), ("buyers", k, "*"), ("buyers", "*", o), ("buyers", k, o),
        ("inputs", partner, "*"), ("inputs", partner, o),
    ]  # fmt: skip
