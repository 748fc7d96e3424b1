"""What a word weighs: the rarer it is among companies, the more it says, and the more it is missed.

The weight of a word is the natural logarithm of one over its share of names (as in Fellegi and Sunter 1969, where
the agreement of a rare value counts for more). The share mixes what is counted with what is known beforehand: words
of trade and form are common everywhere (`common_words.csv`), so a small register is not misled by its size.
Never: a word's meaning.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
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
    """What each word weighs among some names, worked out for the words that are asked about.

    counts: how often each bucket of `Texts.buckets` occurs, by set of names; towns: buckets of the names of towns.
    """

    counts: tuple[Array, ...]
    name_count: int
    towns: Array

    @classmethod
    def of(cls, counts: Sequence[Array], name_count: int, towns: pl.Series) -> WordWeights:
        """Weights from how often words occur in `name_count` names, and the towns (folded) of their companies."""
        return cls(tuple(counts), name_count, np.unique(Texts.of(towns).buckets))

    def of_words(self, texts: Texts) -> Array:
        """The weight of each word of `texts`: float32, in nats."""
        prior, buckets = _prior(), texts.buckets
        mixed = (self._counted(buckets) + 0.5 + PRIOR_NAMES * prior.share[buckets]) / (
            self.name_count + PRIOR_NAMES + 1
        )
        # a word such as "the" says nothing, however few names of this register hold it
        mixed[prior.is_stop[buckets]] = PRIOR_SHARE["stop"]
        weight = -np.log(np.minimum(mixed, 0.9))
        weight[np.isin(buckets, self.towns)] *= TOWN_KEEPS
        weight[prior.is_number[buckets]] = NUMBER_WEIGHT
        return np.asarray(weight, np.float32)

    def is_known(self, texts: Texts) -> Array:
        """Whether any of the names holds each word of `texts`."""
        return np.asarray(self._counted(texts.buckets) > 0)

    def _counted(self, buckets: Array) -> Array:
        found = np.zeros(len(buckets), np.int64)
        for counts in self.counts:
            found += counts[buckets]
        return found


@dataclass(frozen=True)
class _Prior:
    """What is known of every bucket before any name is counted."""

    share: Array
    is_stop: Array
    is_number: Array


@cache
def _prior() -> _Prior:
    share = np.full(1 << WORD_BITS, PRIOR_SHARE["other"])
    is_stop, is_number = (np.zeros(1 << WORD_BITS, bool) for _ in range(2))
    for kind, words in _prior_words().items():
        buckets = Texts.of(pl.Series(words, dtype=pl.String)).buckets
        share[buckets] = PRIOR_SHARE[kind]
        if kind == "stop":
            is_stop[buckets] = True
    is_number[Texts.of(pl.Series([str(number) for number in range(1_000)])).buckets] = True
    return _Prior(share, is_stop, is_number)


def _prior_words() -> dict[str, list[str]]:
    text = resources.files("ingest.match").joinpath("common_words.csv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["kind"], []).extend(row["words"].split("|"))
    return found
