"""Page: companies are merged, split and grouped on the page of a company, and each is taken back there."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import house
from lieferkette.access.actor import Actor
from lieferkette.errors import NotFound
from lieferkette.i18n import say
from lieferkette.reader import Reader
from tests.dashboards.conftest import BUYER, SELLER, Opener, show


@pytest.fixture
def page(open_app: Opener, one_row_warehouse: Path) -> AppTest:
    """The seller's page, as the owner sees it."""
    app = open_app(one_row_warehouse)
    return show(app, "companies", company=reader().find(SELLER))


def reader(actor: Actor | None = None) -> Reader:
    return house.workspace().reader(actor or Actor.owner())


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception, page.exception[0].stack_trace
    return page


def find(page: AppTest, purpose: str, text: str) -> AppTest:
    return page.text_input(key=f"other_of_{purpose}").set_value(text).run()


def test_page_an_entry_is_taken_apart_and_merged_again(page: AppTest) -> None:
    seller = reader().find(SELLER)
    [entry] = reader().entries(seller)["party_id"]
    page.multiselect(key=f"apart_{seller}").select(entry).run()
    page = press(page, "split")
    assert reader().entries(seller).is_empty()
    [other] = set(reader().companies("Zwerg")["company_id"]) - {seller}
    assert reader().entries(other)["party_id"].to_list() == [entry]

    page = press(find(page, "merge", "Zwerg"), "merge")
    assert reader().entries(seller)["party_id"].to_list() == [entry]
    assert reader().merges(seller)["company_id"].to_list() == [other]
    page = press(page, f"unmerge_{other}")
    assert reader().entries(other)["party_id"].to_list() == [entry]
    assert reader().merges(seller).is_empty()


def test_page_the_owner_notes_a_group_and_takes_it_back(page: AppTest) -> None:
    seller, buyer = reader().find(SELLER), reader().find(BUYER)
    page = find(page, "group", "Rübezahl")
    page.text_input(key="group_name").set_value("Riesengebirge").run()
    page = press(page, "set_group")
    assert reader().group(seller)["company_id"].to_list() == [buyer]
    assert reader().group(buyer)["company_id"].to_list() == [seller]
    press(page, "leave")
    assert reader().group(seller).is_empty()


def test_page_a_refusal_stands_on_the_page(page: AppTest) -> None:
    page = press(find(page, "merge", "Rübezahl"), "merge")
    assert "gibt selbst Listen ab" in "".join(text.value for text in page.text)
    assert reader().merges(reader().find(SELLER)).is_empty()


def test_page_a_company_sees_its_own_entries_and_no_group(open_app: Opener, one_row_warehouse: Path) -> None:
    app = open_app(one_row_warehouse)
    buyer, seller = reader().find(BUYER), reader().find(SELLER)
    page = show(app, "companies", sight=buyer, company=seller)
    assert say("merging.note", "de") in "".join(str(part.value) for part in page.markdown)
    assert not [field for field in page.text_input if field.key == "group_name"]
    assert reader(Actor.company(buyer)).entries(seller).height == 1
    assert reader(Actor.company(seller)).entries(seller).is_empty()
    with pytest.raises(NotFound):
        reader(Actor.company(buyer)).entries("nobody")
