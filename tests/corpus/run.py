"""The whole corpus, seeded: `python -m tests.corpus.run --files 1050 --seed 1`.

Every file is previewed as a person would see it, and every fourth is taken in and taken back. Counted are crashes,
hangs over 30 s, rows that the independent counter does not find again, and how far the process grew since every kind
had been taken in once, as in a program that has been running for a while.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest import jobs
from ingest.jobs import Incoming, Options, Preview, UploadResult
from schemas.warehouse import Warehouse, create
from tests.corpus.counter import rows_below
from tests.corpus.mutations import KINDS, bad_file

#: Rows below the heading line of the bytes of a file.
Count = Callable[[bytes, int], int]
HANG_SECONDS = 30.0
GOOD = b"Lieferant;Ort;Umsatz 2025 EUR\nZwerg Guss GmbH;Hagen;5,00\n"
TAKEN_IN_EVERY = 4
#: So many files until every kind has been previewed several times and taken in once; only then is growth a leak.
WARM_FILES = TAKEN_IN_EVERY * len(KINDS)
MAX_GROWTH_MB = 50.0


@dataclass
class Outcome:
    """What became of the files so far."""

    count: Count = rows_below
    files: int = 0
    refused: int = 0
    taken_in: int = 0
    rows: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    unaccounted: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "none")
    memory_at_start_mb: float = 0.0
    memory_at_half_mb: float = 0.0
    memory_at_end_mb: float = 0.0

    @property
    def growth_mb(self) -> float:
        """How far the process grew since the first files had been read."""
        return self.memory_at_end_mb - self.memory_at_start_mb

    @property
    def late_growth_mb(self) -> float:
        """How far it grew in the second half: near nothing where it only warmed up, half where it leaks."""
        return self.memory_at_end_mb - self.memory_at_half_mb

    @property
    def is_good(self) -> bool:
        """Nothing crashed, hung, was lost, or grew."""
        return not (self.crashes or self.hangs or self.unaccounted) and self.growth_mb <= MAX_GROWTH_MB

    def summary(self) -> str:
        """One line."""
        troubles = (
            f"{len(self.crashes)} crashes, {len(self.hangs)} hangs over {HANG_SECONDS:.0f} s (slowest: "
            f"{self.slowest[1]}, {self.slowest[0]:.1f} s), {len(self.unaccounted)} with rows unaccounted"
        )
        return (
            f"{self.files} files in {len(self.kinds)} kinds: {troubles}; {self.refused} refused with a sentence, "
            f"{self.rows} rows counted, {self.taken_in} taken in and back; memory {self.growth_mb:+.0f} MB, "
            f"of it {self.late_growth_mb:+.0f} MB in the second half"
        )


def run(warehouse: Warehouse, owner: str, numbers: range, seed: int, count: Count = rows_below) -> Outcome:
    """Preview and take in the files of the corpus with these numbers; `count` is the independent counter."""
    outcome = Outcome(count=count)
    _take_in(warehouse, owner, "good.csv", GOOD)
    for number in numbers:
        if outcome.files == min(WARM_FILES, len(numbers) // 2):
            outcome.memory_at_start_mb = memory_mb()
        if outcome.files == len(numbers) // 2:
            outcome.memory_at_half_mb = memory_mb()
        kind, data = bad_file(number, seed)
        name = f"{kind} {number}"
        outcome.files += 1
        outcome.kinds[kind] += 1
        started = time.perf_counter()
        try:
            _one(warehouse, owner, name, data, number, outcome)
        except Exception as crash:  # noqa: BLE001 - whatever it is, it is what the corpus looks for
            outcome.crashes.append(f"{name}: {type(crash).__name__}: {crash}")
        seconds = time.perf_counter() - started
        outcome.slowest = max(outcome.slowest, (seconds, name))
        if seconds > HANG_SECONDS:
            outcome.hangs.append(name)
    outcome.memory_at_end_mb = memory_mb()
    return outcome


def _one(warehouse: Warehouse, owner: str, name: str, data: bytes, number: int, outcome: Outcome) -> None:
    options = Options(year=2025)
    found = jobs.preview(data, f"{name}.csv", options)
    if found.error_code:
        outcome.refused += 1
        assert found.error_de and found.error_en, "refused without a sentence"
    else:
        _hold_against_the_counter(found, data, name, outcome)
    if number % TAKEN_IN_EVERY:
        return
    outcome.taken_in += 1
    result = _take_in(warehouse, owner, f"{name}.csv", data)
    if result.error_code == "internal":
        outcome.crashes.append(f"{name}: loading failed")
    if result.rows_read != result.rows_loaded + result.rows_rejected + result.rows_ignored:
        outcome.unaccounted.append(f"{name}: {result}")
    if result.status == "loaded" and (result.rows_read, result.rows_loaded) != (
        found.rows_read,
        found.rows_good,
    ):
        outcome.unaccounted.append(f"{name}: taken in otherwise than previewed")
    if result.status == "loaded" and result.upload_id:
        jobs.undo(warehouse, result.upload_id, actor="corpus")


def _take_in(warehouse: Warehouse, owner: str, name: str, data: bytes) -> UploadResult:
    files, options = [Incoming(data, name)], Options(year=2025)
    return jobs.ingest_files(
        warehouse, files, owner_company_id=owner, options=options, actor="corpus", more_follow=True
    )[0]


def _hold_against_the_counter(found: Preview, data: bytes, name: str, outcome: Outcome) -> None:
    rows = found.rows_good + found.left_out.height
    counted = outcome.count(data, found.sheets[0].recognition.heading_line)
    outcome.rows += counted
    if rows != counted:
        outcome.unaccounted.append(f"{name}: {rows} accounted for, {counted} counted")


def memory_mb() -> float:
    """Memory that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Run the corpus; exit code 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1050)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, create(Path(folder) / "corpus.duckdb") as warehouse:
        owner = jobs.add_company(warehouse, "Irrlicht AG", actor="corpus")
        outcome = run(warehouse, owner, range(said.files), said.seed)
    for trouble in (*outcome.crashes, *outcome.hangs, *outcome.unaccounted):
        print(trouble)
    print(f"seed {said.seed}: {outcome.summary()}")
    sys.exit(0 if outcome.is_good else 1)


if __name__ == "__main__":
    main()
