"""Invented company names of fairy tales, sagas and word play.

Never: a name of a company that the authors know to exist.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

TALES = (
    "Rübezahl|Rumpelstilz|Zwergnase|Dornröschen|Schneeweißchen|Rosenrot|Aschenbrödel|Drosselbart|Däumling|"
    "Allerleirauh|Jorinde|Joringel|Siebenschön|Eisenhans|Bärenhäuter|Gevatter Rabe|Gänsemagd|Froschkönig|"
    "Tischleindeckdich|Knüppelsack|Siebenmeilen|Lügenbaron|Eulenspiegel|Schildbürger|Heinzelmann|Nibelung|"
    "Alberich|Fafnir|Kriemhild|Undine|Melusine|Klabauter|Rattenfänger|Wolpertinger|Tatzelwurm|Lindwurm|"
    "Basilisk|Irrlicht|Nachtalb|Zauberlehrling|Hexenmeister|Kalif Storch|Nussknacker|Zinnsoldat|Feuervogel|"
    "Wunderlampe|Wunschring|Tarnkappe|Zauberspiegel|Glasberg|Goldmarie|Pechmarie|Holunderfee|Mondschaf|"
    "Siebenzwerge|Rabenbrüder|Schwanenjungfer|Brunnennix|Hüpfekästchen|Rotznase|Katzengold|Narrenkappe|"
    "Wackelzahn|Pfefferkuchen|Hexenhäuschen|Teufelsgroßmutter|Löffelriese|Nimmersatt|Übermut|Äpfelchen|"
    "Öllämpchen|Märzhase|Kräuterweible|Mühlengeist|Königskind|Stülpnase|Brüderlein|Spindelfee|Füllhorn"
).split("|")
FIRST = (
    "Silber|Gold|Mond|Nebel|Donner|Sturm|Wald|Berg|Feuer|Glas|Kristall|Rosen|Dornen|Zauber|Wunder|Hexen|"
    "Traum|Nacht|Winter|Sommer|Herbst|Wolken|Regenbogen|Funken|Glut|Moos|Farn|Eichen|Linden|Tannen|Hasel|"
    "Quell|Höhlen|Grotten|Kupfer|Zinn|Messing|Eisen|Schatten|Flüster|Märchen|Sagen|Rätsel|Spindel|Schlüssel|"
    "Mühlen|Nordwind|Sternen|Schnee|Frühlings|Blüten|Wurzel|Honig|Pfauen|Perlen"
).split("|")
SECOND = (
    "zwerg|riese|drache|gnom|wichtel|troll|elfe|fee|nixe|hexe|magier|prinz|könig|ritter|knappe|rabe|eule|"
    "uhu|fuchs|hirsch|igel|esel|kater|hase|unke|kröte|schwan|gans|storch|molch|dachs|luchs|biber|marder|"
    "falter|spinne|kessel|zepter|pantoffel|mantel|spiegel|harfe|flöte|trommel|kutsche|brücke|höhle|hort|"
    "wächter|läufer|tänzer|flüsterer"
).split("|")
COMPOUNDS = [first + second for first in FIRST for second in SECOND]

GERMAN_FORMS = {
    "GmbH": 0.47,
    "GmbH & Co. KG": 0.34,
    "KG": 0.05,
    "AG": 0.03,
    "e.K.": 0.06,
    "OHG": 0.03,
    "SE": 0.02,
}
FORM_BY_COUNTRY = {
    "NL": "B.V.",
    "BE": "N.V.",
    "AT": "GmbH",
    "CZ": "s.r.o.",
    "PL": "Sp. z o.o.",
    "IT": "S.p.A.",
    "SE": "AB",
    "FR": "S.A.S.",
    "CN": "Co., Ltd.",
    "TR": "A.S.",
    "IN": "Ltd.",
    "US": "Inc.",
    "CH": "AG",
}
FORM_BY_KIND = {"cooperative": "eG", "public_body": "AöR", "research": "e.V."}
TALES_BY_COUNTRY = {
    "NL": "Reynaert|Klaas Vaak|Kabouter|Witte Wieven|Langnek",
    "BE": "Lange Wapper|Tijl|Bouchard|Nutons|Ros Beiaard",
    "AT": "Zwergnase|Donauweibchen|Bergmandl|Kasermandl|Perchta",
    "CZ": "Krtek|Vodnik|Rumcajs|Popelka|Zlatovlaska",
    "PL": "Bazyliszek|Krasnal|Rusalka|Smok Wawel|Twardowski",
    "IT": "Befana|Cenerentola|Mangiafuoco|Folletto|Turandot",
    "SE": "Tomte|Vittra|Skogsra|Nordanvind|Pannkaka",
    "FR": "Chat Botté|Barbe Bleue|Gargantua|Mélusine|Petit Poucet",
    "CN": "Jade Rabbit|Moon Lady|Monkey King|Nine Tails|Golden Carp",
    "TR": "Nasreddin|Keloglan|Sahmaran|Karagöz|Tepegöz",
    "IN": "Vikram Vetala|Tenali|Panchatantra|Golden Goose|Talking Parrot",
    "US": "Tall Tale|Headless Rider|Jackalope|Prairie Pixie|Moonbeam Pixie",
    "CH": "Vrenelisgärtli|Tatzelwurm|Doggeli|Haggenmandli|Toggeli",
}
FOREIGN_WORDS = {
    "NL": ("Staal", "Techniek", "Handel"),
    "BE": ("Metaal", "Technics", "Trading"),
    "AT": ("Stahl", "Technik", "Handel"),
    "CZ": ("Ocel", "Technika", "Obchod"),
    "PL": ("Stal", "Technika", "Handel"),
    "IT": ("Acciai", "Meccanica", "Commercio"),
    "SE": ("Stål", "Teknik", "Handel"),
    "FR": ("Aciers", "Mécanique", "Négoce"),
    "CN": ("Metal", "Components", "Trading"),
    "TR": ("Metal", "Makina", "Ticaret"),
    "IN": ("Forgings", "Engineering", "Trading"),
    "US": ("Steel", "Industries", "Supply"),
    "CH": ("Stahl", "Präzision", "Handel"),
}
METAL_GROUPS = ("raw", "steel", "nonferrous", "casting", "forming", "fasteners", "metal_goods")
TRADE_GROUPS = ("metal_trade", "hardware_trade", "recycling", "transport", "services")

STREETS = (
    "Hammerstraße|Am Drahtzug|Schmiedeweg|Industriestraße|Zwergenweg|Bahnhofstraße|Am Hüttenteich|"
    "Gießereistraße|Im Wiesental|Talstraße|Rollenweg|Lennestraße|Volmestraße|Am Eisenhammer|Werkstraße|"
    "Schleifkottenweg|Märchenallee|Drachenstieg|Am Wichtelstein|Gewerbering|Im Mühlengrund|Kupferstraße|"
    "Nixenufer|Riesengasse|Fabrikstraße|Hohe Straße|Zur Schneiderlinde|Amboßweg|Federnstraße|Spindelgasse"
).split("|")

PLAIN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "å": "a"})


@dataclass(frozen=True)
class Name:
    """A name without its legal form, the legal form, the brand that a group would share, and the trade."""

    base: str
    legal_form: str
    brand: str
    word: str

    @property
    def full(self) -> str:
        """The name as the register has it."""
        return f"{self.base} {self.legal_form}"


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Letters and digits only, umlauts spelled out: two names that fold alike would be hard to tell apart.

    >>> folded("Rübezahl Draht & Söhne")
    'ruebezahldrahtsoehne'
    """
    return re.sub(r"[^a-z0-9]", "", text.lower().translate(PLAIN_LETTERS))


