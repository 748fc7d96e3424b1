"""Answers about texts of lists are kept, so that the same cell is not looked at twice; long texts are not.

A list may hold cells of a hundred thousand letters. Kept as keys they would stay for as long as the program runs.
Never: keeps more than so many answers, or any text longer than the limit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

#: Longer texts are no names, headings or codes, and hardly ever come twice.
LONGEST_KEPT = 200

P = ParamSpec("P")
R = TypeVar("R")


def kept_for_short_texts(count: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last `count` answers of a function whose first argument is a text, where that text is short.

    >>> seen = []
    >>> length = kept_for_short_texts(2)(lambda text: seen.append(len(text)) or len(text))
    >>> length("Hagen"), length("Hagen"), length("x" * 300), length("x" * 300), seen
    (5, 5, 300, 300, [5, 300, 300])
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept = lru_cache(maxsize=count)(function)

        @wraps(function)
        def answer(*words: P.args, **named: P.kwargs) -> R:
            text = words[0]
            is_long = isinstance(text, str) and len(text) > LONGEST_KEPT
            return function(*words, **named) if is_long else kept(*words, **named)  # type: ignore[arg-type]

        return answer

    return decorate
