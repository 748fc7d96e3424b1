"""A register of invented companies, with the siblings that make matching hard.

Comes in: how many, and a seed. Goes out: one row per company. Every name is put together here out of syllables,
surnames and trades, and so are the towns; a few towns are large and have many postcodes.
Never: knows how names are compared.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import polars as pl

#: Share of the companies that another one of the same name stands beside, by kind.
SIBLINGS = {
    "administration": 0.05,  # X Verwaltungs-GmbH beside X GmbH & Co. KG, same place
    "holding": 0.03,
    "other_form": 0.03,  # X GmbH and X KG
    "numbered": 0.01,  # X II GmbH
    "other_trade": 0.03,  # X Maschinenbau and X Stahlbau, same place
    "elsewhere": 0.03,  # the same name in another town
}
_FORMS = [
    ("GmbH", 58), ("GmbH & Co. KG", 16), ("UG (haftungsbeschränkt)", 6), ("KG", 3), ("OHG", 3), ("e.K.", 7),
    ("AG", 3), ("eG", 1), ("e.V.", 1), ("SE", 1), ("GbR", 1),
]  # fmt: skip
_TRADES = """
Maschinenbau Stahlbau Metallbau Werkzeugbau Formenbau Galvanotechnik Oberflächentechnik Zerspanungstechnik
Präzisionsteile Drehteile Stanztechnik Umformtechnik Schmiedetechnik Gießerei Kaltwalzwerk Drahtwerk Federn Schrauben
Verbindungstechnik Befestigungstechnik Kunststofftechnik Spritzguss Gummitechnik Elektrotechnik Elektronik
Automatisierungstechnik Steuerungsbau Antriebstechnik Fördertechnik Lüftungstechnik Kältetechnik Heizungsbau
Sanitärtechnik Haustechnik Gebäudetechnik Hochbau Tiefbau Bauunternehmen Bedachungen Zimmerei Schreinerei Möbelwerke
Holzbau Sägewerk Fensterbau Türenwerk Malerbetrieb Fliesen Garten- und Landschaftsbau Spedition Logistik Transporte
Kurierdienst Lagertechnik Verpackungen Kartonagen Druckerei Medien Verlag Werbetechnik Textilwerke Bekleidung Schuhe
Lebensmittel Fleischwaren Bäckerei Brauerei Getränke Landhandel Agrartechnik Chemie Lacke Farben Klebstoffe Reinigung
Gebäudereinigung Sicherheitsdienst Personaldienstleistungen Unternehmensberatung Steuerberatung Ingenieurbüro
Architekten Vermessung Softwareentwicklung Systemhaus IT-Service Datentechnik Medizintechnik Dentaltechnik
Apotheke Pflegedienst Optik Messtechnik Prüftechnik Laborbedarf Handel Großhandel Import-Export Vertrieb Baustoffe
Eisenhandel Stahlhandel Schrotthandel Recycling Entsorgung Energie Solartechnik Windkraft Immobilien Hausverwaltung
Grundbesitz Autohaus Fahrzeugbau Karosseriebau Reifendienst Landmaschinen Hotel Gastronomie Catering Reisebüro
""".split()
_SURNAMES = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann
Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn
Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon
Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas
Schreiber Graf Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer
""".split()
_STARTS = "al ar bel bra cor dal del dor el fer fin gal gro hal her in kal kor lan lor mar mel nor ol par pro quan ral rem sal sen sol tal tec ter tra ul val ver vol wal wes xan zel zor".split()  # noqa: E501
_MIDDLES = "a an ba be bi bo da de do fa fe ga gi go ka ko la le li lo ma me mi mo na ne no pa po ra re ri ro sa se so ta te ti to va ve vi vo za".split()  # noqa: E501
_ENDS = "bach berg born dorf feld hagen hoff kamp mann meier ner rath ring stedt stein thal wald werth tex tron dur fix form lux mat med met nova plan sol tec via vit".split()  # noqa: E501
_STREETS = """
Hauptstraße Bahnhofstraße Industriestraße Gewerbestraße Schulstraße Gartenstraße Lindenstraße Bergstraße Waldstraße
Kirchstraße Ringstraße Am Bahnhof Im Gewerbepark An der Lenne Volmestraße Hagener Straße Dortmunder Straße
Kölner Straße Berliner Straße Hammerweg Mühlenweg Feldweg Talweg Werkstraße Daimlerstraße Siemensstraße Dieselstraße
""".split()


@dataclass(frozen=True)
class Made:
    """One invented company: its name without the form, the form, and where it is."""

    base: str
    form: str
    street: str
    postcode: str
    city: str
    sibling_of: int = -1
    kind: str = ""

    @property
    def name(self) -> str:
        """The name as the register writes it."""
        return f"{self.base} {self.form}"


