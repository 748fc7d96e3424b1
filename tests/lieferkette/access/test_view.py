"""What a company sees: its own evidence, and what both ends share; never a byte that hangs on anything else."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from lieferkette.access.actor import Actor
from lieferkette.answers import Answer
from lieferkette.errors import NotAllowed, NotFound, NotReleased
from lieferkette.reader import Reader
from schemas.relations import evidence, party_company
from schemas.uploads import upload
from tests.lieferkette.small_world import SmallWorld

CANARY = "Kanarienvogel Geheimdraht GmbH"


@pytest.fixture
def world() -> Iterator[SmallWorld]:
    """A buys from B and B from C; B's list is at `statistics` until a test says otherwise."""
    small = SmallWorld()
    for name in ("A", "B", "C", *(f"R{i}" for i in range(6))):
        small.company(name)
    for name in ("A", "B", "C"):
        small.account(name, "open")
    small.list_of("A", [{"partner": "B", "amount": Decimal(100)}])
    yield small
    small.workspace.close()


def reader(world: SmallWorld, name: str | None = None) -> Reader:
    """A Reader for a company by name, or for the owner."""
    return world.workspace.reader(Actor.company(world.ids[name]) if name else Actor.owner())


def every_answer(read: Reader) -> dict[str, Any]:
    """All that a Reader answers about all companies of its view, as one comparable value."""
    ids = sorted(read.companies(limit=1000)["company_id"].to_list())
    found: dict[str, Any] = {
        "years": read.years(),
        "companies": read.companies(limit=1000).to_dicts(),
        "region": _plain(read.region()),
        "uploads": read.uploads().to_dicts(),
        "questions": read.questions().to_dicts(),
        "answered": read.answered().to_dicts(),
    }
    for company_id in ids:
        found[company_id] = [
            read.company(company_id),
            *(_plain(read.partners(company_id, side)) for side in ("suppliers", "customers")),  # type: ignore[arg-type]
            *(_plain(read.chain(company_id, way)) for way in ("upstream", "downstream")),  # type: ignore[arg-type]
            _plain(read.dependencies(company_id)),
            *(_plain(read.paths(company_id, other)) for other in ids[:4]),
        ]
    return found


def _plain(answer: Answer) -> dict[str, Any]:
    return {
        name: value.to_dicts() if hasattr(value, "to_dicts") else repr(value)
        for name, value in answer.__dict__.items()
    }


def as_bytes(value: Any) -> bytes:
    """One canonical form, so that a difference of one byte shows."""
    return json.dumps(value, sort_keys=True, default=str).encode()


def test_at_the_default_level_the_chain_ends_at_the_first_tier(world: SmallWorld) -> None:
    world.list_of("B", [{"partner": "C", "amount": Decimal(50)}])
    answer = reader(world, "A").chain(world.ids["A"])
    assert answer.tiers["name"].to_list() == ["B"]
    assert [sentence.key for sentence in answer.sentences] == ["chain_ends_no_sharing"]


def test_open_shows_names_and_bands_but_no_euros(world: SmallWorld) -> None:
    world.list_of("B", [{"partner": "C", "amount": Decimal(50), "band": "25_50"}], sharing="open")
    answer = reader(world, "A").partners(world.ids["B"], "suppliers")
    row = answer.partners.row(0, named=True)
    assert (row["name"], row["amount_eur"], row["share_band"], row["is_estimated"]) == (
        "C",
        None,
        "25_50",
        True,
    )
    assert answer.total_eur is None


def test_the_lower_of_both_ends_counts(world: SmallWorld) -> None:
    world.list_of("B", [{"partner": "C", "amount": Decimal(50)}], sharing="open")
    world.list_of("C", [{"partner": "B", "amount": Decimal(50)}], kind="customers", sharing="network")
    tiers = reader(world, "A").chain(world.ids["A"]).tiers
    assert tiers["name"].to_list() == ["B", "WZ 25.62, Hagen"]
    assert tiers["company_id"].to_list() == [world.ids["B"], "anonym-1"]


def test_an_end_without_an_account_counts_as_statistics(world: SmallWorld) -> None:
    world.company("Z", registered=True)
    world.list_of("B", [{"partner": "Z", "amount": Decimal(50)}], sharing="open")
    assert reader(world, "A").chain(world.ids["A"]).tiers["name"].to_list() == ["B"]


def test_a_rare_description_is_coarsened(world: SmallWorld) -> None:
    world.company("D", sector="24.10")
    world.account("D", "network")
    world.list_of("B", [{"partner": "D", "amount": Decimal(50)}], sharing="network")
    second = reader(world, "A").chain(world.ids["A"]).tiers.row(1, named=True)
    assert (second["name"], second["sector_code"]) == ("Hagen", None)


def test_a_hidden_company_cannot_be_asked_about(world: SmallWorld) -> None:
    world.company("X", registered=False)
    world.account("X", "network")
    world.list_of("B", [{"partner": "X", "amount": Decimal(50)}], sharing="network")
    with pytest.raises(NotFound):
        reader(world, "A").company(world.ids["X"])


def test_withdrawal_works_at_once(world: SmallWorld) -> None:
    world.list_of("B", [{"partner": "C", "amount": Decimal(50)}], sharing="open")
    assert reader(world, "A").chain(world.ids["A"]).tiers.height == 2
    world.change(evidence.update().where(evidence.c.sharing == "open").values(sharing="private"))
    assert reader(world, "A").chain(world.ids["A"]).tiers.height == 1


