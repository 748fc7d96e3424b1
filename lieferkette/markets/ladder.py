"""The method ladder: from popularity over twins to the default, each a table of scores of suppliers × customers.

| step | score of customer c for supplier s |
|---|---|
| popularity | how many suppliers of the sector of s sell to c (all suppliers where the sector is unknown) |
| density | how near the sector of c is to the sectors that s sells to, then popularity; needs sectors |
| neighbours | the twins of s that sell to c, each weighted by its likeness |
| default | neighbours (largest = 1) + c sells to s already, faded by the periods since |

A customer of no score is simply not proposed. Weights were chosen on cuts before 2019-12 of new_customers.
Never: proposes a customer that s already has (the caller leaves those out), or uses what came later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy import sparse

from lieferkette.markets.complexity import proximity
from lieferkette.markets.history import UNKNOWN_SECTOR, FloatArray, IntArray, Past
from lieferkette.markets.similarity import PROFILE_DECAY, profiles, twins, unit_rows

#: What a delivery the other way weighs beside the best twin's vote, and how it fades per period.
RECIPROCAL_WEIGHT = 1.0
RECIPROCAL_DECAY = 0.6

Scores = Callable[[IntArray], sparse.csr_matrix]
DEFAULT = "default"


class Ladder:
    """All steps over one past; what they share is made once."""

    def __init__(self, past: Past) -> None:
        self.past = past

    @property
    def steps(self) -> dict[str, Scores]:
        """Steps by name, the simplest first; density only where sectors are known."""
        has_sectors = bool((self.past.sector != UNKNOWN_SECTOR).any())
        density = {"density": self.density} if has_sectors else {}
        return {
            "popularity": self.popularity,
            **density,
            "neighbours": self.neighbours,
            DEFAULT: self.default,
        }

    def popularity(self, rows: IntArray) -> sparse.csr_matrix:
        """Suppliers of the same sector that sell to each customer; all suppliers where the sector is unknown."""
        return self._by_sector[self.past.sector[rows]].tocsr()

    def density(self, rows: IntArray) -> sparse.csr_matrix:
        """Density of the customer's sector around the sectors that a supplier sells to, times popularity."""
        sells = (self.past.sold[rows] @ self._sector_of).toarray()[:, :-1] > 0
        phi = self._nearness
        near = sells @ phi / np.maximum(phi.sum(axis=0), 1e-12)
        by_company = sparse.csr_matrix(np.pad(near, ((0, 0), (0, 1)))) @ self._sector_of.T
        return by_company.multiply(np.log1p(self.past.popularity)).tocsr()

    def neighbours(self, rows: IntArray) -> sparse.csr_matrix:
        """Votes of the twins for their own customers."""
        return (twins(self._profiles, rows) @ self._faded).tocsr()

    def default(self, rows: IntArray) -> sparse.csr_matrix:
        """Twins' votes, and who delivers the other way."""
        return (_largest_one(self.neighbours(rows)) + RECIPROCAL_WEIGHT * self._bought[rows]).tocsr()

    def reciprocal(self, rows: IntArray) -> sparse.csr_matrix:
        """Who already sells to a supplier, faded by the periods since."""
        return self._bought[rows]

    def co_customers(self, rows: IntArray) -> sparse.csr_matrix:
        """Companies whose profiles as buyers resemble those of a supplier's customers."""
        return ((self._faded[rows] @ self._buyers) @ self._buyers.T).tocsr()

    @cached_property
    def _buyers(self) -> sparse.csr_matrix:
        return unit_rows(self._faded.T.tocsr())

    @cached_property
    def _profiles(self) -> sparse.csr_matrix:
        return profiles(self.past)

    @cached_property
    def _faded(self) -> sparse.csr_matrix:
        return self.past.faded(PROFILE_DECAY)

    @cached_property
    def _bought(self) -> sparse.csr_matrix:
        return self.past.faded(RECIPROCAL_DECAY).T.tocsr()

    @cached_property
    def _sector_of(self) -> sparse.csr_matrix:
        """Companies × sectors; the last column is for those without one, as index -1 says."""
        count = int(self.past.sector.max(initial=UNKNOWN_SECTOR)) + 2
        place = self.past.sector % count
        ones = np.ones(self.past.company_count)
        shape = (self.past.company_count, count)
        return sparse.csr_matrix((ones, (np.arange(self.past.company_count), place)), shape=shape)

    @cached_property
    def _by_sector(self) -> sparse.csr_matrix:
        """Sectors × customers: suppliers of the sector that sell there; the last row counts all."""
        counted = (self._sector_of.T @ self.past.sold).tocsr()
        return sparse.vstack([counted[:-1], sparse.csr_matrix(self.past.popularity)]).tocsr()

    @cached_property
    def _nearness(self) -> FloatArray:
        """Proximity of customer sectors: how often suppliers of one also sell to the other."""
        sells = (self.past.sold @ self._sector_of).tocsr()[:, :-1]
        return proximity((sells[np.diff(sells.indptr) > 0] > 0).toarray())


def _largest_one(scores: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows divided by their largest entry."""
    top = scores.max(axis=1).toarray().ravel()
    return sparse.diags(1 / np.where(top > 0, top, 1.0)) @ scores
