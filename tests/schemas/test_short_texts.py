"""Answers about short texts are kept, those about long ones and all else of a list are let go."""

from __future__ import annotations

import gc
import weakref

from ingest.clean.activities import guess
from ingest.recognise.headings import understand
from schemas.reference.place_names import readings
from schemas.reference.sectors import normalise_code
from schemas.short_texts import LONGEST_KEPT, kept_for_short_texts


class Text(str):
    """A text that can be watched."""

    __slots__ = ("__weakref__",)


def test_a_short_text_is_looked_at_once_and_a_long_one_each_time() -> None:
    seen: list[str] = []
    length = kept_for_short_texts(10)(lambda text, more=0: (seen.append(text), len(text) + more)[1])
    for _ in range(2):
        assert (length("ab"), length("ab", 1), length("x" * 500)) == (2, 3, 500)
    assert sorted(map(len, seen)) == [2, 2, 500, 500]


def test_no_long_cell_of_a_list_is_kept() -> None:
    for function in (guess, understand, readings, normalise_code):
        cell = Text("x" * (LONGEST_KEPT + 1))
        watched = weakref.ref(cell)
        function(cell)  # type: ignore[operator]
        del cell
        gc.collect()
        assert watched() is None, function
