"""How long 200 companies wait for their first answer on 100,000 companies, and how much memory that takes.

    python -m tests.bench.actors [--warehouse FILE] [--actors 200] [--seed 1]

Without a warehouse the generator makes one. The offer that all actors share is made once and timed apart. The
first answer of an actor is its chain over three tiers: its view, the graph of the year, and the answer.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from schemas.uploads import upload
from tests.bench.region import fill, timed


def main() -> None:
    """Ask as each of the actors, print percentiles and memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--warehouse", type=Path)
    parser.add_argument("--actors", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with _warehouse(options.warehouse) as address, Workspace.open(address) as workspace:
        owners = workspace.warehouse.read(
            sa.select(upload.c.owner_company_id).distinct().order_by(upload.c.owner_company_id)
        )["owner_company_id"].drop_nulls()
        drawn = random.Random(options.seed).sample(owners.to_list(), options.actors + 1)
        timed("the offer that all share", lambda: workspace.view(Actor.company(drawn[-1])))
        waited = sorted(_first_answer(workspace, one) for one in drawn[:-1])
    p95 = waited[int(0.95 * len(waited))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"first answer of {len(waited)} actors, seed {options.seed}: median {statistics.median(waited):.2f} s, "
        f"p95 {p95:.2f} s, slowest {waited[-1]:.2f} s, peak memory {peak:.2f} GiB"
    )


def _first_answer(workspace: Workspace, company_id: str) -> float:
    started = time.perf_counter()
    workspace.reader(Actor.company(company_id)).chain(company_id, "upstream", tiers=3)
    return time.perf_counter() - started


@contextmanager
def _warehouse(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with TemporaryDirectory() as folder:
        address = Path(folder) / "large.duckdb"
        fill(address, 100_000, 600_000)
        yield address


if __name__ == "__main__":
    main()
