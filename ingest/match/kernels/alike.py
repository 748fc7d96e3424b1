"""How far two names say the same, word by word.

Every word of one name looks for its counterpart in the other: spelled alike, joined or split, misspelled,
abbreviated, an initial. What each word weighs comes in; what found no counterpart goes out as missing.
Never: judges. Names are told by their letters without spaces, with the beginnings of their words.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from schemas.compiled import kernel

#: Columns of what comes out of `align`.
AGREED, MISSING_LEFT, MISSING_RIGHT, SLIPS, LETTERS, LONGEST = range(6)
COLUMNS = 6
#: Words of a name beyond these are not looked at, nor letters of a name.
MOST_WORDS = 16
MOST_LETTERS = 96
#: What a misspelled word counts of its weight; less where the register knows it as a word of its own.
_SLIP_COUNTS = 0.85
_OTHER_WORD_COUNTS = 0.45
#: What a contraction counts of the word that it stands for.
_CONTRACTION_COUNTS = 0.6
#: A word of fewer letters that differs in one of them is another ("DS Guss", "WPS Guss"), unless what agrees besides
#: weighs as much as this (nats).
_SHORT_WORD = 5
_ENOUGH_BESIDES = 6.0
#: What an abbreviation counts of the word that it stands for, from four letters on and below.
_PREFIX_COUNTS = 0.8
_SHORT_PREFIX_COUNTS = 0.6


@kernel
def distance(a: Any, a0: int, a1: int, b: Any, b0: int, b1: int, rows: Any) -> int:
    """Edits (one letter other, missing, added, or two swapped) between a[a0:a1] and b[b0:b1]."""
    m = a1 - a0
    n = b1 - b0
    two, one, now = 0, 1, 2
    for j in range(n + 1):
        rows[one, j] = j
    for i in range(1, m + 1):
        rows[now, 0] = i
        for j in range(1, n + 1):
            cost = 0 if a[a0 + i - 1] == b[b0 + j - 1] else 1
            least = min(rows[one, j] + 1, rows[now, j - 1] + 1, rows[one, j - 1] + cost)
            is_swap = i > 1 and j > 1 and a[a0 + i - 1] == b[b0 + j - 2] and a[a0 + i - 2] == b[b0 + j - 1]
            if is_swap:
                least = min(least, rows[two, j - 2] + 1)
            rows[now, j] = least
        two, one, now = one, now, two
    return int(rows[one, n])


@kernel
def slips_allowed(length: int) -> int:
    """Edits that a word or name of this many letters may hold and still be the same."""
    if length < 5:
        return 0
    if length < 9:
        return 1
    return 2 if length < 15 else 3


@kernel
def is_same(a: Any, a0: int, a1: int, b: Any, b0: int, b1: int) -> bool:
    """Whether a[a0:a1] and b[b0:b1] hold the same letters."""
    same = a1 - a0 == b1 - b0
    k = 0
    while same and k < a1 - a0:
        same = a[a0 + k] == b[b0 + k]
        k += 1
    return same


@kernel
def is_beginning(a: Any, a0: int, a1: int, b: Any, b0: int, b1: int) -> bool:
    """Whether the shorter of the two is how the longer begins."""
    shorter = min(a1 - a0, b1 - b0)
    return is_same(a, a0, a0 + shorter, b, b0, b0 + shorter)


@kernel
def take_same(a: Any, aw: Any, b: Any, bw: Any, free_a: Any, free_b: Any, wa: Any, wb: Any) -> float:
    """Words spelled alike; gives the weight that agrees and marks the words as taken."""
    agreed = 0.0
    for i in range(aw.size - 1):
        for j in range(bw.size - 1):
            if free_b[j] and is_same(a, aw[i], aw[i + 1], b, bw[j], bw[j + 1]):
                free_a[i] = free_b[j] = False
                agreed += min(wa[i], wb[j])
                break
    return agreed


@kernel
def take_joined(
    a: Any, aw: Any, b: Any, bw: Any, free_a: Any, free_b: Any, wa: Any, wb: Any, rows: Any
) -> Any:
    """Two or three words of b that are one of a; gives the weight that agrees and the slips."""
    agreed = 0.0
    slips = 0.0
    for i in range(aw.size - 1):
        length = aw[i + 1] - aw[i]
        for j in range(bw.size - 2):
            if not free_a[i]:
                break
            for k in range(2, 5):
                if j + k > bw.size - 1 or not free_b[j + k - 1] or not free_b[j]:
                    break
                other = bw[j + k] - bw[j]
                if abs(other - length) > 1 or other > MOST_LETTERS or length > MOST_LETTERS:
                    continue
                edits = distance(a, aw[i], aw[i + 1], b, bw[j], bw[j + k], rows)
                if edits > (1 if length >= 9 else 0):
                    continue
                whole = 0.0
                for part in range(j, j + k):
                    free_b[part] = False
                    whole += wb[part]
                free_a[i] = False
                slips += edits
                agreed += min(wa[i], whole)
                break
    return agreed, slips


@kernel
def take_misspelled(
    a: Any, aw: Any, b: Any, bw: Any, free_a: Any, free_b: Any, wa: Any, wb: Any, is_word: Any, rows: Any
) -> Any:
    """Words a slip or two apart; gives the weight that agrees and the slips."""
    agreed = 0.0
    slips = 0.0
    for i in range(aw.size - 1):
        length = aw[i + 1] - aw[i]
        if not free_a[i] or length < 4 or length > MOST_LETTERS:
            continue
        best, best_edits = -1, 99
        for j in range(bw.size - 1):
            other = bw[j + 1] - bw[j]
            allowed = slips_allowed(max(length, other))
            if not free_b[j] or other < 4 or other > MOST_LETTERS or abs(other - length) > allowed:
                continue
            edits = distance(a, aw[i], aw[i + 1], b, bw[j], bw[j + 1], rows)
            if edits <= allowed and edits < best_edits:
                best, best_edits = j, edits
        if best >= 0:
            free_a[i] = free_b[best] = False
            slips += best_edits
            agreed += min(wa[i], wb[best]) * (_OTHER_WORD_COUNTS if is_word[i] else _SLIP_COUNTS)
    return agreed, slips


@kernel
def take_abbreviated(a: Any, aw: Any, b: Any, bw: Any, free_a: Any, free_b: Any, wa: Any, wb: Any) -> Any:
    """Words that are the beginning of another, and initials.

    Gives the weight that agrees, and what is missing of the longer words on either side.
    """
    agreed = 0.0
    missing_a = 0.0
    missing_b = 0.0
    for i in range(aw.size - 1):
        length = aw[i + 1] - aw[i]
        for j in range(bw.size - 1):
            if not free_a[i] or not free_b[j]:
                continue
            other = bw[j + 1] - bw[j]
            shorter = min(length, other)
            if shorter == 2 or not is_beginning(a, aw[i], aw[i + 1], b, bw[j], bw[j + 1]):
                continue
            counts = _PREFIX_COUNTS if shorter >= 4 else _SHORT_PREFIX_COUNTS
            free_a[i] = free_b[j] = False
            if shorter == 1:
                agreed += 1.0
                continue
            agreed += counts * (wb[j] if other > length else wa[i])
            untold = 1.0 - shorter / max(length, other)
            missing_a += untold * wa[i] if length > other else 0.0
            missing_b += untold * wb[j] if other > length else 0.0
    return agreed, missing_a, missing_b


@kernel
def is_contraction(a: Any, a0: int, a1: int, b: Any, b0: int, b1: int) -> bool:
    """Whether a[a0:a1] are letters of b[b0:b1] in their order: "maschf" for "maschinenfabrik", "hzg" for "heizung".

    The first two letters are the word's; where only the first one is, no vowel may follow.
    """
    if a1 - a0 < 3 or b1 - b0 < a1 - a0 + 2 or a[a0] != b[b0]:
        return False
    has_vowel = False
    for k in range(a0 + 1, a1):
        has_vowel = has_vowel or a[k] in (97, 101, 105, 111, 117)
    if has_vowel and (a1 - a0 < 4 or a[a0 + 1] != b[b0 + 1]):
        return False
    k = a0
    for place in range(b0, b1):
        if k < a1 and a[k] == b[place]:
            k += 1
    return k == a1


@kernel
def take_contracted(
    a: Any, aw: Any, b: Any, bw: Any, free_a: Any, free_b: Any, wa: Any, wb: Any, is_word: Any
) -> Any:
    """Words of a, one or two together, that are letters of a longer one of b in their order.

    Gives the weight that agrees, and what is missing of the words of b. A word that names hold as it is stands for
    itself, unless a second one goes on with it: "ind bedarf" for "industriebedarf".
    """
    agreed = 0.0
    missing = 0.0
    for j in range(bw.size - 1):
        length = bw[j + 1] - bw[j]
        for i in range(aw.size - 1):
            if not free_b[j] or not free_a[i] or length < 6:
                continue
            words = 0
            if i + 2 < aw.size and free_a[i + 1] and aw[i + 2] - aw[i] >= 6:
                words = 2 if is_contraction(a, aw[i], aw[i + 2], b, bw[j], bw[j + 1]) else 0
            # what is the beginning of a word is an abbreviation, for which more counts
            is_plain = is_word[i] or is_beginning(a, aw[i], aw[i + 1], b, bw[j], bw[j + 1])
            if words == 0 and not is_plain and is_contraction(a, aw[i], aw[i + 1], b, bw[j], bw[j + 1]):
                words = 1
            if words > 0:
                free_a[i] = free_a[i + words - 1] = free_b[j] = False
                agreed += _CONTRACTION_COUNTS * wb[j]
                missing += (1 - _CONTRACTION_COUNTS) * 0.5 * wb[j]
    return agreed, missing


@kernel
def longest_free(words: Any, free: Any) -> int:
    """Letters of the longest word that has no counterpart yet."""
    longest = 0
    for i in range(words.size - 1):
        if free[i]:
            longest = max(longest, words[i + 1] - words[i])
    return longest


@kernel
def align_one(a: Any, aw: Any, wa: Any, is_word: Any, b: Any, bw: Any, wb: Any, rows: Any, out: Any) -> None:
    """Fill one row of `out` for the names whose words begin at `aw` and `bw` (each with its end)."""
    free_a = np.ones(aw.size - 1, np.bool_)
    free_b = np.ones(bw.size - 1, np.bool_)
    a0, a1, b0, b1 = aw[0], aw[-1], bw[0], bw[-1]
    longer = max(a1 - a0, b1 - b0)
    whole = min(wa.sum(), wb.sum())
    if longer > MOST_LETTERS or longer == 0:
        a1, b1 = min(a1, a0 + MOST_LETTERS), min(b1, b0 + MOST_LETTERS)
        longer = max(a1 - a0, b1 - b0)
    edits = distance(a, a0, a1, b, b0, b1, rows)
    out[LETTERS] = 1.0 - edits / max(longer, 1)
    out[LONGEST] = longer
    agreed = take_same(a, aw, b, bw, free_a, free_b, wa, wb)
    joined, slips = take_joined(a, aw, b, bw, free_a, free_b, wa, wb, rows)
    split, more = take_joined(b, bw, a, aw, free_b, free_a, wb, wa, rows)
    agreed += joined + split
    slips += more
    misspelled, more = take_misspelled(a, aw, b, bw, free_a, free_b, wa, wb, is_word, rows)
    contracted, untold = take_contracted(a, aw, b, bw, free_a, free_b, wa, wb, is_word)
    abbreviated, untold_a, untold_b = take_abbreviated(a, aw, b, bw, free_a, free_b, wa, wb)
    untold_b += untold
    agreed += misspelled + contracted + abbreviated
    slips += more
    missing_a = (wa * free_a).sum() + untold_a
    missing_b = (wb * free_b).sum() + untold_b
    # the same letters with other gaps are the same name, whatever its words
    longest = max(longest_free(aw, free_a), longest_free(bw, free_b))
    is_long = longest >= _SHORT_WORD or agreed >= _ENOUGH_BESIDES
    is_respaced = edits <= slips_allowed(longer) - 1 and longer >= 9 and (is_long or edits == 0)
    if is_respaced and missing_a + missing_b > 0:
        agreed, missing_a, missing_b, slips = whole * _SLIP_COUNTS, 0.0, 0.0, float(edits)
    out[AGREED] = agreed
    out[MISSING_LEFT] = missing_a
    out[MISSING_RIGHT] = missing_b
    out[SLIPS] = slips


@kernel
def align(
    left: Any, right: Any, a: Any, a_words: Any, a_first: Any, a_weight: Any, a_is_word: Any, b: Any, b_words: Any,
    b_first: Any, b_weight: Any, out: Any,
) -> None:  # fmt: skip
    """Fill `out` (pairs × `COLUMNS`) for the names `left[i]` and `right[i]` of the two sides."""
    rows = np.zeros((3, MOST_LETTERS + 1), np.int32)
    for pair in range(left.size):
        a0 = a_first[left[pair]]
        a1 = min(a_first[left[pair] + 1], a0 + MOST_WORDS)
        b0 = b_first[right[pair]]
        b1 = min(b_first[right[pair] + 1], b0 + MOST_WORDS)
        align_one(
            a, a_words[a0 : a1 + 1], a_weight[a0:a1], a_is_word[a0:a1], b, b_words[b0 : b1 + 1], b_weight[b0:b1],
            rows, out[pair],
        )  # fmt: skip
