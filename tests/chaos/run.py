"""Kills the taking-in of lists at every stage, again and again, and counts what was lost: `make chaos`.

A child takes in lists and says how far it is; the parent kills it (SIGKILL) at a stage and after a delay that the
seed decides; the next child opens the same warehouse, where what was promised must be. In the end everything must
be as if nobody had been killed. Never: asks the code under test what it promised; the parent listens itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.jobs import Incoming, Options
from ingest.spool import spool_of
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace
from tests.chaos import state
from tests.chaos.world import List, lists

#: Stages as the child says them, each with the longest wait in seconds before the kill.
STAGES = {
    "open": 0.5,
    "opened": 0.01,
    "receive": 0.02,
    "read": 0.15,
    "load": 0.6,
    "done": 0.1,
    "answered": 0.02,
}
Say = Callable[..., None]


@dataclass
class Outcome:
    """What all the kills came to."""

    kills: Counter[str] = field(default_factory=Counter)
    worlds: int = 0
    taken_up: int = 0
    partial: int = 0
    acknowledged_lost: int = 0
    received_lost: int = 0
    differing: int = 0
    not_unchanged: int = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing was lost, partial or different."""
        wrong = (self.partial, self.acknowledged_lost, self.received_lost, self.differing, self.not_unchanged)
        return not any(wrong)

    def line(self, seed: int) -> str:
        """The summary in one line."""
        stages = " ".join(f"{stage}={count}" for stage, count in sorted(self.kills.items()))
        return (
            f"kills={self.kills.total()} seed={seed} worlds={self.worlds} taken_up={self.taken_up} "
            f"partial={self.partial} acknowledged_lost={self.acknowledged_lost} received_lost={self.received_lost} "
            f"replays_differing={self.differing} replays_not_unchanged={self.not_unchanged} | {stages}"
        )


@dataclass
class World:
    """One warehouse on its way, and what the parent heard being promised."""

    folder: Path
    files: list[List]
    received: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """The warehouse."""
        return str(self.folder / "w.duckdb")


def run(kills: int, seed: int, folder: Path, report: Callable[[str], None] = lambda line: None) -> Outcome:
    """Kill `kills` times, spread evenly over the stages."""
    rng, outcome = random.Random(seed), Outcome()
    expected: dict[int, str] = {}
    while outcome.kills.total() < kills:
        kind = outcome.worlds % 3
        world = World(folder / f"world-{outcome.worlds}", lists(seed * 100 + kind))
        world.folder.mkdir()
        is_over = False
        while not is_over:
            wanted = min(STAGES, key=lambda stage: (outcome.kills[stage], stage))
            may_kill = outcome.kills.total() < kills
            delay = rng.random() * STAGES[wanted]
            is_over = _one_child(world, wanted if may_kill else None, delay, outcome)
            report(outcome.line(seed))
        if kind not in expected:
            expected[kind] = _never_killed(world.files, folder / f"reference-{kind}")
        _compare(world, expected[kind], outcome)
        outcome.worlds += 1
        shutil.rmtree(world.folder)
    return outcome


def _one_child(world: World, stage: str | None, delay: float, outcome: Outcome) -> bool:
    """Let a child go on with the world and kill it at the stage; True where it came to its end."""
    pid, lines = _fork(lambda say: _take_in(world, say))
    for line in lines:
        said = json.loads(line)
        if said["stage"] == "opened":
            _check(world, said, outcome)
        elif said["stage"] == "read":
            world.received.add(said["sha256"])
        elif said["stage"] == "answered":
            world.answered.add(said["sha256"])
        if said["stage"] == stage:
            time.sleep(delay)
            os.kill(pid, signal.SIGKILL)
            outcome.kills[stage] += 1
            break
    lines.close()
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise RuntimeError(f"a child failed by itself with code {os.WEXITSTATUS(status)}")
    return os.WIFEXITED(status)


