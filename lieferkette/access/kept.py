"""Keeps on disk what is the same for many answers, so that a cold start opens it instead of computing it.

Frames and graph arrays lie in the folder of one state of the warehouse, made by one state of this code, and are
opened memory-mapped: an answer reads only what it touches, and processes share the pages. A folder appears whole
or not at all, and older states go as soon as a new one is there. What is kept is what the owner sees and what is
offered to all. Never: keeps a view that is one company's own; those live in memory only.
"""

from __future__ import annotations

import hashlib
import json
import logging
import mmap
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow

from lieferkette.chains.graph import Graph
from lieferkette.chains.storage import load_graph, save_graph
from schemas.versions import UNFINISHED, sync_file, sync_folder

_log = logging.getLogger(__name__)
_FACTS, _CHECKS = "facts.json", "checks.json"
#: Rooms whose code decides what stands in a frame or an array.
_ROOT = Path(__file__).parents[2]
_MADE_BY = ("schemas", "lieferkette/access", "lieferkette/chains")


@dataclass(frozen=True)
class Kept:
    """One folder of frames, facts and graphs that belong together.

    >>> from tempfile import mkdtemp
    >>> shelf = Shelf(Path(mkdtemp()), "state 1")
    >>> kept = shelf.keep("owner", {"companies": pl.DataFrame({"name": ["Igel AG"]})}, {"count": 1})
    >>> kept.frame("companies")["name"].to_list(), kept.facts()
    (['Igel AG'], {'count': 1})
    >>> Shelf(shelf.folder, "state 2").find("owner") is None
    True
    """

    folder: Path

    def frame(self, name: str) -> pl.DataFrame:
        """A frame, memory-mapped."""
        return _mapped(self.folder / f"{name}.arrow")

    def facts(self) -> dict[str, Any]:
        """The small facts kept beside the frames."""
        facts: dict[str, Any] = json.loads((self.folder / _FACTS).read_text(encoding="utf-8"))
        return facts

    def graph(self, name: str, make: Callable[[], tuple[Graph, pl.Series]]) -> tuple[Graph, pl.Series]:
        """A graph and the company at each of its positions; made, and kept where the disk lets it."""
        folder = self.folder / name
        if not _is_whole(folder):
            graph, company_ids = make()
            try:
                with _unfinished(folder) as unfinished:
                    save_graph(graph, unfinished / "arrays")
                    _write(company_ids.to_frame("company_id"), unfinished / "companies.arrow")
            except OSError:  # full, or gone with the state that it belongs to
                return graph, company_ids
        return load_graph(folder / "arrays"), _mapped(folder / "companies.arrow")["company_id"]


@dataclass(frozen=True)
class Shelf:
    """What is kept of one state of the warehouse; without a folder nothing is.

    `is_current` says whether the warehouse is still in that state: what was read while it changed is not kept.
    """

    folder: Path | None
    state: str
    is_current: Callable[[], bool] = lambda: True

    @property
    def _of_state(self) -> Path | None:
        name = hashlib.sha256(f"{self.state}/{made_by()}".encode()).hexdigest()[:32]
        return None if self.folder is None else self.folder / name

    def find(self, name: str) -> Kept | None:
        """What was kept under a name for this state; None where there is nothing, or not what was written."""
        of_state = self._of_state
        if of_state is None:
            return None
        return Kept(of_state / name) if _is_whole(of_state / name) else None

    def keep(self, name: str, frames: Mapping[str, pl.DataFrame], facts: Mapping[str, Any]) -> Kept | None:
        """Write frames and facts under a name, and delete what is kept of other states.

        Gives None where nothing can be kept, for want of room: an answer does not need it.
        """
        of_state = self._of_state
        if self.folder is None or of_state is None or not self.is_current():
            return None
        try:
            of_state.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _unfinished(of_state / name) as unfinished:
                for frame_name, frame in frames.items():
                    _write(frame, unfinished / f"{frame_name}.arrow")
                (unfinished / _FACTS).write_text(json.dumps(dict(facts)), encoding="utf-8")
        except OSError as error:
            _log.warning("nothing is kept in %s: %s", of_state, error.strerror)
            return None
        for other in self.folder.iterdir():
            if other != of_state:
                shutil.rmtree(other, ignore_errors=True)
        return Kept(of_state / name)


@cache
def made_by() -> str:
    """A hash of the code that makes what is kept: other code makes it anew."""
    digest = hashlib.sha256()
    for room in _MADE_BY:
        for path in sorted((_ROOT / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(frame: pl.DataFrame, file: Path) -> None:
    frame.rechunk().write_ipc(file, compression="uncompressed")


def _mapped(file: Path) -> pl.DataFrame:
    """The frame in a file, its columns being the file's own pages (polars would read them into memory)."""
    with pyarrow.memory_map(str(file)) as mapped:
        frame = pl.from_arrow(pyarrow.ipc.open_file(mapped).read_all())
    assert isinstance(frame, pl.DataFrame)
    return frame


def _checksum(file: Path) -> int:
    """Quick to compute, and no damaged byte passes it unseen."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return zlib.crc32(content)


def _is_whole(folder: Path) -> bool:
    """Whether a folder is there with every byte that was written; one that is not goes."""
    if not folder.exists():
        return False
    try:
        written = json.loads((folder / _CHECKS).read_text(encoding="utf-8"))
        with ThreadPoolExecutor() as threads:  # the checksum lets go of the interpreter
            found = threads.map(_checksum, (folder / name for name in written))
            if list(found) == list(written.values()):
                return True
    except (OSError, ValueError, AttributeError):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    return False


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder to write into that gets its name when all of it is on the disk; whoever comes second leaves it."""
    made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder.parent))
    try:
        yield made
        files = [path for path in made.rglob("*") if path.is_file()]
        checks = {path.relative_to(made).as_posix(): _checksum(path) for path in files}
        (made / _CHECKS).write_text(json.dumps(checks), encoding="utf-8")
        for path in (*files, made / _CHECKS):
            sync_file(path)
        if not folder.exists():
            os.rename(made, folder)
            sync_folder(folder.parent)
    finally:
        shutil.rmtree(made, ignore_errors=True)
