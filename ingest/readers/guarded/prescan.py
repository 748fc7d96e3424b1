"""Look through a workbook's XML before any parser sees it: no DTD, no far cells, no text bombs.

A 5 kB workbook with one cell in the last corner makes a parser ask for gigabytes; sizes and ratios of the zip
do not show that, cell references do. Runs inside the guarded child, standard library only.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

MAX_COLUMNS = 512
MAX_BOX_CELLS = 50_000_000
MAX_CELL_CHARACTERS = 32_767
MAX_REFERENCED_BYTES = 512 * 1024 * 1024
CHUNK_BYTES = 1 << 20
OVERLAP_BYTES = 256

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\b[^>]{0,200}?\bref="(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})"')
_SHARED = re.compile(rb'\bt="s"[^>]{0,200}>\s*<(?:\w+:)?v>(\d{1,9})<')
_STRING_ITEM = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d{1,9})"')


class TooMuch(Exception):
    """The workbook is beyond a limit, or carries a DTD."""


def prescan(data: bytes, kind: str) -> None:
    """Raise `TooMuch` when the workbook must not be handed to the parser; XLS is bounded by its format."""
    if kind == "xls":
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                _refuse_dtd(archive, entry.filename)
        if kind == "xlsx":
            _check_sheets(archive)
        else:
            _check_ods(archive)


def _refuse_dtd(archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(name) as stream:
        head = stream.read(CHUNK_BYTES)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or "<!DOCTYPE".encode("utf-16-le") in head:
        raise TooMuch("dtd")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_sheets(archive: zipfile.ZipFile) -> None:
    sizes = _string_sizes(archive)
    referenced = 0
    for entry in archive.infolist():
        if not (entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")):
            continue
        last_column = last_row = 0
        for chunk in _chunks(archive, entry.filename):
            for letters, row in [*_CELL.findall(chunk), *_DIMENSION.findall(chunk)]:
                last_column = max(last_column, _column_number(letters))
                last_row = max(last_row, int(row))
            if sizes:
                numbers = _SHARED.findall(chunk)
                referenced += sum(sizes[int(number)] for number in numbers if int(number) < len(sizes))
            if referenced > MAX_REFERENCED_BYTES:
                raise TooMuch("text")
        if last_column > MAX_COLUMNS or last_row * last_column > MAX_BOX_CELLS:
            raise TooMuch("cells")


def _string_sizes(archive: zipfile.ZipFile) -> list[int]:
    """Length of every shared string, because one long string can be referenced a million times."""
    if "xl/sharedStrings.xml" not in archive.NameToInfo:
        return []
    content = archive.read("xl/sharedStrings.xml")
    sizes = [len(_TAG.sub(b"", item)) for item in _STRING_ITEM.findall(content)]
    if max(sizes, default=0) > 4 * MAX_CELL_CHARACTERS:
        raise TooMuch("text")
    return sizes


def _check_ods(archive: zipfile.ZipFile) -> None:
    """An OpenDocument sheet may repeat a cell or row a million times; only blank padding may be that wide."""
    for chunk in _chunks(archive, "content.xml"):
        for match in _REPEATED.finditer(chunk):
            is_blank_cell = chunk[match.end() : match.end() + 2] in (b"/>", b" /")
            limit = MAX_COLUMNS if match[1] == b"columns" else 100_000
            opening = chunk.rfind(b"<", 0, match.start())
            element = chunk[opening : match.start()]
            if b"table-cell" in element and not is_blank_cell and int(match[2]) > limit:
                raise TooMuch("cells")
            if b"table-row" in element and int(match[2]) > limit and _has_value(chunk[match.end() :]):
                raise TooMuch("cells")


def _has_value(rest: bytes) -> bool:
    row = rest[: rest.find(b"</table:table-row>")]
    return b"office:value" in row or b"<text:p>" in row


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The entry's bytes in pieces that overlap, so that no tag is cut."""
    tail = b""
    with archive.open(name) as stream:
        while piece := stream.read(CHUNK_BYTES):
            yield tail + piece
            tail = piece[-OVERLAP_BYTES:]
