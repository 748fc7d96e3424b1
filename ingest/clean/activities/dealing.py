"""Whoever deals in goods and does not make them: from the class that makes them to the one that trades them.

`dealing.csv` gives for a class, group or division of making the wholesale class of its goods; the longest prefix
counts. Comes in: what a company says that it does, folded, and the codes of the goods in it. Goes out: codes.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

#: Retail has a division of its own; what is sold there is asked.
RETAIL = "47"
_DEALS = re.compile(r"\b(handel|vertrieb|verkauf|grosshand|import|export)|(handel|haendler|vertrieb)\b")
_SELLS_TO_CONSUMERS = re.compile(r"\b(einzelh|fachgeschaeft|ladengeschaeft)")
_MAKES = re.compile(
    r"herstell|produ[kz]|fertigung|fabri[kz]|verarbeit|bearbeit|entwickl|konstruktion|\bbau\b"
)


def only_deals(folded: str) -> bool:
    """Whether a text tells of dealing and of no making: "Handel mit Federn", not "Herstellung und Vertrieb von"."""
    return bool(_DEALS.search(folded) or _SELLS_TO_CONSUMERS.search(folded)) and not _MAKES.search(folded)


def as_traded(codes: list[str], folded: str) -> list[str]:
    """The codes of those who deal in what `codes` make; a code without a counterpart stays.

    >>> as_traded(["25.94", "24.10"], "handel mit schrauben und stahl"), as_traded(["25.61"], "vertrieb")
    (['46.74', '46.72'], ['25.61'])
    """
    if _SELLS_TO_CONSUMERS.search(folded):
        return [RETAIL]
    return list(dict.fromkeys(_trade_of(code) for code in codes))


def _trade_of(code: str) -> str:
    prefixes = [made for made in _traded() if code.startswith(made)]
    return _traded()[max(prefixes, key=len)] if prefixes else code


@cache
def _traded() -> dict[str, str]:
    text = resources.files(__package__).joinpath("dealing.csv").read_text(encoding="utf-8")
    return {row["made"]: row["traded"] for row in csv.DictReader(text.splitlines())}
