"""What clerks and systems do to a name and an address: each kind a function with its rate; False is "cannot happen".

Never: knows how names are compared.
"""

from __future__ import annotations

import re

from tests.bench.matching.third.companies import World, listed, together, words
from tests.bench.matching.third.row import NOISE, NOISE_OF_TEXT, Row, rate

__all__ = ["NOISE", "NOISE_OF_TEXT"]
_KEYS = "qwertzuiopasdfghjklyxcvbnm"


@rate(0.45)
def first_name_short(row: Row) -> bool | None:
    """Karl-Heinz Igel as "K.-H. Igel", one in five without his first name."""
    if not row.has("first"):
        return False
    first = row.company.part("first")
    joint = "-" if "-" in first else row.world.pick((" ", ""))
    initials = joint.join(f"{name[0]}." for name in re.split("[- ]", first))
    row.put("first", initials if row.world.chance.random() < 0.8 else "")
    return None


@rate(0.2)
def abbreviation(row: Row) -> bool:
    """Maschinenfabrik as "Maschf."."""
    short = {long: short for long, short in (words()["trades"] | words()["shortened"]).items() if short}
    before = together(row.parts)
    row.parts = [
        (kind, text.replace(text.strip("-"), short.get(text.strip("-"), text.strip("-"))) if text else text)
        for kind, text in row.parts
    ]
    return together(row.parts) != before


@rate(0.04)
def word_order(row: Row) -> bool | None:
    """Igel Guss GmbH as "Guss Igel GmbH" or "Igel GmbH, Guss"."""
    told, world = [part for part in row.parts if part[1]], row.world
    if [kind for kind, _ in told] not in (["family", "trade", "form"], ["trade", "family", "form"]):
        return False
    one, two, form = told
    two = (two[0], two[1].strip("-"))
    row.parts = [two, one, form] if world.chance.random() < 0.6 else [one, form, ("comma", ","), two]
    return None


@rate(0.06)
def trade_dropped(row: Row) -> bool | None:
    """Igel Guss GmbH as "Igel GmbH"."""
    if not row.has("trade") or not (row.has("family") or row.has("brand") or row.has("letters")):
        return False
    for kind in ("trade", "und", "trade2"):
        row.put(kind, "")
    return None


@rate(0.02)
def brand_alone(row: Row) -> bool | None:
    """The brand for the name."""
    if not row.has("brand", "trade"):
        return False
    row.parts = [part for part in row.parts if part[0] == "brand"]
    return None


@rate(0.03)
def trade_added(row: Row) -> bool | None:
    """A trade that is no part of the name."""
    if row.has("trade") or row.has("english"):
        return False
    row.parts.insert(-1, ("trade", row.world.pick(row.world.trades)))
    return None


def _behind(row: Row, pool: str) -> None:
    number = row.world.chance.randrange(1_000, 99_999)
    text = row.world.pick(listed(words()[pool]))
    row.after = text.format(family=row.world.family(), city=row.company.city, number=number)


@rate(0.03)
def department(row: Row) -> None:
    """A department, a person or a branch behind the name."""
    _behind(row, "departments")


@rate(0.015)
def remark(row: Row) -> None:
    """What the clerk wants to remember."""
    _behind(row, "remarks")


@rate(0.005)
def care_of(row: Row) -> None:
    """c/o somebody."""
    _behind(row, "carriers")


@rate(0.15)
def owner_named(row: Row) -> bool | None:
    """Inh. and a name, of traders."""
    if row.company.country != "DE" or row.company.part("form") not in ("", "e.K.", "GbR"):
        return False
    family = row.company.part("family") or row.world.family()
    row.after = f"Inh. {row.world.pick(row.world.firsts)} {family}"
    return None


@rate(0.05)
def firma(row: Row) -> None:
    """Fa. in front of the name."""
    row.before = row.world.pick(("Fa.", "Firma", "Fa", "FA."))


@rate(0.035)
def town_in_name(row: Row) -> None:
    """The town behind the name."""
    row.after = row.world.pick(("{}", ", {}", "({})", "in {}")).format(row.company.city)


