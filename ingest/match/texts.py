"""Names as flat arrays of letters and words, so that compiled loops can run over millions of them.

Never: normalises; what comes in is lower case a–z, 0–9 and single spaces (`features.folded`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

Array = np.ndarray[Any, Any]
#: Words are told apart by this many bits of their hash.
WORD_BITS = 20


@dataclass(frozen=True)
class Texts:
    """Many names in four arrays.

    letters: all letters of all names, without spaces; words: where in `letters` each word begins, and the end.
    begins, first_word: where each name begins in `letters` and in `words`, and the end.
    """

    letters: Array
    begins: Array
    words: Array
    first_word: Array

    @classmethod
    def of(cls, names: pl.Series) -> Texts:
        """The texts of a column of folded names; null counts as empty."""
        from ingest.match.kernels.words import split

        data, offsets = _flat(names)
        letters = np.empty(data.size, np.uint8)
        begins = np.empty(offsets.size, np.int64)
        words = np.empty(data.size + 1, np.int64)
        first_word = np.empty(offsets.size, np.int64)
        letter_count, word_count = split(data, offsets, letters, begins, words, first_word)
        return cls(letters[:letter_count].copy(), begins, words[: word_count + 1].copy(), first_word)

    def __len__(self) -> int:
        """How many names."""
        return len(self.begins) - 1

    @cached_property
    def buckets(self) -> Array:
        """The hash of each word, `WORD_BITS` wide."""
        from ingest.match.kernels.words import hash_words

        found = np.empty(len(self.words) - 1, np.int64)
        hash_words(self.letters, self.words, found, (1 << WORD_BITS) - 1)
        return found

    def word_counts(self) -> Array:
        """How often each bucket occurs among the words: array of 2^WORD_BITS."""
        return np.bincount(self.buckets, minlength=1 << WORD_BITS).astype(np.int32)


def _flat(names: pl.Series) -> tuple[Array, Array]:
    """The bytes of a column one after the other, and where each begins."""
    filled = names.fill_null("")
    lengths = filled.str.len_bytes().to_numpy()
    offsets = np.zeros(len(filled) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    joined = "".join(filled.to_list()).encode("ascii", "replace")
    return np.frombuffer(joined, np.uint8), offsets
