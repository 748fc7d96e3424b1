"""Page: new customers, transition fields and the region, as owner, as the company itself and as the chamber."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboards.components import house
from dashboards.markets.opportunities import middle, shares
from ingest.example.files import Manifest
from lieferkette.access.actor import Actor
from lieferkette.answering.new_markets.shape import MarketParts
from lieferkette.i18n import say
from tests.dashboards.conftest import Opener, show
from tests.dashboards.test_page_screens import markdown_of, texts


@pytest.fixture(scope="module")
def stories(example_folder: Path) -> dict[str, str]:
    """Story -> name of its company: a screw maker, a plastics firm with few customers, a newcomer."""
    manifest = Manifest.load(example_folder / "var" / "example")
    names = {profile.company_key: profile.company_name for profile in manifest.profiles}
    return {story: names[key] for story, key in manifest.stories.items()}


def test_page_the_screw_maker_sees_reasons_parts_and_candidates(
    open_app: Opener, example_warehouse: Path, stories: dict[str, str]
) -> None:
    app = open_app(example_warehouse)
    reader = house.workspace().reader(Actor.owner())
    company_id = reader.find(stories["screw_maker"])
    page = show(app, "markets", company=company_id)
    answer = reader.markets(company_id)
    for one in answer.opportunities[:5]:
        counted = f"{one.parts.selling_twins_count} von {one.parts.twins_count} Unternehmen"
        assert any(text.startswith(counted) for text in texts(page))
    marks = [line for line in markdown_of(page).splitlines() if "Automotive-Anteil: " in line]
    assert len(marks) == 5 and any("▲" in mark for mark in marks) and any("▼" in mark for mark in marks)
    assert any("mögliche Kunden" in expander.label for expander in page.expander)
    assert any("noch nicht prüfbar" in text for text in texts(page)), "the example has too few years"


@pytest.mark.parametrize("story", ["screw_maker", "plastics_few_customers", "newcomer"])
def test_page_at_the_default_level_the_next_step_is_said(
    open_app: Opener, example_warehouse: Path, stories: dict[str, str], story: str
) -> None:
    app = open_app(example_warehouse)
    company_id = house.workspace().reader(Actor.owner()).find(stories[story])
    page = show(app, "markets", company=company_id, sight=company_id)
    few = len(house.workspace().reader(Actor.company(company_id)).markets(company_id).opportunities)
    if few < 3:
        assert say("markets.beside", "de") in [one.value for one in page.subheader]
        assert any("Am nächsten liegt" in text for text in texts(page))
    assert not page.exception


def test_page_on_wish_only_markets_that_lower_the_automotive_share(
    open_app: Opener, example_warehouse: Path, stories: dict[str, str]
) -> None:
    app = open_app(example_warehouse)
    company_id = house.workspace().reader(Actor.owner()).find(stories["plastics_few_customers"])
    page = show(app, "markets", company=company_id, market_order="lowers")
    marks = [line for line in markdown_of(page).splitlines() if "Automotive-Anteil: " in line]
    assert marks and all("▼" in mark for mark in marks)


def test_page_a_field_says_what_is_missing(
    open_app: Opener, example_warehouse: Path, stories: dict[str, str]
) -> None:
    app = open_app(example_warehouse)
    company_id = house.workspace().reader(Actor.owner()).find(stories["screw_maker"])
    page = show(app, "markets", company=company_id, market_view="fields")
    assert page.selectbox(key="field").value in [
        row["field_id"]
        for row in house.workspace().reader(Actor.owner()).fields_near(company_id).fields.to_dicts()
    ]
    assert {"vorhanden", "fehlt", "unbekannt"} >= set(page.dataframe[0].value["Stand"])


def test_page_the_chamber_asks_who_is_near_and_is_named_open_profiles_only(
    open_app: Opener, example_warehouse: Path
) -> None:
    page = show(open_app(example_warehouse), "markets", sight="chamber", field="medical_technology")
    assert say("markets.title", "de") == page.title[0].value
    open_ids = {
        row["name"]
        for row in house.workspace()
        .reader(Actor.chamber())
        .transition_field("medical_technology")
        .companies.to_dicts()
    }
    shown = [
        name
        for frame in page.dataframe
        if "Unternehmen" in frame.value
        for name in frame.value["Unternehmen"]
    ]
    assert set(shown) == open_ids
    assert "Mit Namen stehen hier nur offene Profile" in "\n".join(texts(page)) + markdown_of(page)


def test_page_bars_are_shares_or_unknown() -> None:
    parts = MarketParts(
        twins_count=20, selling_twins_count=5, nearness=0.4, demand_eur=50.0, outside_band="70-80"
    )
    assert shares(parts, 100.0) == {"nearness": 0.4, "demand": 0.5, "gap": 0.75, "twins": 0.25}
    assert shares(MarketParts(twins_band="50-60"), 0.0) == {
        "nearness": None, "demand": None, "gap": None, "twins": pytest.approx(0.55),
    }  # fmt: skip
    assert middle(None) is None
