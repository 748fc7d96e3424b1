"""How fast a warehouse of any size is filled and asked, from the command to the answer.

    python -m tests.bench.region [--companies 100000] [--relations 600000] [--asked 50]

The generator fills a warehouse; then the Reader answers for companies drawn at random among those with
partners on both sides. Times are of whatever machine this is.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from lieferkette.access.actor import Actor
from lieferkette.chains import compiled
from lieferkette.reader import Reader
from lieferkette.workspace import Workspace


def main() -> None:
    """Fill, open, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=600_000)
    parser.add_argument("--asked", type=int, default=50)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        warehouse = Path(folder) / "large.duckdb"
        timed(
            "demo, from nothing to a warehouse", lambda: fill(warehouse, options.companies, options.relations)
        )
        print(f"{'size of the file':40}{warehouse.stat().st_size / 2**20:11.0f} MiB")
        with Workspace.open(warehouse) as workspace:
            reader = workspace.reader(Actor.owner())
            timed("the owner's first answer", lambda: reader.years())
            timed("the owner's view", lambda: workspace.view(Actor.owner()))
            timed("the region", lambda: reader.region("maerkische-region"))
            ask(workspace, options.asked)
        again(warehouse)


def again(warehouse: Path) -> None:
    """Open it once more in a new process, where arrays and kernels are on the disk already."""
    for is_warm in (False, True):
        told = f"from tests.bench.region import reopened; reopened({str(warehouse)!r}, {is_warm})"
        subprocess.run([sys.executable, "-c", told], check=True)


def reopened(warehouse: str, is_warm: bool) -> None:
    """Time the first answer of a process that finds everything kept; warm: kernels loaded, as the dashboards do."""
    if is_warm:
        timed("kernels read from the cache", compiled.warm)
    with Workspace.open(warehouse) as workspace:
        reader = workspace.reader(Actor.owner())
        company_id = reader.companies(limit=1)["company_id"][0]
        workspace.forget_views()
        name = "first answer, arrays kept" + (", kernels loaded" if is_warm else "")
        timed(name, lambda: reader.chain(company_id, "upstream", tiers=3))


def fill(warehouse: Path, companies: int, relations: int) -> None:
    """Run the demo command at this size."""
    size = ["--companies", str(companies), "--relations", str(relations)]
    call = [sys.executable, "-m", "lieferkette.cli", "demo", *size, "--warehouse", str(warehouse)]
    subprocess.run(call, check=True)


def ask(workspace: Workspace, asked: int) -> None:
    """Ask every question of some companies."""
    view = workspace.view(Actor.owner())
    both = sorted(set(view.relations["supplier_id"]) & set(view.relations["customer_id"]))
    drawn = random.Random(1).sample(both, asked)
    reader = workspace.reader(Actor.owner())
    spread("direct suppliers", lambda one: reader.partners(one, "suppliers"), drawn)
    spread("direct customers", lambda one: reader.partners(one, "customers"), drawn)
    spread("three tiers of suppliers", lambda one: reader.chain(one, "upstream", tiers=3), drawn)
    spread("three tiers of customers", lambda one: reader.chain(one, "downstream", tiers=3), drawn)
    spread("five tiers of suppliers", lambda one: reader.chain(one, "upstream", tiers=5), drawn)
    spread("dependency profile", lambda one: reader.dependencies(one), drawn)
    spread("exposure and final markets, five tiers", lambda one: reader.exposure(one), drawn)
    spread("single points of failure", lambda one: reader.failure_points(one), drawn)
    spread("border crossings, four tiers", lambda one: reader.borders(one), drawn)
    pairs = dict(zip(drawn, reversed(drawn), strict=True))
    spread("ways of up to five steps", lambda one: reader.paths(one, pairs[one], max_steps=5, top=10), drawn)

    def as_company(one: str) -> Reader:
        return workspace.reader(Actor.company(one))

    spread(
        "direct suppliers, seen by the company",
        lambda one: as_company(one).partners(one, "suppliers"),
        drawn[:5],
    )
    spread("three tiers, seen by the company", lambda one: as_company(one).chain(one, "upstream"), drawn[:5])


def timed(name: str, do: Callable[[], object]) -> None:
    """Print how long one thing took."""
    started = time.perf_counter()
    do()
    print(f"{name:40}{time.perf_counter() - started:11.2f} s", flush=True)


def spread(name: str, answer: Callable[[str], object], companies: list[str]) -> None:
    """Print median and slowest of a question asked of several companies."""
    taken = []
    answer(companies[0])  # what is looked up once for all companies is no part of a warm answer
    for company in companies:
        started = time.perf_counter()
        answer(company)
        taken.append((time.perf_counter() - started) * 1000)
    print(f"{name:40}{statistics.median(taken):11.1f} ms median {max(taken):12.1f} ms slowest", flush=True)


if __name__ == "__main__":
    main()
