"""How long matching takes: 100,000 rows against a register of 1,000,000, and what a user waits for.

    python -m tests.bench.matching.speed [--rows 100000] [--register 1000000] [--seed 7] [--splink]

The share of each stage in seconds of the clock and of the processor; a list of 200 rows against the register that
lies prepared on disk; the same list through the real ingest; and how many times as long plain Splink takes for both
lists. Times are of whatever machine this is.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from ingest.match import Known, block, match
from ingest.match.compare import compare
from ingest.match.decide import decide
from ingest.match.features import prepare
from ingest.match.kept import load, save
from ingest.match.known import identifiers_of, keys_of
from tests.bench.matching import peers
from tests.bench.matching.linkage import known_of, normalised, score
from tests.bench.matching.made_rows import Linkage, made_linkage
from tests.bench.matching.through_ingest import in_a_new_process, lay_out, timed

SMALL = 200


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--register", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--splink", action="store_true", help="Splink on the same data too; takes gigabytes")
    options = parser.parse_args()
    made = made_linkage(options.rows, options.register, options.seed)
    match(normalised(made.rows.head(20)), known_of(made.register.head(200)))  # loops are compiled once
    with TemporaryDirectory() as folder:
        started = time.perf_counter()
        in_one_go(made, Path(folder) / "kept")
        whole = time.perf_counter() - started
        shares_of(made.rows.head(10_000), Path(folder) / "kept")
        short = with_ready_index(made.rows, Path(folder) / "kept")
        through_ingest(made, Path(folder))
    if options.splink:
        beside_splink(made, whole, short)


def in_one_go(made: Linkage, kept: Path) -> None:
    """The whole list against the whole register, stage by stage; the register is left on disk."""
    known = timed("register: names prepared", lambda: known_of(made.register))
    timed("register: letters and words", lambda: known.words)
    timed("register: index", lambda: known.index)
    timed("register: written to disk", lambda: save(known, kept))
    rows = timed("list: names normalised", lambda: normalised(made.rows))
    decisions = timed(f"list: {rows.height:,} rows matched", lambda: match(rows, known))
    found = score(decisions.automatic, made.truth)
    print(f"    automatic: P {found.precision:.4f}, R {found.recall:.4f}, F1 {found.f1:.4f}")


def with_ready_index(rows: pl.DataFrame, folder: Path) -> float:
    """What a short list costs once the register lies prepared; goes out in seconds, opening included."""
    started = time.perf_counter()
    kept = timed("register: opened from disk", lambda: opened(folder))
    timed(f"list: {SMALL} rows against it", lambda: match(normalised(rows.head(SMALL)), kept))
    return time.perf_counter() - started


def beside_splink(made: Linkage, whole: float, short: float) -> None:
    """The same two lists linked by plain Splink, which keeps nothing prepared between lists."""
    register = normalised(made.register)
    for rows, ours in ((normalised(made.rows), whole), (normalised(made.rows.head(SMALL)), short)):
        started = time.perf_counter()
        best = timed(
            f"Splink, plain: {rows.height:,} rows", lambda rows=rows: peers.by_splink(rows, register)
        )
        theirs = time.perf_counter() - started
        truth = made.truth.join(rows, on="party_id", how="semi")
        reached = score(best.filter(pl.col("score") >= 0.5), truth).f1
        print(f"    likeliest from .5: F1 {reached:.4f}; {theirs / ours:.1f} times as long as ours")


def opened(folder: Path) -> Known:
    """The register as it was kept; it has just been written."""
    kept = load(folder)
    assert kept is not None
    return kept


def through_ingest(made: Linkage, folder: Path) -> None:
    """The same lists by the way that their users take, each time by a process that has just been started."""
    short, other, long = f"{SMALL} rows.csv", f"{SMALL} other rows.csv", f"{made.rows.height} rows.csv"
    lists = {short: made.rows.head(SMALL), other: made.rows[SMALL : 2 * SMALL], long: made.rows}
    lay_out(folder, made.register, lists)
    for taken in ([], [short, other], [long]):
        in_a_new_process(folder, *taken)


def shares_of(rows: pl.DataFrame, folder: Path) -> None:
    """The stages of one slice, one by one."""
    known, rows = opened(folder), normalised(rows)
    records = timed("  of 10,000: prepared", lambda: prepare(rows, known.towns).with_row_index("party_no"))
    ids = keys_of(identifiers_of(rows, "party_id"), "party_id")
    timed("  of 10,000: that agree", lambda: block.agreeing(records, ids, known))
    pairs = timed("  of 10,000: nearest names", lambda: block.nearest(records, known))
    compared = timed("  of 10,000: compared", lambda: compare(pairs, records, ids, known))
    timed("  of 10,000: decided", lambda: decide(compared, known.names.height))


if __name__ == "__main__":
    main()
