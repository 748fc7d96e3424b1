"""Damages the files of a warehouse, one kind after another, and counts what went wrong without a word.

A log cut off, bytes turned over, a file gone: opening it must bring everything back, or say that it cannot; and
after the doctor calls all well, everything must be there. Never: accepts a silent difference.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa

from lieferkette import keeping
from lieferkette.access.actor import Actor
from lieferkette.errors import UserError
from lieferkette.workspace import Workspace
from schemas.uploads import upload
from tests.chaos import state
from tests.chaos.run import Say, _answer, _hand_in
from tests.chaos.world import lists

MAIN, LOG = "w.duckdb", "w.duckdb.wal"
LEDGER = "spool/w.duckdb/ledger.jsonl"


def make(folder: Path, seed: int) -> str:
    """A warehouse as a power cut leaves it: three lists in the file, three and a change in the log.

    Gives what it tells. A reader that stays keeps the engine from bringing the log into the file.
    """
    live = folder / "live"

    def work(say: Say) -> None:
        files = lists(seed)[:6]
        with Workspace.open(live / MAIN) as opened:
            for one in files[:3]:
                _hand_in(opened, one)
        with Workspace.open(live / MAIN) as opened, opened.warehouse.engine.connect() as reader:
            reader.execute(sa.select(sa.func.count()).select_from(upload)).scalar()
            for one in files[3:]:
                _hand_in(opened, one)
            desk, uploads = opened.desk(Actor.owner()), opened.reader(Actor.owner()).uploads()
            desk.set_sharing(uploads["upload_id"][0], "private")
            shutil.copytree(live, folder / "whole")
            say("told", told=state.told(opened.warehouse))

    return str(_answer(work)["told"])


def _flip(path: Path, rng: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 1, 8, 200])):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, rng: random.Random) -> None:
    os.truncate(path, rng.randrange(path.stat().st_size))


def _flip_kept(folder: Path, rng: random.Random) -> None:
    kept = sorted((folder / "spool" / MAIN).glob("?" * 64))
    _flip(rng.choice(kept), rng)


def _cut_log_and_flip_kept(folder: Path, rng: random.Random) -> None:
    _cut(folder / LOG, rng)
    _flip_kept(folder, rng)


DAMAGE: dict[str, Callable[[Path, random.Random], None]] = {
    "log cut": lambda folder, rng: _cut(folder / LOG, rng),
    "log flipped": lambda folder, rng: _flip(folder / LOG, rng),
    "log gone": lambda folder, rng: (folder / LOG).unlink(),
    "file flipped": lambda folder, rng: _flip(folder / MAIN, rng),
    "file cut": lambda folder, rng: _cut(folder / MAIN, rng),
    "ledger flipped": lambda folder, rng: _flip(folder / LEDGER, rng),
    "ledger cut": lambda folder, rng: _cut(folder / LEDGER, rng),
    "kept bytes flipped": _flip_kept,
    "log cut and kept bytes flipped": _cut_log_and_flip_kept,
    "log gone and ledger flipped": lambda folder, rng: ((folder / LOG).unlink(), _flip(folder / LEDGER, rng))[
        -1
    ],
}


def run(cases: int, seed: int, folder: Path) -> Counter[str]:
    """Damage `cases` copies, each kind in turn; gives how often each end came."""
    expected, outcome = make(folder, seed), Counter[str]()
    for number in range(cases):
        kind = list(DAMAGE)[number % len(DAMAGE)]
        copy = folder / f"case-{number}"
        shutil.copytree(folder / "whole", copy)
        DAMAGE[kind](copy, random.Random(seed * 1000 + number))
        try:
            said = _answer(lambda say, copy=copy: _look(copy, expected, say))
            ends = [str(said["at_opening"]), str(said["after_doctor"])]
        except RuntimeError:  # the engine ended the process: nothing was said in words
            ends = ["crashed", "crashed"]
        outcome[f"{ends[0]}, then {ends[1]}"] += 1
        if "wrong" in ends or "crashed" in ends:
            outcome["silently wrong"] += 1
            print(f"case {number} ({kind}): {ends}", file=sys.stderr)
        shutil.rmtree(copy)
    return outcome


def _look(folder: Path, expected: str, say: Say) -> None:
    say("looked", at_opening=_opening(folder, expected), after_doctor=_doctor(folder, expected))


def _opening(folder: Path, expected: str) -> str:
    """What a user meets: whole, told (of a loss or that it cannot be read), or wrong without a word."""
    try:
        with Workspace.open(folder / MAIN) as opened:
            if state.told(opened.warehouse) == expected:
                return "whole"
            return "wrong" if opened.recovery.is_quiet else "told"
    except UserError:
        return "told"


def _doctor(folder: Path, expected: str) -> str:
    """After the doctor: whole, told that something stays wrong, or wrong although all is called well."""
    try:
        findings = keeping.examine(str(folder / MAIN))
        with Workspace.open(folder / MAIN) as opened:
            if state.told(opened.warehouse) == expected:
                return "whole"
        was_told = any(not finding.is_mended for finding in findings)
        return "told" if was_told else "wrong"
    except UserError:
        return "told"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of this module; exit code 1 where anything went wrong without a word."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.damage", description=__doc__)
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="lieferkette-damage-") as folder:
        outcome = run(given.cases, given.seed, Path(folder))
    wrong = outcome.pop("silently wrong", 0)
    ends = json.dumps(dict(sorted(outcome.items())))
    print(f"damaged={given.cases} seed={given.seed} silently_wrong={wrong} | {ends}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
