"""Invented companies, each of the parts that a name has: family, trade, brand, town, legal form.

Comes in: a seed. Goes out: companies; those made beside another one say beside which, and how.
Never: a company that exists; words are drawn together at random.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any

Part = tuple[str, str]
#: How names are built, with how many companies of a hundred bear such a one.
SHAPES = {
    "trade family": 14, "family trade": 17, "first family": 7, "first family trade": 7, "gebr family": 3,
    "family kin": 3, "family kin trade": 1, "family and family2": 3, "letters trade": 8, "brand": 6,
    "brand trade": 12, "trade town": 3, "society trade": 2, "family english": 3, "brand english region": 3,
    "family -trade": 4, "family trade und trade2": 4, "qualifier trade family": 2,
}  # fmt: skip
#: The same of a trader who is registered, or not even that.
TRADER_SHAPES = {
    "trade family": 30,
    "family trade": 15,
    "first family": 20,
    "first family trade": 25,
    "brand": 10,
}
#: Share of the companies that such a one is made beside; a general partner only beside a GmbH & Co., a second only
#: beside a KG.
SIBLINGS = {"partner": 0.5, "holding": 0.02, "second": 0.03, "relation": 0.04, "branch": 0.02, "form": 0.012}


@cache
def words() -> dict[str, Any]:
    """The words of `words.toml`."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def listed(text: str) -> list[str]:
    """The words of a text: parted by ";" or by lines where it has any ";", else by blanks."""
    parts = text.replace("\n", ";").split(";") if ";" in text else text.split()
    return [part.strip() for part in parts if part.strip()]


def together(parts: Sequence[Part]) -> str:
    """The parts as one name; a hyphen at the edge of a part joins."""
    name = ""
    for text in (text for _, text in parts if text):
        is_joined = not name or text[0] in "-," or (name[-1] == "-" and text[0].isupper())
        name += text if is_joined else f" {text}"
    return name


@dataclass(frozen=True)
class Company:
    """One company. parts: what each is, and its text, in the order of the name."""

    parts: tuple[Part, ...]
    street: str
    house: str
    postcode: str
    city: str
    country: str = "DE"
    beside: int | None = None
    kinship: str = ""

    def part(self, kind: str) -> str:
        """The text of a part, empty where there is none."""
        return next((text for found, text in self.parts if found == kind), "")


