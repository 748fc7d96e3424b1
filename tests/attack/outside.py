"""The rows of the matrix for what stands around Reader and Desk: commands, exports, pages.

A command is called as a person calls it, on a warehouse in a file; what it prints and writes must hold no
canary of anybody but the actor. Exports and pages are rows with the reason why they can hold no more.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import os
import pkgutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lieferkette.reports
from lieferkette import cli
from tests.attack.matrix import NAMES, MatrixWorld

LIST = "Lieferant;Ort;Umsatz\nRegister 1;Hagen;30\n"


@dataclass(frozen=True)
class Call:
    """Words of a command, and the files that it may write."""

    words: list[str]
    writes: str | None = None


Calls = Callable[[MatrixWorld], list[Call]]


def _each_company(*before: str, after: tuple[str, ...] = ()) -> Calls:
    return lambda world: [Call([*before, world.ids[name], *after]) for name in (*NAMES[:4], "Register 1")]


def _each_upload(*before: str, out: str | None = None) -> Calls:
    def calls(world: MatrixWorld) -> list[Call]:
        more = ["--out", out] if out else []
        return [Call([*before, world.uploads[name][0], *more], out) for name in NAMES[:4]]

    return calls


def _once(*words: str, writes: str | None = None) -> Calls:
    return lambda _: [Call(list(words), writes)]


def _matches(answer: str) -> Calls:
    return lambda world: [
        Call(["review", answer, next(iter(sorted(world.secrets[NAMES[1]]))), world.ids["Register 1"]])
    ]


#: Command -> the calls with which it is tried; a text says why it is not.
COMMANDS: dict[str, Calls | str] = {
    "demo": "makes a world of its own and reads none",
    "dashboard": "starts the pages, which have rows of their own",
    "ingest": _once("ingest", "liste.csv", "--as", "suppliers", "--year", "2025"),
    "uploads list": _once("uploads", "list"),
    "uploads show": _each_upload("uploads", "show"),
    "uploads rejected": _each_upload("uploads", "rejected", out="rows.xlsx"),
    "uploads undo": _each_upload("uploads", "undo"),
    "uploads complete": _each_upload("uploads", "complete"),
    "uploads largest": _each_upload("uploads", "largest"),
    "uploads tell": lambda world: [
        Call(["uploads", "tell", world.uploads[name][0], world.parties[0], "--amount", "5"])
        for name in NAMES[:4]
    ],
    "review list": lambda _: [Call(["review", "list"]), Call(["review", "list", "--answered"])],
    "review accept": _matches("accept"),
    "review reject": _matches("reject"),
    "review undo": _matches("undo"),
    "companies find": _once("companies", "find", "Kanarien"),
    "companies show": _each_company("companies", "show"),
    "companies merge": _each_company("companies", "merge", "Register 2"),
    "companies split": lambda world: [Call(["companies", "split", one]) for one in world.parties.values()],
    "companies group": _each_company("companies", "group", "Register 2"),
    "sharing show": _each_company("sharing", "show", "--company"),
    "sharing set": _each_company("sharing", "set", "open", "--company"),
    "sharing preview": _each_company("sharing", "preview", "open", "--company"),
    "grants list": _once("grants", "list"),
    "grants give": _each_company("grants", "give", "Rumpel", "--until", "2099-12-31", "--company"),
    "grants end": lambda world: [Call(["grants", "end", one]) for one in world.grants.values()],
    "chain": _each_company("chain", after=("--tiers", "4")),
    "dependencies": _each_company("dependencies"),
    "resilience rank": _once("resilience", "rank"),
    "resilience scenario": lambda world: [
        Call(["resilience", "scenario", "galvanik"]),
        *_each_company("resilience", "scenario", "galvanik", "--company")(world),
    ],
    "resilience measures": _each_company("resilience", "measures"),
    "markets": lambda world: [
        *_each_company("markets")(world),
        Call(["markets", "--field", "rail"]),
        Call(["markets", "--region", "maerkische-region"]),
        Call(["markets", "backtest"]),
        Call(["markets", "all"]),
    ],
    "partners": _each_company("partners", after=("--wanted", "CNC-Drehen")),
    "offers": _each_company("offers"),
    "networks": _once("networks"),
    "release": _once("release", "maerkische-region"),
    "report region": lambda _: [
        Call(["report", "region", "maerkische-region", "--out", name, *more], name)
        for name, more in (("region.xlsx", []), ("region.csv", []), ("draft.xlsx", ["--draft"]))
    ],
    "doctor": _once("doctor"),
    "backup": _once("backup", "copy.backup", writes="copy.backup"),
    "restore": _once("restore", "liste.csv"),
    "erase": _each_company("erase"),
    "audit": _once("audit"),
    "import": _once("import", "places", "liste.csv"),
}

#: Function of lieferkette.reports -> whence it has what it writes.
EXPORTS = {
    "xlsx.left_out_xlsx": "uploads rejected",
    "xlsx.regional_table_xlsx": "report region",
    "release_xlsx.release_xlsx": "report region",
    "release_csv.release_csv": "report region",
    "release_rows.sheets": "report region",
    "release_rows.sector_name": "a label of our own for a code",
    "release_rows.place_label": "a label of our own for a code",
    "frame_csv.frame_csv": "markets all",
    "xlsx.frame_xlsx": "a frame of an answer, given by a page",
    "xlsx.workbook": "frames given by the other writers",
}

#: Pages. All of them ask a Reader; what they import proves that they can ask nobody else.
SCREENS = {
    "chain",
    "companies",
    "dependencies",
    "partners",
    "reports",
    "resilience",
    "markets",
    "sharing",
    "start",
    "upload",
}


def exports() -> set[str]:
    """All public functions of lieferkette.reports, such as `xlsx.frame_xlsx`."""
    found = set()
    for module in pkgutil.iter_modules(lieferkette.reports.__path__):
        loaded = importlib.import_module(f"lieferkette.reports.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == loaded.__name__:
                found.add(f"{module.name}.{name}")
    return found


@contextlib.contextmanager
def warehouse_file(folder: Path) -> Iterator[MatrixWorld]:
    """The world of the matrix in a file, closed, so that commands can open it; and a list to hand in."""
    (folder / "liste.csv").write_text(LIST, encoding="utf-8")
    world = MatrixWorld(str(folder / "matrix.duckdb"))
    world.close()
    yield world


def printed(call: Call, actor: str, folder: Path) -> str:
    """All that a call prints and writes, spreadsheets unpacked."""
    told = io.StringIO()
    words = [
        str(folder / word) if word == call.writes or word == "liste.csv" else word for word in call.words
    ]
    settings = ["--warehouse", str(folder / "matrix.duckdb"), "--actor", actor, "--json"]
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told), contextlib.suppress(SystemExit):
        cli.main([*words, *settings])
    if call.writes and (folder / call.writes).exists():
        told.write(_content(folder / call.writes))
        os.remove(folder / call.writes)
    return told.getvalue()


def _content(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_bytes().decode("utf-8-sig", errors="replace")
    with zipfile.ZipFile(file) as packed:
        return " ".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def leaks_of_calls(
    world: MatrixWorld, actor_name: str | None, commands: list[str], folder: Path
) -> tuple[int, list[str]]:
    """Calls made as a company (None: as the chamber), and the canaries of others that came out."""
    actor = world.ids[actor_name] if actor_name else "chamber"
    count, found = 0, []
    for command in commands:
        calls = COMMANDS[command]
        for call in [] if isinstance(calls, str) else calls(world):
            count += 1
            told = printed(call, actor, folder)
            said = " ".join(call.words)
            others = {one for name in NAMES if name != actor_name for one in world.secrets[name]}
            found += [f"{actor}: {said}: {one}" for one in others if one in told and one not in said]
    return count, found
