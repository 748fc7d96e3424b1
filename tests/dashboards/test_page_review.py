"""Page: an uncertain match is answered, and the answer is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.components import house
from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.i18n import say
from lieferkette.workspace import Workspace
from tests.dashboards.conftest import Opener, show
from tests.dashboards.test_page_upload import button
from tests.ingest.test_reopening import BUYER, LIST, REGISTER


@pytest.fixture
def asking_warehouse(tmp_path: Path) -> Path:
    """A register, and a list that names somebody who may be one of it."""
    path = tmp_path / "asking.duckdb"
    with Workspace.open(path) as workspace:
        desk = workspace.desk(Actor.owner())
        desk.upload([Incoming(REGISTER.encode(), "register.csv")], Options(list_kind="registry"))
        file = Incoming(LIST.format(number=1).encode(), "Lieferanten.csv")
        desk.upload([file], Options(list_kind="suppliers"), workspace.reader(Actor.owner()).find(BUYER))
    return path


def test_page_review_says_whose_list_asks_and_takes_an_answer_back(
    open_app: Opener, asking_warehouse: Path
) -> None:
    page = show(open_app(asking_warehouse), "upload", upload_view="review")
    assert any(text.value.startswith(f"In der Liste von {BUYER}: Zwerge Stahl KG") for text in page.text)
    assert not page.expander
    page = button(page, "review.same")
    assert house.workspace().reader(Actor.owner()).questions().is_empty()
    page.run()
    said = f"{BUYER}: Zwerge Stahl KG ist dasselbe wie Zwergen Stahl KG"
    assert said in [text.value for text in page.text]
    page = button(page, "review.take_back")
    assert house.workspace().reader(Actor.owner()).questions().height == 1
    assert any(one.label == say("review.same", "de") for one in page.button)
