"""Traits of the whole house that no single test would notice going: sizes, docstrings, what is committed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("schemas", "ingest", "lieferkette", "dashboards")
TOP_LEVEL_FOLDERS = {*ROOMS, "tests", ".ci"}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LINES_A_FILE = 300
LONG_FILES_SHARE = 0.05
LINES_A_FILE_AT_MOST = 500
LINES_A_FUNCTION = 60
#: Distributions that are needed without being imported by name.
UNIMPORTED = {
    "duckdb-sqlalchemy": "the dialect behind duckdb:// URLs",
    "import-linter": "run by `make check`",
    "mypy": "run by `make check`",
    "pyarrow": "hands frames from polars to DuckDB and back",
    "pytest-timeout": "ends a test that hangs",
    "pytest-xdist": "runs tests on all cores",
    "ruff": "run by `make check`",
}


@cache
def committed() -> list[str]:
    """Files that git knows or would take; a folder without git is walked."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    return sorted(path for path in listed if (ROOT / path).is_file())


def python_files(*folders: str) -> list[str]:
    return [path for path in committed() if path.endswith(".py") and path.split("/")[0] in (folders or ROOMS)]


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def functions(path: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


# --- form ------------------------------------------------------------------------------------------------


def test_the_top_level_is_as_it_was_agreed() -> None:
    folders = {path.split("/")[0] for path in committed() if "/" in path}
    assert folders <= TOP_LEVEL_FOLDERS


def test_few_files_are_long_and_none_is_very_long() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in python_files()}
    long = {path: length for path, length in lengths.items() if length > LINES_A_FILE}
    assert len(long) <= LONG_FILES_SHARE * len(lengths), long
    assert max(lengths.values()) <= LINES_A_FILE_AT_MOST, long


def test_no_function_is_longer_than_a_page() -> None:
    long = {
        f"{path}:{function.lineno} {function.name}": length
        for path in python_files()
        if "/migrations/" not in path
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LINES_A_FUNCTION
    }
    assert not long


def test_every_file_says_what_it_is_for() -> None:
    silent = [path for path in python_files(*ROOMS, "tests") if not ast.get_docstring(tree(path))]
    assert not silent


def test_every_folder_says_what_comes_in_and_goes_out() -> None:
    """In its `__init__.py` or a README: what comes in, what goes out, what it never does."""
    silent = []
    for path in python_files():
        if path.endswith("/__init__.py"):
            readme = ROOT / path.replace("__init__.py", "README.md")
            words = ast.get_docstring(tree(path)) or ""
            words += readme.read_text(encoding="utf-8") if readme.exists() else ""
            if not all(word in words.lower() for word in ("comes in", "goes out", "never")):
                silent.append(path)
    assert not silent


def test_public_functions_and_classes_are_documented() -> None:
    public = [
        (f"{path}:{node.lineno} {node.name}", bool(ast.get_docstring(node)))
        for path in python_files()
        if "/migrations/" not in path
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    silent = [name for name, is_documented in public if not is_documented]
    assert not silent


def test_nothing_is_left_for_later() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    unfinished = [
        f"{path}: {match.group()}"
        for path in python_files()
        if (match := pattern.search((ROOT / path).read_text(encoding="utf-8")))
    ]
    assert not unfinished


# --- what is committed -----------------------------------------------------------------------------------


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_committed() -> None:
    forbidden = re.compile(
        r"files\.pythonhosted|pypi\.org/simple|/(?:work|root|home|farm)/\w|uv\.lock$", re.M
    )
    found = []
    for path in committed():
        if path == "tests/architecture/test_house.py":
            continue
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path}: {match.group()}" for match in [forbidden.search(text)] if match]
    assert not found


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)


def asked_for_running() -> set[str]:
    """Distributions that pyproject.toml asks for wherever the program runs."""
    return {re.split(r"[<>=\[]", line)[0] for line in PYPROJECT["project"]["dependencies"]}


def wanted(extra: str = "dev") -> set[str]:
    """The same and those of an extra: what developers need, or what `make bench` compares with."""
    more = PYPROJECT["project"]["optional-dependencies"][extra]
    return asked_for_running() | {re.split(r"[<>=\[]", line)[0] for line in more}


def test_every_dependency_is_pinned() -> None:
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in
              (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}  # fmt: skip
    assert wanted("dev") | wanted("bench") <= pinned


def imported(*folders: str) -> set[str]:
    """Distributions that the code in the folders imports."""
    names: set[str] = set()
    for path in python_files(*folders):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
            elif (
                isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args
            ):
                names.add(str(getattr(node.args[0], "value", "")).split(".")[0])
    names -= {*sys.stdlib_module_names, *ROOMS, "tests", ""}
    distributions = packages_distributions()
    # A name without a distribution is a file beside the importing one (the guarded child runs as a script).
    known = (distributions[name][0] for name in names if name in distributions)
    return {name.lower().replace("_", "-") for name in known}


def test_what_the_rooms_import_is_asked_for() -> None:
    assert imported(*ROOMS) <= asked_for_running()
    assert imported("tests") <= wanted("dev") | wanted("bench")


def test_nothing_is_asked_for_that_nobody_uses() -> None:
    assert asked_for_running() - imported(*ROOMS) <= UNIMPORTED.keys()
    assert wanted("dev") - imported(*ROOMS, "tests") <= UNIMPORTED.keys()
