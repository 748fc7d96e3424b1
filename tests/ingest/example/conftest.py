"""One example region and one world for all tests of the generator; neither is changed by a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.example.files import Manifest, write_example
from ingest.example.truth import Truth
from ingest.example.world import World, generate


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return write_example(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="session")
def lists(example: Manifest) -> Path:
    return example.folder / "lists"


@pytest.fixture(scope="session")
def truth(example: Manifest) -> Truth:
    return Truth.load(example.folder)


@pytest.fixture(scope="session")
def world() -> World:
    return generate(660, in_region=400)
