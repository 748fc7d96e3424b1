"""Delimited text to a table, record by record, so that no broken record can take others with it.

A record normally is one physical line. Quotes may hold line breaks; the record then keeps the line it begins
on. Quotes that are never closed, or closed in the middle of a field, damage only their own line: that line is
split at its delimiters and, if that does not give the usual number of fields, named as a problem.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from ingest.readers.aligned import cut, cuts
from ingest.tables import RawTable

DELIMITERS = (";", "\t", "|", ",")
MAX_FIELDS = 512
MAX_JOINED_LINES = 100
MAX_RECORD_CHARACTERS = 32_767
SAMPLE_LINES = 200
_MOST_RECORDS = 0.8
_ALL_BUT_FEW = 0.95
_MOST_QUOTED = 0.5

FORBIDDEN = re.compile("[\x00\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
"""NUL and the characters that reverse the direction of writing: they hide what a name really says."""

_LINE_BREAK = re.compile("\r\n|\n|\r")


@dataclass
class _Records:
    lines: list[int] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)
    is_suspicious: bool = False


def read_delimited(text: str, encoding: str, delimiter: str | None = None) -> RawTable:
    """Read delimited text; never raises on ragged or broken records.

    Lines that are blank, or hold only delimiters and blanks, are not records.
    """
    lines = _LINE_BREAK.split(text)
    first = 0
    if re.fullmatch(r'"?sep=.{1}"?', lines[0].strip("\ufeff ")):
        delimiter = delimiter or lines[0].strip('\ufeff "')[4]
        first = 1
    places = [] if delimiter or _is_delimited(lines) else cuts(lines)
    if places:
        filled = [(at, line) for at, line in enumerate(lines, start=1) if line.strip()]
        frame = to_frame([at for at, _ in filled], [cut(line, places) for _, line in filled])
        return RawTable(sheet=None, frame=frame, encoding=encoding, delimiter=None)
    used = delimiter or recognise_delimiter(lines[first : first + SAMPLE_LINES])
    is_suspicious = bool(FORBIDDEN.search(text)) or max(map(len, lines)) > MAX_RECORD_CHARACTERS
    records = _split_records(lines, first, used, is_suspicious=is_suspicious)
    return RawTable(
        sheet=None,
        frame=to_frame(records.lines, records.fields),
        encoding=encoding,
        delimiter=used,
        line_problems=records.problems,
    )


def _is_delimited(lines: list[str]) -> bool:
    """Whether any delimiter but the comma, which stands in amounts, is found in most lines."""
    filled = [line for line in lines[:SAMPLE_LINES] if line.strip()]
    is_quoted = sum('"' in line for line in filled) > _MOST_QUOTED * len(filled)
    most = max((sum(sign in line for line in filled) for sign in ";\t|"), default=0)
    return is_quoted or most > _MOST_QUOTED * len(filled) or not filled


def to_frame(lines: list[int], records: list[list[str]]) -> pl.DataFrame:
    """Records of unequal length as one frame of text; cells are stripped, blank ones are null."""
    width = max((len(record) for record in records), default=0)
    columns: dict[str, pl.Series] = {"line": pl.Series(lines, dtype=pl.Int64)}
    for position in range(width):
        values = [record[position] if position < len(record) else None for record in records]
        columns[f"c{position}"] = pl.Series(values, dtype=pl.String)
    frame = pl.DataFrame(columns)
    cells = pl.selectors.string().str.strip_chars(" \t\r\n\u00a0\u2007\u202f\ufeff\u200b")
    return frame.with_columns(pl.when(cells != "").then(cells).name.keep())


def recognise_delimiter(lines: list[str]) -> str:
    """The delimiter that splits most lines into the same number of fields, more than one.

    Commas stand in amounts and places too, so they count only where no other delimiter splits nearly every line.

    >>> recognise_delimiter(["Name;Umsatz", "Rübezahl Draht AG;1.234,56", "Frau Holle Bettfedern;12,50"])
    ';'
    """
    filled = [line for line in lines if line.strip()]
    best, best_score, is_whole = ";", 0.0, False
    for delimiter in DELIMITERS:
        if delimiter == "," and is_whole:
            break
        counts = Counter(len(_naive_split(line, delimiter)) for line in filled)
        for width, lines_with in counts.items():
            score = lines_with / len(filled) * min(width, 8) ** 0.5 if width > 1 else 0.0
            is_whole |= width > 1 and lines_with >= max(3, _ALL_BUT_FEW * len(filled))
            if score > best_score + 1e-9:
                best, best_score = delimiter, score
    return best


def _naive_split(line: str, delimiter: str) -> list[str]:
    if '"' not in line:
        return line.split(delimiter)
    fields, is_whole = _split_quoted(line, delimiter)
    return fields if is_whole else line.split(delimiter)


def _split_records(lines: list[str], first: int, delimiter: str, *, is_suspicious: bool) -> _Records:
    records = _Records(is_suspicious=is_suspicious)
    usual_width = _usual_width(lines[first : first + SAMPLE_LINES], delimiter)
    index = first
    while index < len(lines):
        line = lines[index]
        used, is_broken = 1, False
        if '"' in line:
            fields, used, is_broken = _quoted_record(lines, index, delimiter, usual_width)
        else:
            fields = line.split(delimiter)
        if any(cell.strip() for cell in fields):
            number = index + 1
            while len(fields) > usual_width and not fields[-1].strip():
                fields.pop()
            if is_broken and len(fields) != usual_width:
                records.problems[number] = "broken_quotes"
            _append(records, number, fields)
        index += used
    return records


def _usual_width(sample: list[str], delimiter: str) -> int:
    """The number of fields of most records; where quoted fields hold line breaks, lines are no records."""
    by_line = Counter(len(_naive_split(line, delimiter)) for line in sample)
    width = max(by_line, key=lambda width: (by_line[width], width), default=1)
    if not any('"' in line for line in sample):
        return width
    lines = "\n".join(sample).splitlines(keepends=True)
    try:
        by_record = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
    except csv.Error:  # a quote left open swallows more than a field may hold
        return width
    wider, count = max(by_record.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return wider if wider > width and count > _MOST_RECORDS * by_record.total() else width


def _append(records: _Records, number: int, fields: list[str]) -> None:
    if len(fields) > MAX_FIELDS:
        records.problems[number] = "too_many_fields"
        fields = fields[:MAX_FIELDS]
    if records.is_suspicious and any(len(cell) > MAX_RECORD_CHARACTERS for cell in fields):
        records.problems[number] = "cell_too_long"
        fields = [cell[:MAX_RECORD_CHARACTERS] for cell in fields]
    if records.is_suspicious and any(FORBIDDEN.search(cell) for cell in fields):
        records.problems[number] = "forbidden_characters"
        fields = [FORBIDDEN.sub("\ufffd", cell) for cell in fields]
    records.lines.append(number)
    records.fields.append(fields)


def _quoted_record(
    lines: list[str], index: int, delimiter: str, usual_width: int
) -> tuple[list[str], int, bool]:
    """Fields of the record at `index`, how many lines it took, and whether its quotes are broken."""
    fields, is_whole = _split_quoted(lines[index], delimiter)
    if is_whole:
        return fields, 1, False
    end = _closing_line(lines, index, delimiter) if _ends_open(lines[index], delimiter) else None
    if end is not None:
        joined, is_whole = _split_quoted("\n".join(lines[index : end + 1]), delimiter)
        if is_whole and len(joined) <= usual_width:
            return joined, end - index + 1, False
    return [_unquote(cell) for cell in lines[index].split(delimiter)], 1, True


def _unquote(cell: str) -> str:
    return cell.strip().strip('"').replace('""', '"')


def _closing_line(lines: list[str], index: int, delimiter: str) -> int | None:
    """The line on which the quote left open by line `index` is properly closed, or None.

    Proper means: followed by a delimiter or the end of the line. Anything else inside shows that the quote
    was
    a stray one and that the following lines are records of their own.
    """
    characters = len(lines[index])
    for number in range(index + 1, min(index + MAX_JOINED_LINES, len(lines))):
        line = lines[number]
        characters += len(line) + 1
        if characters > MAX_RECORD_CHARACTERS:
            return None
        if '"' not in line:
            continue
        rest = line.replace('""', "\x01\x01")
        position = rest.find('"')
        if position < 0:
            continue
        is_closed = position + 1 == len(rest) or rest[position + 1] == delimiter
        return number if is_closed and not _ends_open(line[position + 1 :], delimiter) else None
    return None


def _ends_open(line: str, delimiter: str) -> bool:
    """Whether the line ends inside a quoted field."""
    position = 0
    while position <= len(line):
        if not line.startswith('"', position):
            following = line.find(delimiter, position)
        else:
            close = position + 1
            while True:
                close = line.find('"', close)
                if close < 0:
                    return True
                if not line.startswith('"', close + 1):
                    break
                close += 2
            following = close + 1 if line.startswith(delimiter, close + 1) else -1
        if following < 0:
            return False
        position = following + 1
    return False


def _split_quoted(line: str, delimiter: str) -> tuple[list[str], bool]:
    """Split a line by the rules of quoting; the second value says whether all quotes were proper."""
    fields: list[str] = []
    position = 0
    while True:
        if not line.startswith('"', position):
            following = line.find(delimiter, position)
            fields.append(line[position:] if following < 0 else line[position:following])
        else:
            close = position + 1
            while True:
                close = line.find('"', close)
                if close < 0:
                    return fields, False
                if not line.startswith('"', close + 1):
                    break
                close += 2
            fields.append(line[position + 1 : close].replace('""', '"'))
            following = close + 1
            if following == len(line):
                return fields, True
            if not line.startswith(delimiter, following):
                return fields, False
        if following < 0:
            return fields, True
        position = following + 1
