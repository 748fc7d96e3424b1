"""How senders write companies down: each list has several, and each has habits of its own.

Habits are drawn anew for every sender, from wide ranges: some write neatly, some tell no place, some cut every name.
Never: knows how names are compared.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from tests.bench.matching.second.companies import Company, World

_SPELLINGS = {
    "GmbH": [
        "GmbH",
        "Gmbh",
        "G.m.b.H.",
        "GesmbH",
        "Gesellschaft mbH",
        "Gesellschaft mit beschränkter Haftung",
    ],
    "GmbH & Co. KG": ["GmbH & Co. KG", "GmbH & Co KG", "GmbH und Co. KG", "GmbH+Co.KG", "GmbH & Co.", "KG"],
    "UG (haftungsbeschränkt)": ["UG (haftungsbeschränkt)", "UG", "UG haftungsbeschr."],
    "AG": ["AG", "A.G.", "Aktiengesellschaft"],
    "KG": ["KG", "K.G.", "Kommanditgesellschaft"],
    "OHG": ["OHG", "oHG", "O.H.G."],
    "e.K.": ["e.K.", "eK", "e. Kfm.", "Inh. N. N."],
    "e.V.": ["e.V.", "eV", "e. V."],
    "Ltd.": ["Ltd.", "Limited", "LTD"],
}
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_LOST = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s", "Ä": "A", "Ö": "O", "Ü": "U"})
_KEYS = "qwertzuiopasdfghjklyxcvbnm"


@dataclass(frozen=True)
class Habits:
    """One sender: the share of its rows that each slip touches, and what it writes for all of them."""

    is_upper: bool
    umlauts: str
    most_letters: int
    columns: str
    form_missing: float
    form_spelled: float
    form_wrong: float
    typo: float
    shortened: float
    word_missing: float
    word_added: float
    swapped: float
    respaced: float
    moved: float
    postcode_near: float
    town_spelled: float
    place_missing: float


def habits(chance: random.Random) -> Habits:
    """A sender, drawn from wide ranges."""

    def rate(least: float, most: float) -> float:
        return math.exp(chance.uniform(math.log(least), math.log(most)))

    return Habits(
        is_upper=chance.random() < 0.25,
        umlauts=chance.choices(["kept", "written", "lost", "broken"], [50, 38, 7, 5])[0],
        most_letters=chance.choices([25, 30, 35, 40, 999], [3, 8, 19, 10, 60])[0],
        columns=chance.choices(
            ["all", "no street", "town", "postcode", "line", "none"], [50, 26, 8, 6, 5, 5]
        )[0],
        form_missing=rate(0.03, 0.5),
        form_spelled=rate(0.05, 0.8),
        form_wrong=rate(0.005, 0.04),
        typo=rate(0.02, 0.25),
        shortened=rate(0.02, 0.2),
        word_missing=rate(0.01, 0.1),
        word_added=rate(0.005, 0.04),
        swapped=rate(0.005, 0.06),
        respaced=rate(0.02, 0.1),
        moved=rate(0.01, 0.08),
        postcode_near=rate(0.01, 0.1),
        town_spelled=rate(0.02, 0.12),
        place_missing=rate(0.01, 0.08),
    )


class Sender:
    """Writes companies down by its habits."""

    def __init__(self, world: World, own: Habits) -> None:
        self.world, self.habits, self.chance = world, own, world.chance

    def write(self, company: Company) -> dict[str, str | None]:
        """The row of one company: name, street, postcode, city."""
        own = self.habits
        name = self._base(company.base)
        form = self._form(company.form)
        name = name if self._does(own.form_missing) else f"{name} {form}"
        if own.umlauts == "written":
            name = name.translate(_WRITTEN_OUT)
        elif own.umlauts == "lost":
            name = name.translate(_LOST)
        elif own.umlauts == "broken":
            name = name.encode().decode("cp1252", "replace")
        name = (name.upper() if own.is_upper else name)[: own.most_letters].strip()
        return {"name": name, **self._place(company)}

    def _does(self, rate: float) -> bool:
        return self.chance.random() < rate

    def _base(self, base: str) -> str:
        own, words = self.habits, base.split()
        if len(words) > 1 and self._does(own.word_missing):
            del words[self.chance.randrange(1, len(words))]
        if len(words) > 1 and self._does(own.swapped):
            words = [words[-1], *words[:-1]]
        if self._does(own.word_added):
            words.append(self.world.pick(["Handel", "Werk 2", "Niederlassung", "Gruppe", "Fa.", "Service"]))
        long = [place for place, word in enumerate(words) if len(word) > 6]
        if long and self._does(own.shortened):
            place = long[self.chance.randrange(len(long))]
            words[place] = words[place][: self.chance.randrange(3, 7)] + self.world.pick([".", ".", ""])
        name = " ".join(words)
        if self._does(own.respaced):
            name = name.replace("-", " ") if "-" in name else name.replace(" ", "-", 1)
        if "&" in name or "+" in name:
            name = name.replace("+", "&").replace("&", self.world.pick(["&", "&", "und", "u.", "+"]))
        while self._does(own.typo):
            name = self._slip(name)
        return name

    def _slip(self, text: str) -> str:
        if len(text) < 4:
            return text
        at = self.chance.randrange(1, len(text) - 1)
        kind = self.chance.randrange(5)
        if kind == 0:
            return text[:at] + text[at + 1 :]
        if kind == 1:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if kind == 2:
            return text[:at] + text[at] + text[at:]
        letter = _KEYS[self.chance.randrange(len(_KEYS))]
        return text[:at] + letter + text[at + (kind == 3) :]

    def _form(self, form: str) -> str:
        if self._does(self.habits.form_wrong):
            return self.world.pick(["GmbH", "KG", "AG", "GmbH & Co. KG"])
        return self.world.pick(_SPELLINGS.get(form, [form])) if self._does(self.habits.form_spelled) else form

    def _place(self, company: Company) -> dict[str, str | None]:
        own = self.habits
        street, postcode, town = company.street, company.postcode, company.town
        if self._does(own.moved):
            street, postcode, town = self.world.place()
        elif self._does(own.postcode_near):
            postcode = f"{min(int(postcode) + self.chance.randrange(-20, 20), 99_999):05d}".replace("-", "0")
        if self._does(own.town_spelled):
            town = [self._slip(town), town[: max(4, len(town) - 3)], f"{town} OT Mitte", town.split()[0]][
                self.chance.randrange(4)
            ]
        if self._does(0.5):
            street = street.replace("straße", "str.").replace(" Straße", "str.")
        if own.columns == "none" or self._does(own.place_missing):
            return {"street": None, "postcode": None, "city": None}
        if own.columns == "line":
            return {"street": f"{street}, {postcode} {town}", "postcode": None, "city": None}
        kept_postcode = postcode if own.columns != "town" and not self._does(0.03) else None
        kept_town = town if own.columns != "postcode" and not self._does(0.03) else None
        kept_street = street if own.columns == "all" and not self._does(0.1) else None
        return {"street": kept_street, "postcode": kept_postcode, "city": kept_town}
