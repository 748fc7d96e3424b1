"""What the preview says is what others' answers hold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from lieferkette.access.actor import Actor
from lieferkette.answers import PreviewAnswer
from lieferkette.errors import NotAllowed
from lieferkette.i18n import say
from tests.lieferkette.small_world import SmallWorld


@pytest.fixture
def world() -> Iterator[SmallWorld]:
    """A buys for 100,000 from B (25–50 % of its purchases) and from C without a band; all three take part."""
    small = SmallWorld()
    for name in ("A", "B", "C", "S", *(f"R{i}" for i in range(8))):
        small.company(name)
    for name in "ABC":
        small.account(name, "open")
    rows = [{"partner": "B", "amount": Decimal(100_000), "band": "25_50"}, {"partner": "C"}]
    small.list_of("A", rows)
    yield small
    small.workspace.close()


def preview(world: SmallWorld, level: str | None = None, name: str = "A") -> PreviewAnswer:
    return world.workspace.reader(Actor.company(world.ids[name])).preview_sharing(level)


def said(answer: PreviewAnswer) -> list[str]:
    return [say(sentence, "de").replace("\u00a0", " ") for sentence in answer.sentences]


@pytest.mark.parametrize("level", [None, "private", "statistics"])
def test_at_the_default_others_see_nothing(world: SmallWorld, level: str | None) -> None:
    answer = preview(world, level)
    assert said(answer) == ["Andere sehen von Ihnen keine einzige Beziehung."]
    assert answer.seen.is_empty() and answer.inferences.is_empty()


def test_open_shows_names_and_a_partner_bounds_the_total(world: SmallWorld) -> None:
    answer = preview(world, "open")
    assert answer.seen["name"].to_list() == ["B", "C"] and answer.seen["is_named"].all()
    row = answer.inferences.row(0, named=True)
    assert (row["name"], row["total_from_eur"], row["total_to_eur"]) == ("B", 200_000, 400_000)
    assert said(answer)[-1] == (
        "B kennt den eigenen Umsatz mit Ihnen und sieht die Stufe: Daraus folgt, dass Sie insgesamt "
        "zwischen 200 Tsd. € und 400 Tsd. € einkaufen."
    )


def test_network_shows_a_description(world: SmallWorld) -> None:
    answer = preview(world, "network")
    assert answer.seen["name"].to_list() == ["WZ 25.62, Hagen"] * 2
    assert answer.seen["company_id"].str.starts_with("anonym-").all() and not answer.seen["is_named"].any()
    assert "Ohne Namen erscheinen Sie als „WZ 25.62, Hagen“" in said(answer)[1]


def test_the_smallest_band_gives_no_upper_bound(world: SmallWorld) -> None:
    world.list_of("C", [{"partner": "B", "amount": Decimal(10), "band": "under_10"}], sharing="open")
    row = preview(world, name="C").inferences.row(0, named=True)
    assert (row["total_from_eur"], row["total_to_eur"]) == (100, None)


def test_the_preview_of_a_level_is_what_strangers_and_partners_get_at_that_level(world: SmallWorld) -> None:
    world.list_of("B", [{"partner": "C", "amount": Decimal(3), "band": "over_50"}], sharing="open")
    before = preview(world, "open")
    world.change(world.sharing_of("A", "open"))
    after = preview(world)
    assert before.seen.equals(after.seen) and before.inferences.equals(after.inferences)
    stranger = world.workspace.reader(Actor.company(world.ids["S"]))
    shown = stranger.partners(world.ids["A"], "suppliers").partners
    assert sorted(shown["name"]) == sorted(after.seen["name"])
    assert sorted(shown["share_band"].drop_nulls()) == sorted(after.seen["share_band"].drop_nulls())


def test_only_for_oneself(world: SmallWorld) -> None:
    owner = world.workspace.reader(Actor.owner())
    assert owner.preview_sharing("open", world.ids["A"]).seen.height == 2
    with pytest.raises(NotAllowed):
        owner.preview_sharing("open")
    with pytest.raises(NotAllowed):
        world.workspace.reader(Actor.company(world.ids["B"])).preview_sharing("open", world.ids["A"])
    with pytest.raises(NotAllowed):
        world.workspace.reader(Actor.chamber()).preview_sharing()
