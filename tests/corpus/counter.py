"""Counts the rows of a file below its headings by another way than ingest: the standard library only.

Never: imports anything of the four rooms. A count that came from ingest would prove nothing about it.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from xml.etree import ElementTree

_BLANK = " \t\u00a0\u2007\u202f\ufeff\u200b\x0b\x0c\x85\u2028"

_MARKED_ROW = re.compile("<(?:tr|Row)>")


def rows_below(data: bytes, heading_line: int) -> int:
    """Rows below line `heading_line` that hold anything: lines of text, rows of a sheet, invoices, awards."""
    if data.startswith(b"PK"):
        return _rows_of_sheet(data, heading_line)
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _rows_of_markup(_text(data), heading_line) if _MARKED_ROW.search(_text(data)) else 1
    if head.startswith(b"{"):
        return sum(
            len(award["suppliers"]) for release in json.loads(data)["releases"] for award in release["awards"]
        )
    lines = re.split("\r\n|\n|\r", _text(data))[heading_line:]
    return sum(1 for line in lines if line.strip(_BLANK + ';,|"' + _delimiter(lines)))


def _rows_of_markup(text: str, heading_line: int) -> int:
    rows = _MARKED_ROW.split(text)[1 + heading_line :]
    return sum(1 for row in rows if html.unescape(re.sub("<[^>]*>", "", row)).strip(_BLANK + "\r\n"))


def _delimiter(lines: list[str]) -> str:
    return "\t" if any("\t" in line for line in lines) else ""


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows_of_sheet(data: bytes, heading_line: int) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        strings = _strings(packed)
        root = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    return sum(
        1
        for row in root.findall(".//{*}row")
        if int(row.get("r", "0")) > heading_line and any(_value(cell, strings).strip(_BLANK) for cell in row)
    )


def _strings(packed: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in packed.namelist():
        return []
    root = ElementTree.fromstring(packed.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in item.findall(".//{*}t")) for item in root.findall(".//{*}si")]


def _value(cell: ElementTree.Element, strings: list[str]) -> str:
    value = cell.find("{*}v")
    if value is None or not value.text:
        return "".join(text.text or "" for text in cell.findall(".//{*}t"))
    return strings[int(value.text)] if cell.get("t") == "s" else value.text
