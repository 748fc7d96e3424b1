"""Page: a company changes levels and gives and ends grants in the browser, and sees who looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import house
from lieferkette.access.actor import Actor
from lieferkette.i18n import say
from tests.dashboards.conftest import BUYER, Opener, show


@pytest.fixture
def page(open_app: Opener, one_row_warehouse: Path) -> AppTest:
    """The page as the buyer sees it."""
    app = open_app(one_row_warehouse)
    return show(app, "sharing", sight=buyer())


def buyer() -> str:
    return house.workspace().reader(Actor.owner()).find(BUYER)


def press(page: AppTest, key: str) -> AppTest:
    next(one for one in page.button if one.label == say(key, "de")).click().run()
    assert not page.exception, page.exception[0].stack_trace
    return page


def test_page_a_company_changes_the_level_of_one_list_and_of_all(page: AppTest) -> None:
    reader = house.workspace().reader(Actor.company(buyer()))
    page.selectbox(key="levels_for").set_value(reader.uploads()["upload_id"][0])
    page.selectbox(key="levels_level").set_value("network")
    page = press(page, "sharing.set")
    assert (reader.uploads()["sharing"][0], reader.default_sharing()) == ("network", "statistics")
    page.selectbox(key="levels_for").set_value("all")
    page.selectbox(key="levels_level").set_value("private")
    page = press(page, "sharing.set")
    assert (reader.uploads()["sharing"][0], reader.default_sharing()) == ("private", "private")
    assert page.dataframe[0].value["Freigabe"].to_list() == ["Nur wir"]


def test_page_a_company_gives_a_grant_and_ends_it(page: AppTest) -> None:
    assert say("sharing.no_grants", "de") in [text.value for text in page.text]
    page.text_input(key="grantee").set_value("Frau *Holle*")
    page = press(page, "sharing.give")
    as_holle = house.workspace().reader(Actor.consultant("Frau *Holle*", buyer()))
    assert as_holle.years() == [2025]
    page = press(page, "sharing.end")
    assert page.dataframe[1].value["Gilt"].to_list() == ["nein"]
    log = page.dataframe[-1].value
    assert log["Was"].to_list()[:3] == ["Vollmacht beendet", "Beziehungen gelesen", "Vollmacht erteilt"]
    assert "*" not in "".join(str(part.value) for part in page.markdown if "Holle" in str(part.value))


def test_page_without_a_name_no_grant_is_given(page: AppTest) -> None:
    press(page, "sharing.give")
    assert house.workspace().reader(Actor.company(buyer())).grants().is_empty()
