"""A column without any text is not worked on: what is said of one blank cell is said of all.

Exports bring many columns, and most of what could stand in a list does not. Never: changes what a function answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl

P = ParamSpec("P")
Answer = TypeVar("Answer", pl.Series, pl.DataFrame)


def is_blank(column: pl.Series) -> bool:
    """Whether no cell of the column is filled."""
    return column.null_count() == column.len()


def spared_if_blank(
    function: Callable[Concatenate[pl.Series, P], Answer],
) -> Callable[Concatenate[pl.Series, P], Answer]:
    """A function that answers cell by cell for a column of text, run once for all columns that are blank.

    >>> seen = []
    >>> shout = spared_if_blank(lambda column: seen.append(column.len()) or column.str.to_uppercase())
    >>> blank = pl.Series([None] * 3, dtype=pl.String)
    >>> shout(pl.Series(["ja", None])).to_list(), shout(blank).to_list(), shout(blank).len(), seen
    (['JA', None], [None, None, None], 3, [2, 1])
    """
    of_one: dict[Any, Answer] = {}

    @wraps(function)
    def answer(column: pl.Series, /, *words: P.args, **named: P.kwargs) -> Answer:
        if not is_blank(column):
            return function(column, *words, **named)
        asked = (words, tuple(named.items()))
        if asked not in of_one:
            of_one[asked] = function(pl.Series([None], dtype=pl.String), *words, **named)
        one, count = of_one[asked], column.len()
        if isinstance(one, pl.Series):
            return one.new_from_index(0, count).alias(one.name or column.name)
        return pl.DataFrame([part.new_from_index(0, count) for part in one])

    return answer
