"""What the regional model adds behind partners without lists: one step, by sector, only upwards in the range."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from lieferkette.access.actor import Actor
from lieferkette.answering import scenarios
from lieferkette.answering.model import RegionalModel
from lieferkette.answering.resilience import settings_for
from lieferkette.resilience.scenario import Scenario, parse_scenario
from tests.lieferkette.small_world import SmallWorld

_CELLS = [
    "table_id",
    "cell_sector",
    "partner_sector",
    "cell_origin",
    "cell_place",
    "released_value",
    "released_band",
]
AUTOMOTIVE = parse_scenario("x", '[[shock]]\nloss = 0.5\nsectors = ["29"]')


def model(*cells: tuple[str, str, str, float]) -> RegionalModel:
    rows = [(table, sector, partner, "all", "all", value, None) for table, sector, partner, value in cells]
    frame = pl.DataFrame(rows, _CELLS, orient="row", schema_overrides={"released_band": pl.String})
    return RegionalModel("m1", "maerkische-region", 2025, datetime(2026, 1, 1), frame, {})


#: Makers of metal products sell 40 of 100 to vehicle makers.
SELLING = model(
    ("sales_by_sector", "metal_products", "vehicles", 40.0),
    ("sales_by_destination", "metal_products", "all", 100.0),
)


def ask(asked: Scenario, released: RegionalModel | None) -> scenarios.ScenarioAnswer:
    """A spring maker whose one known customer makes metal products and shares nothing."""
    world = SmallWorld()
    for name, sector in (("Feder KG", "25.93"), ("Kunde GmbH", "25.62")):
        world.company(name, sector=sector)
        world.account(name)
    world.list_of("Feder KG", [{"partner": "Kunde GmbH", "amount": 100}], kind="customers")
    reader = world.workspace.reader(Actor.company(world.ids["Feder KG"]))
    scope = reader._scope_of(world.ids["Feder KG"], None)
    answer = scenarios.scenario(
        scope, asked, reader._places(), settings_for(scope, 1e-4), world.ids["Feder KG"], released
    )
    world.workspace.close()
    return answer


def test_a_customers_loss_by_its_own_sales_widens_the_range_only() -> None:
    answer = ask(AUTOMOTIVE, SELLING)
    assert (answer.loss, answer.loss_low) == (0.0, 0.0)
    assert answer.loss_high == pytest.approx(0.4 * 0.5)
    assert answer.model_id == "m1"
    assert answer.sentences[0].key == "resilience.perhaps"
    assert "resilience.by_model" in {sentence.key for sentence in answer.sentences}


def test_without_a_release_nothing_is_guessed() -> None:
    for released in (None, model()):
        answer = ask(AUTOMOTIVE, released)
        assert (answer.loss_high, answer.model_id) == (0.0, None)


def test_a_shock_of_places_says_nothing_of_a_sector() -> None:
    somewhere = parse_scenario("x", '[[shock]]\nsectors = ["29"]\nmunicipalities = ["05962"]')
    assert ask(somewhere, SELLING).loss_high == 0.0
