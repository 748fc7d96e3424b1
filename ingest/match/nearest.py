"""The known names nearest to a name: cosine over letter trigrams and places, the rare ones weighing most.

Comes in: texts and keys of places. Goes out: for each name the numbers of the nearest known ones.
Never: judges a pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.match.texts import Array, Texts

#: Known names handed on for each name asked.
NEAREST = 20
#: Entries of the index read for one name before common trigrams are left out.
BUDGET = 150_000
_THREADS = 2
_NAMES_A_TASK = 500


@dataclass(frozen=True)
class NearestIndex:
    """An inverted index: `postings[starts[t]:starts[t + 1]]` are the names that hold token t.

    rarity: what each token weighs; length: of each name, so that long names gain nothing.
    """

    rarity: Array
    starts: Array
    postings: Array
    length: Array

    @classmethod
    def of(cls, texts: Texts, places: Array) -> NearestIndex:
        """The index of `texts` with the keys of their places (`place_keys`)."""
        from ingest.match.kernels import trigrams

        frequency = np.zeros(trigrams.TOKENS, np.int64)
        trigrams.count_tokens(texts.letters, texts.begins, places, frequency)
        rarity = np.log(1 + len(texts) / np.maximum(frequency, 1)).astype(np.float32)
        starts = np.zeros(trigrams.TOKENS + 1, np.int64)
        np.cumsum(frequency, out=starts[1:])
        postings = np.empty(starts[-1], np.int32)
        length = np.empty(len(texts), np.float32)
        next_free = starts[:-1].copy()
        trigrams.fill_postings(texts.letters, texts.begins, places, rarity, next_free, postings, length)
        return cls(rarity, starts, postings, length)

    def nearest(self, texts: Texts, places: Array) -> Array:
        """`NEAREST` numbers of known names for each of `texts`, best first, -1 where there are no more."""
        from ingest.match.kernels import trigrams

        found = np.empty((len(texts), NEAREST), np.int64)
        score = np.empty((len(texts), NEAREST), np.float32)

        def ask(span: tuple[int, int]) -> None:
            trigrams.nearest(
                texts.letters, texts.begins, places, *span, self.rarity, self.starts, self.postings,
                self.length, BUDGET, found, score,
            )  # fmt: skip

        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(ask, _spans(len(texts))))
        return found


def place_keys(records: pl.DataFrame) -> Array:
    """Hashed keys of the places of prepared records, names × 4: postcode, town, and each with a beginning."""
    compact = pl.col("folded").str.replace_all(" ", "", literal=True)
    keys = records.select(
        pl.col("postcode_key"),
        pl.col("city_key"),
        pl.concat_str(compact.str.head(2), pl.lit("|"), "postcode_key").alias("beginning_postcode"),
        pl.concat_str(compact.str.head(3), pl.lit("|"), "city_key").alias("beginning_city"),
    )
    from ingest.match.kernels.trigrams import PLACE_BITS

    # a key is told apart by its column, too
    hashed = [
        (pl.col(name).hash(seed=seed) % (1 << PLACE_BITS)).cast(pl.Int64).alias(name)
        for seed, name in enumerate(keys.columns)
    ]
    found = keys.select(hashed)
    given = [
        pl.when(keys[name].is_not_null()).then(found[name]).otherwise(-1).alias(name) for name in keys.columns
    ]
    return np.ascontiguousarray(keys.select(given).to_numpy())


def _spans(count: int) -> Iterator[tuple[int, int]]:
    return ((first, min(first + _NAMES_A_TASK, count)) for first in range(0, count, _NAMES_A_TASK))
