"""The README stays true: its commands answer as printed, and no command or task is missing from it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from lieferkette import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: A console block: a line `$ command`, then what it prints; `…` stands for anything.
EXAMPLES = [
    (block.splitlines()[0].removeprefix("$ "), block.splitlines()[1:])
    for console in re.findall(r"```console\n(.*?)```", README, re.S)
    for block in re.split(r"\n(?=\$ )", console.strip())
]


def commands(group: Any, before: str = "") -> list[str]:
    """Names of all commands, such as `uploads list`."""
    found = []
    for name, command in group.commands.items():
        path = f"{before} {name}".strip()
        found += commands(command, path) if hasattr(command, "commands") else [path]
    return found


def as_pattern(line: str) -> str:
    """A printed line as a pattern: runs of blanks count once, `…` stands for anything."""
    return r"\s+".join(re.escape(word).replace("…", ".*") for word in line.split())


@pytest.mark.golden
@pytest.mark.parametrize(("call", "printed"), EXAMPLES, ids=[call for call, _ in EXAMPLES])
def test_an_example_answers_as_printed(
    call: str,
    printed: list[str],
    example_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(example_folder)
    monkeypatch.setenv("LIEFERKETTE_LANGUAGE", "en")
    program, *words = shlex.split(call)
    assert program == "lieferkette"
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    output = capsys.readouterr()
    assert end.value.code == 0, output.err
    for line in printed:
        assert re.search(as_pattern(line), output.out), f"{line!r} is not in\n{output.out}"


@pytest.mark.golden
def test_the_python_example_runs(example_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example_folder)
    program = re.findall(r"```python\n(.*?)```", README, re.S)[0]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("shape:") == 3


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 5
    assert any(len(printed) > 1 for _, printed in EXAMPLES)


def test_every_command_is_documented_and_exists() -> None:
    existing = set(commands(typer.main.get_command(cli.app)))
    table = README.split("## Every command")[1].split("\n## ")[0]
    documented = {
        name
        for cell in re.findall(r"^\| `([^|]*)` \|", table, re.M)
        for name in existing
        if cell == name or cell.startswith(f"{name} ")
    }
    assert existing == documented
    assert len(re.findall(r"^\| `", table, re.M)) == len(existing), (
        "a command that does not exist is documented"
    )


def test_every_make_target_is_documented_and_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.M)) - {"help"}
    assert {"run", "demo", "test", "check", "dashboard", "bench", "acceptance", "dictionary"} <= targets
    assert targets == set(re.findall(r"`make ([a-z]+)`", README))


def test_every_picture_and_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_readme_asks_for_the_python_that_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Python {project['requires-python'].removeprefix('>=')}" in README
