"""Runs the real program on real lists, once each, in a warehouse of their own.

Never: skips. Without the lists there is no proof, and that is a failure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.named_rows import named_rows

SHARED = Path(os.environ.get("LIEFERKETTE_SHARED", "../shared")).resolve()
LISTS = SHARED / "data" / "supplier_lists"
#: The invented company that hands the lists in.
SENDER = "Prüfstand Dornröschen GmbH"
PROGRAM = Path(sys.executable).with_name("lieferkette")


@dataclass
class Call:
    """What one call of the program gave."""

    exit_code: int
    answer: dict[str, Any]
    errors: str
    seconds: float


@dataclass
class Ledger:
    """All results of the run, for the table at its end."""

    lines: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, path: Path, upload: dict[str, Any], seconds: float) -> None:
        """Note what became of a file."""
        try:
            named: int | None = named_rows(path)
        except LookupError:
            named = None
        share = f"{min(upload['rows_loaded'] / named, 1):.1%}" if named else ""
        counts = [str(upload[key]) for key in ("rows_read", "rows_loaded", "rows_rejected", "rows_ignored")]
        shape = "refused" if upload["status"] == "refused" else upload["shape"]
        self.lines.append((path.name, shape, *counts, str(named or ""), share, f"{seconds:.1f}"))

    def text(self) -> str:
        """The table."""
        heads = ("file", "shape", "read", "loaded", "rejected", "ignored", "named", "share", "seconds")
        widths = [max(len(line[i]) for line in [heads, *self.lines]) for i in range(len(heads))]
        aligned = [
            "  ".join(
                cell.ljust(width) if i < 2 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in [heads, *self.lines]
        ]
        return "\n".join(aligned)


def list_files() -> list[Path]:
    """Every list, or nothing where the folder is missing (a test of its own then fails)."""
    if not LISTS.is_dir():
        return []
    return sorted(path for path in LISTS.rglob("*") if path.is_file() and path.suffix != ".md")


@pytest.fixture(scope="session")
def ledger() -> Iterator[Ledger]:
    """Collects the results and prints them when all is done."""
    kept = Ledger()
    yield kept
    print("\n\n" + kept.text())


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Call]:
    """Calls `lieferkette --json` in a process of its own, on a fresh warehouse that knows the sender."""
    folder = tmp_path_factory.mktemp("acceptance")

    members = folder / "members.csv"
    members.write_text(f"Mitgliedsnummer;Name;PLZ;Ort\n1;{SENDER};58095;Hagen\n", encoding="utf-8")
    known: set[str] = set()

    def call(*words: str, warehouse: str = "all") -> Call:
        if warehouse not in known:
            known.add(warehouse)
            call("ingest", str(members), "--as", "members", warehouse=warehouse)
        command = [str(PROGRAM), "--warehouse", str(folder / f"{warehouse}.duckdb"), "--json", *words]
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False, cwd=folder)
        answer = json.loads(done.stdout) if done.stdout.strip() else {}
        return Call(done.returncode, answer, done.stderr, time.perf_counter() - started)

    return call
