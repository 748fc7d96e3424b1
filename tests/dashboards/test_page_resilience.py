"""Page: the resilience screen by its ready scenarios and one of one's own, for the region and for a company."""

from __future__ import annotations

from pathlib import Path

from dashboards.components import house
from lieferkette.access.actor import Actor
from tests.dashboards.conftest import BUYER, Opener, show


def test_page_scenario_of_ones_own_waits_for_a_shock_and_then_runs(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    app = open_app(one_row_warehouse)
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "resilience", company=buyer, scenario="own")
    assert any(text.value.startswith("Nennen Sie eine Branche") for text in page.text)
    seller = next(
        option for option in page.multiselect(key="resilience.companies").options if "Zwerg" in option
    )
    page.multiselect(key="resilience.companies").select(seller)
    page.segmented_control(key="of").set_value("company").run()
    assert not page.exception
    assert any("Ihrer Versorgung" in text.value for text in page.text)
    assert {metric.label: metric.value for metric in page.metric}["Verlust"] == "100\u00a0%"


def test_page_a_place_its_surroundings_and_a_recovery(open_app: Opener, example_warehouse: Path) -> None:
    app = open_app(example_warehouse)
    page = show(app, "resilience", scenario="own")
    page.multiselect(key="resilience.places").select("Hagen").run()
    assert not page.exception
    hit = {metric.label: metric.value for metric in page.metric}["Getroffen"]
    page.slider(key="radius").set_value(30)
    page.slider(key="recovery").set_value(8).run()
    assert not page.exception
    wider = {metric.label: metric.value for metric in page.metric}["Getroffen"]
    assert int(hit) <= int(wider)
    assert any(heading.value == "Im Lauf der Zeit" for heading in page.subheader)


def test_page_every_ready_scenario_says_what_it_supposes(open_app: Opener, one_row_warehouse: Path) -> None:
    page = show(open_app(one_row_warehouse), "resilience")
    for name in ("automotive", "china", "energie", "galvanik", "hochwasser"):
        page.selectbox(key="scenario").set_value(name).run()
        assert not page.exception, page.exception[0].stack_trace
        assert any(mark.value.startswith(":small[:gray[") for mark in page.markdown)
        assert page.text
