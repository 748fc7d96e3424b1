"""What companies say that they do, and the class of the classification: labelled here by hand."""

from __future__ import annotations

import csv
from importlib import resources

import polars as pl
import pytest

from ingest.clean.activities import TAKEN_FROM, guess, guess_columns
from schemas.reference import sectors

#: Text -> the code, or what it begins with where the text says no more.
LABELLED = {
    "Galvanik": "25.61", "Galvanische Oberflächen": "25.61", "Oberflächentechnik": "25.61", "Härterei": "25.61",
    "Pulverbeschichtung von Metallteilen": "25.61", "KTL-Beschichtung": "25.61", "Feuerverzinkung": "25.61",
    "Lohnhärterei": "25.61", "Eloxalbetrieb": "25.61", "GALVANOTECHNIK": "25.61", "Oberflaechenbehandlung": "25.61",
    "Zerspanung": "25.62", "Zerspanungstechnik": "25.62", "CNC-Drehen und Fräsen": "25.62", "Drehteile": "25.62",
    "Präzisionsdrehteile": "25.62", "Lohnfertigung Metall": "25.62", "Laserschneiden": "25.62",
    "Mechanische Bearbeitung": "25.62", "Drahterodieren": "25.62", "Rundschleifen": "25.62",
    "Kunststoffspritzguss": "22.29", "Spritzgussteile": "22.29", "Kunststoffverarbeitung": "22.29",
    "2K-Spritzguss": "22.29", "Technische Kunststoffteile": "22.29", "Kunststoff-Spritzguss": "22.29",
    "Folienextrusion Kunststofffolien": "22.21", "Gummiformteile": "22.19", "Kunststoffverpackungen": "22.22",
    "Stanztechnik": "25.50.4", "Stanzbiegeteile": "25.50.4", "Tiefziehteile": "25.50.4", "Gesenkschmiede": "25.50.2",
    "Kaltfließpressen": "25.50.3", "Sinterteile": "25.50.5", "Schmiede": "25.50", "Umformtechnik": "25.50.4",
    "Werkzeugbau": "25.73", "Werkzeug- und Formenbau": "25.73", "Vorrichtungsbau": "25.73", "Federn": "25.93",
    "Federnherstellung": "25.93", "Kettenfabrik": "25.93", "Drahtbiegeteile": "25.93", "Schrauben": "25.94",
    "Schraubenproduktion": "25.94", "Verbindungselemente": "25.94", "Schlösser und Beschläge": "25.72",
    "Metallwarenfabrik": "25.99", "Stahlbau": "25.11", "Schlosserei": "25.11", "Kaltwalzwerk": "24.32",
    "Drahtzieherei": "24.34", "Blankstahl": "24.31", "Stahlwerk": "24.10", "Präzisionsrohre": "24.20",
    "Kaltprofile": "24.33", "Gießerei": "24.5", "Aluminiumdruckguss": "24.53", "Zinkdruckguss": "24.54",
    "Eisengießerei": "24.51", "Messingstangen": "24.44", "Maschinenbau": "28", "Sondermaschinenbau": "28.99",
    "Werkzeugmaschinen": "28.41", "Getriebebau": "28.15", "Armaturen": "28.14", "Hydraulikzylinder": "28.12",
    "Fördertechnik": "28.22", "Pumpen": "28.13", "Schaltschrankbau": "27.12", "Steckverbinder": "27.33",
    "Leuchten": "27.40", "Leiterplattenbestückung": "26.12", "Messtechnik": "26.51", "Automobilzulieferer": "29.32",
    "Kfz-Teile": "29.32", "Karosseriebau": "29.20", "Medizintechnik": "32.50", "Industriemontage": "33.20",
    "Maschinenreparatur": "33.12", "Sägewerk": "16.10", "Holzpaletten": "16.24", "Kartonagen": "17.21",
    "Druckerei": "18.12", "Klebstoffe": "20.52", "Elektroinstallation": "43.21", "Heizung und Sanitär": "43.22",
    "Stahlhandel": "46.72", "Großhandel mit Schrauben": "46.74", "Schrotthandel": "46.77", "Spedition": "52.29",
    "Güterkraftverkehr": "49.41", "Kurierdienst": "53.20", "IT-Systemhaus": "62.02", "Softwareentwicklung": "62.01",
    "Steuerberatung": "69.20", "Ingenieurbüro": "71.12", "Prüflabor": "71.20", "Zeitarbeit": "78.20",
    "Gebäudereinigung": "81.21", "Werbeagentur": "73.11", "Catering": "56.21", "Dachdecker": "43.91",
    "Maler und Lackierer": "43.34", "Recycling von Metallen, Metallrecycling": "38.32",
    # compounds: the end says what a thing is
    "Spiralfedern": "25.93", "Notleuchten": "27.40", "Blechschrauben": "25.94", "Vakuumhärten": "25.61",
    "Badarmaturen": "28.14", "Drehteilefertigung": "25.62", "Drahtbiegemaschinen": "28.41", "Möbelgriffe": "25.72",
    "Rohrlaser": "25.62", "LED-Strahler": "27.40", "CNC": "25.62", "Feinguss": "24.5", "Schneidwerkzeuge": "25.73",
    "Kabelbäume für Fahrzeuge": "29.31", "Honen und Läppen": "25.62", "Messing-Halbzeug": "24.44",
    "Verpackungen aus Pappe": "17.21", "Entsorgung": "38.11", "Kalibrierdienst": "71.20", "Bürobedarf": "46.49",
    # whoever deals in goods and does not make them
    "Handel mit Federn": "46.74", "Vertrieb von Elektromotoren": "46.69", "Kugellagerhandel": "46.69",
    "Handel mit Federn und Schrauben": "46.74", "Handel mit Kunststoffgranulat": "46.76",
    "Einzelhandel mit Leuchten": "47", "Vertrieb von Stanzwerkzeugen": "46.74",
    "Herstellung und Vertrieb von Federn": "25.93", "Entwicklung, Produktion und Vertrieb von Leuchten": "27.40",
    "Härterei und Vertrieb": "25.61",
    # by the official titles alone
    "Herstellung von Musikinstrumenten": "32.20", "Reparatur von Uhren und Schmuck": "95.25",
    "Hörfunkveranstalter": "60.10", "Herstellung von Zement": "23.51", "Herstellung von Spielwaren": "32.40",
}  # fmt: skip

