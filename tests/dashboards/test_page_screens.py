"""Page: every screen with much data, one row and none; as owner, company and chamber; in both languages."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import house
from lieferkette.access.actor import Actor
from lieferkette.i18n import say
from tests.dashboards.conftest import BUYER, SCREENS, SELLER, Opener, show

TITLES = {screen: f"{screen}.title" for screen in SCREENS}


def texts(app: AppTest) -> list[str]:
    """Plain texts of the page."""
    return [element.value for element in app.text]


def markdown_of(app: AppTest) -> str:
    """Everything that the browser would read as Markdown."""
    parts = [*app.markdown, *app.caption, *app.title, *app.subheader, *app.header]
    labels = [*app.metric, *app.button, *app.expander, *app.selectbox, *app.radio, *app.tabs]
    return "\n".join([*(str(part.value) for part in parts), *(str(part.label) for part in labels)])


def test_page_all_screens_as_everyone_in_both_languages(open_app: Opener, example_warehouse: Path) -> None:
    app = open_app(example_warehouse)
    companies = house.workspace().reader(Actor.owner()).companies(limit=3)
    sights = ("owner", companies["company_id"][0], "chamber")
    for sight, language, screen in product(sights, ("de", "en"), SCREENS):
        page = show(
            AppTest.from_file(app._script_path, default_timeout=60), screen, sight=sight, language=language
        )
        if sight == "chamber" and screen == "start":
            assert any("veröffentlicht" in text or "released" in text for text in texts(page))
        assert page.title[0].value == say(TITLES[screen], language)


@pytest.mark.parametrize("screen", SCREENS)
def test_page_without_data_says_what_to_do(open_app: Opener, empty_warehouse: Path, screen: str) -> None:
    page = show(open_app(empty_warehouse), screen)
    assert any("Laden Sie" in text or "Berichte entstehen" in text for text in texts(page))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("as_company", [False, True])
def test_page_with_one_row(open_app: Opener, one_row_warehouse: Path, screen: str, as_company: bool) -> None:
    app = open_app(one_row_warehouse)
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, screen, company=buyer, sight=buyer if as_company else "owner")
    assert "boese.example" not in markdown_of(page), "a name from a list was read as Markdown"
    assert "**Draht**" not in markdown_of(page)


def test_page_company_shows_its_supplier_with_amount_and_evidence(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    app = open_app(one_row_warehouse)
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "companies", company=buyer)
    row = page.dataframe[0].value.iloc[0].to_dict()
    assert row["Unternehmen"] == SELLER
    assert row["Betrag"] == 1_472_000
    assert row["Anteil"] == 1.0
    assert row["Beleg"] == "Liste 2025, Zeile 2"


def test_page_dependencies_name_the_single_source(open_app: Opener, one_row_warehouse: Path) -> None:
    app = open_app(one_row_warehouse)
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "dependencies", company=buyer)
    assert SELLER in texts(page)
    assert {metric.label: metric.value for metric in page.metric}["Einzelquellen"] == "1"


@pytest.mark.parametrize("by", ["sector", "country", "region"])
def test_page_the_chain_rolls_up_and_keeps_its_sum(
    open_app: Opener, one_row_warehouse: Path, by: str
) -> None:
    app = open_app(one_row_warehouse)
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "chain", company=buyer)
    page.selectbox(key="by").set_value(by).run()
    assert not page.exception
    assert page.dataframe[0].value["Anteil"].sum() == pytest.approx(1.0)
    assert any("100\u00a0% Ihres Einkaufs" in text for text in texts(page))


def test_page_dependencies_of_the_region_are_the_owners(open_app: Opener, example_warehouse: Path) -> None:
    app = open_app(example_warehouse)
    first = house.workspace().reader(Actor.owner()).companies(limit=1)["company_id"][0]
    page = show(app, "dependencies")
    page.segmented_control(key="about").set_value("many").run()
    assert any("vollständigen Lieferantenlisten von" in text for text in texts(page))
    assert {metric.label for metric in page.metric} >= {"Einzelquellen", "Einkauf in der Region"}
    others = show(AppTest.from_file(app._script_path, default_timeout=60), "dependencies", sight=first)
    others.segmented_control(key="about").set_value("many").run()
    assert not others.metric
    assert say("released.none_others", "de") in texts(others)


def test_page_start_counts_the_region(open_app: Opener, example_warehouse: Path) -> None:
    page = show(open_app(example_warehouse), "start")
    region = house.workspace().reader(Actor.owner()).region()
    assert page.metric[0].value == str(region.companies_count)
    assert f"{region.companies_with_lists_count} von {region.companies_count}" in markdown_of(page)


def test_page_another_sight_forgets_the_company(open_app: Opener, example_warehouse: Path) -> None:
    app = open_app(example_warehouse)
    ids = house.workspace().reader(Actor.owner()).companies(limit=2)["company_id"].to_list()
    page = show(app, "companies", company=ids[0])
    page.selectbox(key="sight").set_value(ids[1]).run()
    assert page.session_state["company"] == ids[1]
    assert not page.exception


def test_page_the_regional_draft_is_the_owners_alone(open_app: Opener, example_warehouse: Path) -> None:
    app = open_app(example_warehouse)
    company_id = house.workspace().reader(Actor.owner()).companies(limit=1)["company_id"][0]
    for sight in ("chamber", company_id):
        page = show(app, "reports", sight=sight)
        assert not page.dataframe
        assert not [one for one in page.button if one.key == "publish"]
        assert say("reports.table", "de") not in [one.value for one in page.subheader]
        assert say("released.none_others", "de") in texts(page)
