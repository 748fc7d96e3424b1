"""Random small networks with everything that is odd in real ones."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tests.lieferkette.resilience.straightforward import Case


@st.composite
def cases(draw: st.DrawFn, max_companies: int = 14) -> Case:
    """Isolated companies, relations of zero, duplicates, self-loops, empty sectors, all classes, any figures."""
    n = draw(st.integers(1, max_companies))
    count = draw(st.integers(0, 4 * n))
    sector_count = draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    amount = random.lognormal(0.0, 2.0, count) * 100
    amount[random.random(count) < 0.15] = 0.0
    if draw(st.booleans()):  # round numbers, as lists have them: ties
        amount = np.ceil(amount / 100) * 100
    has_market, has_figures = draw(st.booleans()), draw(st.booleans())
    figures = random.lognormal(4.0, 2.0, (2, n))
    figures[random.random((2, n)) < 0.2] = 0.0
    return Case(
        supplier=random.integers(0, n, count),
        customer=random.integers(0, n, count),
        amount=amount,
        sector=random.integers(0, sector_count, n),
        essentiality=random.choice(3, (sector_count, sector_count), p=[0.15, 0.4, 0.45]),
        market=random.integers(0, 3, n) if has_market else None,
        revenue=figures[0] if has_figures else None,
        material_cost=figures[1] if has_figures else None,
    )


def initial_loss(case: Case, seed: int) -> np.ndarray:  # type: ignore[type-arg]
    """Some companies lose something, some all."""
    random = np.random.default_rng(seed)
    loss = np.where(random.random(len(case.sector)) < 0.4, random.random(len(case.sector)), 0.0)
    return np.where(random.random(len(loss)) < 0.1, 1.0, loss)
