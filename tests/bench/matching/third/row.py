"""A row while it is written, and the tables into which every kind of noise is entered with its rate.

Never: makes noise; that is `noise`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.matching.third.companies import Company, World


@dataclass(frozen=True)
class Habits:
    """How one list writes: its system, which columns it has, how it spells legal forms and umlauts."""

    system: str
    columns: str
    form: str
    umlauts: str
    has_country: bool
    care: float  # how much more often slips happen than their rate


@dataclass
class Row:
    """A row while it is being written. before, after: what stands around the name."""

    company: Company
    world: World
    habits: Habits
    parts: list[tuple[str, str]]
    street: str | None
    house: str
    postcode: str | None
    city: str | None
    country: str | None
    before: str = ""
    after: str = ""
    name: str = ""
    kinds: list[str] = field(default_factory=list)

    def put(self, kind: str, text: str) -> None:
        """Write `text` for the parts of this kind."""
        self.parts = [(found, text if found == kind else old) for found, old in self.parts]

    def has(self, *kinds: str) -> bool:
        """Whether the name has all of these parts."""
        return set(kinds) <= {kind for kind, text in self.parts if text}


Noise = Callable[[Row], bool | None]
#: What happens to the parts and the address, and to the name as a text: function and rate; False is "cannot happen".
NOISE: list[tuple[float, Noise]] = []
NOISE_OF_TEXT: list[tuple[float, Noise]] = []


def rate(share: float, noise: list[tuple[float, Noise]] = NOISE) -> Callable[[Noise], Noise]:
    """Enter a kind of noise with the share of rows that it touches (of those that it can touch)."""

    def enter(function: Noise) -> Noise:
        noise.append((share, function))
        return function

    return enter
