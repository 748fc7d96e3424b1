"""What all tests share: empty warehouses, a browser, and a wall around the machine.

Never: example data (tests make their own, in sight), or a stand-in for code of ours.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from schemas.warehouse import Warehouse, create

# The same examples on every machine and in every run: a test that fails, fails for all.
settings.register_profile("same everywhere", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("same everywhere")

# What the shell of whoever runs the tests is set to must not change their answers.
for _name in ("LIEFERKETTE_WAREHOUSE", "LIEFERKETTE_ACTOR", "LIEFERKETTE_LANGUAGE"):
    os.environ.pop(_name, None)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _keep_inside(event: str, arguments: tuple[Any, ...]) -> None:
    """No test, and nothing that it runs in this process, talks to another machine."""
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and str(address[0]) not in ("127.0.0.1", "::1", "localhost", "0.0.0.0"):
        raise ConnectionError(f"a test tried to reach {address[0]}")


sys.addaudithook(_keep_inside)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """An empty warehouse in a file of its own."""
    with create(tmp_path / "warehouse.duckdb") as empty:
        yield empty


@pytest.fixture(scope="session")
def shared_warehouse() -> Iterator[Warehouse]:
    """An empty warehouse in memory, for tests that take back what they write."""
    with create(":memory:") as empty:
        yield empty


@pytest.fixture(scope="session")
def example_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `lieferkette demo` ran. All processes of a test run share it: nobody opens it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "example"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half_made = shared / "example.half"
            half_made.mkdir()
            call = [sys.executable, "-c", "from lieferkette.cli import main; main()", "demo"]
            environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
            done = subprocess.run(
                call, cwd=half_made, capture_output=True, text=True, check=False, env=environment
            )
            assert done.returncode == 0, done.stderr
            half_made.rename(folder)
    return folder


@pytest.fixture(scope="module")
def example_folder(example_made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example region for one file of tests: `var/lieferkette.duckdb` and its lists."""
    folder = tmp_path_factory.mktemp("example") / "copy"
    shutil.copytree(example_made_once, folder)
    return folder


@pytest.fixture(scope="module")
def example_region(example_folder: Path) -> Path:
    """The same folder's `var`: `lieferkette.duckdb`, and the lists with their truth in `example/`."""
    return example_folder / "var"


@pytest.fixture(scope="session")
def browser_path() -> str:
    """An installed Chromium; where there is none the test is skipped, but never in CI."""
    found = os.environ.get("LIEFERKETTE_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = "no Chromium on the path: install it (Debian: apt-get install chromium) to test the pages"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found