class NameMaker:
    """Hands out names, each once, however it is spelled and whichever way round it is read."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def german(self, words: Sequence[str], kind: str = "company", brand: str | None = None) -> Name:
        """A new name of one of the trade's words; with `brand`, of that brand."""
        legal_form = FORM_BY_KIND.get(kind) or self._pick(list(GERMAN_FORMS), list(GERMAN_FORMS.values()))
        while True:
            chosen = brand or self._brand()
            word = words[int(self._rng.integers(len(words)))]
            if self._take(chosen, word):
                return Name(self._pattern(chosen, word, kind), legal_form, chosen, word)

    def foreign(self, country_code: str, group: str) -> Name:
        """A new name of a company abroad, of that country's tales while they last."""
        column = 0 if group in METAL_GROUPS else 2 if group in TRADE_GROUPS else 1
        word = FOREIGN_WORDS[country_code][column]
        tales = TALES_BY_COUNTRY[country_code].split("|")
        for attempt in range(10_000):
            local = attempt < 4
            brand = tales[int(self._rng.integers(len(tales)))] if local else self._brand()
            if self._take(brand, word):
                return Name(f"{brand} {word}", FORM_BY_COUNTRY[country_code], brand, word)
        raise ValueError(f"No name is left for {country_code}: make fewer companies or more name material.")

    def _brand(self) -> str:
        if self._rng.random() < 0.3:
            return TALES[int(self._rng.integers(len(TALES)))]
        return COMPOUNDS[int(self._rng.integers(len(COMPOUNDS)))]

    def _pattern(self, brand: str, word: str, kind: str) -> str:
        if kind == "cooperative":
            return f"Genossenschaft {brand} {word}"
        if kind == "research":
            return f"{brand} {word} für Werkstoffe"
        draw = self._rng.random()
        if draw < 0.16:
            return f"{word} {brand}"
        if draw < 0.22:
            return f"{brand} & Söhne {word}"
        return f"{brand} {word}"

    def _take(self, brand: str, word: str) -> bool:
        first, second = folded(brand), folded(word)
        keys = {first + second, second + first}
        if keys & self._taken:
            return False
        self._taken |= keys
        return True

    def _pick(self, options: list[str], weights: list[float]) -> str:
        edges = np.cumsum(weights)
        return options[int(np.searchsorted(edges, self._rng.random() * edges[-1], side="right"))]
