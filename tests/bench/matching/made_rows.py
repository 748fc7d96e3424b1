"""Rows as senders write them, made from a register of invented companies by a fixed profile of noise.

Comes in: companies and a seed. Goes out: rows with the company that each truly is, or none where it is absent.
Never: knows how names are compared.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import polars as pl

from tests.bench.matching.made_companies import Made, Maker, register_frame

#: Share of the rows that each kind of noise touches (of those that it can touch).
NOISE = {
    "legal_form_missing": 0.15,
    "legal_form_respelled": 0.30,
    "legal_form_wrong": 0.02,
    "umlauts_written_out": 0.30,
    "mojibake": 0.03,
    "upper_case": 0.20,
    "typo": 0.10,
    "second_typo": 0.02,
    "word_abbreviated": 0.10,
    "word_missing": 0.04,
    "words_swapped": 0.03,
    "compound_respaced": 0.06,
    "truncated_35": 0.10,
    "ampersand_respelled": 0.40,
    "street_missing": 0.30,
    "street_abbreviated": 0.50,
    "place_missing": 0.03,
    "postcode_missing": 0.07,
    "city_missing": 0.05,
    "city_respelled": 0.06,
    "postcode_of_neighbour": 0.05,
    "moved_away": 0.03,
}
#: A fifth of the rows names a company that the register has not; half of those have a sibling in it.
ABSENT = 0.20
_RESPELLED = {
    "GmbH": ["Gesellschaft mit beschränkter Haftung", "G.m.b.H.", "Ges. mbH", "mbH", "gmbh"],
    "GmbH & Co. KG": ["GmbH & Co KG", "GmbH u. Co. KG", "GmbH + Co. KG", "GmbH&Co.KG", "KG", "GmbH & Co."],
    "UG (haftungsbeschränkt)": ["UG", "UG haftungsbeschränkt"],
    "KG": ["Kommanditgesellschaft", "K.G."],
    "OHG": ["oHG", "offene Handelsgesellschaft"],
    "e.K.": ["e. K.", "eK", "e.Kfm.", "Inh."],
    "AG": ["Aktiengesellschaft", "A.G."],
    "eG": ["e.G.", "eingetragene Genossenschaft"],
    "e.V.": ["eV", "eingetragener Verein"],
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True)
class Linkage:
    """register and rows as frames; truth: party_id, company_id (null where absent), has_sibling."""

    register: pl.DataFrame
    rows: pl.DataFrame
    truth: pl.DataFrame


def made_linkage(row_count: int, register_count: int, seed: int) -> Linkage:
    """A list of `row_count` rows and a register of `register_count` companies."""
    maker = Maker(seed, register_count)
    spare = round(row_count * ABSENT) + 50
    companies = maker.companies(register_count + spare)
    absent, kept = _held_back(companies, row_count, spare, maker.chance)
    position = {number: place for place, number in enumerate(kept)}
    present = maker.chance.sample(kept, row_count - len(absent))
    drawn = [(number, True) for number in present] + [(number, False) for number in absent]
    maker.chance.shuffle(drawn)
    beside = _beside(companies, position)
    rows, truth = [], []
    for row_no, (number, is_present) in enumerate(drawn):
        rows.append({"party_id": f"p{row_no}", **written(companies[number], maker)})
        company_id = f"c{position[number]}" if is_present else None
        truth.append((f"p{row_no}", company_id, number in beside))
    schema = {"party_id": pl.String, "company_id": pl.String, "has_sibling": pl.Boolean}
    register = register_frame([companies[number] for number in kept])
    columns = dict.fromkeys(("party_id", "name", "street", "postcode", "city", "country_code"), pl.String)
    return Linkage(register, pl.DataFrame(rows, columns), pl.DataFrame(truth, schema, orient="row"))


def _held_back(
    companies: list[Made], row_count: int, spare: int, chance: random.Random
) -> tuple[list[int], list[int]]:
    """Companies kept out of the register, half of them with a sibling that stays; and those that stay."""
    wanted = round(row_count * ABSENT)
    pairs = [(number, made.sibling_of) for number, made in enumerate(companies) if made.sibling_of >= 0]
    with_sibling = [chance.choice(pair) for pair in chance.sample(pairs, wanted // 2)]
    in_pair = {number for pair in pairs for number in pair}
    alone = [number for number in range(len(companies)) if number not in in_pair]
    held = set(with_sibling) | set(chance.sample(alone, wanted - len(set(with_sibling))))
    stay = [number for number in range(len(companies)) if number not in held]
    surplus = set(chance.sample([n for n in stay if n not in in_pair], spare - len(held)))
    return sorted(held), [number for number in stay if number not in surplus]


def _beside(companies: list[Made], position: dict[int, int]) -> set[int]:
    """Companies that have a sibling in the register."""
    found = set()
    for number, made in enumerate(companies):
        if made.sibling_of >= 0:
            if number in position:
                found.add(made.sibling_of)
            if made.sibling_of in position:
                found.add(number)
    return found


def written(made: Made, maker: Maker) -> dict[str, str | None]:
    """The company as one sender writes it."""
    chance = maker.chance

    def happens(kind: str) -> bool:
        return chance.random() < NOISE[kind]

    form = made.form
    if form in _RESPELLED and happens("legal_form_respelled"):
        form = chance.choice(_RESPELLED[form])
    elif happens("legal_form_wrong"):
        form = chance.choice(["GmbH", "GmbH & Co. KG", "AG", "KG"])
    name = respelled(made.base, chance)
    name = name if happens("legal_form_missing") else f"{name} {form}"
    if happens("umlauts_written_out"):
        name = name.translate(_UMLAUTS)
    elif happens("mojibake"):
        name = name.encode().decode("latin-1")
    name = name.upper() if happens("upper_case") else name
    name = name[:35].rstrip() if happens("truncated_35") else name
    row: dict[str, str | None] = {"name": name, "country_code": "DE"}
    return row | _place(made, maker)


def respelled(base: str, chance: random.Random) -> str:
    """A name without its form as somebody writes it: words swapped, missing, abbreviated, respaced, misspelled."""

    def happens(kind: str) -> bool:
        return chance.random() < NOISE[kind]

    words = base.split()
    if len(words) > 1 and happens("words_swapped"):
        words = words[1:] + words[:1]
    if len(words) > 1 and happens("word_missing"):
        words = words[:-1]
    if happens("word_abbreviated"):
        long = [place for place, word in enumerate(words) if len(word) > 7]
        if long:
            place = chance.choice(long)
            words[place] = words[place][: chance.randint(4, 6)] + "."
    name = " ".join(words)
    if "&" in name and happens("ampersand_respelled"):
        name = name.replace("&", chance.choice(["und", "u.", "+"]))
    if happens("compound_respaced"):
        name = name.replace("technik", "-Technik") if "technik" in name else name.replace("-", " ")
    for kind in ("typo", "second_typo"):
        if happens(kind):
            name = _slip(name, chance)
    return name


def _slip(name: str, chance: random.Random) -> str:
    """One letter doubled, lost, swapped or mistyped, never the first."""
    place = chance.randrange(1, len(name)) if len(name) > 2 else 1
    kind = chance.choice(["lost", "swapped", "other", "added"])
    if kind == "lost":
        return name[:place] + name[place + 1 :]
    if kind == "swapped" and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    letter = chance.choice(_LETTERS)
    return name[:place] + letter + name[place + (kind == "other") :]


def _place(made: Made, maker: Maker) -> dict[str, str | None]:
    chance = maker.chance

    def happens(kind: str) -> bool:
        return chance.random() < NOISE[kind]

    street: str | None = made.street
    postcode: str | None = made.postcode
    city: str | None = made.city
    if happens("moved_away"):
        postcode, city = chance.choice(maker.places)
        street = "Neue Straße 1"
    if street and happens("street_abbreviated"):
        street = street.replace("straße", "str.").replace("Straße", "Str.")
    if happens("street_missing"):
        street = None
    if postcode and happens("postcode_of_neighbour"):
        postcode = f"{min(int(postcode) + chance.randint(1, 9), 99_999):05d}"
    if happens("postcode_missing"):
        postcode = None
    if happens("city_missing"):
        city = None
    if city and happens("city_respelled"):
        city = chance.choice(
            [f"{city}-Mitte", f"{city}, OT Süd", city[:-1], city[: max(5, len(city) - 3)] + "."]
        )
    if happens("place_missing"):
        street = postcode = city = None
    return {"street": street, "postcode": postcode, "city": city}
