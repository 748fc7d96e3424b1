"""Likeness of companies that have no customers yet, by what is known of them beside: sector, capabilities, goods, size.

A company's traits are blocks of one length each: its WZ code by division, group and class; what it can do; the goods
that it buys. Likeness is their cosine, faded by the distance in size. A block that nothing is known of is empty, so it
neither helps nor hurts. Never: knows a relation, or a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from lieferkette.markets.history import BoolArray, FloatArray, IntArray
from lieferkette.markets.similarity import twins, unit_rows

#: Lengths of a WZ code at which two sectors may agree: division, group, class.
_LEVELS = (2, 4, 5)
#: What is left of a likeness at a tenth or ten times the employees, and beyond.
_FARTHEST_SIZE = 0.5
#: Where a size is unknown, it counts as if it were so many tenfolds apart.
_UNKNOWN_SIZE = 0.5


@dataclass(frozen=True)
class Traits:
    """Traits of every company: `blocks` (companies × features, unit rows each) and `employees` (NaN unknown).

    >>> traits = Traits.of(["25.62", "25.61", "10.1"], np.full(3, np.nan))
    >>> traits.with_block([0, 2], ["drehen", "drehen"]).likeness(np.array([0])).toarray().round(2).tolist()
    [[0.0, 0.35, 0.38]]
    """

    blocks: tuple[sparse.csr_matrix, ...]
    employees: FloatArray

    @classmethod
    def of(cls, sector_codes: Sequence[str | None], employees: FloatArray) -> Traits:
        """Traits by company number: sector and size alone."""
        known = [(number, code) for number, code in enumerate(sector_codes) if code]
        levels = [
            (number, code[:length]) for number, code in known for length in _LEVELS if len(code) >= length
        ]
        return cls((), employees).with_block([one[0] for one in levels], [one[1] for one in levels])

    def with_block(self, companies: Sequence[int] | IntArray, words: Sequence[str]) -> Traits:
        """These traits, and what companies state beside: pairs of a company's number and a word."""
        if not len(words):
            return self
        _, column = np.unique(np.asarray(words, dtype=np.str_), return_inverse=True)
        place = (np.asarray(companies, dtype=np.int64), column)
        shape = (len(self.employees), int(column.max()) + 1)
        block = sparse.csr_matrix((np.ones(len(column)), place), shape=shape)
        return Traits((*self.blocks, unit_rows((block > 0).astype(np.float64).tocsr())), self.employees)

    @cached_property
    def features(self) -> sparse.csr_matrix:
        """All blocks side by side, unit rows."""
        if not self.blocks:
            return sparse.csr_matrix((len(self.employees), 1))
        return unit_rows(sparse.hstack(self.blocks).tocsr())

    def likeness(self, rows: IntArray, among: BoolArray | None = None) -> sparse.csr_matrix:
        """Likeness of each of `rows` to every other company, or only to those `among`."""
        features = self.features if among is None else sparse.diags(among.astype(np.float64)) @ self.features
        found = twins(self.features, features.T.tocsr(), rows)
        of_row = np.repeat(rows, np.diff(found.indptr))
        apart = np.abs(np.log10(self.employees[of_row] / self.employees[found.indices]))
        found.data *= 1 - (1 - _FARTHEST_SIZE) * np.minimum(np.nan_to_num(apart, nan=_UNKNOWN_SIZE), 1.0)
        return found
