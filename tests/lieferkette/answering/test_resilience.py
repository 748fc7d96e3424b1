"""Ranking, scenarios and measures on a small chain: steel → wire → spring → car, and who may see what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl
import pytest

from lieferkette.access.actor import Actor
from lieferkette.errors import NotAllowed, NotReleased
from lieferkette.i18n import say
from lieferkette.resilience.essential_table import by_rule
from lieferkette.resilience.scenario import Scenario, parse_scenario, ready_scenarios
from tests.lieferkette.small_world import SmallWorld

STEEL, WIRE, SPRING, CAR, OTHER = "Stahl AG", "Draht GmbH", "Feder KG", "Auto SE", "Zweitdraht GmbH"


@pytest.fixture(scope="module")
def world() -> Iterator[SmallWorld]:
    made = SmallWorld()
    for name, sector, ags, country in (
        (STEEL, "24.10", "05962060", "DE"),
        (WIRE, "24.34", "05914000", "DE"),
        (OTHER, "24.34", "05914000", "CN"),
        (SPRING, "25.93", "05914000", "DE"),
        (CAR, "29.32", "05914000", "DE"),
    ):
        made.company(name, sector=sector, ags=ags, country=country)
        made.account(name)
    made.list_of(WIRE, [{"partner": STEEL, "amount": 100}])
    made.list_of(SPRING, [{"partner": WIRE, "amount": 60}, {"partner": OTHER, "amount": 40}])
    made.list_of(SPRING, [{"partner": CAR, "amount": 150}, {"partner": WIRE, "amount": 50}], kind="customers")
    made.list_of(CAR, [{"partner": SPRING, "amount": 150}])
    yield made
    made.workspace.close()


def failing(world: SmallWorld, name: str, loss: float = 1.0, more: str = "") -> Scenario:
    return parse_scenario("test", f'[[shock]]\nloss = {loss}\ncompanies = ["{world.ids[name]}"]\n{more}')


def losses(frame: pl.DataFrame) -> dict[str, float]:
    return {
        row["name"]: round(row["loss"], 6) for row in frame.filter(pl.col("loss") > 0).iter_rows(named=True)
    }


def test_a_loss_goes_down_the_chain_as_far_as_lists_tell(world: SmallWorld) -> None:
    answer = world.workspace.reader(Actor.owner()).scenario(failing(world, STEEL))
    # Wire has one source; the springs get 60 of 100 from it, yet the other wire maker can step in.
    assert losses(answer.companies) == {STEEL: 1.0, WIRE: 1.0, SPRING: 0.6, CAR: 0.6}
    assert answer.way == (STEEL, WIRE, SPRING, CAR)[: len(answer.way)]
    assert answer.hit_count == 1
    assert answer.by_tier["tier"].to_list() == [0, 1, 2, 3]
    spring = answer.companies.filter(pl.col("name") == SPRING).row(0, named=True)
    assert spring["via_names"] == [WIRE]
    assert spring["loss_low"] <= spring["loss"] <= spring["loss_high"]
    assert answer.loss_low <= answer.loss <= answer.loss_high


def test_demand_goes_up_the_chain_only_into_complete_customer_lists(world: SmallWorld) -> None:
    answer = world.workspace.reader(Actor.owner()).scenario(failing(world, CAR, 0.2))
    assert losses(answer.companies) == {CAR: 0.2, SPRING: 0.15}
    up = answer.companies.filter(pl.col("name") == SPRING).row(0, named=True)
    assert (up["loss_up"], up["loss_down"]) == (pytest.approx(0.15), 0.0)


def test_who_is_meant(world: SmallWorld) -> None:
    reader = world.workspace.reader(Actor.owner())

    def hit(text: str) -> set[str]:
        found = reader.scenario(parse_scenario("test", text)).companies
        return set(found.filter(pl.col("initial_loss") > 0)["name"])

    assert hit('[[shock]]\ncountries = ["CN"]') == {OTHER}
    assert hit('[[shock]]\nmunicipalities = ["05962"]') == {STEEL}
    assert hit('[[shock]]\nsectors = ["24"]\ncountries = ["DE"]') == {STEEL, WIRE}
    assert hit(f'[[shock]]\ncompanies = ["{CAR.lower()}"]') == {CAR}
    near = "[[shock]]\nnear = { latitude = 51.26, longitude = 7.77, radius_km = 5 }"
    assert hit(near) == {STEEL}


def test_where_shocks_meet_the_larger_counts(world: SmallWorld) -> None:
    text = '[[shock]]\nloss = 0.2\nsectors = ["24"]\n[[shock]]\nloss = 0.5\nmunicipalities = ["05962"]'
    found = world.workspace.reader(Actor.owner()).scenario(parse_scenario("test", text)).companies
    initial = {row["name"]: row["initial_loss"] for row in found.iter_rows(named=True)}
    assert (initial[STEEL], initial[WIRE]) == (0.5, 0.2)


def test_a_recovery_gives_a_curve_that_ends(world: SmallWorld) -> None:
    more = "[recovery]\nweeks = [0, 4, 8]\nleft = [1.0, 0.5, 0.0]"
    answer = world.workspace.reader(Actor.owner()).scenario(failing(world, STEEL, more=more))
    curve = answer.over_time["loss"].to_list()
    assert curve[0] == pytest.approx(answer.loss)
    assert curve[0] > curve[1] > curve[2] == 0.0


def test_the_ranking_puts_the_source_first(world: SmallWorld) -> None:
    reader = world.workspace.reader(Actor.owner())
    told: list[tuple[int, int]] = []
    answer = reader.systemic_risk(progress=lambda done, of: told.append((done, of)))
    assert answer.companies["name"][0] in (STEEL, SPRING)
    assert answer.companies["esri"].is_sorted(descending=True)
    assert answer.companies["esri"].is_between(0, 1).all()
    assert told == [(4, 4)]
    assert reader.systemic_risk() is answer  # kept with the view
    assert "ε = 0,0001" in say(answer.sentences[-1], "de")


def test_a_table_of_ones_own_takes_the_place_of_the_rule(world: SmallWorld) -> None:
    reader = world.workspace.reader(Actor.owner())
    nothing = by_rule(["24", "25", "29"])
    none = replace(nothing, matrix=nothing.matrix * 0, rule="eigene.csv")
    answer = reader.scenario(failing(world, STEEL), essential=none)
    assert answer.rule == "eigene.csv"
    assert losses(answer.companies) == {STEEL: 1.0}
    assert reader.scenario(failing(world, STEEL)).rule == "WZ-Regel 1"


def test_a_company_sees_its_own_loss_and_nothing_of_what_lies_behind(world: SmallWorld) -> None:
    reader = world.workspace.reader(Actor.company(world.ids[SPRING]))
    answer = reader.scenario(failing(world, WIRE))
    assert answer.company_id == world.ids[SPRING]
    assert answer.loss == pytest.approx(0.6)
    assert STEEL not in answer.companies["name"].to_list()
    said = " ".join(say(sentence, "de") for sentence in answer.sentences)
    assert "60\u00a0% Ihrer Versorgung" in said and f"über einen Lieferanten: {WIRE}" in said
    hidden = reader.scenario(failing(world, STEEL))
    assert hidden.hit_count == 0 and hidden.loss == 0.0
    assert hidden.sentences[0].key == "resilience.nobody_hit"


def test_measures_are_computed_by_running_the_alternative(world: SmallWorld) -> None:
    answer = world.workspace.reader(Actor.company(world.ids[SPRING])).measures(world.ids[SPRING])
    rows = {(row["measure"], row["name"]): row for row in answer.measures.iter_rows(named=True)}
    second = rows["second_source", WIRE]
    assert (second["loss_before"], second["loss_after"]) == (pytest.approx(0.6), pytest.approx(0.3))
    assert rows["stock", WIRE]["loss_after"] == pytest.approx(0.45)
    assert rows["new_customer", CAR]["loss_after"] == pytest.approx(0.675)
    assert answer.measures["lowered"].is_sorted(descending=True)


def test_protecting_the_input_that_all_losses_pass_lowers_them_most(world: SmallWorld) -> None:
    answer = world.workspace.reader(Actor.owner()).region_measures()
    assert answer.inputs["lowered"].is_sorted(descending=True)
    assert answer.inputs["lowered"].is_between(0, 1).all()
    assert set(answer.inputs["sector_code"]) <= {"24.1", "24.3", "25.9", "29.3"}
    with pytest.raises(NotAllowed):
        world.workspace.reader(Actor.company(world.ids[SPRING])).region_measures()


def test_what_a_company_cannot_know_is_said(world: SmallWorld) -> None:
    answer = world.workspace.reader(Actor.company(world.ids[CAR])).scenario(failing(world, SPRING))
    assert answer.loss == pytest.approx(1.0)
    assert answer.unknown_sides == ("sales",)
    said = " ".join(say(sentence, "de") for sentence in answer.sentences)
    assert "Ihre Kundenliste ist nicht vollständig" in said


@pytest.mark.parametrize("actor", [Actor.chamber(), Actor.admin()])
def test_the_chamber_gets_released_figures_only(world: SmallWorld, actor: Actor) -> None:
    reader = world.workspace.reader(actor)
    for ask in (
        lambda: reader.systemic_risk(),
        lambda: reader.scenario(failing(world, STEEL)),
        lambda: reader.measures(world.ids[SPRING]),
    ):
        with pytest.raises(NotReleased):
            ask()


def test_every_ready_scenario_runs_and_says_what_it_supposes(world: SmallWorld) -> None:
    reader = world.workspace.reader(Actor.owner())
    ready = ready_scenarios()
    assert len(ready) == 5
    for one in ready.values():
        answer = reader.scenario(one)
        assert answer.sentences
        for language in ("de", "en"):
            assert one.title(language) and one.supposes(language).endswith(".")


def test_nothing_in_the_warehouse_is_said() -> None:
    empty = SmallWorld()
    reader = empty.workspace.reader(Actor.owner())
    assert reader.systemic_risk().sentences[0].key == "resilience.no_rank"
    assert reader.scenario(ready_scenarios()["china"]).sentences[0].key == "resilience.nobody_hit"
    empty.workspace.close()
