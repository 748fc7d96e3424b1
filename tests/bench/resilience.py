"""How fast the failure of every company alone is computed, beside a straightforward scipy version in the same run.

    python -m tests.bench.resilience [--large] [--seed 0]

Networks of 1,000, 5,000 and 10,000 companies in 60 sectors, ε = 0.01, markets by sector; with --large one of
100,000, whose every company takes some ten minutes on two cores. Both programs get the same network; where values
differ by more than 1e-9 or steps at all, the run ends with an error. One core is processor time, so that
neighbours on the machine disturb less; two cores is time on the clock. The scipy version runs a sample and is
scaled up, as said. The published seconds are those of another program (R and C++, one thread) on a like machine,
printed for comparison; it was not run here.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from lieferkette.chains import compiled
from lieferkette.resilience.cascade import Ranking, rank
from lieferkette.resilience.network import Network, build_network

EPSILON = 1e-2
SECTORS = 60
#: Companies -> relations, published seconds for all companies (fastcascade, one thread, a like machine).
SIZES = {1_000: (4_900, 4.9), 5_000: (28_000, 160.0), 10_000: (58_000, 771.0)}
LARGE = (100_000, 598_000)
SAMPLE, BATCH = 256, 64


@dataclass(frozen=True)
class Made:
    """A generated network: relations, sectors, essentiality."""

    supplier: NDArray[np.int64]
    customer: NDArray[np.int64]
    amount: NDArray[np.float64]
    sector: NDArray[np.int64]
    essentiality: NDArray[np.int64]

    def network(self) -> Network:
        """Ready for the kernels."""
        return build_network(**self.__dict__, market=self.sector)


def made(companies: int, relations: int, seed: int) -> Made:
    """Heavy-tailed degrees and amounts; half of all sector pairs non-essential, 30 % essential."""
    random = np.random.default_rng(seed)
    size = random.permutation(np.arange(companies) + 10.0)
    ends = []
    for exponent in (0.65, 0.5):  # customers per supplier vary more than suppliers per customer
        weight = size**-exponent
        ends.append(random.choice(companies, relations, p=weight / weight.sum()))
    is_kept = ends[0] != ends[1]
    return Made(
        supplier=ends[0][is_kept],
        customer=ends[1][is_kept],
        amount=random.pareto(1.3, int(is_kept.sum())) * 10_000 + 100,
        sector=random.integers(0, SECTORS, companies),
        essentiality=random.choice(3, (SECTORS, SECTORS), p=[0.2, 0.5, 0.3]),
    )


class Straightforward:
    """The same steps with sparse matrices: many scenarios as columns, everything computed in every step."""

    def __init__(self, given: Made) -> None:
        n = len(given.sector)
        w = sparse.csr_array(
            sparse.coo_array((given.amount, (given.supplier, given.customer)), shape=(n, n))
        ).tocoo()
        i, j = w.coords
        self.sales = np.asarray(w.sum(axis=1)).ravel()
        kind = given.essentiality[given.sector[i], given.sector[j]]
        bought = np.zeros((n, SECTORS))
        np.add.at(bought, (j, given.sector[i]), w.data)
        purchases = np.asarray(w.sum(axis=0)).ravel()
        impact = w.data / np.where(kind == 2, bought[j, given.sector[i]], purchases[j])
        key = j * (SECTORS + 1) + np.where(kind == 2, given.sector[i] + 1, 0)
        slots, slot = np.unique(key[kind > 0], return_inverse=True)
        self.down = sparse.csr_array((impact[kind > 0], (slot, i[kind > 0])), shape=(len(slots), n))
        self.buyers, self.first = np.unique(slots // (SECTORS + 1), return_index=True)
        self.up = sparse.csr_array((w.data / self.sales[i], (i, j)), shape=(n, n))
        self.market = sparse.csr_array((np.ones(n), (given.sector, np.arange(n))), shape=(SECTORS, n))
        self.sector = given.sector

    def run(self, companies: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """ESRI with its parts, and T, of the failure of each company."""
        n, count = len(self.sales), len(companies)
        down, up = np.ones((n, count)), np.ones((n, count))
        down[companies, np.arange(count)] = up[companies, np.arange(count)] = 0.0
        cap = down.copy()
        sums, steps = np.zeros((count, 3)), np.zeros(count, dtype=np.int64)
        running, step = np.arange(count), 0
        weight = self.sales / self.sales.sum()
        while len(running):
            step += 1
            left = (self.market @ (self.sales[:, None] * down))[self.sector]
            sigma = np.minimum(1.0, self.sales[:, None] / np.where(left > 1e-10, left, 1e-10))
            lost = np.zeros_like(down)
            lost[self.buyers] = np.maximum.reduceat(self.down @ (sigma * (1 - down)), self.first, axis=0)
            next_down = np.maximum(0.0, np.minimum(cap, 1 - lost))
            next_up = np.maximum(0.0, np.minimum(cap, 1 - self.up @ (1 - up)))
            fall = np.maximum((down - next_down).max(axis=0), (up - next_up).max(axis=0))
            down, up = next_down, next_up
            ended = fall <= EPSILON
            at = running[ended]
            ends_down, ends_up = down[:, ended], up[:, ended]
            sums[at, 0] = weight @ (1 - np.minimum(ends_down, ends_up))
            sums[at, 1], sums[at, 2] = weight @ (1 - ends_down), weight @ (1 - ends_up)
            steps[at] = step
            down, up, cap, running = down[:, ~ended], up[:, ~ended], cap[:, ~ended], running[~ended]
        return sums, steps


def scipy_seconds(given: Made, ranking: Ranking, sample: NDArray[Any]) -> float:
    """Processor time of the sample by the straightforward version; raises where the values differ."""
    slow = Straightforward(given)
    place = {int(company): at for at, company in enumerate(ranking.company)}
    used, largest = 0.0, 0.0
    for first in range(0, len(sample), BATCH):
        batch = sample[first : first + BATCH]
        started = time.process_time()
        sums, steps = slow.run(batch)
        used += time.process_time() - started
        at = [place[int(company)] for company in batch]
        ours = np.stack([ranking.esri[at], ranking.esri_down[at], ranking.esri_up[at]], axis=1)
        largest = max(largest, float(np.abs(ours - sums).max()))
        if largest > 1e-9 or not np.array_equal(ranking.steps[at], steps):
            raise SystemExit(f"the versions differ: {largest:.2e}, steps {ranking.steps[at]} and {steps}")
    print(f"    values agree to {largest:.1e}, steps are equal ({len(sample)} companies)")
    return used


def measure(companies: int, relations: int, published: float | None, seed: int) -> None:
    """One line of the table."""
    given = made(companies, relations, seed)
    network = given.network()
    print(f"{companies:,} companies, {network.link_count:,} relations, {SECTORS} sectors, ε = {EPSILON}")
    started = time.process_time()
    ranking = rank(network, epsilon=EPSILON, threads=1)
    one = time.process_time() - started
    started = time.perf_counter()
    rank(network, epsilon=EPSILON, threads=2)
    two = time.perf_counter() - started
    sample = np.random.default_rng(seed).choice(companies, min(SAMPLE, companies), replace=False)
    slow = scipy_seconds(given, ranking, sample) * companies / len(sample)
    print(
        f"    one core {one:.3f} s (processor), two cores {two:.3f} s (clock), mean T {ranking.steps.mean():.2f}"
    )
    print(f"    scipy, one core, scaled from the sample: {slow:.1f} s; {slow / one:.0f} times as long")
    if published:
        print(
            f"    published, like machine, not run here: {published} s; {published / one:.0f} times as long"
        )


def measure_large(seed: int) -> None:
    """All companies of the largest network on two cores; a sample is compared."""
    companies, relations = LARGE
    given = made(companies, relations, seed)
    network = given.network()
    print(
        f"{companies:,} companies, {network.link_count:,} relations, {SECTORS} sectors, ε = {EPSILON}",
        flush=True,
    )
    clock, processor = time.perf_counter(), time.process_time()
    ranking = rank(network, epsilon=EPSILON, threads=2)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(
        f"    two cores {clock:.0f} s (clock), {processor:.0f} s (processor), mean T {ranking.steps.mean():.2f}"
    )
    sample = np.random.default_rng(seed).choice(companies, 16, replace=False)
    slow = scipy_seconds(given, ranking, sample) * companies / len(sample)
    print(f"    scipy, one core, scaled from the sample: {slow / 3600:.1f} h")


def main() -> None:
    """Run all sizes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--large", action="store_true", help="100,000 companies too, all of them")
    parser.add_argument("--only-large", action="store_true", help="100,000 companies alone")
    asked = parser.parse_args()
    compiled.prepare()
    print(f"Kernels ready after {compiled.warm():.1f} s, seed {asked.seed}")
    if not asked.only_large:
        for companies, (relations, published) in SIZES.items():
            measure(companies, relations, published, asked.seed)
    if asked.large or asked.only_large:
        measure_large(asked.seed)


if __name__ == "__main__":
    main()