@rate(0.015)
def old_name(row: Row) -> bool | None:
    """Half keep family or brand and had another trade and form, half had another name altogether."""
    if row.company.country != "DE":
        return False
    world = row.world
    if world.chance.random() < 0.5 and (row.has("family") or row.has("brand")):
        row.put("trade", world.pick(world.trades))
        row.put("form", world.pick(world.forms))
    else:
        row.parts = list(world.name("GmbH", row.company.city))
    return None


@rate(0.04)
def moved(row: Row) -> None:
    """Another street, four in ten another town as well."""
    place = row.world.street()
    row.street, row.house = place["street"], place["house"]
    if row.world.chance.random() < 0.4 and row.company.country == "DE":
        town = row.world.town()
        row.city, row.postcode = town["city"], town["postcode"]


@rate(0.06)
def post_box(row: Row) -> bool | None:
    """A post box with its own postcode."""
    if row.company.country != "DE" or row.postcode is None:
        return False
    chance = row.world.chance
    row.street, row.house = (
        row.world.pick(("Postfach", "Postf.", "PF")),
        f"{chance.randrange(10, 99)} {chance.randrange(10, 99)}",
    )
    row.postcode = f"{row.postcode[:3]}{chance.randrange(100):02}"
    return None


@rate(0.03)
def wrong_digit(row: Row) -> None:
    """One digit of the postcode is wrong."""
    code = row.postcode or ""
    at = row.world.chance.randrange(len(code))
    row.postcode = code[:at] + row.world.pick("0123456789") + code[at + 1 :]


@rate(0.02)
def wrong_house(row: Row) -> None:
    """Another number."""
    row.house = row.world.street()["house"]


@rate(0.02)
def slip_in_town(row: Row) -> None:
    """A typing slip."""
    row.city = slipped(row.city or "", row.world)


@rate(0.02)
def slip_in_street(row: Row) -> None:
    """A typing slip."""
    row.street = slipped(row.street or "", row.world)


@rate(0.04)
def town_part(row: Row) -> bool | None:
    """Hagen-Mitte, Halver 1."""
    if row.company.country != "DE":
        return False
    row.city = re.split(" (?:am|an) ", row.city or "")[0] + row.world.pick(words()["town_parts"].split(";"))
    return None


@rate(0.04)
def street_missing(row: Row) -> None:
    """No street told."""
    row.street, row.house = None, ""


@rate(0.05, NOISE_OF_TEXT)
def slip_in_name(row: Row) -> None:
    """A typing slip."""
    row.name = slipped(row.name, row.world)


@rate(0.03, NOISE_OF_TEXT)
def blank_lost(row: Row) -> bool:
    """Igel GussGmbH."""
    before, blanks = row.name, [place for place, letter in enumerate(row.name) if letter == " "]
    at = row.world.pick(blanks or [len(before)])
    row.name = before[:at] + before[at + 1 :]
    return row.name != before


@rate(0.04, NOISE_OF_TEXT)
def compound_parted(row: Row) -> bool:
    """Drucklufttechnik as "Druckluft-Technik"."""
    tails = "technik|bau|fabrik|werk|handel|verarbeitung|reinigung|schmiede|bedarf|walzwerk"
    before, gap = row.name, row.world.pick("- ")
    row.name = re.sub(
        rf"(\w{{4,}})({tails})\b", lambda found: found[1] + gap + found[2].title(), before, count=1
    )
    return row.name != before


@rate(0.5, NOISE_OF_TEXT)
def and_spelled(row: Row) -> bool:
    """&, und, u., +, or nothing."""
    before = row.name
    row.name = re.sub(r" (?:&|und) (?!Co)", row.world.pick((" & ", " und ", " u. ", " + ", "&", " ")), before)
    return row.name != before


def slipped(text: str, world: World) -> str:
    """One letter doubled, lost, swapped with the one before, or another one hit; never the first."""
    places = [place for place, letter in enumerate(text) if letter.isalpha() and place > 0]
    if len(places) < 4:
        return text
    at = world.pick(places)
    beside = _KEYS[(_KEYS.find(text[at].lower()) + world.pick((-1, 1))) % len(_KEYS)]
    doubled, lost = text[:at] + text[at] + text[at:], text[:at] + text[at + 1 :]
    swapped = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    return str(world.pick((doubled, lost, swapped, text[:at] + beside + text[at + 1 :])))
