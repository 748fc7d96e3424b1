"""Page: a list goes through all steps, with a correction, and its companies stand on the pages."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboards.components import house
from lieferkette.access.actor import Actor
from lieferkette.i18n import say
from tests.dashboards.conftest import BUYER, Opener, show

LIST = """Lieferantenname;PLZ;Ort;Umsatz 2024 EUR
Frau Holle Verpackung GmbH;58507;Lüdenscheid;320.000,00
Däumling Werkzeuge KG;58762;Altena;siehe Anlage
Hexenkessel Härterei GmbH;58791;Werdohl;
"""


def button(app: AppTest, key: str) -> AppTest:
    """Press the button with this text."""
    return next(one for one in app.button if one.label == say(key, "de")).click().run()


def to_columns(app: AppTest, text: str = LIST, name: str = "Lieferanten 2024.csv") -> AppTest:
    """The upload screen with a file that was read."""
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "upload", sender=buyer)
    page.file_uploader(key="file").upload(name, text.encode("cp1252"), "text/csv")
    page.run()
    assert not page.exception, page.exception
    return page


def test_page_upload_from_file_to_done(open_app: Opener, one_row_warehouse: Path) -> None:
    page = to_columns(open_app(one_row_warehouse))
    assert {metric.label: metric.value for metric in page.metric} == {
        "Zeilen": "3",
        "übernommen": "2",
        "zurückgewiesen": "1",
        "übergangen": "0",
    }
    page = button(page, "go.on")
    assert any("siehe Anlage" in text.value for text in page.text)
    page = button(page, "upload.take")
    page.segmented_control(key="all_suppliers").set_value("yes").run()
    page = button(page, "go.on")
    page.radio(key="level").set_value("network").run()
    page = button(page, "go.on")
    assert any("2 Zeilen übernommen" in text.value for text in page.text), [text.value for text in page.text]

    reader = house.workspace().reader(Actor.owner())
    upload = (
        reader.uploads().filter(reader.uploads()["file_name"] == "Lieferanten 2024.csv").row(0, named=True)
    )
    assert (upload["sharing"], upload["is_complete_suppliers"]) == ("network", True)
    assert not reader.companies("Frau Holle").is_empty()


def test_page_upload_can_be_undone(open_app: Opener, one_row_warehouse: Path) -> None:
    page = to_columns(open_app(one_row_warehouse))
    for key in ("go.on", "upload.take", "go.on", "go.on", "upload.undo"):
        page = button(page, key)
    reader = house.workspace().reader(Actor.owner())
    status = dict(zip(reader.uploads()["file_name"], reader.uploads()["status"], strict=True))
    assert status["Lieferanten 2024.csv"] == "undone"


def test_page_upload_refuses_what_is_no_list_and_says_so(open_app: Opener, one_row_warehouse: Path) -> None:
    page = to_columns(
        open_app(one_row_warehouse), "Sehr geehrte Damen und Herren,\nanbei nichts.\n", "Brief.csv"
    )
    assert say("error.title", "de") in [one.value.strip() for one in page.markdown] or any(
        "Liste" in text.value for text in page.text
    )
    assert not page.metric


def test_page_upload_as_a_company_belongs_to_it(open_app: Opener, one_row_warehouse: Path) -> None:
    app = open_app(one_row_warehouse)
    buyer = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "upload", sight=buyer)
    assert not [box for box in page.selectbox if box.key == "sender"]
    page.file_uploader(key="file").upload("Lieferanten 2024.csv", LIST.encode("cp1252"), "text/csv")
    page.run()
    for key in ("go.on", "upload.take"):
        page = button(page, key)
    owned = house.workspace().reader(Actor.company(buyer)).uploads()
    assert "Lieferanten 2024.csv" in owned["file_name"].to_list()
