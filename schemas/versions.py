"""Which file holds the warehouse now: the name that people use, or the version that it points to.

After `os.replace` of a database file an open process goes on seeing the old one, so a warehouse that is
written anew (erasure, migration, restore) gets a name of its own, `name.duckdb.v2`, and the plain name becomes
a link to it. Moving the link is one step that a crash cannot tear. Never: opens a database.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

#: Files in the making carry this prefix, so that a crash leaves nothing that could be taken for a copy.
UNFINISHED = ".unfinished-"


def current_file(address: str | Path) -> Path:
    """The file behind `address`, itself where it was never written anew."""
    path = Path(os.path.abspath(address))
    return path.parent / os.readlink(path) if path.is_symlink() else path


def next_file(address: str | Path) -> Path:
    """A name for the next version, higher than any that is there."""
    base = Path(os.path.abspath(address))
    return base.with_name(f"{base.name}.v{max([1, *_versions(base).values()]) + 1}")


def make_current(address: str | Path, file: Path) -> None:
    """Let `address` mean `file`, which lies beside it; from then on every opening finds it."""
    base = Path(os.path.abspath(address))
    link = base.with_name(f"{UNFINISHED}{base.name}")
    link.unlink(missing_ok=True)
    link.symlink_to(file.name)
    os.replace(link, base)
    sync_folder(base.parent)


def wal_of(file: Path) -> Path:
    """The write-ahead log of a database file."""
    return file.with_name(file.name + ".wal")


def leftovers(address: str | Path) -> list[Path]:
    """Files of earlier or unfinished versions that a crash left behind; only for the process that owns it."""
    base, current = Path(os.path.abspath(address)), current_file(address)
    kept = {current, wal_of(current)}
    stale = [base.parent / name for name in _versions(base)]
    stale += [wal_of(path) for path in [base, *stale]]
    stale += [base.with_name(f"{UNFINISHED}{base.name}"), *unfinished_copies(base)]
    return sorted({path for path in stale if path not in kept and (path.is_file() or path.is_symlink())})


def unfinished_copies(address: str | Path) -> list[Path]:
    """Copies in the making, in the backup folder."""
    base = Path(os.path.abspath(address))
    return sorted((base.parent / "backup").glob(f"{UNFINISHED}{base.name}-*"))


def remove_leftovers(address: str | Path) -> list[Path]:
    """Delete them, and what the engine had put aside for want of memory; gives what was deleted."""
    gone = leftovers(address)
    for path in gone:
        path.unlink(missing_ok=True)
    current = current_file(address)
    shutil.rmtree(current.with_name(f"{current.name}.tmp"), ignore_errors=True)
    return gone


def put_in_place(address: str | Path, file: Path) -> Path | None:
    """Let `address` mean `file` where the present file cannot be opened; that one is kept aside, gives where.

    Only for a process that knows that nobody has the warehouse open.
    """
    old = current_file(address)
    aside = old.with_name(f"{old.name}.damaged-{datetime.now(UTC):%Y%m%d%H%M%S}")
    kept = aside if old.exists() else None
    if kept is not None:
        os.link(old, kept)
    new = next_file(address)
    sync_file(file)
    os.replace(file, new)
    make_current(address, new)
    for path in (wal_of(old), old):
        if path != Path(os.path.abspath(address)):
            path.unlink(missing_ok=True)
    return kept


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(file: Path) -> None:
    """Wait until the bytes of `file` are on the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _versions(base: Path) -> dict[str, int]:
    """Names of versions beside `base`, each with its number."""
    pattern = re.compile(re.escape(base.name) + r"\.v(\d+)")
    named = {path.name: pattern.fullmatch(path.name) for path in base.parent.glob("*")}
    return {name: int(match[1]) for name, match in named.items() if match}
