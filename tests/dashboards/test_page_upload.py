"""Page: a list goes through all steps, with a correction, and its companies stand on the pages."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboards.components import house
from lieferkette.access.actor import Actor
from lieferkette.i18n import say
from lieferkette.i18n.lists import note_texts
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
    for key in ("go.on", "upload.take", "go.on", "go.on", "lists.undo_yes"):
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


def test_page_upload_of_a_company_that_nobody_knows_yet(open_app: Opener, empty_warehouse: Path) -> None:
    """The very first list: whose it is must be said, and saying the name is enough."""
    page = show(open_app(empty_warehouse), "upload")
    page.file_uploader(key="file").upload("Lieferanten 2024.csv", LIST.encode("cp1252"), "text/csv")
    page.run()
    assert any(say("upload.sender_missing", "de") == text.value for text in page.text)
    page.text_input(key="new_name").set_value("Rübezahl Draht AG").run()
    for key in ("go.on", "upload.take", "go.on", "go.on"):
        page = button(page, key)
    assert not page.exception, page.exception
    reader = house.workspace().reader(Actor.owner())
    assert reader.uploads()["company_name"].to_list() == ["Rübezahl Draht AG"]


def test_page_upload_chooses_no_sender_by_itself(open_app: Opener, one_row_warehouse: Path) -> None:
    box = show(open_app(one_row_warehouse), "upload").selectbox(key="sender")
    assert box.value is None
    assert box.options[0] == say("upload.new_company", "de"), (
        "a new company is not looked for below all others"
    )


def test_page_upload_shows_first_what_was_not_understood(open_app: Opener, one_row_warehouse: Path) -> None:
    text = "Lieferant;Telefon;Ort;KZ7\nFrau Holle GmbH;02351 1;Altena;qx\nDäumling KG;02351 2;Hagen;qy\n"
    page = to_columns(open_app(one_row_warehouse), text, "Lieferanten.csv")
    headings = page.dataframe[-1].value.iloc[:, 0].to_list()
    assert (headings[0], headings[-1]) == ("KZ7", "Telefon")


MASTER = """Konto;Name (Adressattyp Unternehmen);Name (Adressattyp natürl. Person);Adressattyp;Postleitzahl;Ort
70000;Frau Holle Verpackung GmbH;;2;58507;Lüdenscheid
70010;;Mustermann;1;58762;Altena
"""


def test_page_upload_asks_for_companies_and_takes_the_sector_in_words(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    page = to_columns(open_app(one_row_warehouse), MASTER, "Stammdaten.csv")
    for key in ("go.on", "upload.take"):
        page = button(page, key)
    asked = page.dataframe[0].value
    assert asked.iloc[:, 0].to_list() == ["Frau Holle Verpackung GmbH"], "nobody asks about a person"


def to_lists(page: AppTest, row: int = 0) -> AppTest:
    """The lists that were handed in, one of them chosen."""
    page.session_state["upload_view"] = "lists"
    page.session_state["uploads"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    page.run()
    assert not page.exception, page.exception[0].stack_trace
    return page


def test_page_lists_shows_how_a_list_was_read_what_was_left_out_and_takes_it_back(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    page = to_columns(open_app(one_row_warehouse))
    for key in ("go.on", "upload.take"):
        page = button(page, key)
    page = to_lists(page)
    said = " ".join(text.value for text in page.text)
    assert "3 Zeilen gelesen, 2 übernommen, 1 zurückgewiesen" in said
    assert "siehe Anlage" in said
    read_as = next(one.value for one in page.dataframe if "Lieferantenname" in one.value.iloc[:, 0].to_list())
    assert read_as.iloc[0].to_list()[:2] == ["Lieferantenname", "Name"]
    page = button(page, "lists.undo_yes")
    reader = house.workspace().reader(Actor.owner())
    assert "undone" in reader.uploads()["status"].to_list()


def test_page_upload_says_what_it_assumed_where_the_columns_and_the_list_are_shown(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    page = to_columns(open_app(one_row_warehouse), LIST.replace(" EUR", ""))
    [assumed] = note_texts(["currency_assumed:EUR"], "de")
    assert f"· {assumed}" in [text.value for text in page.text]
    for key in ("go.on", "upload.take"):
        page = button(page, key)
    page = to_lists(page)
    assert f"· {assumed}" in [text.value for text in page.text]


def test_page_lists_leads_back_to_completeness(open_app: Opener, one_row_warehouse: Path) -> None:
    page = to_lists(show(open_app(one_row_warehouse), "upload"))
    page = button(page, "lists.amend")
    assert page.segmented_control(key="all_suppliers").value == "yes", "as it was said before"
    page.segmented_control(key="all_suppliers").set_value("no").run()
    page = button(page, "go.on")
    assert not page.exception, page.exception
    assert house.workspace().reader(Actor.owner()).uploads()["is_complete_suppliers"].to_list() == [
        False,
        None,
    ]


def test_page_upload_of_corrected_rows_says_whose_they_are_and_asks_nothing_twice(
    open_app: Opener, one_row_warehouse: Path
) -> None:
    page = to_columns(open_app(one_row_warehouse))
    for key in ("go.on", "upload.take", "go.on", "go.on"):
        page = button(page, key)
    uploads = house.workspace().reader(Actor.owner()).uploads()
    first = uploads.filter(uploads["file_name"] == "Lieferanten 2024.csv").row(0, named=True)["upload_id"]
    rows = LIST.splitlines()
    corrected = (
        f"Korrektur zu Upload {first};;;\n;;;\n{rows[0]}\n{rows[2].replace('siehe Anlage', '12,50')}\n"
    )
    page = to_columns(button(page, "upload.another"), corrected, "Zurückgewiesen.csv")
    assert any("korrigierte Zeilen aus „Lieferanten 2024.csv“" in text.value for text in page.text)
    for key in ("go.on", "upload.take"):
        page = button(page, key)
    assert any("Fertig: 1 Zeile übernommen" in text.value for text in page.text)


def test_page_upload_says_that_a_reason_is_an_example(open_app: Opener, one_row_warehouse: Path) -> None:
    two = LIST + "Gänsemagd Federn AG;58762;Altena;laut Vertrag\n"
    page = button(to_columns(open_app(one_row_warehouse), two), "go.on")
    assert any(text.value.startswith("Zum Beispiel: „") for text in page.text)


def test_page_upload_says_how_it_understood_a_sector_in_words() -> None:
    """The editor of the ten counterparts cannot be typed into here, so the part below it is called by itself."""

    def part() -> None:
        from dashboards.upload.whole import say_understood

        say_understood(["Galvanik", "25.62", "xqz"])

    app = AppTest.from_function(part).run()
    assert [text.value for text in app.text] == [
        "„Galvanik“ verstehen wir als Oberflächenveredlung und Wärmebehandlung (WZ\N{NO-BREAK SPACE}25.61)."
    ]
