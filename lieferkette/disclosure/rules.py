"""The rules of the gate as one value. The percentage of the p% rule is never printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: Official practice; no configuration goes below it.
FEWEST_EVER = 3


@dataclass(frozen=True)
class Rules:
    """How many contributors a cell needs, and how closely nobody may come to one contributor's figures.

    `margin_share` is the p of the p% rule as a share: nobody may bound a contributor's figure from above more
    closely than (1 + p) times its value. `dominance`, optional, is the (n, k) rule: the n largest contributors
    hold at most the share k. `coalition` insiders may add up what they know: with `minimum_contributors` of
    m that is m - 2, so that the classic p% rule (X - x1 - x2 < p x1, one insider) belongs to m = 3.

    >>> Rules().coalition, Rules(minimum_contributors=3).coalition
    (3, 1)
    """

    minimum_contributors: int = 5
    margin_share: float = 0.15
    dominance: tuple[int, float] | None = None

    def __post_init__(self) -> None:
        if self.minimum_contributors < FEWEST_EVER:
            raise ValueError(f"a cell needs at least {FEWEST_EVER} contributors")
        if not 0 < self.margin_share < 1:
            raise ValueError("the margin is a share between 0 and 1")

    @property
    def coalition(self) -> int:
        """How many insiders may put together what they know."""
        return self.minimum_contributors - 2

    def as_json(self) -> dict[str, Any]:
        """What a certificate says about the rules: all but the percentage."""
        return {
            "minimum_contributors": self.minimum_contributors,
            "coalition": self.coalition,
            "p_percent_rule": True,
            "dominance_rule": self.dominance is not None,
        }
