"""How fast new markets are found in a warehouse of any size: one company warm, and all of them.

    python -m tests.bench.markets [--companies 100000] [--relations 600000] [--asked 20] [--warehouse F]

The first answer prepares the owner's view and tries the methods on its own years; it is printed apart. Times are wall
clock and processor seconds of one process.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from tests.bench.region import fill, spread


def main() -> None:
    """Fill, prepare, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=600_000)
    parser.add_argument("--asked", type=int, default=20)
    parser.add_argument("--warehouse", type=Path, help="one that is filled already, instead of a new one")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        warehouse = options.warehouse or Path(folder) / "large.duckdb"
        if options.warehouse is None:
            fill(warehouse, options.companies, options.relations)
        with Workspace.open(warehouse) as workspace:
            reader = workspace.reader(Actor.owner())
            view = workspace.view(Actor.owner())
            drawn = random.Random(1).sample(sorted(set(view.relations["supplier_id"])), options.asked)
            both_clocks("the first opportunities", lambda: reader.markets(drawn[0]))
            spread("opportunities of a company, warm", lambda one: reader.markets(one), drawn)
            both_clocks("opportunities of all companies", lambda: reader.every_market())
            both_clocks("the back-test", lambda: reader.backtest())
            both_clocks("the region", lambda: reader.region_markets())


def both_clocks(name: str, do: Callable[[], object]) -> None:
    """Print wall clock and processor seconds of one thing."""
    started, used = time.perf_counter(), time.process_time()
    do()
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    print(f"{name:40}{wall:11.2f} s wall {cpu:12.2f} s processor", flush=True)


if __name__ == "__main__":
    main()
