"""A list of many senders and a register, the company that each row truly is, and the noise that each row suffered.

A fifth of the rows names companies that the register has not, half of them with a sibling that it has.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from tests.bench.matching.made_rows import ABSENT, Linkage
from tests.bench.matching.third.companies import Company, World, together
from tests.bench.matching.third.row import Habits
from tests.bench.matching.third.spelling import spelled

_ROWS_A_SENDER = 100
_TEXTS = ("name", "street", "postcode", "city", "country_code")
#: Of the absent companies that have a sibling at hand, the share of each kind.
KINSHIPS = {"partner": 0.3, "holding": 0.12, "second": 0.06, "relation": 0.25, "branch": 0.15, "form": 0.12}


def habits(world: World) -> Habits:
    """A sender: DATEV, SAP, an older system, another one, or a sheet kept by hand."""
    system = world.pick({"sap": 25, "datev": 25, "sheet": 30, "legacy": 12, "other": 8})
    by_hand = system == "sheet"
    columns = {"all": 78, "postcode and town": 14, "town": 5, "name": 3}
    if by_hand:
        columns = {"all": 35, "postcode and town": 25, "town": 18, "name": 14, "country": 8}
    forms = {"register": 25, "spelled": 40, "dropped": 35} if by_hand else {"register": 40, "spelled": 60}
    umlauts = {"kept": 72, "ae": 18, "stripped": 4, "mojibake": 4, "lost": 2}
    written = "upper" if system == "legacy" else world.pick(umlauts)
    return Habits(
        system,
        world.pick(columns),
        world.pick(forms),
        written,
        world.chance.random() < 0.6,
        1.6 if by_hand else 1.0,
    )


def third_linkage(row_count: int, register_count: int, seed: int) -> Linkage:
    """A list of `row_count` rows and a register of `register_count` companies.

    The truth has two columns more than others: kinds (what a row suffered) and kinship (of what is at hand instead).
    """
    world = World(seed)
    companies = world.companies(register_count + row_count // 4)
    absent = _absent(companies, round(row_count * ABSENT), world)
    kept = [number for number in range(len(companies)) if number not in absent][:register_count]
    # nobody buys of a general partner
    weights = [0.08 if companies[number].kinship in ("partner", "holding") else 1.0 for number in kept]
    drawn = dict.fromkeys(world.chance.choices(kept, weights, k=2 * row_count))
    asked = [*list(drawn)[: row_count - len(absent)], *absent]
    world.chance.shuffle(asked)
    rows, truth = [], []
    for place, number in enumerate(asked):
        if place % _ROWS_A_SENDER == 0:
            sender = habits(world)
        row = spelled(companies[number], sender, world)
        rows.append((f"p{place}", row.name, row.street, row.postcode, row.city, row.country))
        kinship = absent.get(number, "")
        company_id = None if number in absent else f"c{number}"
        truth.append((f"p{place}", company_id, kinship != "", kinship, row.kinds))
    schema = {"party_id": pl.String, "company_id": pl.String, "has_sibling": pl.Boolean, "kinship": pl.String,
              "kinds": pl.List(pl.String)}  # fmt: skip
    register = _frame("company_id", [(f"c{number}", *_entry(companies[number])) for number in kept])
    return Linkage(
        register.with_columns(pl.lit("active").alias("status")),
        _frame("party_id", rows),
        pl.DataFrame(truth, schema, orient="row"),
    )


def _absent(companies: list[Company], count: int, world: World) -> dict[int, str]:
    """Companies to hold back, and the kinship of the sibling that stays; half have none."""
    pairs = defaultdict(list)
    for number, company in enumerate(companies):
        if company.beside is not None:
            pairs[company.kinship].append((company.beside, number))
    found: dict[int, str] = {}
    related = {number for pair in pairs.values() for both in pair for number in both}
    for kinship, share in KINSHIPS.items():
        wanted = min(round(count / 2 * share), len(pairs[kinship]))
        for main, sibling in world.chance.sample(pairs[kinship], wanted):
            # most lists name the one that works
            found[main if world.chance.random() < 0.75 else sibling] = kinship
    alone = [number for number in range(len(companies)) if number not in related]
    return found | dict.fromkeys(world.chance.sample(alone, count - len(found)), "")


def _entry(company: Company) -> tuple[str, ...]:
    place = (f"{company.street} {company.house}", company.postcode, company.city, company.country)
    return (together(company.parts), *place)


def _frame(id_column: str, rows: list[tuple[str | None, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, dict.fromkeys((id_column, *_TEXTS), pl.String), orient="row")
