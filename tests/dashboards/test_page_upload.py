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


UNKNOWN = "Wer;Wo;Wieviel EUR\nFrau Holle Verpackung GmbH;Altena;12,50\n"


def test_page_upload_where_nothing_is_recognised_shows_the_file_and_takes_the_heading_row(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    page = to_columns(open_app(one_row_warehouse), UNKNOWN, "Wer.csv")
    assert any("Kopfzeile" in text.value for text in page.text)
    shown = page.dataframe[0].value
    assert shown["c0"].to_list() == ["Wer", "Frau Holle Verpackung GmbH"]
    page = page.number_input(key="heading_line").set_value(1).run()
    assert not page.exception, page.exception
    assert [button.label for button in page.button if button.label == say("go.on", "de")]
    assert page.metric, "the columns can be named now"


def test_page_upload_takes_several_files_and_reads_together_what_belongs_together(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    app = open_app(one_row_warehouse)
    buyer_id = house.workspace().reader(Actor.owner()).find(BUYER)
    page = show(app, "upload", sender=buyer_id)
    headers = "EBELN;LIFNR;BSTYP;WAERS;BEDAT\n45001;0000100001;F;EUR;20250301\n"
    items = "EBELN;EBELP;TXZ01;MATKL;NETWR\n45001;00010;Draht;D1;1234.50\n"
    master = "LIFNR;NAME1;ORT01;PSTLZ;LAND1\n0000100001;Frau Holle Draht GmbH;Altena;58762;DE\n"
    files = [("EKKO.csv", headers), ("EKPO.csv", items), ("LFA1.csv", master)]
    page.file_uploader(key="file").set_value([(name, text.encode(), "text/csv") for name, text in files])
    page.run()
    assert not page.exception, page.exception
    assert page.dataframe[0].value.iloc[:, 0].to_list() == ["EKKO.csv", "EKPO.csv", "LFA1.csv"]
    page = button(page, "upload.take_all")
    assert not page.exception, page.exception
    suppliers = house.workspace().reader(Actor.company(buyer_id)).companies("Holle Draht")
    assert suppliers.height == 1, "the order's amount stands under the master data's name"


def test_page_upload_offers_rejected_rows_and_shows_what_changed(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    page = to_columns(open_app(one_row_warehouse), LIST.replace("2024", "2025"), "Lieferanten 2025 neu.csv")
    for key in ("go.on", "upload.take"):
        page = button(page, key)
    page.segmented_control(key="all_suppliers").set_value("yes").run()
    for key in ("go.on", "go.on"):
        page = button(page, key)
    assert not page.exception, page.exception
    assert any("ersetzt Ihre vorige" in text.value for text in page.text)
    assert page.dataframe[0].value.iloc[:, 0].to_list().count("entfallen") == 1


def test_page_upload_names_both_ends_of_a_list_of_relations(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    text = "Lieferant;Ort Lieferant;Kunde;Ort Kunde;Volumen 2025 (EUR)\nFrau Holle AG;Altena;Däumling KG;Hagen;5,00\n"
    page = to_columns(open_app(one_row_warehouse), text, "Beziehungen.csv")
    assert not page.exception, page.exception
    assert page.metric


def test_page_upload_reads_again_at_once_when_the_heading_row_is_said(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    text = "Name;Ort;Umsatz EUR\nFirma;Standort;Volumen 2025 EUR\nFrau Holle AG;Altena;5,00\n"
    page = to_columns(open_app(one_row_warehouse), text, "Zwei Kopfzeilen.csv")
    page = page.number_input(key="heading_line").set_value(2).run()
    assert not page.exception, page.exception
    headings = page.dataframe[-1].value.iloc[:, 0].to_list()
    assert headings == ["Firma", "Standort", "Volumen 2025 EUR"]
    assert page.metric[0].value == "1"
