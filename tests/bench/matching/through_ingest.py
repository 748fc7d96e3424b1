"""Lists by the way that their users take: into a warehouse whose register holds many companies.

    python -m tests.bench.matching.through_ingest FOLDER [LIST ...]

Makes the register ready where it is not, then takes in the lists of the folder one after the other, as one process
would that has just been started. `speed` lays the folder out and calls this anew for each question, so that each has
its own memory.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import polars as pl

from ingest.jobs import Incoming, Options
from ingest.load.companies import public_ones
from ingest.load.frames import write_frames
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from tests.bench.matching.linkage import normalised

Result = TypeVar("Result")
WAREHOUSE, OWNER = "large.duckdb", "owner"


def lay_out(folder: Path, register: pl.DataFrame, lists: dict[str, pl.DataFrame]) -> None:
    """Write a warehouse with the register, a company that uploads, and the lists as German exports."""
    frame = normalised(register).with_columns(
        pl.Series("company_id", [str(uuid4()) for _ in range(register.height)]),
        kind=pl.lit("company"),
        is_in_register=pl.lit(True),
        is_open_profile=pl.lit(False),
        created_at=pl.lit(datetime(2026, 1, 1)),
    )
    with Workspace.open(folder / WAREHOUSE) as opened:
        with opened.warehouse.writing() as connection:
            write_frames(connection, {"company": frame})
        owner = opened.desk(Actor.owner()).add_company("Siebenmeilenstiefel Probe GmbH")
    (folder / OWNER).write_text(owner)
    columns = {"name": "Name 1", "street": "Straße", "postcode": "PLZ", "city": "Ort"}
    for name, rows in lists.items():
        listed = rows.select(*columns).rename(columns).with_row_index("Kreditor", offset=70_001)
        (folder / name).write_bytes(listed.write_csv(separator=";").encode())


def in_a_new_process(folder: Path, *lists: str) -> None:
    """Take `lists` in as a process that has just been started."""
    call = [sys.executable, "-m", "tests.bench.matching.through_ingest", str(folder), *lists]
    subprocess.run(call, check=True)


def take_in(folder: Path, lists: list[str]) -> None:
    """Open the warehouse, make its register ready, take in the lists, print each step."""
    owner = (folder / OWNER).read_text()
    with timed("ingest: warehouse opened", lambda: Workspace.open(folder / WAREHOUSE)) as opened:
        if not lists:
            with opened.warehouse.writing() as connection:
                timed("ingest: register made ready, once", lambda: public_ones(connection))
        desk = opened.desk(Actor.owner())
        for name in lists:
            incoming = [Incoming((folder / name).read_bytes(), name)]
            taken = timed(
                f"ingest: {name}", lambda incoming=incoming: desk.upload(incoming, Options(), owner)
            )
            for one in taken:
                print(
                    f"    {one.rows_read:,} rows: {one.parties_matched:,} matched, {one.parties_new:,} new, "
                    f"{one.parties_to_review:,} to review",
                    flush=True,
                )


def timed(what: str, run: Callable[[], Result]) -> Result:
    """Run, and print how long it took and the most memory of this process so far."""
    started, processor = time.perf_counter(), time.process_time()
    found = run()
    took, used = time.perf_counter() - started, time.process_time() - processor
    print(f"{what:40} {took:7.2f} s {used:7.2f} s of CPU {peak_mib():6} MiB", flush=True)
    return found


def peak_mib() -> int:
    """The most memory that this process held, without that of the one which started it."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    take_in(Path(sys.argv[1]), sys.argv[2:])
