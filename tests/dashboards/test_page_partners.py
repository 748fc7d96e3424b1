"""Page: looking for partners, putting up a notice, opening a profile, asking and agreeing, as people do it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import house
from lieferkette.access.actor import Actor
from tests.dashboards.conftest import BUYER, SELLER, Opener, show
from tests.dashboards.test_page_screens import markdown_of, texts


@pytest.fixture
def both(open_app: Opener, one_row_warehouse: Path) -> tuple[AppTest, str, str]:
    """The pages over two companies that open their profiles: the app, the buyer and the seller."""
    app = open_app(one_row_warehouse)
    workspace = house.workspace()
    find = workspace.reader(Actor.owner()).find
    buyer, seller = find(BUYER), find(SELLER)
    desk = workspace.desk(Actor.owner())
    desk.state_capability("Galvanik", seller)
    desk.state_capability("Kaltfließpressen", buyer)
    for company_id in (buyer, seller):
        desk.set_profile(True, "Telefon 1", company_id)
    return app, buyer, seller


def test_page_search_names_who_offers_it_and_asks_for_contact(both: tuple[AppTest, str, str]) -> None:
    app, buyer, _ = both
    page = show(app, "partners", company=buyer, wanted="Galvanik", with_present=True)
    row = page.dataframe[0].value.iloc[0].to_dict()
    assert row["Unternehmen"] == SELLER
    assert row["vorhanden"] == "Galvanik"
    assert row["handelt schon mit Ihnen"] == "ja"
    assert any("Galvanik" in text for text in texts(page))
    assert "**Draht**" not in markdown_of(page)
    page = show(app, "partners", company=buyer, wanted="Galvanik", with_present=False)
    assert not page.dataframe, "who trades already is left out"


def test_page_an_unknown_word_is_answered_with_the_mend(both: tuple[AppTest, str, str]) -> None:
    app, buyer, _ = both
    page = show(app, "partners", company=buyer, wanted="Galwannik")
    assert any("Galvanik" in text or "nicht im Katalog" in text for text in texts(page))


def test_page_a_notice_is_put_up_seen_by_the_other_and_taken_down(both: tuple[AppTest, str, str]) -> None:
    app, buyer, seller = both
    page = show(app, "partners", company=buyer, partner_view="notices")
    page.segmented_control(key="new_kind").set_value("need")
    page.text_input(key="new_text").set_value("Wir suchen Zink-Nickel")
    next(one for one in page.button if one.label == "Anzeige aufgeben").click().run()
    assert not page.exception
    own = house.workspace().reader(Actor.company(buyer)).offers(buyer).own
    assert own["notice_text"].to_list() == ["Wir suchen Zink-Nickel"]
    page = show(app, "partners", company=seller, partner_view="notices")
    assert any("Wir suchen Zink-Nickel" in text for text in texts(page))


def test_page_requests_are_answered_and_show_the_contact(both: tuple[AppTest, str, str]) -> None:
    app, buyer, seller = both
    workspace = house.workspace()
    request_id = workspace.desk(Actor.company(buyer)).ask_contact(seller, "Verzinken Sie M12?")
    page = show(app, "partners", company=seller, partner_view="requests")
    assert "Verzinken Sie M12?" in texts(page)
    page.button(key=f"accept_{request_id}").click().run()
    assert not page.exception
    shown = page.dataframe[0].value.iloc[0].to_dict()
    assert (shown["Stand"], shown["Kontakt"]) == ("angenommen", "Telefon 1")


def test_page_the_profile_is_filled_in_and_opened_by_form(open_app: Opener, one_row_warehouse: Path) -> None:
    app = open_app(one_row_warehouse)
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "partners", company=buyer, sight=buyer, partner_view="profile")
    page.selectbox(key="new_capability").set_value("turning_diameter")
    page.number_input(key="new_value").set_value(65.0)
    next(one for one in page.button if one.label == "Eintragen").click().run()
    page.toggle(key=f"open_{buyer}").set_value(True)
    page.text_input(key=f"contact_{buyer}").set_value("Tor 3")
    next(one for one in page.button if one.label == "Speichern").click().run()
    assert not page.exception
    profile = house.workspace().reader(Actor.company(buyer)).profile(buyer)
    assert (profile["is_open"], profile["contact"]) == (True, "Tor 3")
    assert page.dataframe[0].value.iloc[0].to_dict()["Grenzwert"] == "65 mm"


def test_page_alternatives_for_the_supplier(both: tuple[AppTest, str, str]) -> None:
    app, buyer, _ = both
    page = show(app, "partners", company=buyer, partner_view="alternatives")
    assert any("keinen zweiten Betrieb" in text for text in texts(page))
