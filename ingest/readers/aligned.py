"""Printed lists whose columns are kept apart by blanks alone, as older programs write them to a text file.

Comes in: lines of text without any delimiter. Goes out: the places at which every row of the table is blank.
Never: cuts a text in which the rows do not agree on such places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = re.compile(r"\S\s{2,}\S")
_RULE = re.compile(r"[-=_+\s]+")
_SAMPLE, _FEWEST, _MOST = 400, 4, 0.6
_NARROW_FROM = 12


def cuts(lines: Sequence[str]) -> list[int]:
    """Where to cut the lines; none where they are no table of aligned columns.

    >>> cuts(["Nr     Name        Umsatz"] + [f"7000{at}  {name:<10}  1,00" for at, name in enumerate("ABC")])
    [7, 19]
    """
    filled = [line.expandtabs() for line in lines[:_SAMPLE] if line.strip() and not _RULE.fullmatch(line)]
    rows = [line for line in filled if _GAP.search(line.strip())]
    if len(rows) < _FEWEST or len(rows) < _MOST * len(filled):
        return []
    width = max(map(len, rows))
    is_blank = [all(line[at : at + 1] in ("", " ") for line in rows) for at in range(width)]
    narrowest = 1 if len(rows) >= _NARROW_FROM else 2
    found, begin = [], None
    for at, blank in enumerate([*is_blank, False]):
        if blank and begin is None:
            begin = at
        elif not blank and begin is not None:
            if begin > 0 and at < width and at - begin >= narrowest:
                found.append(at)
            begin = None
    return found


def cut(line: str, places: Sequence[int]) -> list[str]:
    """The cells of a line; a title that runs across the places stays one cell."""
    text = line.expandtabs()
    if any(text[place - 1 : place].strip() for place in places):
        return [text.strip()]
    return [text[begin:end].strip() for begin, end in zip([0, *places], [*places, None], strict=True)]
