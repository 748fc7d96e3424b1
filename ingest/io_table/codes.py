"""What the tables call a sector, as divisions of WZ 2008: "C10T12", "CPA_C24", "24.1-3", "J62_J63", "27t28" …

NACE 2, CPA 2 and WZ 2008 agree on divisions. Release 2013 of the WIOD uses NACE 1.1, whose 35 groups are translated as
well as whole divisions allow. Never: guesses; what is no sector (a total, a final use) is None.
"""

from __future__ import annotations

import re
from functools import cache

from schemas.reference import sectors

#: Groups of NACE 1.1 in WIOD 2013 whose divisions moved in NACE 2.
_NACE_1 = {
    "AtB": "01-03", "C": "05-09", "15t16": "10-12", "17t18": "13-14", "19": "15", "20": "16", "21t22": "17-18",
    "23": "19", "24": "20-21", "25": "22", "26": "23", "27t28": "24-25", "29": "28", "30t33": "26-27",
    "34t35": "29-30", "36t37": "31-33", "E": "35-36", "F": "41-43", "50": "45", "51": "46", "52": "47", "H": "55-56",
    "60": "49", "61": "50", "62": "51", "63": "52", "64": "53", "J": "64-66", "70": "68", "71t74": "69-82",
    "L": "84", "M": "85", "N": "86-88", "O": "90-96", "P": "97-98",
}  # fmt: skip
_LETTERS = re.compile(r"[A-U](?:[-_T][A-U])*")
_NUMBERS = re.compile(
    r"[A-U]?\d{2}[A-Z]?(?:\.\d{1,2})?(?:(?:[-_T,]| UND )[A-U]?\d{1,2}[A-Z]?(?:\.\d{1,2})?)*"
)
_DIVISION = re.compile(r"(?<![\d.])\d{2}")


def divisions_of(code: str, *, is_nace_1: bool = False) -> tuple[str, ...] | None:
    """WZ divisions of a sector of a table; None for what is no sector.

    >>> divisions_of("CPA_C10-12"), divisions_of("24.1-3"), divisions_of("J62_J63"), divisions_of("TOTAL")
    (('10', '11', '12'), ('24',), ('62', '63'), None)
    >>> divisions_of("27t28", is_nace_1=True)
    ('24', '25')
    """
    text = code.strip()
    if is_nace_1:
        text = _NACE_1.get(text, "")
    text = re.sub("^cpa_", "", text, flags=re.IGNORECASE).upper()
    if _LETTERS.fullmatch(text):
        return _sections(text)
    if not _NUMBERS.fullmatch(text):
        return None
    # "24.1-3" are groups of one division; "35.2-36" and "10-12" run over several.
    numbers = [int(found) for found in _DIVISION.findall(text)]
    known = _divisions()
    found = tuple(division for division in known if min(numbers) <= int(division) <= max(numbers))
    return found or None


def is_nace_1_table(codes: list[str]) -> bool:
    """Whether a table's sectors are those of WIOD 2013."""
    return {"27t28", "34t35"} <= set(codes)


@cache
def _divisions() -> tuple[str, ...]:
    return tuple(sectors.codes("WZ2008", level=2))


def _sections(text: str) -> tuple[str, ...] | None:
    """Divisions of sections: "B", "B-E" (from … to), "R_S" (both)."""
    first, last = text[0], text[-1]
    is_range = "_" not in text
    letters = [chr(n) for n in range(ord(first), ord(last) + 1)] if is_range else text.split("_")
    found = tuple(
        division for division in _divisions() if (sectors.parent(division, "WZ2008") or "") in letters
    )
    return found or None
