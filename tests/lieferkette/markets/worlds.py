"""Small random histories, and the slow, sure way to score them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.example.world import generate
from lieferkette.markets.history import Links, Past


def random_links(
    seed: int, companies: int = 30, links: int = 150, periods: int = 4, sectors: int = 4
) -> Links:
    """Pairs drawn at random, each with a period; some companies without a sector."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(companies, size=(2, links))
    period = np.concatenate([np.arange(periods), rng.integers(periods, size=links - periods)])
    sector = rng.integers(-1, sectors, size=companies)
    return Links.of(*ends, period, company_count=companies, sector=sector)


def example_links(seed: int) -> Links:
    """The example region's relations of both years, with WZ groups as sectors."""
    world = generate(companies=660, in_region=400, seed=seed)
    groups = world.companies["sector_code"].str.slice(0, 4)
    codes = {code: number for number, code in enumerate(groups.unique().sort())}
    numbers = world.companies["company_no"].to_list()
    at = {number: place for place, number in enumerate(numbers)}
    ends = [[at[one] for one in world.relations[name]] for name in ("supplier_no", "customer_no")]
    years = world.relations["year"]
    return Links.of(
        ends[0],
        ends[1],
        (years - years.min()).to_numpy(),
        company_count=len(numbers),
        sector=[codes[code] for code in groups],
    )


def dense_neighbours(past: Past, decay: float = 0.9) -> NDArray[np.float64]:
    """Votes of cosine neighbours, written with loops over dense vectors."""
    n = past.company_count
    weight = np.zeros((n, n))
    for supplier, customer, period in zip(
        past.links.supplier, past.links.customer, past.links.period, strict=True
    ):
        if period <= past.cut:
            weight[supplier, customer] = max(weight[supplier, customer], decay ** (past.cut - period))
    there = weight > 0
    as_customer = np.log(np.maximum(n / (1 + there.sum(axis=0)), 1))
    as_supplier = np.log(np.maximum(n / (1 + there.sum(axis=1)), 1))
    profile = np.hstack([weight * as_customer, weight.T * as_supplier])
    votes = np.zeros((n, n))
    for s in range(n):
        for t in range(n):
            length = np.linalg.norm(profile[s]) * np.linalg.norm(profile[t])
            if s != t and length > 0:
                votes[s] += profile[s] @ profile[t] / length * weight[t]
    return votes