def _check(world: World, said: dict[str, object], outcome: Outcome) -> None:
    present = set(said["uploaded"])  # type: ignore[call-overload]
    outcome.partial += int(said["faults"])  # type: ignore[call-overload]
    outcome.taken_up += int(said["taken_up"])  # type: ignore[call-overload]
    outcome.acknowledged_lost += len(world.answered - present)
    outcome.received_lost += len(world.received - present)


def _take_in(world: World, say: Say) -> None:
    """The child: open, report what is there, and hand in what was not answered yet."""
    say("open")
    with Workspace.open(world.address) as opened:
        warehouse = opened.warehouse
        say(
            "opened",
            uploaded=state.uploaded(warehouse),
            faults=state.faults(warehouse),
            taken_up=len(opened.recovery.taken_up),
        )
        for one in world.files:
            sha256 = hashlib.sha256(one.content).hexdigest()
            if sha256 not in world.answered:
                _hand_in(opened, one, lambda name, stage, sha256=sha256: say(stage, sha256=sha256))
                say("answered", sha256=sha256)


def _hand_in(opened: Workspace, one: List, progress: Callable[[str, str], None] | None = None) -> str:
    desk, reader = opened.desk(Actor.owner()), opened.reader(Actor.owner())
    sender = reader.find(one.sender) if one.sender else None
    options = Options(list_kind=one.kind, is_complete=True)
    return desk.upload([Incoming(one.content, one.name)], options, sender, progress)[0].status


def _never_killed(files: list[List], folder: Path) -> str:
    """What the same lists tell where nobody is killed."""

    def take_all(say: Say) -> None:
        with Workspace.open(folder / "w.duckdb") as opened:
            for one in files:
                _hand_in(opened, one)
            say("told", told=state.told(opened.warehouse))

    return str(_answer(take_all)["told"])


def _compare(world: World, expected: str, outcome: Outcome) -> None:
    """Hand everything in once more: nothing may change, and all must be as if nobody had been killed."""

    def again(say: Say) -> None:
        with Workspace.open(world.address) as opened:
            before = state.told(opened.warehouse)
            statuses = [_hand_in(opened, one) for one in world.files]
            is_same = before == state.told(opened.warehouse) == expected
            left = len(spool_of(opened.warehouse).unfinished())
            say("told", is_same=is_same, changed=sum(status != "unchanged" for status in statuses), left=left)

    said = _answer(again)
    outcome.differing += not said["is_same"]
    outcome.not_unchanged += int(said["changed"]) + int(said["left"])


def _answer(work: Callable[[Say], None]) -> dict[str, object]:
    pid, lines = _fork(work)
    text = lines.read()
    lines.close()
    _, status = os.waitpid(pid, 0)
    if status != 0:
        raise RuntimeError(f"a child failed by itself with status {status}")
    return json.loads(text.splitlines()[-1])  # type: ignore[no-any-return]


def _fork(work: Callable[[Say], None]):  # type: ignore[no-untyped-def]
    """A child of this process, forked before any thread was started here: what it says, a JSON object a line."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, os.fdopen(reading, encoding="utf-8")
    os.close(reading)
    code = 1
    try:

        def say(stage: str, **more: object) -> None:
            os.write(writing, (json.dumps({"stage": stage, **more}) + "\n").encode())

        work(say)
        code = 0
    except BrokenPipeError:
        code = 0
    except BaseException as error:  # noqa: BLE001 - a child must end here and never go on as the parent
        print(f"child: {type(error).__name__}: {error}", file=sys.stderr)
    finally:
        sys.stderr.flush()
        os._exit(code)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of this module; exit code 1 where anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.run", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="lieferkette-chaos-") as folder:
        outcome = run(given.kills, given.seed, Path(folder))
    print(outcome.line(given.seed))
    sys.exit(0 if outcome.is_well else 1)


if __name__ == "__main__":
    main()
