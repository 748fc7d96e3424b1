"""Names as bytes taken apart into words.

Never: knows what a word means.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from schemas.compiled import kernel

_SPACE = 32


@kernel
def split(data: Any, offsets: Any, letters: Any, begins: Any, words: Any, first_word: Any) -> Any:
    """Copy names without their spaces into `letters`; `words` says where each word begins there.

    Letters that stand alone one after the other are one word: "a b c" is "abc". `begins` and `first_word` hold one
    entry a name and one after the last. Gives the counts of letters and words.
    """
    at = np.int64(0)
    word = np.int64(0)
    for name in range(offsets.size - 1):
        begins[name] = at
        first_word[name] = word
        is_new = True
        after_lone = False
        for place in range(offsets[name], offsets[name + 1]):
            if data[place] == _SPACE:
                is_new = True
                continue
            if is_new:
                is_lone = place + 1 == offsets[name + 1] or data[place + 1] == _SPACE
                if not (is_lone and after_lone):
                    words[word] = at
                    word += 1
                after_lone = is_lone
                is_new = False
            letters[at] = data[place]
            at += 1
    begins[offsets.size - 1] = at
    first_word[offsets.size - 1] = word
    words[word] = at
    return at, word


@kernel
def hash_words(letters: Any, words: Any, buckets: Any, mask: int) -> None:
    """FNV-1a of each word, cut to the bits of `mask`."""
    for word in range(words.size - 1):
        value = np.uint64(14695981039346656037)
        for place in range(words[word], words[word + 1]):
            value = (value ^ np.uint64(letters[place])) * np.uint64(1099511628211)
        buckets[word] = np.int64((value ^ (value >> np.uint64(32))) & np.uint64(mask))
