"""What a word weighs: the rarer it is among companies, the more it says, and the more it is missed.

The weight of a word is the natural logarithm of one over its share of names (as in Fellegi and Sunter 1969, where
the agreement of a rare value counts for more). The share mixes what is counted with what is known beforehand: words
of trade and form are common everywhere (`common_words.csv`), so a small register is not misled by its size.
Never: a word's meaning.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import polars as pl

from ingest.match.texts import WORD_BITS, Array, Texts

#: What is known beforehand counts like this many names.
PRIOR_NAMES = 2_000
#: Share of names, beforehand, that hold a word of each kind.
PRIOR_SHARE = {"other": 1 / 60_000, "place": 1 / 300, "common": 1 / 60, "stop": 1 / 2}
#: Of its weight, the part that the name of a town keeps: towns are compared for themselves.
TOWN_KEEPS = 0.6
#: What a number weighs: numerals decide elsewhere.
NUMBER_WEIGHT = 2.0


@dataclass(frozen=True)
class WordWeights:
    """Weight of every word by its hash, and whether a register knows it.

    weight: float32 by bucket of `Texts.buckets`, in nats; is_known: whether any known name holds it.
    """

    weight: Array
    is_known: Array
    name_count: int

    @classmethod
    def of(cls, counts: Array, name_count: int, towns: pl.Series) -> WordWeights:
        """Weights from how often words occur in `name_count` names, and the towns (folded) of their companies."""
        share = np.full(1 << WORD_BITS, PRIOR_SHARE["other"])
        buckets = {
            kind: Texts.of(pl.Series(words, dtype=pl.String)).buckets
            for kind, words in _prior_words().items()
        }
        for kind, found in buckets.items():
            share[found] = PRIOR_SHARE[kind]
        mixed = (counts + 0.5 + PRIOR_NAMES * share) / (name_count + PRIOR_NAMES + 1)
        # a word such as "the" says nothing, however few names of this register hold it
        mixed[buckets["stop"]] = PRIOR_SHARE["stop"]
        weight = -np.log(np.minimum(mixed, 0.9))
        weight[np.unique(Texts.of(towns.unique()).buckets)] *= TOWN_KEEPS
        numbers = pl.Series([str(number) for number in range(1_000)])
        weight[Texts.of(numbers).buckets] = NUMBER_WEIGHT
        return cls(weight.astype(np.float32), counts > 0, name_count)

    def of_words(self, texts: Texts) -> Array:
        """The weight of each word of `texts`."""
        return self.weight[texts.buckets]


@cache
def _prior_words() -> dict[str, list[str]]:
    text = resources.files("ingest.match").joinpath("common_words.csv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["kind"], []).extend(row["words"].split("|"))
    return found
