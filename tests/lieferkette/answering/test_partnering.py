"""Partners, offers, contact: what is found, what both sides must want, and what nobody may learn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.access import profiles as profile_rows
from lieferkette.access.actor import Actor
from lieferkette.errors import (
    NoContact,
    NotAllowed,
    NotFound,
    NoticeOver,
    TooManyQuestions,
    UnknownCapability,
)
from lieferkette.reader import Reader
from schemas.profiles import company_capability, company_profile, notice
from tests.lieferkette.access.test_view import as_bytes
from tests.lieferkette.small_world import SmallWorld

ASKER, NEAR, FAR, CLOSED, SUPPLIER = (
    "Fragerin GmbH",
    "Nachbar KG",
    "Ferne AG",
    "Stille GmbH",
    "Lieferantin e.K.",
)
HAGEN, WITTEN, KIERSPE = "05914000", "05954036", "05962028"


def make_world() -> SmallWorld:
    """Five companies of a register; all but one open their profiles, one of them supplies the asker."""
    small = SmallWorld()
    small.workspace.now = lambda: datetime(2026, 6, 1, 12)
    for name, ags in ((ASKER, HAGEN), (NEAR, WITTEN), (FAR, KIERSPE), (CLOSED, HAGEN), (SUPPLIER, HAGEN)):
        small.company(name, ags=ags)
        small.profile(
            name, profile_sharing="private" if name == CLOSED else "open", contact=f"{name}, Telefon 1"
        )
    for name in (NEAR, FAR, CLOSED, SUPPLIER):
        small.capability(name, capability_code="five_axis_milling", free_hours_per_week=20.0)
    small.capability(FAR, capability_code="iso_13485", last_day=date(2027, 1, 1))
    small.capability(NEAR, capability_code="iso_13485", last_day=date(2026, 1, 1))
    small.capability(ASKER, capability_code="electroplating")
    small.list_of(ASKER, [{"partner": SUPPLIER}])
    return small


@pytest.fixture(scope="module")
def asked() -> Iterator[SmallWorld]:
    """The world, for reading."""
    small = make_world()
    yield small
    small.workspace.close()


@pytest.fixture
def small() -> Iterator[SmallWorld]:
    made = make_world()
    yield made
    made.workspace.close()


def reader_of(small: SmallWorld, name: str) -> Reader:
    return small.workspace.reader(Actor.company(small.ids[name]))


def names(small: SmallWorld, wanted: list[str], **more: Any) -> list[str]:
    found = reader_of(small, ASKER).partner_search(small.ids[ASKER], wanted, **more)
    return found.partners["name"].to_list()


def test_who_covers_most_goes_first_then_who_is_nearest(asked: SmallWorld) -> None:
    assert names(asked, ["Zerspanung"]) == [NEAR, FAR]
    assert names(asked, ["5-Achs-Fräsen", "ISO 13485"]) == [FAR, NEAR], (
        "an expired certificate counts for nobody"
    )
    assert names(asked, ["Zerspanung"], max_km=20.0) == [NEAR]
    assert names(asked, ["Zerspanung"], only_new=False) == [NEAR, FAR, SUPPLIER]


def test_every_row_says_what_is_met_what_is_missing_and_how_far(asked: SmallWorld) -> None:
    found = reader_of(asked, ASKER).partner_search(asked.ids[ASKER], ["Fräsen, ISO 13485"])
    row = found.partners.filter(found.partners["name"] == NEAR).row(0, named=True)
    assert (row["met_codes"], row["missing_codes"], row["met_share"]) == (["cnc_milling"], ["iso_13485"], 0.5)
    assert 5 < row["distance_km"] < 20
    assert found.found_band == "1_4"
    assert found.sentences[1].slots["name"] == FAR


def test_who_else_could_make_it(asked: SmallWorld) -> None:
    found = reader_of(asked, ASKER).alternatives(asked.ids[ASKER], asked.ids[SUPPLIER])
    by_name = {row["name"]: row for row in found.alternatives.to_dicts()}
    assert list(by_name) == [NEAR, FAR, CLOSED]
    assert by_name[NEAR]["basis"] == "capability"
    assert by_name[CLOSED]["basis"] == "class", "the register names it, its profile says nothing"
    assert (by_name[CLOSED]["is_open"], by_name[CLOSED]["met_codes"]) == (False, None)


def test_an_unknown_word_and_a_foreign_company_are_refused(asked: SmallWorld) -> None:
    reader = reader_of(asked, ASKER)
    with pytest.raises(UnknownCapability, match="Quanten"):
        reader.partner_search(asked.ids[ASKER], ["Quanten"])
    with pytest.raises(NotAllowed):
        reader.partner_search(asked.ids[NEAR], ["Zerspanung"])
    with pytest.raises(NotAllowed):
        asked.workspace.reader(Actor.chamber()).offers(asked.ids[NEAR])


def test_needs_meet_capabilities_and_offers_meet_needs_until_their_day(small: SmallWorld) -> None:
    asker, near, far = (small.workspace.desk(Actor.company(small.ids[name])) for name in (ASKER, NEAR, FAR))
    last = date(2026, 12, 31)
    near.add_notice("need", "Wir suchen Zink-Nickel für Schrauben", last)
    far.add_notice("offer", "Freie 5-Achs-Kapazität", last)
    far.add_notice("offer", "Hallenfläche", date(2026, 6, 1))
    mine = asker.add_notice("need", "Fräsen gesucht", last)
    found = reader_of(small, ASKER).offers(small.ids[ASKER])
    assert found.own["notice_id"].to_list() == [mine]
    assert found.others.select("name", "fits_by").rows() == [
        (NEAR, "electroplating"), (FAR, "cnc_milling"), (FAR, None),
    ]  # fmt: skip
    small.workspace.now = lambda: datetime(2026, 6, 2)
    assert reader_of(small, ASKER).offers(small.ids[ASKER]).others.height == 2
    asker.end_notice(mine)
    assert reader_of(small, ASKER).offers(small.ids[ASKER]).own.is_empty()
    with pytest.raises(NotFound):
        asker.end_notice(mine)
    with pytest.raises(NoticeOver):
        asker.add_notice("need", "zu spät", date(2026, 5, 31))


def test_contact_is_seen_by_both_once_both_want_it(small: SmallWorld) -> None:
    asker, near = (small.workspace.desk(Actor.company(small.ids[name])) for name in (ASKER, NEAR))
    request_id = asker.ask_contact(small.ids[NEAR], "Fräsen Sie auch Titan?")
    for name, other in ((ASKER, NEAR), (NEAR, ASKER)):
        row = reader_of(small, name).contacts(small.ids[name]).row(0, named=True)
        assert (row["name"], row["request_status"], row["contact"]) == (other, "open", None)
    with pytest.raises(NotFound):
        asker.answer_contact(request_id, True)
    near.answer_contact(request_id, True)
    for name, other in ((ASKER, NEAR), (NEAR, ASKER)):
        row = reader_of(small, name).contacts(small.ids[name]).row(0, named=True)
        assert row["contact"] == f"{other}, Telefon 1"
        actions = reader_of(small, name).log()["action"].to_list()
        assert {"contact.asked", "contact.accepted"} <= set(actions)
    near.end_contact(request_id)
    assert reader_of(small, ASKER).contacts(small.ids[ASKER])["contact"].to_list() == [None]
    assert reader_of(small, FAR).contacts(small.ids[FAR]).is_empty()


def test_a_closed_profile_an_own_and_a_second_request_cannot_be_asked(small: SmallWorld) -> None:
    desk = small.workspace.desk(Actor.company(small.ids[ASKER]))
    request_id = desk.ask_contact(small.ids[NEAR], "eins")
    small.workspace.desk(Actor.company(small.ids[NEAR])).answer_contact(request_id, False)
    for name in (CLOSED, ASKER, NEAR):
        with pytest.raises(NoContact, match="no open profile"):
            desk.ask_contact(small.ids[name], "noch eins")
    desk.set_profile(True, None)
    with pytest.raises(NoContact, match="how you can be reached"):
        desk.ask_contact(small.ids[FAR], "ohne Telefon")


def test_asking_is_limited_and_the_same_question_is_free(
    small: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profile_rows, "QUESTIONS_A_DAY", 2)
    for _ in range(3):
        names(small, ["Zerspanung"])
    names(small, ["Galvanik"])
    with pytest.raises(TooManyQuestions):
        names(small, ["Schmieden"])
    small.workspace.reader(Actor.owner()).partner_search(small.ids[ASKER], ["Schmieden"])
    monkeypatch.setattr(profile_rows, "REQUESTS_A_DAY", 1)
    desk = small.workspace.desk(Actor.company(small.ids[ASKER]))
    desk.ask_contact(small.ids[NEAR], "eins")
    with pytest.raises(TooManyQuestions):
        desk.ask_contact(small.ids[FAR], "zwei")


def test_opening_makes_a_company_outside_the_register_known_and_closing_ends_it(small: SmallWorld) -> None:
    small.company("Neuling UG", registered=False)
    desk = small.workspace.desk(Actor.company(small.ids["Neuling UG"]))
    assert desk.state_capability("Kunststoffspritzguss") == "injection_moulding"
    assert names(small, ["Spritzguss"]) == []
    desk.set_profile(True, "Tor 3")
    assert names(small, ["Spritzguss"]) == ["Neuling UG"]
    desk.set_profile(False, "Tor 3")
    assert names(small, ["Spritzguss"]) == []
    assert desk.take_back_capability("injection_moulding")
    assert not desk.take_back_capability("injection_moulding")


def everything(small: SmallWorld, name: str) -> bytes:
    """All that a company is told about partners, by whatever way it asks."""
    reader, own = reader_of(small, name), small.ids[name]
    search = reader.partner_search(own, ["Zerspanung"], only_new=False)
    others = reader.alternatives(own, small.ids[SUPPLIER])
    told = reader.offers(own)
    field = reader.transition_field("medical_technology")
    near = reader.fields_near(own)
    profile = reader.profile(small.ids[CLOSED])
    return as_bytes(
        [
            [search.partners.to_dicts(), repr(search.sentences), search.found_band],
            [others.alternatives.to_dicts(), repr(others.sentences), others.found_band],
            [told.others.to_dicts(), repr(told.sentences), told.own.to_dicts()],
            [field.companies.to_dicts(), field.needed.to_dicts(), repr(field.sentences), field.near_band],
            [near.fields.to_dicts(), near.states.to_dicts(), repr(near.sentences)],
            [
                profile["is_open"],
                profile["contact"],
                profile["capabilities"].to_dicts(),
                profile["notices"].to_dicts(),
            ],
            reader.contacts(own).to_dicts(),
        ]
    )


@pytest.mark.property
@settings(max_examples=6)
@given(
    codes=st.sets(
        st.sampled_from(["iso_13485", "cnc_turning", "precision_cleaning", "titanium"]), max_size=3
    ),
    has_notice=st.booleans(),
    contact=st.sampled_from([None, "Tor 9"]),
)
def test_a_profile_that_is_not_open_changes_no_byte_of_others_answers(
    asked: SmallWorld, codes: set[str], has_notice: bool, contact: str | None
) -> None:
    before = everything(asked, ASKER), everything(asked, NEAR)
    mine = asked.ids[CLOSED]
    for code in codes:
        asked.capability(CLOSED, capability_code=code)
    if has_notice:
        asked.notice(CLOSED, "geheim", notice_kind="need", notice_text="Galvanik gesucht",
                     capability_code="electroplating", last_day=date(2027, 1, 1))  # fmt: skip
    this = company_profile.c.company_id == mine
    asked.change(company_profile.update().where(this).values(contact=contact))
    try:
        assert (everything(asked, ASKER), everything(asked, NEAR)) == before
    finally:
        stated = company_capability.c
        asked.change(
            company_capability.delete().where(
                stated.company_id == mine, stated.capability_code != "five_axis_milling"
            )
        )
        asked.change(notice.delete().where(notice.c.company_id == mine))


def test_who_trades_with_whom_is_told_to_its_own_side_alone(asked: SmallWorld) -> None:
    """The supplier's customer is in no list but the asker's, which is not shared: a neighbour learns nothing of it."""
    found = reader_of(asked, NEAR).partner_search(asked.ids[NEAR], ["Zerspanung"], only_new=False)
    assert not found.partners["is_trading"].any()
    mine = reader_of(asked, ASKER).partner_search(asked.ids[ASKER], ["Zerspanung"], only_new=False).partners
    assert mine.filter(mine["name"] == SUPPLIER)["is_trading"].to_list() == [True]


def test_the_chamber_is_named_open_profiles_only(asked: SmallWorld) -> None:
    told = asked.workspace.reader(Actor.chamber()).transition_field("Medizintechnik")
    assert CLOSED not in told.companies["name"].to_list()
    assert NEAR in told.companies["name"].to_list()
    owner = asked.workspace.reader(Actor.owner()).transition_field("Medizintechnik")
    assert CLOSED in owner.companies["name"].to_list()
    with pytest.raises(NotFound, match="Zeppelin"):
        asked.workspace.reader(Actor.chamber()).transition_field("Zeppelin")