class Maker:
    """Makes companies, all from one seed."""

    def __init__(self, seed: int, register_count: int) -> None:
        self.chance = random.Random(seed)
        self.places = self._places(6_000)
        # a few hundred words carry most names, the rest are rare: as surnames and brands are
        self.brands = [self._brand() for _ in range(max(40_000, register_count // 3))]
        self.weights = [1 / (number + 10) for number in range(len(self.brands))]
        self.form_names, self.form_weights = zip(*_FORMS, strict=True)

    def companies(self, count: int) -> list[Made]:
        """`count` companies; siblings follow the one that they stand beside."""
        rows: list[Made] = []
        heads = self.chance.choices(self.brands, weights=self.weights, k=count)
        for head in heads:
            if len(rows) >= count:
                break
            first = self._company(head)
            rows.append(first)
            drawn = self.chance.random()
            for kind, share in SIBLINGS.items():
                drawn -= share
                if drawn < 0 and len(rows) < count:
                    rows.append(self._sibling(first, kind, len(rows) - 1))
                    break
        return rows

    def _company(self, brand: str) -> Made:
        chance = self.chance
        trade = chance.choice(_TRADES)
        postcode, city = chance.choice(self.places)
        family = chance.choice(_SURNAMES)
        base = chance.choices(
            [
                f"{brand} {trade}", f"{brand} {trade}", brand, f"{family} {trade}", f"{trade} {family}",
                f"{chance.choice(['Gebr.', 'Gebrüder'])} {family}", f"{family} & {chance.choice(_SURNAMES)} {trade}",
                f"{family} & {chance.choice(['Sohn', 'Söhne', 'Partner'])} {trade}", f"{trade} {city}",
                f"{brand}-{trade}", f"{_initials(chance)} {trade}", f"{brand} {chance.choice(_TRADES)} und {trade}",
                f"{chance.choice(['Hans', 'Karl', 'Peter', 'Wilhelm', 'Maria', 'Uwe'])} {family} {trade}",
            ],
            weights=[20, 10, 12, 12, 4, 3, 5, 4, 3, 6, 4, 5, 8],
        )[0]  # fmt: skip
        form = chance.choices(self.form_names, weights=self.form_weights)[0]
        street = f"{chance.choice(_STREETS)} {chance.randint(1, 180)}"
        return Made(base, form, street, postcode, city)

    def _sibling(self, first: Made, kind: str, number: int) -> Made:
        chance = self.chance
        beside = replace(first, sibling_of=number, kind=kind)
        if kind == "administration":
            role = chance.choice(["Verwaltungs", "Beteiligungs", "Geschäftsführungs"])
            return replace(beside, base=f"{first.base} {role}", form=chance.choice(["GmbH", "-GmbH"]))
        if kind == "holding":
            return replace(beside, base=f"{first.base} Holding", form="GmbH")
        if kind == "other_form":
            return replace(beside, form="GmbH & Co. KG" if first.form == "GmbH" else "GmbH")
        if kind == "numbered":
            return replace(beside, base=f"{first.base} {chance.choice(['II', '2', 'Zweite'])}")
        if kind == "other_trade":
            return replace(beside, base=f"{first.base.split()[0]} {chance.choice(_TRADES)}", form="GmbH")
        postcode, city = chance.choice(self.places)
        street = f"{chance.choice(_STREETS)} {chance.randint(1, 180)}"
        return replace(beside, postcode=postcode, city=city, street=street)

    def _places(self, count: int) -> list[tuple[str, str]]:
        """(postcode, town); a town in forty has a dozen postcodes or more."""
        rows: list[tuple[str, str]] = []
        ends = [
            "stadt",
            "heim",
            "ingen",
            "hausen",
            "burg",
            "dorf",
            "au",
            "rode",
            "brück",
            "münde",
            "beck",
            "scheid",
        ]
        while len(rows) < count:
            town = (
                self.chance.choice(_STARTS) + self.chance.choice(["", *_MIDDLES]) + self.chance.choice(ends)
            )
            town = town.capitalize() + self.chance.choice([""] * 8 + [" am Berg", " (Westf.)", "-Nord"])
            first = self.chance.randint(1_000, 99_900)
            codes = self.chance.randint(12, 60) if self.chance.random() < 1 / 40 else 1
            rows += [(f"{first + number:05d}", town) for number in range(codes)]
        return rows

    def _brand(self) -> str:
        chance = self.chance
        middle = "".join(chance.choices(_MIDDLES, k=chance.choice([0, 1, 1, 2])))
        return (chance.choice(_STARTS) + middle + chance.choice(_ENDS)).capitalize()


def register_frame(companies: list[Made]) -> pl.DataFrame:
    """The companies as the tables hold them, before names are normalised: company_id, name, street, …"""
    return pl.DataFrame(
        {
            "company_id": [f"c{number}" for number in range(len(companies))],
            "name": [made.name for made in companies],
            "street": [made.street for made in companies],
            "postcode": [made.postcode for made in companies],
            "city": [made.city for made in companies],
        }
    ).with_columns(pl.lit("DE").alias("country_code"), pl.lit("active").alias("status"))


def _initials(chance: random.Random) -> str:
    return "".join(chance.choice("ABCDEFGHKLMNPRSTVWZ") for _ in range(chance.choice([2, 3, 3])))
