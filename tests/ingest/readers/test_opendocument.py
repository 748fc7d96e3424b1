"""OpenDocument sheets: read like the others, with the same guards."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import read

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def cell(value: str | float, attributes: str = "") -> str:
    if isinstance(value, str):
        return (
            f'<table:table-cell {attributes} office:value-type="string">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell {attributes} office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def sheet(rows: str, prolog: str = "", manifest: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {NAMESPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="Liste">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return stream.getvalue()


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "liste.ods")
    return caught.value.code


def test_cells_come_as_text_with_their_lines() -> None:
    padding = '<table:table-cell table:number-columns-repeated="16381"/>'
    data = sheet(row(cell("Name"), cell("Wert"), padding) + row(cell("Holle GmbH"), cell(12.345)))
    (table,) = read(data, "liste.ods")
    assert table.sheet == "Liste"
    assert table.frame.rows() == [(1, "Name", "Wert"), (2, "Holle GmbH", "12.3450")]


def test_a_password_is_said() -> None:
    assert code_of(sheet(row(cell("Name")), manifest="<manifest:encryption-data/>")) == "password"


def test_a_value_repeated_over_many_columns_is_refused() -> None:
    assert code_of(sheet(row(cell("x", 'table:number-columns-repeated="16000"')))) == "too_much_inside"


def test_a_dtd_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    assert code_of(sheet(row(cell("&a;")), prolog=bomb)) == "too_much_inside"
