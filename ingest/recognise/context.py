"""What stands around the table: title rows, notes, sheet and file name tell year, unit, currency and side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.recognise.extras import currency_in, unit_in, year_in
from ingest.recognise.heading_row import HeadingRow
from ingest.tables import Hints, RawTable

NOTE_ROWS = 6
_GERMAN = re.compile(
    r"[äöüÄÖÜß]|\b(?:Ort|Straße|Umsatz|Name|Firma|PLZ|Land|Jahr|Kunde|Lieferant|Kreditor|Debitor|Betrag)",
    re.I,
)
_ENGLISH = re.compile(
    r"\b(?:name|city|country|address|street|customer|supplier|vendor|postal|zip|amount|year|sector)", re.I
)
_DAY = re.compile(r"\b\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]+)\s?\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
_FROM_TO = re.compile(
    r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\s*(?:-|–|bis|\.\.|to)(?:\s+zum)?\s*(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b"
)
_LONGEST_PERIOD = 366
_DIGIT_RUN = re.compile(r"\d{5,}")


@dataclass(frozen=True)
class Context:
    """What the surroundings of a table say; None where they say nothing."""

    year: int | None = None
    unit: float | None = None
    currency: str | None = None
    is_german: bool = True
    is_handmade: bool = False
    period_start: date | None = None
    period_end: date | None = None
    words: str = ""
    file_words: str = ""


def read_context(table: RawTable, found: HeadingRow, file_name: str, hints: Hints) -> Context:
    """Read title rows above the headings, single-cell notes below the data, sheet and file name."""
    above = [_text(row) for row in table.frame.head(found.index).iter_rows()]
    below = [_text(row) for row in table.frame.tail(NOTE_ROWS).iter_rows() if _is_note(row, found)]
    title = " ".join(above)
    spoken = " ".join([title, *below])
    file_words = _DIGIT_RUN.sub(" ", file_name).replace("_", " ")
    start, end = _period(title)
    heading_text = " ".join(found.headings)
    years = (
        hints.year,
        end.year if end else None,
        year_in(_DAY.sub(" ", title)),
        year_in(table.sheet or ""),
        year_in(file_words),
    )
    german, english = len(_GERMAN.findall(heading_text)), len(_ENGLISH.findall(heading_text))
    is_english = english > german or (table.delimiter == "," and german == english)
    return Context(
        year=next((year for year in years if year is not None), None),
        unit=hints.amount_unit or unit_in(spoken),
        currency=currency_in(spoken),
        is_german=not is_english,
        is_handmade=table.is_spreadsheet,
        period_start=None if hints.year else start,
        period_end=None if hints.year else end,
        words=f"{title} {table.sheet or ''}".lower(),
        file_words=file_words.lower(),
    )


def _period(title: str) -> tuple[date | None, date | None]:
    """First and last day of a period that the title names (`01.01.23..31.12.23`); two blanks where it names none."""
    for match in _FROM_TO.finditer(title):
        try:
            start, end = (
                date(year if year > 99 else 2000 + year, month, day)
                for day, month, year in (map(int, match.groups()[:3]), map(int, match.groups()[3:]))
            )
        except ValueError:
            continue
        if start < end and (end - start).days <= _LONGEST_PERIOD:
            return start, end
    return None, None


def _text(row: tuple[object, ...]) -> str:
    return " ".join(dict.fromkeys(str(cell) for cell in row[1:] if cell is not None))


def _is_note(row: tuple[object, ...], found: HeadingRow) -> bool:
    cells = {str(cell) for cell in row[1:] if cell is not None}
    return int(str(row[0])) > found.line and len(cells) == 1 and len(found.headings) > 1