class World:
    """Draws words and companies from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance, pools = random.Random(seed), words()
        common = listed(pools["family"])
        composed = [
            one + two for one in listed(pools["family_heads"]) for two in listed(pools["family_tails"])
        ]
        # common names fall off like Zipf's, the composed ones are rare and alike
        weights = [1 / (10 + place) for place in range(len(common))] + [0.0012] * len(composed)
        self._families, self._weights = [*common, *composed], list(accumulate(weights))
        self.firsts = listed(pools["first"]) + listed(pools["double_first"])
        self.trades = list(pools["trades"])
        heads, middles, tails = (listed(pools[f"brand_{part}"]) for part in ("heads", "middles", "tails"))
        self.brands = [one + two.strip("-") + three for one in heads for two in middles for three in tails]
        self.forms = {name: float(weight) for name, weight in pools["forms"].items()}
        self.towns = {
            tuple(town.split(",")[:2]): float(town.split(",")[2]) for town in listed(pools["towns"])
        }
        self.abroad = {
            tuple(town.split(",")[:3]): float(town.split(",")[3]) for town in listed(pools["towns_abroad"])
        }

    def family(self) -> str:
        """The name of a family."""
        return self.chance.choices(self._families, cum_weights=self._weights)[0]

    def pick(self, options: dict[Any, float] | Sequence[Any]) -> Any:
        """One of `options`, by their weights where they have any."""
        if isinstance(options, dict):
            return self.chance.choices(list(options), list(options.values()))[0]
        return self.chance.choice(options)

    def companies(self, count: int) -> list[Company]:
        """`count` companies and at most a few more; siblings follow the one that they stand beside."""
        found: list[Company] = []
        while len(found) < count:
            company = self._foreigner() if self.chance.random() < 0.08 else self._company()
            number = len(found)
            found.append(company)
            if company.country == "DE":
                found += [replace(sibling, beside=number) for sibling in self._siblings(company)]
        return found

    def street(self) -> dict[str, str]:
        """A street and a house number, most of them low."""
        number = int(self.chance.lognormvariate(3.0, 1.0)) % 250 + 1
        return {"street": self.pick(listed(words()["streets"])),
                "house": f"{number}{self.pick({'': 85, 'a': 5, 'b': 3, f'-{number + 2}': 7})}"}  # fmt: skip

    def town(self) -> dict[str, str]:
        """A German town with one of its postcodes."""
        city, first = self.pick(self.towns)
        return {"city": city, "postcode": f"{int(first) + self.pick((0, 0, 0, 2, 4, 5, 8)):05}"}

    def name(self, form: str, city: str) -> tuple[Part, ...]:
        """A name of one of the shapes, the legal form at its end."""
        is_trader = form in ("e.K.", "GbR")
        shape = self.pick(TRADER_SHAPES if is_trader else SHAPES).split()
        if form == "e.K." and self.chance.random() < 0.3:
            form = ""
        if "society" in shape and form.startswith("GmbH"):
            form = "mbH"
        return (*((kind.strip("-"), self._word(kind, city)) for kind in shape), ("form", form))

    def _word(self, kind: str, city: str) -> str:
        pools = words()
        match kind:
            case "family" | "family2":
                return self.family()
            case "trade" | "trade2" | "-trade":
                return ("-" if kind == "-trade" else "") + str(self.pick(self.trades))
            case "first" | "brand":
                return str(self.pick(self.firsts if kind == "first" else self.brands))
            case "letters":
                return "".join(self.chance.choices(pools["letters"], k=self.pick({2: 2, 3: 7, 4: 1})))
            case "town":
                return city
            case "and" | "und":
                return "&" if kind == "and" else "und"
        return str(self.pick(listed(pools[kind])))

    def _company(self) -> Company:
        town = self.town()
        return Company(self.name(self.pick(self.forms), town["city"]), **town, **self.street())

    def _foreigner(self) -> Company:
        country, city, postcode = self.pick(self.abroad)
        own = {kind: self.pick(listed(pool)) for kind, pool in words()["abroad"][country].items()}
        shape = self.pick(
            {("family", "trade"): 15, ("trade", "family"): 5, ("brand", "trade"): 60, ("brand",): 20}
        )
        own |= {"brand": self.pick(self.brands), "town": city}
        kinds = ("town", *shape, "form") if country == "CN" else (*shape, "form")
        street = self.street() | {"street": own["street"]}
        return Company(
            tuple((kind, own[kind]) for kind in kinds),
            **street,
            city=city,
            postcode=postcode,
            country=country,
        )

    def _siblings(self, company: Company) -> Iterator[Company]:
        """What stands beside a company in a register: its general partner, holding, relation, branch."""
        form, stem = company.part("form"), tuple(part for part in company.parts if part[0] != "form")
        for kinship, share in SIBLINGS.items():
            can = {"partner": form.startswith("GmbH & Co"), "second": "KG" in form}.get(kinship, True)
            if not can or self.chance.random() >= share:
                continue
            beside = replace(company, kinship=kinship)
            match kinship:
                case "partner":
                    yield replace(
                        beside,
                        parts=(
                            *stem,
                            ("role", self.pick(listed(words()["partner_roles"]))),
                            ("form", "GmbH"),
                        ),
                    )
                case "holding":
                    tail = ("form", self.pick(("GmbH", "GmbH & Co. KG", "AG")))
                    yield replace(
                        beside, parts=(*stem, ("role", self.pick(listed(words()["holding_roles"]))), tail)
                    )
                case "second":
                    yield replace(
                        beside, parts=(*stem, ("numeral", self.pick(("II", "2", "Zwei"))), ("form", form))
                    )
                case "relation" if company.part("family"):
                    family = tuple(part for part in stem if part[0] in ("first", "gebr", "family", "kin"))
                    parts = (*family, ("trade", self.pick(self.trades)), ("form", self.pick(self.forms)))
                    yield replace(beside, parts=parts, **self.street())
                case "branch":
                    yield replace(beside, **self.street(), **self.town())
                case "form" if form in ("GmbH", "e.K."):
                    yield replace(beside, parts=(*stem, ("form", "GmbH & Co. KG")))
