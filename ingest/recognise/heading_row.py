"""Find the row of headings among title rows, notes and data; it may be spread over two rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ingest.recognise.extras import currency_in, unit_in
from ingest.recognise.heading_starts import understand_row
from ingest.recognise.headings import key, understand

SEARCHED_ROWS = 40
_NUMBER = re.compile(r"^[-+]?[\d.,' ]+\s?[€%]?$")
_YEAR_ALONE = re.compile(r"^(19[89]|20[0-4])\d$")
_SUBJECTS = frozenset(
    {"name", "party", "partner_no", "short_name", "name_unspecified", "document_no", "order_vendor"}
    | {"material_cost", "personnel_cost", "value_added"}
)


@dataclass(frozen=True)
class HeadingRow:
    """The headings by position, the line of the last heading row, and its index among the records.

    `is_by_values` says that none were written and they are what the columns could be called.
    """

    line: int
    index: int
    headings: tuple[str, ...]
    score: float
    is_by_values: bool = False


def find_heading_row(rows: Sequence[Sequence[str | None]], lines: Sequence[int]) -> HeadingRow | None:
    """The row, or pair of rows, that reads most like headings, or None when no row does.

    A row counts by its known headings; numbers other than years count against it, because data hold numbers.
    """
    best: HeadingRow | None = None
    for index in range(min(len(rows), SEARCHED_ROWS)):
        single = [cell or "" for cell in rows[index]]
        candidates = [(single, _score(single))]
        if index > 0 and lines[index] - lines[index - 1] == 1 and not _holds_numbers(single):
            pair = _pair(rows[index - 1], rows[index])
            upper = _score([cell or "" for cell in rows[index - 1]])
            candidates.append((pair, _score(pair) - max(0.5, upper * 0.25)))
        for headings, score in candidates:
            if score > (best.score if best else 0.0) + 1e-9:
                best = HeadingRow(lines[index], index, tuple(headings), score)
    return best if best is not None and _is_enough(best) else None


def heading_row_at(
    rows: Sequence[Sequence[str | None]], lines: Sequence[int], line: int
) -> HeadingRow | None:
    """The row that the caller named, whatever stands in it."""
    for index, number in enumerate(lines):
        if number == line:
            headings = tuple(cell or "" for cell in rows[index])
            return HeadingRow(line, index, headings, _score(headings))
    return None


def heading_row_with(
    rows: Sequence[Sequence[str | None]], lines: Sequence[int], wanted: Collection[str]
) -> HeadingRow | None:
    """The first row that holds all wanted headings (given as keys), whose meanings the caller gave."""
    for index, row in enumerate(rows):
        if wanted and set(wanted) <= {key(cell) for cell in row if cell}:
            return heading_row_at(rows, lines, lines[index])
    return None


def with_units_below(
    found: HeadingRow, rows: Sequence[Sequence[str | None]], lines: Sequence[int]
) -> HeadingRow:
    """The headings with the row of nothing but units or currencies below them (`[T€]`), where there is one."""
    index = found.index + 1
    if found.is_by_values or index >= len(rows):
        return found
    below = [cell or "" for cell in rows[index]]
    texts = [text for text in below if text.strip()]
    if not texts or not all(_is_unit(text) for text in texts):
        return found
    width = max(len(below), len(found.headings))
    above = [*found.headings, *[""] * (width - len(found.headings))]
    below += [""] * (width - len(below))
    joined = tuple(f"{head} {unit}".strip() for head, unit in zip(above, below, strict=True))
    return replace(found, line=lines[index], index=index, headings=joined)


def _is_unit(text: str) -> bool:
    return (unit_in(text) or currency_in(text)) is not None and understand(text).reason.startswith(
        "only a year"
    )


def _score(headings: Sequence[str]) -> float:
    meanings: set[tuple[str, int | None, str | None]] = set()
    total = 0.0
    texts = [text for text in headings if text.strip()]
    if len(set(texts)) < min(2, len(headings)):
        return 0.0
    for text, heading in zip(texts, understand_row(texts), strict=True):
        if len(text) > 80 or (_NUMBER.match(text) and not _YEAR_ALONE.match(text)):
            total -= 1.0
            continue
        weight = 0.5 if heading.meaning in ("not_needed", "personal", "bank") else 1.0
        mark = (heading.meaning, heading.year, heading.end)
        total += heading.score * (weight if mark not in meanings else 0.25)
        meanings.add(mark)
    return total


def _is_enough(row: HeadingRow) -> bool:
    """Headings name somebody; beside that either another known heading, or nothing but words."""
    texts = [text for text in row.headings if text.strip()]
    known = understand_row(texts)
    has_subject = any(heading.meaning in _SUBJECTS for heading in known)
    meanings = {heading.meaning for heading in known if heading.score > 0}
    return has_subject and (len(meanings) >= 2 or not any(_NUMBER.match(text) for text in texts))


def _pair(upper: Sequence[str | None], lower: Sequence[str | None]) -> list[str]:
    """Two heading rows as one: a year or unit below a word above belong together, else the lower speaks."""
    joined: list[str] = []
    above = ""
    for position in range(max(len(upper), len(lower))):
        own_above = (upper[position] if position < len(upper) else None) or ""
        below = (lower[position] if position < len(lower) else None) or ""
        above = own_above or (above if below and _needs_upper(below) else "")
        if not below:
            joined.append(own_above)
        elif (above and above != below and (_needs_upper(below) or understand(below).score == 0)) or (
            above and above != below and understand(f"{above} {below}").end and not understand(below).end
        ):
            joined.append(f"{above} {below}")
        else:
            joined.append(below)
    return joined


def _holds_numbers(cells: Sequence[str]) -> bool:
    """Whether a row is one of data: it holds numbers that are no years."""
    return any(_NUMBER.match(text) and not _YEAR_ALONE.match(text) for text in cells)


def _needs_upper(text: str) -> bool:
    """Years, units and currencies alone say nothing without the word above them."""
    heading = understand(text)
    return heading.reason.startswith("only a year") or text.strip() in {"%", "netto", "brutto", "Nr.", "Nr"}