def test_an_undone_upload_is_gone(world: SmallWorld) -> None:
    world.change(upload.update().values(status="undone"))
    assert reader(world).years() == []


def test_silent_resolution_shows_to_the_owner_only(world: SmallWorld) -> None:
    world.company("Fern AG", country="CN", ags=None, registered=False, owner="A")
    world.company("FERN A.G.", country="CN", ags=None, registered=False, owner="B")
    world.list_of("A", [{"partner": "Fern AG", "amount": Decimal(5)}], key="2")
    world.list_of("B", [{"partner": "FERN A.G.", "amount": Decimal(5)}])
    world.resolve("B", "FERN A.G.", "Fern AG")
    assert "FERN A.G." in reader(world, "B").companies(limit=99)["name"].to_list()
    assert reader(world).partners(world.ids["Fern AG"], "customers").partners["name"].sort().to_list() == [
        "A",
        "B",
    ]


def test_only_the_owner_gets_the_draft_and_the_chamber_nothing_unreleased(world: SmallWorld) -> None:
    with pytest.raises(NotAllowed):
        reader(world, "A").regional_table()
    chamber = world.workspace.reader(Actor.chamber())
    with pytest.raises(NotReleased):
        chamber.region()
    assert chamber.years() == []
    with pytest.raises(NotAllowed):
        world.workspace.desk(Actor.chamber())


def test_the_canary_shows_in_no_answer_to_others(world: SmallWorld) -> None:
    world.company(CANARY, sector="24.34", registered=False, owner="B")
    world.list_of("B", [{"partner": CANARY, "amount": Decimal(4711)}], sharing="private")
    world.list_of("B", [{"partner": CANARY, "amount": Decimal(4711)}], kind="customers")
    secrets = [CANARY, world.ids[CANARY], "4711"]
    assert all(secret in as_bytes(every_answer(reader(world, "B"))).decode() for secret in secrets)
    for other in ("A", "C", "R0"):
        told = as_bytes(every_answer(reader(world, other))).decode()
        assert not [secret for secret in secrets if secret in told]


def test_property_100_toggles_of_invisible_evidence_change_no_byte() -> None:
    """Private and statistics rows of others come and go; every answer to A stays the same, byte for byte."""
    small = SmallWorld()
    chance = random.Random(2026)
    names = [f"K{i}" for i in range(9)]
    for number, name in enumerate(names):
        small.company(name, sector=["24.10", "25.62", "28.41"][number % 3])
        small.account(name, "open" if number % 2 else "network")
    lists = []
    for name in names:
        partners = chance.sample([other for other in names if other != name], 3)
        rows = [
            {"partner": p, "amount": Decimal(chance.randint(1, 999)), "band": "10_25", "sharing": s}
            for p, s in zip(
                partners, chance.choices(["private", "statistics", "network", "open"], k=3), strict=True
            )
        ]
        lists.append(small.list_of(name, rows))
    ask = reader(small, "K0")
    before = as_bytes(every_answer(ask))
    view = small.workspace.view(ask.actor)
    shared = _pairs(small, evidence.c.sharing.in_(("network", "open")))
    invisible = [
        (upload_id, row_no)
        for upload_id, row_no, pair in _rows(small, evidence.c.sharing.in_(("private", "statistics")))
        # Consent is an input of its own: an end that withdraws it for a relation changes what others see of it.
        if upload_id != lists[0] and pair not in shared
    ]
    assert len(invisible) >= 8
    for toggle in range(100):
        upload_id, row_no = chance.choice(invisible)
        gone = chance.choice(["elsewhere", None])
        values = {"superseded_by_upload_id": gone, "amount_eur": chance.randint(1, 10**6)}
        this = sa.and_(evidence.c.upload_id == upload_id, evidence.c.row_no == row_no)
        small.change(evidence.update().where(this).values(**values))
        now = small.workspace.view(ask.actor)
        # Every answer is a function of the view; each tenth toggle asks all questions all the same.
        assert (now.view_id, now.hidden, now.complete) == (view.view_id, view.hidden, view.complete)
        assert now.companies.equals(view.companies)
        assert now.relations.equals(view.relations)
        if toggle % 10 == 9:
            assert as_bytes(every_answer(ask)) == before
    small.workspace.close()


def _rows(small: SmallWorld, condition: sa.ColumnElement[bool]) -> list[tuple[str, int, tuple[str, str]]]:
    """Rows of evidence with the pair of companies that they tell of."""
    ends = [party_company.alias(side) for side in ("s", "c")]
    rows = small.workspace.warehouse.read(
        sa.select(
            evidence.c.upload_id, evidence.c.row_no, *(end.c.company_id.label(end.name) for end in ends)
        )
        .join(ends[0], ends[0].c.party_id == evidence.c.supplier_party_id)
        .join(ends[1], ends[1].c.party_id == evidence.c.customer_party_id)
        .where(condition)
        .order_by(evidence.c.upload_id, evidence.c.row_no)
    )
    return [(row[0], row[1], (row[2], row[3])) for row in rows.iter_rows()]


def _pairs(small: SmallWorld, condition: sa.ColumnElement[bool]) -> set[tuple[str, str]]:
    return {pair for _, _, pair in _rows(small, condition)}
