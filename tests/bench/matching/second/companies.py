"""Invented companies, some of them with a relative of nearly the same name.

Comes in: a seed. Goes out: companies, each with the number of the relative that it stands beside.
Never: a company that exists.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

_ONSETS = (
    "b br d dr f fl fr g gl gr h j k kl kr l m n p pf r s sch schl schm schw st str t tr v w z zw".split()
)
_VOWELS = "a e i o u ä ö ü ei au ie eu".split()
_CODAS = (
    "b ch ck f g hl k l ld ll lm ln lt m mm n nd ng nk nn nz p r rg rk rm rn rt s ss st t tt tz x z".split()
)
_TAILS = "er el en ig lein mann ke ler ner ow ski sen hoff felder inger".split()
_TOWN_TAILS = (
    "ach berg bronn bruch büttel feld fels furt grund hagen hain heide hof hofen holz kirchen lar".split()
)
_TOWN_TAILS += "moor ried see stetten thal unna wald wede weiler wörth zell".split()
_MATTERS = """
Stahl Metall Holz Blech Draht Rohr Glas Papier Kunststoff Gummi Leder Textil Beton Stein Aluminium Kupfer Werkzeug
Maschinen Anlagen Fahrzeug Motoren Getriebe Pumpen Armaturen Ventil Elektro Licht Energie Wasser Umwelt Klima Bad Dach
Garten Küchen Möbel Büro Druck Medizin Zahn Labor Pharma Daten Netzwerk Software Film Musik Sport Spiel Reise Wein Bier
Obst Gemüse Fisch Tier Agrar Saat Fracht Bau Immobilien Finanz Versicherungs Personal
""".split()
_DOINGS = """
bau technik handel verarbeitung service systeme werke produkte vertrieb bearbeitung konstruktion veredelung recycling
montage planung lösungen industrie zentrum haus werkstatt
""".split()
_CRAFTS = """
Schlosserei Tischlerei Dreherei Fräserei Härterei Lackiererei Gießerei Spinnerei Weberei Mälzerei Kelterei Gärtnerei
Metzgerei Konditorei Buchhandlung Sanitär Heizung Galvanik Consulting Engineering Design Logistik Automation Robotik
Treuhand Kanzlei Praxis Akademie Kliniken Stadtwerke Wohnbau Autoteile Zweirad Feinmechanik Optik Uhren Schmuck
""".split()
_FIRST_NAMES = (
    "Anna Bernd Claus Dieter Erika Franz Georg Heinz Ingrid Josef Kurt Lothar Martin Norbert Paul".split()
)
#: Legal forms with how many companies of a hundred bear them.
_FORMS = {
    "GmbH": 55, "GmbH & Co. KG": 17, "UG (haftungsbeschränkt)": 7, "e.K.": 5, "AG": 4, "KG": 4, "OHG": 3, "eG": 1,
    "e.V.": 1, "SE": 1, "GbR": 1, "Ltd.": 1,
}  # fmt: skip
_WAYS = [
    "Allee",
    "Damm",
    "Gasse",
    "Markt",
    "Platz",
    "Ring",
    "Steig",
    "Ufer",
    "Weg",
    "straße",
    " Straße",
    "wall",
]
#: Share of the companies that a relative stands beside, by what tells them apart.
RELATIVES = {"role": 0.06, "form": 0.03, "number": 0.01, "trade": 0.03, "town": 0.04, "shorter": 0.02}
_ROLES = "Verwaltungs Beteiligungs Holding Geschäftsführungs Besitz Immobilien Vertriebs Service".split()


@dataclass(frozen=True)
class Company:
    """One invented company; `beside` is the number of its relative, or -1."""

    base: str
    form: str
    street: str
    postcode: str
    town: str
    beside: int = -1


class World:
    """Words, towns and companies, all from one seed."""

    def __init__(self, seed: int, company_count: int) -> None:
        self.chance = random.Random(seed)
        self.coined = self._words(max(2_000, company_count // 2), _TAILS)
        self.families = self._words(400, _TAILS)
        self.towns = self._towns(max(60, company_count // 25))

    def companies(self, count: int) -> list[Company]:
        """`count` companies, relatives right after the one that they stand beside."""
        found: list[Company] = []
        kinds, shares = list(RELATIVES), list(RELATIVES.values())
        while len(found) < count:
            found.append(self._company())
            if self.chance.random() < sum(shares):
                kind = self.chance.choices(kinds, shares)[0]
                found.append(self._relative(found[-1], kind, len(found) - 1))
        return found[:count]

    def pick(self, options: list[str]) -> str:
        """One of `options`."""
        return options[int(self.chance.random() * len(options))]

    def place(self) -> tuple[str, str, str]:
        """Street, postcode and town of an address."""
        codes, town = self.chance.choice(self.towns)
        way = self.pick(_WAYS)
        name = self.pick(self.families) if self.chance.random() < 0.7 else self.pick(_MATTERS)
        street = f"{name}{way if way[0].islower() or way[0] == ' ' else '-' + way}"
        number = f"{self.chance.randrange(1, 260)}{self.pick(['', '', '', '', 'a', 'b'])}"
        return f"{street} {number}", self.pick(codes), town

    def trade(self) -> str:
        """What a company does, in one word."""
        if self.chance.random() < 0.4:
            return self.pick(_CRAFTS)
        return self.pick(_MATTERS) + self.pick(["", "", "-"]) + self.pick(_DOINGS)

    def _company(self) -> Company:
        coined = self._frequent(self.coined)
        family = self._frequent(self.families)
        shape = self.chance.randrange(12)
        base = [
            f"{coined} {self.trade()}", f"{coined} {self.trade()}", coined, f"{family} {self.trade()}",
            f"{self.pick(_FIRST_NAMES)} {family} {self.trade()}", f"{self.trade()} {family}",
            f"{family} & {self._frequent(self.families)}", f"{family} + Söhne {self.trade()}",
            f"{coined} {self.trade()} und {self.trade()}", f"{coined}-{self.trade()}",
            f"{self._letters()} {self.trade()}", f"{self.trade()} {self.chance.choice(self.towns)[1]}",
        ][shape]  # fmt: skip
        if self.chance.random() < 0.08:
            base += self.pick(
                [" International", " Deutschland", " Gruppe", " Europe", " Nord", " Handelsgesellschaft"]
            )
        return Company(base, self.chance.choices(list(_FORMS), list(_FORMS.values()))[0], *self.place())

    def _relative(self, first: Company, kind: str, number: int) -> Company:
        beside = replace(first, beside=number)
        if kind == "role":
            return replace(
                beside, base=f"{first.base} {self.pick(_ROLES)}", form=self.pick(["GmbH", "GmbH", "AG"])
            )
        if kind == "form":
            others = [
                form
                for form in ("GmbH", "GmbH & Co. KG", "KG", "AG", "UG (haftungsbeschränkt)")
                if form != first.form
            ]
            return replace(beside, form=self.pick(others))
        if kind == "number":
            return replace(
                beside, base=f"{first.base} {self.pick(['2', 'II', '3', 'III', 'Zweite', 'Nr. 2'])}"
            )
        if kind == "trade":
            return replace(beside, base=f"{first.base.split()[0]} {self.trade()}")
        if kind == "shorter":
            return replace(beside, base=" ".join(first.base.split()[:-1]) or self.trade())
        street, postcode, town = self.place()
        return replace(beside, street=street, postcode=postcode, town=town)

    def _frequent(self, words: list[str]) -> str:
        """A few words are borne by many companies, most by one or two."""
        return words[min(int((self.chance.paretovariate(0.35) - 1) * 4), len(words) * 50) % len(words)]

    def _letters(self) -> str:
        return "".join(self.pick(list("ABCDEFGHKLMNPRSTW")) for _ in range(self.chance.randrange(2, 5)))

    def _words(self, count: int, tails: list[str]) -> list[str]:
        found: set[str] = set()
        while len(found) < count:
            word = self.pick(_ONSETS) + self.pick(_VOWELS) + self.pick(_CODAS)
            if self.chance.random() < 0.35:
                word += self.pick(_VOWELS[:5]) + self.pick(_CODAS)
            found.add((word + self.pick(tails)).capitalize())
        words = sorted(found)
        self.chance.shuffle(words)
        return words

    def _towns(self, count: int) -> list[tuple[list[str], str]]:
        names = self._words(count, _TOWN_TAILS)
        found = []
        for name in names:
            first = self.chance.randrange(1_000, 99_000)
            codes = self.chance.randrange(5, 40) if self.chance.random() < 0.04 else 1
            tail = self.pick(["", "", "", "", "", " am See", " (Kreis Moor)", "-Süd", " an der Lahn"])
            found.append(([f"{first + number:05d}" for number in range(codes)], name + tail))
        return found
