"""Twins: companies that sell to and buy from the same others.

A company's profile is its row of [sells to | buys from]; rare partners weigh more, long past ones less. Twins are the
cosine neighbours in it, so every answer can say which they are. Never: knows a place.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from lieferkette.markets.history import IntArray, Past

#: What a pair weighs after each period in which it was not seen. Chosen on cuts before 2019-12 of new_customers.
PROFILE_DECAY = 0.9


def profiles(past: Past) -> sparse.csr_matrix:
    """Unit rows of [sells to | buys from], partners weighted by log(N / (1 + their partners)); N × 2N."""
    faded = past.faded(PROFILE_DECAY)
    total = float(past.company_count)
    as_customer = np.log(np.maximum(total / (1 + past.popularity), 1.0))
    as_supplier = np.log(np.maximum(total / (1 + past.reach), 1.0))
    sells = faded @ sparse.diags(as_customer)
    buys = faded.T @ sparse.diags(as_supplier)
    return unit_rows(sparse.hstack([sells, buys]).tocsr())


def with_sector(profile: sparse.csr_matrix, sector_of: sparse.csr_matrix) -> sparse.csr_matrix:
    """Profiles in which the own sector weighs as much as all partners together."""
    return unit_rows(sparse.hstack([profile, sector_of]).tocsr())


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows divided by their length; empty rows stay empty."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.where(length > 0, length, 1.0)) @ matrix).tocsr()


def twins(profile: sparse.csr_matrix, turned: sparse.csr_matrix, rows: IntArray) -> sparse.csr_matrix:
    """Cosine of each of `rows` with every company; its own is left out. `turned`: the profiles, transposed."""
    found = (profile[rows] @ turned).tocsr()
    of_row = np.repeat(rows, np.diff(found.indptr))
    found.data[found.indices == of_row] = 0.0
    found.eliminate_zeros()
    return found
