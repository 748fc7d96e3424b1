"""The method ladder: from popularity over twins to the default, each a table of scores of suppliers × customers.

| step | score of customer c for supplier s |
|---|---|
| popularity | how many suppliers c has |
| sector_popularity | how many suppliers of the sector of s sell to c |
| density | how near the sector of c is to the sectors that s sells to, times popularity |
| neighbours | the twins of s that sell to c, each weighted by its likeness |
| default | neighbours (largest = 1), and c sells to s already, faded by the periods since, as far as that is usual |
| sector_twins | default, but whoever is of the same sector is more alike |

Steps that use sectors stand only where sectors are known. A customer of no score is simply not proposed. Weights were
chosen on cuts before 2019-12 of new_customers, the one of sectors on example worlds that no test uses.
Never: proposes a customer that s already has (the caller leaves those out), or uses what came later.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy import sparse

from lieferkette.markets.complexity import proximity
from lieferkette.markets.history import UNKNOWN_SECTOR, FloatArray, IntArray, Past
from lieferkette.markets.similarity import PROFILE_DECAY, profiles, twins, unit_rows, with_sector

#: How a delivery the other way fades per period.
RECIPROCAL_DECAY = 0.6
#: Share of links that run both ways at which a delivery the other way weighs as much as the best twin's vote.
USUALLY_RECIPROCAL = 1 / 3

Scores = Callable[[IntArray], sparse.csr_matrix]
DEFAULT, WITH_SECTORS = "default", "sector_twins"


class Ladder:
    """All steps over one past; what they share is made once."""

    def __init__(self, past: Past) -> None:
        self.past = past

    @property
    def steps(self) -> dict[str, Scores]:
        """Steps by name, the simplest first."""
        simple: dict[str, Scores] = {"popularity": self.popularity}
        topology: dict[str, Scores] = {"neighbours": self.neighbours, DEFAULT: self.default}
        if not self.has_sectors:
            return {**simple, **topology}
        by_sector: dict[str, Scores] = {"sector_popularity": self.sector_popularity, "density": self.density}
        return {**simple, **by_sector, **topology, WITH_SECTORS: self.sector_twins}

    @property
    def has_sectors(self) -> bool:
        """Whether any company's sector is known."""
        return bool((self.past.sector != UNKNOWN_SECTOR).any())

    def popularity(self, rows: IntArray) -> sparse.csr_matrix:
        """How many suppliers each customer has, the same for every supplier."""
        return sparse.csr_matrix(np.tile(self.past.popularity, (len(rows), 1)))

    def sector_popularity(self, rows: IntArray) -> sparse.csr_matrix:
        """Suppliers of the same sector that sell to each customer; all suppliers where the sector is unknown."""
        return self._by_sector[self.past.sector[rows]].tocsr()

    def density(self, rows: IntArray) -> sparse.csr_matrix:
        """Density of the customer's sector around the sectors that a supplier sells to, times popularity."""
        sells = (self.past.sold[rows] @ self.sector_of).toarray()[:, :-1] > 0
        phi = self.nearness
        near = sells @ phi / np.maximum(phi.sum(axis=0), 1e-12)
        by_company = sparse.csr_matrix(np.pad(near, ((0, 0), (0, 1)))) @ self.sector_of.T
        return by_company.multiply(np.log1p(self.past.popularity)).tocsr()

    def twins(self, rows: IntArray) -> sparse.csr_matrix:
        """Likeness of each of `rows` to every other company."""
        return twins(self._profiles, self._turned, rows)

    def neighbours(self, rows: IntArray) -> sparse.csr_matrix:
        """Votes of the twins for their own customers."""
        return (self.twins(rows) @ self._faded).tocsr()

    def default(self, rows: IntArray) -> sparse.csr_matrix:
        """Twins' votes, and who delivers the other way."""
        return self._with_reciprocal(self.neighbours(rows), rows)

    def sector_twins(self, rows: IntArray) -> sparse.csr_matrix:
        """As the default, with twins by profile and sector."""
        profile, turned = self._sector_profiles
        return self._with_reciprocal(twins(profile, turned, rows) @ self._faded, rows)

    def reciprocal(self, rows: IntArray) -> sparse.csr_matrix:
        """Who already sells to a supplier, faded by the periods since."""
        return self._bought[rows]

    def co_customers(self, rows: IntArray) -> sparse.csr_matrix:
        """Companies whose profiles as buyers resemble those of a supplier's customers."""
        return ((self._faded[rows] @ self._buyers) @ self._buyers.T).tocsr()

    def sector_pair(self, rows: IntArray) -> sparse.csr_matrix:
        """Part of the links into the customer's sector that come from the supplier's: the own coefficient."""
        return (self._sector_rates[self.past.sector[rows]] @ self.sector_of[:, :-1].T).tocsr()

    @cached_property
    def reciprocal_weight(self) -> float:
        """How much a delivery the other way counts: by the share of links so far that run both ways, at most 1.

        A third of the links of large quoted firms do; of a region's suppliers hardly one in fifty.
        """
        count, pairs = self.past.company_count, self.past.pairs
        if not len(pairs):
            return 0.0
        both = np.isin(pairs % count * count + pairs // count, pairs, assume_unique=True).mean()
        return float(min(both / USUALLY_RECIPROCAL, 1.0))

    def _with_reciprocal(self, votes: sparse.csr_matrix, rows: IntArray) -> sparse.csr_matrix:
        return (_largest_one(votes.tocsr()) + self.reciprocal_weight * self._bought[rows]).tocsr()

    @cached_property
    def _sector_profiles(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        profile = with_sector(self._profiles, self.sector_of[:, :-1])
        return profile, profile.T.tocsr()

    @cached_property
    def _buyers(self) -> sparse.csr_matrix:
        return unit_rows(self._faded.T.tocsr())

    @cached_property
    def _profiles(self) -> sparse.csr_matrix:
        return profiles(self.past)

    @cached_property
    def _turned(self) -> sparse.csr_matrix:
        return self._profiles.T.tocsr()

    @cached_property
    def _faded(self) -> sparse.csr_matrix:
        return self.past.faded(PROFILE_DECAY)

    @cached_property
    def _bought(self) -> sparse.csr_matrix:
        return self.past.faded(RECIPROCAL_DECAY).T.tocsr()

    @cached_property
    def sector_of(self) -> sparse.csr_matrix:
        """Companies × sectors; the last column is for those without one, as index -1 says."""
        count = int(self.past.sector.max(initial=UNKNOWN_SECTOR)) + 2
        place = self.past.sector % count
        ones = np.ones(self.past.company_count)
        shape = (self.past.company_count, count)
        return sparse.csr_matrix((ones, (np.arange(self.past.company_count), place)), shape=shape)

    @cached_property
    def _by_sector(self) -> sparse.csr_matrix:
        """Sectors × customers: suppliers of the sector that sell there; the last row counts all."""
        counted = (self.sector_of.T @ self.past.sold).tocsr()
        return sparse.vstack([counted[:-1], sparse.csr_matrix(self.past.popularity)]).tocsr()

    @cached_property
    def _sector_rates(self) -> sparse.csr_matrix:
        known = self.sector_of[:, :-1]
        pairs = (known.T @ self.past.sold @ known).tocsr()
        whole = np.maximum(np.asarray(pairs.sum(axis=0)).ravel(), 1.0)
        rates = pairs @ sparse.diags(1 / whole)
        # the last row is for companies without a sector, as index -1 says
        return sparse.vstack([rates, sparse.csr_matrix((1, known.shape[1]))]).tocsr()

    @cached_property
    def nearness(self) -> FloatArray:
        """Proximity of customer sectors: how often suppliers of one also sell to the other."""
        sells = (self.past.sold @ self.sector_of).tocsr()[:, :-1]
        return proximity((sells[np.diff(sells.indptr) > 0] > 0).astype(np.float32).toarray())


def _largest_one(scores: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows divided by their largest entry."""
    counts = np.diff(scores.indptr)
    filled = np.flatnonzero(counts)
    factor = np.ones(scores.shape[0])
    if len(filled):  # a row's largest by hand: asking the matrix for it would sort all rows first
        top = np.maximum.reduceat(scores.data, scores.indptr[:-1][filled])
        factor[filled] = 1 / np.where(top > 0, top, 1.0)
    data = scores.data * np.repeat(factor, counts)
    return sparse.csr_matrix((data, scores.indices, scores.indptr), shape=scores.shape)
