"""Why shares are unknown, as a sentence."""

from __future__ import annotations

from lieferkette.answers import Sentence
from lieferkette.dependencies.reasons import Reason

_KEYS = {"no_relations": "no_list", "list_not_complete": "list_incomplete", "no_amounts": "no_amounts"}


def why_unknown(reason: Reason | None, side: str) -> Sentence | None:
    """The sentence of a reason for `side` ("suppliers" or "customers"); None where nothing is unknown.

    >>> why_unknown("list_not_complete", "suppliers")
    Sentence(key='list_incomplete', slots={'side': 'suppliers'})
    >>> why_unknown(None, "suppliers") is None
    True
    """
    if reason is None:
        return None
    return Sentence(_KEYS[reason], {"side": side} if reason == "list_not_complete" else {})
