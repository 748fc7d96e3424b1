"""The classes of inputs as a table over sectors: from the rule by WZ division, or from a file in its place.

Never: knows a company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lieferkette.resilience.essentiality import essentiality

RULE_NAME = "WZ-Regel 1"
"""Printed with every result that rests on the rule of `essentiality`; its number rises when the rule changes."""


@dataclass(frozen=True)
class EssentialTable:
    """Classes 0, 1, 2 by (supplier's sector, customer's sector), the sectors, and what the rule is called."""

    matrix: NDArray[np.int8]
    sectors: tuple[str, ...]
    rule: str


def by_rule(sectors: Sequence[str]) -> EssentialTable:
    """The rule over these sectors; "" stands for an unknown one.

    >>> by_rule(["24", "25", ""]).matrix.tolist()
    [[2, 2, 1], [2, 2, 1], [1, 1, 1]]
    """
    matrix = [[int(essentiality(supplier, buyer)) for buyer in sectors] for supplier in sectors]
    shaped = np.array(matrix, dtype=np.int8).reshape(len(sectors), len(sectors))
    return EssentialTable(shaped, tuple(sectors), RULE_NAME)


def over_sectors(table: EssentialTable, sectors: Sequence[str]) -> EssentialTable:
    """A table brought to other sectors; a pair that it does not name is non-essential.

    >>> over_sectors(by_rule(["24", "25"]), ["25", "99"]).matrix.tolist()
    [[2, 1], [1, 1]]
    """
    known = {sector: number for number, sector in enumerate(table.sectors)}
    matrix = [
        [
            int(table.matrix[known[supplier], known[buyer]]) if {supplier, buyer} <= known.keys() else 1
            for buyer in sectors
        ]
        for supplier in sectors
    ]
    shaped = np.array(matrix, dtype=np.int8).reshape(len(sectors), len(sectors))
    return EssentialTable(shaped, tuple(sectors), table.rule)
