"""A seeded slice of the chaos that `make chaos` runs whole: kills, damaged files, and a disk that is full."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.errors import DiskFull
from lieferkette.workspace import Workspace
from tests.chaos import state
from tests.chaos.world import lists

ROOT = Path(__file__).parents[2]


def chaos(module: str, *arguments: str) -> str:
    """The summary line of a run in a process of its own, which must end well."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.chaos.{module}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_nothing_is_lost_or_partial_after_kills_at_every_stage() -> None:
    line = chaos("run", "--kills", "7", "--seed", "4")
    assert line.startswith("kills=7 ")
    assert len(re.findall(r" \w+=1\b", line.split("|")[1])) == 7, "every stage once"


def test_no_damaged_file_is_silently_wrong() -> None:
    assert "damaged=10 " in chaos("damage", "--cases", "10", "--seed", "2")


@pytest.fixture
def small_disk(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A disk of 48 MB; needs the right to mount one."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def test_a_full_disk_is_said_and_nothing_is_partial(small_disk: Path) -> None:
    files = lists(7)
    options = Options(list_kind="registry")
    with Workspace.open(small_disk / "w.duckdb") as opened:
        desk = opened.desk(Actor.owner())
        desk.upload([Incoming(files[0].content, files[0].name)], options, None)
        sender = opened.reader(Actor.owner()).find(str(files[1].sender))
        filler = small_disk / "filler"
        _fill(filler, leave=64 * 1024)
        refused = desk.upload([Incoming(_long(), "lang.csv")], Options(list_kind="suppliers"), sender)[0]
        assert (refused.status, refused.error_code) == ("refused", "disk_full")
        assert len(state.uploaded(opened.warehouse)) == 1
        assert state.faults(opened.warehouse) == 0
        filler.unlink()
        again = desk.upload([Incoming(_long(), "lang.csv")], Options(list_kind="suppliers"), sender)[0]
        assert again.status == "loaded"
    with Workspace.open(small_disk / "w.duckdb") as opened:
        assert len(state.uploaded(opened.warehouse)) == 2
        assert state.faults(opened.warehouse) == 0


def test_a_disk_that_is_full_from_the_start_is_said(small_disk: Path) -> None:
    _fill(small_disk / "filler", leave=8 * 1024)
    with pytest.raises(DiskFull):
        Workspace.open(small_disk / "w.duckdb")


def _long() -> bytes:
    rows = [f"{i};Kobold Nummer {i} GmbH;58095;Hagen;{i},00" for i in range(3000)]
    return "\n".join(["Nummer;Name;PLZ;Ort;Umsatz 2025 (EUR)", *rows]).encode()


def _fill(path: Path, leave: int) -> None:
    """Take all room of the disk but `leave` bytes."""
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
    path.write_bytes(bytes(max(0, free - leave)))
