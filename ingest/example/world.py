"""The invented world: companies, groups, relations of two years and the five figures, deterministic by seed.

    >>> world = generate(companies=660, in_region=400, seed=1)
    >>> world.companies.height, sorted(set(world.relations["year"]))
    (660, [2024, 2025])

Never: writes a file (files.py) or fills a warehouse (direct.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.example import amounts, traits
from ingest.example.companies import REGION_SHARE, make_companies
from ingest.example.network import IMITATED_SHARE, Network

YEARS = (2024, 2025)
RELATIONS_PER_COMPANY = 8
# of the relations of 2025: new in that year; and as many as that ended with 2024
NEW_SHARE = 0.13
ENDED_SHARE = 0.12


@dataclass(frozen=True)
class World:
    """All that the generator knows.

    companies: see `make_companies`, and group_no. groups: group_no, group_name.
    relations: year, supplier_no, customer_no, amount_cents (Int64).
    company_years: see `company_years`. hubs: the planted single suppliers.
    """

    seed: int
    companies: pl.DataFrame
    groups: pl.DataFrame
    relations: pl.DataFrame
    company_years: pl.DataFrame
    hubs: tuple[traits.Hub, ...]


def generate(
    companies: int = 660, relations: int | None = None, *, in_region: int | None = None, seed: int = 1
) -> World:
    """Draw a world of `companies` companies with `relations` relations in its last year.

    `in_region` of them (60 % where not given) sit in the 25 municipalities; `relations` defaults to 8 per
    company. The same numbers and seed give the same world.

    Raises ValueError where so many relations do not fit among so few companies.
    """
    rng = np.random.default_rng(seed)
    home = round(companies * REGION_SHARE) if in_region is None else in_region
    wanted = round(companies * RELATIONS_PER_COMPANY) if relations is None else relations
    people = make_companies(companies, home, rng)
    people, groups = traits.plant_groups(people)
    pairs, hubs, started, ended = _pairs(people, wanted, rng)
    people = traits.name_hubs(people, hubs)
    links = _relations(people, pairs, started, ended, rng)
    figures = amounts.company_years(people, links, rng)
    return World(seed, people, groups, links, figures, tuple(hubs))


def _pairs(
    people: pl.DataFrame, wanted: int, rng: np.random.Generator
) -> tuple[np.ndarray, list[traits.Hub], np.ndarray, np.ndarray]:
    """Pairs of both years, the hubs, and which pairs started in 2025 and which ended with 2024."""
    network = Network(people, rng)
    new, ending = round(wanted * NEW_SHARE), round(wanted * ENDED_SHARE)
    planted = traits.group_pairs(people)
    first = np.concatenate([planted, network.draw(wanted - new + ending - len(planted), planted)])
    first, hubs = traits.plant_hubs(people, first)
    imitated = network.imitate(round(new * IMITATED_SHARE), first)
    old = np.concatenate([first, imitated])
    missing = wanted + ending - len(old)
    pairs = np.concatenate([old, network.draw(missing, old)])
    started = np.arange(len(pairs)) >= len(first)
    # planted relations stay: the hubs' and the groups'
    bound = {(hub.company_no, customer) for hub in hubs for customer in hub.customer_nos}
    bound |= {(int(supplier), int(customer)) for supplier, customer in planted}
    stays = np.array([(int(s), int(c)) in bound for s, c in pairs]) | started
    ended = np.zeros(len(pairs), dtype=bool)
    ended[rng.choice(np.flatnonzero(~stays), size=ending, replace=False)] = True
    return pairs, hubs, started, ended


def _relations(
    people: pl.DataFrame, pairs: np.ndarray, started: np.ndarray, ended: np.ndarray, rng: np.random.Generator
) -> pl.DataFrame:
    base = amounts.base_amounts(people, pairs, rng)
    frames = []
    for year in YEARS:
        is_there = ~started if year == YEARS[0] else ~ended
        cents = amounts.year_amounts(base, year, started & (year == YEARS[1]), rng)
        frames.append(
            pl.DataFrame(
                {
                    "year": np.full(is_there.sum(), year, dtype=np.int32),
                    "supplier_no": pairs[is_there, 0].astype(np.int32),
                    "customer_no": pairs[is_there, 1].astype(np.int32),
                    "amount_cents": cents[is_there],
                }
            ).sort("supplier_no", "customer_no")
        )
    return pl.concat(frames)