#: Texts that lead to several classes or to none: asked, never guessed.
ASKED = [
    "Stanztechnik und Galvanik", "Beratung", "Handel", "verschiedenes", "Sonstiges", "Produktion",
    "Zerspanung und Spritzguss", "xyz", "", "12345", "Dienstleistungen", "Catering, Spedition",
    "Transformatorenbleche", "Trockeneisstrahlen", "Kältemittel", "Handel mit Stabstahl und Leuchten", "Bankett",
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), LABELLED.items())
def test_what_is_said_leads_to_its_class(text: str, code: str) -> None:
    found = guess(text)
    assert found.is_taken, found
    assert found.code is not None and (found.code == code or found.code.startswith(f"{code}."))


@pytest.mark.parametrize("text", ASKED)
def test_what_is_ambiguous_or_says_nothing_is_not_taken(text: str) -> None:
    assert not guess(text).is_taken


def test_the_alternatives_are_what_the_words_say() -> None:
    assert guess("Stanztechnik und Galvanik").alternatives == ("25.50.4", "25.61")


def test_two_classes_of_one_group_give_the_group() -> None:
    found = guess("Federn und Schrauben")
    assert (found.code, found.alternatives) == ("25.9", ("25.93", "25.94"))
    assert TAKEN_FROM <= found.confidence < 0.8


def test_every_curated_code_is_one_of_the_classification() -> None:
    text = (
        resources.files("ingest.clean.activities").joinpath("words_of_trade.csv").read_text(encoding="utf-8")
    )
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["sector_code"] for row in rows if not sectors.is_valid(row["sector_code"])] == []
    words = [word for row in rows for word in row["keywords"].split("|")]
    assert len(words) == len(set(words)) > 900


def test_every_class_of_trade_is_one_of_the_classification() -> None:
    text = resources.files("ingest.clean.activities").joinpath("dealing.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    codes = [code for row in rows for code in row.values()]
    assert [code for code in codes if not sectors.is_valid(code)] == []


def test_a_column_keeps_what_may_be_taken_and_leaves_the_rest_empty() -> None:
    found = guess_columns(pl.Series(["Galvanik", None, "Beratung"]))
    assert found["sector_code"].to_list() == ["25.61", None, None]
    assert found["sector_confidence"].to_list() == [0.95, None, None]


@pytest.mark.parametrize(
    "title", ["Herstellung von Schrauben und Nieten", "Sägewerke", "Gewinnung von Naturwerksteinen"]
)
def test_many_official_titles_find_their_own_class(title: str) -> None:
    assert guess(title).code is not None


def test_most_official_titles_of_manufacturing_lead_to_their_own_group_or_are_asked() -> None:
    codes = [code for code in sectors.codes("WZ2008", level=4) if "10" <= code[:2] <= "33"]
    found = {code: guess(sectors.label(code) or "") for code in codes}
    wrong = [
        code for code, said in found.items() if said.is_taken and said.code and said.code[:2] != code[:2]
    ]
    assert len(wrong) <= 0.06 * len(codes), wrong
