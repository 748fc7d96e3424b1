"""Counts the rows of a list that carry a company name, by another way than ingest: the standard library only.

Never: imports anything of the four rooms. A count that came from ingest would prove nothing about it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

#: Headings under which a list gives the name of a company, and no other.
NAME_HEADINGS = (
    "Name (Adressattyp Unternehmen)",
    "Vendor Name",
    "Name",
    "name",
)
#: Headings under which an X says that the sender's own system holds the row for deleted.
DELETED_HEADINGS = ("LöVm", "LOEVM")


def named_rows(path: Path) -> int:
    """Rows below the heading whose company name is not blank, without those that the sender has deleted.

    Raises:
        LookupError: the file has no heading that is known to hold company names.
    """
    if path.suffix not in (".csv", ".xls", ".xlsx"):
        raise LookupError(path.name)
    if path.suffix == ".xls":  # the old binary form holds the rows of its twin in text
        return named_rows(path.with_suffix(".csv"))
    records = _workbook(path) if path.suffix == ".xlsx" else _text(path)
    for number, record in enumerate(records):
        for heading in NAME_HEADINGS:
            if heading in record:
                rows = [dict(zip(record, row, strict=False)) for row in records[number + 1 :]]
                return sum(1 for row in rows if row.get(heading, "").strip() and not _is_deleted(row))
    raise LookupError(path.name)


def _is_deleted(row: dict[str, str]) -> bool:
    return any(row.get(heading, "").strip() == "X" for heading in DELETED_HEADINGS)


def _text(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    delimiter = ";" if text.splitlines()[0].count(";") > text.splitlines()[0].count(",") else ","
    return [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]


def _workbook(path: Path) -> list[list[str]]:
    """The first sheet's cells, from the XML inside the file."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        shared: list[str] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = ["".join(part.text or "" for part in item.iter(f"{space}t")) for item in strings]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{space}row"):
        cells = []
        for cell in row.iter(f"{space}c"):
            value = "".join(part.text or "" for part in cell.iter() if part.tag in (f"{space}v", f"{space}t"))
            cells.append(shared[int(value)] if cell.get("t") == "s" else value)
        rows.append(cells)
    return rows
