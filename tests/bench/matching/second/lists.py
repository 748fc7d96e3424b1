"""A list of many senders and a register, and the company that each row truly is.

A fifth of the rows names companies that the register has not, half of them with a relative that it has.
"""

from __future__ import annotations

import polars as pl

from tests.bench.matching.made_rows import Linkage
from tests.bench.matching.second.companies import Company, World
from tests.bench.matching.second.senders import Sender, habits

_ROWS_A_SENDER = 100
_TEXTS = ("name", "street", "postcode", "city")


def second_linkage(row_count: int, register_count: int, seed: int) -> Linkage:
    """A list of `row_count` rows and a register of `register_count` companies."""
    world = World(seed, register_count)
    companies = world.companies(register_count + row_count // 5)
    absent = _absent(companies, row_count // 5, world)
    kept = [number for number in range(len(companies)) if number not in absent]
    asked = [*world.chance.sample(kept, row_count - len(absent)), *sorted(absent)]
    world.chance.shuffle(asked)
    has_relative = _with_relative(companies, absent)
    rows, truth = [], []
    for place, number in enumerate(asked):
        if place % _ROWS_A_SENDER == 0:
            sender = Sender(world, habits(world.chance))
        rows.append({"party_id": f"p{place}", **sender.write(companies[number])})
        company_id = None if number in absent else f"c{number}"
        truth.append((f"p{place}", company_id, number in has_relative))
    register = _frame("company_id", [_entry(companies[number], number) for number in kept])
    schema = {"party_id": pl.String, "company_id": pl.String, "has_sibling": pl.Boolean}
    return Linkage(
        register.with_columns(pl.lit("active").alias("status")),
        _frame("party_id", rows),
        pl.DataFrame(truth, schema, orient="row"),
    )


def _absent(companies: list[Company], count: int, world: World) -> set[int]:
    """`count` companies to hold back, half of them such that a relative stays."""
    pairs = [(number, company.beside) for number, company in enumerate(companies) if company.beside >= 0]
    related = {number for pair in pairs for number in pair}
    found = {world.chance.choice(pair) for pair in world.chance.sample(pairs, min(count // 2, len(pairs)))}
    alone = [number for number in range(len(companies)) if number not in related]
    return found | set(world.chance.sample(alone, count - len(found)))


def _with_relative(companies: list[Company], absent: set[int]) -> set[int]:
    """Companies that have a relative in the register."""
    pairs = [(number, company.beside) for number, company in enumerate(companies) if company.beside >= 0]
    both_ways = [*pairs, *[(other, one) for one, other in pairs]]
    return {one for one, other in both_ways if other not in absent}


def _entry(company: Company, number: int) -> dict[str, str | None]:
    place = {"street": company.street, "postcode": company.postcode, "city": company.town}
    return {"company_id": f"c{number}", "name": f"{company.base} {company.form}", **place}


def _frame(id_column: str, rows: list[dict[str, str | None]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, dict.fromkeys((id_column, *_TEXTS), pl.String))
    return frame.with_columns(pl.lit("DE").alias("country_code"))
