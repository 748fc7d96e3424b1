"""A whole row of headings understood at once: what a program writes before each of them is no word of theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.recognise.headings import Heading, understand

_START = re.compile(r"[A-ZÄÖÜ]{1,3}(?=[A-ZÄÖÜ][a-zäöüß]|PLZ)|[A-Za-zÄÖÜäöüß0-9]+?(?=[_.:]|\s-\s)")
_BETWEEN = "_.: -"
SHARED_BY = 3


def understand_row(headings: Sequence[str]) -> list[Heading]:
    """Every heading by its own words, or by those behind a start that three or more of them share.

    >>> [heading.meaning for heading in understand_row(["LFirma", "LPLZ", "LOrt", "Rabatt"])]
    ['name', 'postcode', 'city', 'not_needed']
    """
    understood = [understand(text) for text in headings]
    behind: dict[str, dict[str, Heading]] = {}
    for heading in understood:
        match = _START.match(heading.text) if heading.score == 0 else None
        rest = understand(heading.text[match.end() :].lstrip(_BETWEEN)) if match else None
        if match and rest is not None and rest.score > 0:
            behind.setdefault(match.group(), {})[heading.text] = replace(rest, text=heading.text)
    most = max(behind.values(), key=len, default={})
    return (
        [most.get(heading.text, heading) for heading in understood] if len(most) >= SHARED_BY else understood
    )
