"""The inverted index of letter trigrams and places, and the names nearest to a name in it.

A token is one of 37³ trigrams over a–z, 0–9 and the beginning of a name, or a hashed key of a place above them.
Never: sees a name's words; those are compared afterwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from schemas.compiled import kernel

LETTERS = 37
TRIGRAMS = LETTERS**3
#: Hashed keys of places stand above the trigrams.
PLACE_BITS = 18
TOKENS = TRIGRAMS + (1 << PLACE_BITS)
#: More tokens than these no name has.
MOST_TOKENS = 112


@kernel
def letter_code(letter: int) -> int:
    """1 to 26 for a–z, 27 to 36 for 0–9, 0 for all else."""
    if 97 <= letter <= 122:
        return letter - 96
    if 48 <= letter <= 57:
        return letter - 21
    return 0


@kernel
def tokens_of(letters: Any, begin: int, end: int, places: Any, seen: Any, mark: int, found: Any) -> int:
    """Distinct tokens of one name into `found`; gives their number. `seen` holds `mark` where met already."""
    count = 0
    first = 0
    second = 0
    for place in range(begin, min(end, begin + 96)):
        third = letter_code(letters[place])
        token = (first * LETTERS + second) * LETTERS + third
        if place > begin and seen[token] != mark:
            seen[token] = mark
            found[count] = token
            count += 1
        first, second = second, third
    for place_no in range(places.size):
        token = places[place_no]
        if token >= 0 and seen[TRIGRAMS + token] != mark:
            seen[TRIGRAMS + token] = mark
            found[count] = TRIGRAMS + token
            count += 1
    return count


@kernel
def count_tokens(letters: Any, begins: Any, places: Any, frequency: Any) -> None:
    """Fill `frequency` with how many names hold each token."""
    seen = np.full(TOKENS, -1, np.int64)
    found = np.empty(MOST_TOKENS, np.int64)
    for name in range(begins.size - 1):
        count = tokens_of(letters, begins[name], begins[name + 1], places[name], seen, name, found)
        for k in range(count):
            frequency[found[k]] += 1


@kernel
def fill_postings(
    letters: Any, begins: Any, places: Any, rarity: Any, next_free: Any, postings: Any, length: Any
) -> None:
    """Fill `postings` token by token (`next_free` says where each begins) and each name's `length`."""
    seen = np.full(TOKENS, -1, np.int64)
    found = np.empty(MOST_TOKENS, np.int64)
    for name in range(begins.size - 1):
        count = tokens_of(letters, begins[name], begins[name + 1], places[name], seen, name, found)
        squares = 0.0
        for k in range(count):
            token = found[k]
            postings[next_free[token]] = name
            next_free[token] += 1
            squares += rarity[token] * rarity[token]
        length[name] = np.sqrt(squares) if squares > 0 else 1.0


@kernel
def nearest(
    letters: Any, begins: Any, places: Any, first: int, last: int, rarity: Any, starts: Any, postings: Any,
    length: Any, budget: int, out_name: Any, out_score: Any,
) -> None:  # fmt: skip
    """For the names `first` to `last` the names of the index nearest by cosine, best first, -1 where none.

    Rare tokens are looked up first; once `budget` entries were read and most of the weight is in, common ones
    are left out.
    """
    seen = np.full(TOKENS, -1, np.int64)
    found = np.empty(MOST_TOKENS, np.int64)
    score = np.zeros(length.size, np.float32)
    touched = np.empty(length.size, np.int32)
    for name in range(first, last):
        count = tokens_of(letters, begins[name], begins[name + 1], places[name], seen, name, found)
        order = np.argsort(starts[found[:count] + 1] - starts[found[:count]])
        total = 0.0
        for k in range(count):
            total += rarity[found[k]] ** 2
        met, done, read = 0, np.float32(0), 0
        for k in order:
            token = found[k]
            weight = np.float32(rarity[token] ** 2)
            size = starts[token + 1] - starts[token]
            if read + size > budget and done > 0.6 * total:
                break
            read += size
            done += weight
            for entry in range(starts[token], starts[token + 1]):
                other = postings[entry]
                if score[other] == 0:
                    touched[met] = other
                    met += 1
                score[other] += weight
        keep_best(score, touched[:met], length, out_name[name], out_score[name])


@kernel
def keep_best(score: Any, touched: Any, length: Any, best_name: Any, best_score: Any) -> None:
    """The best of `touched` by score over length, sorted, ties by number; `score` is wiped on the way."""
    kept = best_name.size
    best_name[:] = -1
    best_score[:] = 0
    for other in touched:
        value = score[other] / length[other]
        score[other] = 0
        at = kept - 1
        if value < best_score[at] or (
            value == best_score[at] and best_name[at] >= 0 and other > best_name[at]
        ):
            continue
        while at > 0 and (
            value > best_score[at - 1] or (value == best_score[at - 1] and other < best_name[at - 1])
        ):
            best_score[at] = best_score[at - 1]
            best_name[at] = best_name[at - 1]
            at -= 1
        best_score[at] = value
        best_name[at] = other
