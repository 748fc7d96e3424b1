"""Working memory that a thread keeps from one question to the next.

A search marks companies by writing its own epoch number beside them. The next search takes the next number,
so nothing has to be wiped: a question costs what it touches, not what the graph holds. Never shared between
threads.
"""

from __future__ import annotations

import threading

import numpy as np

from lieferkette.chains.graph import FloatArray, IntArray

_LAST_EPOCH = np.iinfo(np.int32).max


class Scratch:
    """Arrays as long as the largest graph that this thread has asked about. Only `stamp` has a meaning
    between two questions: numbers of the past."""

    def __init__(self, company_count: int) -> None:
        self.stamp: IntArray = np.zeros(company_count, dtype=np.int32)
        self.queue: IntArray = np.empty(company_count + 1, dtype=np.int32)  # kernels write before they look
        self.number: IntArray = np.empty(company_count, dtype=np.int32)
        self.value: FloatArray = np.empty(company_count, dtype=np.float64)
        self._epoch = 0

    def next_epoch(self, count: int = 1) -> int:
        """A number that stands nowhere in `stamp` yet, the first of `count` such numbers."""
        if self._epoch > _LAST_EPOCH - count:
            self.stamp.fill(0)
            self._epoch = 0
        self._epoch += count
        return self._epoch - count + 1


_kept = threading.local()


def scratch_for(company_count: int) -> Scratch:
    """This thread's working memory, grown where the graph is larger than any before."""
    return scratch_pair_for(company_count)[0]


def scratch_pair_for(company_count: int) -> tuple[Scratch, Scratch]:
    """Two of them, for a search from both ends."""
    pair: tuple[Scratch, Scratch] | None = getattr(_kept, "pair", None)
    if pair is None or len(pair[0].stamp) < company_count:
        pair = _kept.pair = (Scratch(company_count), Scratch(company_count))
    return pair
