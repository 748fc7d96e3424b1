"""Where compiled loops are kept, so that no user waits for a compiler twice; for every room that has some.

Kernels are compiled lazily, not by explicit signatures: a signature would load every kernel of a module at
its import, and would have to spell out read-only arrays by hand. Instead its caller guarantees one type per
array, so each kernel is compiled exactly once (a test holds this), and is read from the cache afterwards.

This module never imports numba before a kernel is declared, and never writes into the home folder.
"""

from __future__ import annotations

import importlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

CACHE_VARIABLE = "LIEFERKETTE_CACHE"
_NUMBA_VARIABLE = "NUMBA_CACHE_DIR"


def prepare(beside: Path | None = None) -> Path:
    """Choose the folder for compiled kernels and tell numba. Call it before the first answer; it is cheap.

    The first that can be written to wins: `LIEFERKETTE_CACHE`, the folder `kernels` in `beside` (the
    warehouse's folder), `NUMBA_CACHE_DIR`, a private folder in the system's temporary folder. Kernels that
    were loaded earlier stay where they are.
    """
    wanted = [os.environ.get(CACHE_VARIABLE), beside / "kernels" if beside else None]
    wanted.append(os.environ.get(_NUMBA_VARIABLE))
    usable = (Path(folder) for folder in wanted if folder and _is_usable(Path(folder)))
    folder = next(usable, None) or _private_temporary_folder()
    os.environ[_NUMBA_VARIABLE] = str(folder)
    if "numba" in sys.modules:  # numba reads the variable at its import only
        sys.modules["numba"].config.CACHE_DIR = str(folder)
    return folder


def kernel(function: Function) -> Function:
    """Declare a compiled loop: without the interpreter's lock, kept on disk."""
    prepare()
    compile_ = importlib.import_module("numba").njit(nogil=True, cache=True)
    return cast(Function, compile_(function))


def _is_usable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _private_temporary_folder() -> Path:
    """A folder of this user alone: compiled code that others could write would run as ours."""
    folder = Path(tempfile.gettempdir()) / f"lieferkette-kernels-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="lieferkette-kernels-"))
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
    is_private = not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if is_ours and is_private else Path(tempfile.mkdtemp(prefix="lieferkette-kernels-"))
