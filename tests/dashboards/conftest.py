"""The pages over three warehouses: the example region, one with a single row, and an empty one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboards.components import house
from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.workspace import Workspace

APP = Path(__file__).parents[2] / "dashboards" / "app.py"
SCREENS = (
    "start",
    "companies",
    "chain",
    "dependencies",
    "resilience",
    "markets",
    "partners",
    "reports",
    "sharing",
    "upload",
)
# what a hostile list would call a company: Markdown and HTML that must stay text
BUYER = "Rübezahl **Draht** AG"
SELLER = "Zwerg ![bild](http://boese.example/x.png) <b>GmbH</b>"
REGISTER = f"""IHK-Nr;Name;Straße;PLZ;Ort;WZ 2008
1;{BUYER};Drahtweg 1;58762;Altena;24.34
2;{SELLER};Bergweg 2;58636;Iserlohn;25.61
"""
LIST = f"""Lieferant;PLZ;Ort;Umsatz 2025 EUR
{SELLER};58636;Iserlohn;1.472.000,00
"""

Opener = Callable[[Path], AppTest]


@pytest.fixture(autouse=True)
def errors_in_full() -> None:
    """Tests see what visitors do not, and nothing about the missing browser."""
    config.set_option("client.showErrorDetails", "full")
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Opens the pages over a warehouse; afterwards lets go of its file."""
    opened: list[Workspace] = []

    def opener(warehouse: Path) -> AppTest:
        monkeypatch.setenv("LIEFERKETTE_WAREHOUSE", str(warehouse))
        st.cache_resource.clear()
        opened.append(house.workspace())
        return AppTest.from_file(str(APP), default_timeout=60)

    yield opener
    for workspace in opened:
        workspace.close()
    st.cache_resource.clear()


@pytest.fixture
def empty_warehouse(tmp_path: Path) -> Path:
    """Places and regions only."""
    path = tmp_path / "empty.duckdb"
    Workspace.open(path).close()
    return path


@pytest.fixture
def one_row_warehouse(tmp_path: Path) -> Path:
    """Two companies of a register, and one list with one row."""
    path = tmp_path / "one.duckdb"
    with Workspace.open(path) as workspace:
        desk = workspace.desk(Actor.owner())
        registered = desk.upload([Incoming(REGISTER.encode(), "Mitglieder.csv")], Options())
        assert registered[0].rows_loaded == 2, registered
        buyer = workspace.reader(Actor.owner()).find(BUYER)
        loaded = desk.upload(
            [Incoming(LIST.encode(), "Lieferanten 2025.csv")],
            Options(list_kind="suppliers", is_complete=True, year=2025),
            buyer,
        )
        assert loaded[0].rows_loaded == 1, loaded
    return path


@pytest.fixture(scope="module")
def example_warehouse(example_folder: Path) -> Path:
    """The example region, for reading."""
    return example_folder / "var" / "lieferkette.duckdb"


def show(app: AppTest, screen: str, **state: object) -> AppTest:
    """Run a screen with this session state; a page that fails fails the test."""
    for key, value in state.items():
        app.session_state[key] = value
    if screen == "start":
        app.run()
    else:
        app.run()
        app.switch_page(f"screens/{screen}.py").run()
    assert not app.exception, app.exception[0].stack_trace
    return app
