"""Files named .xls that are HTML, SpreadsheetML 2003 or MHTML: read like spreadsheets, guarded like them."""

from __future__ import annotations

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import read

LIST = "<tr><th>Lieferant</th><th>Umsatz</th></tr><tr><td>Rübezahl&nbsp;Draht AG</td><td>1.234</td></tr>"
UNSEEN = '<i style="display: none">0001234</i>'
LIST_ROWS = [("Lieferant", "Umsatz"), ("Rübezahl Draht AG", "1.234")]


def html(body: str, head: str = '<meta charset="utf-8">', encoding: str = "utf-8") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def workbook_xml(*rows: str, prolog: str = "", after: str = "", encoding: str = "utf-8") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>{prolog}'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<Worksheet ss:Name="Liste"><Table>{"".join(rows)}</Table>{after}</Worksheet></Workbook>'
    ).encode(encoding)


def xml_cell(text: str, kind: str = "String", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def xml_row(*cells: str, attributes: str = "") -> str:
    written = "".join(cell if cell.startswith("<") else xml_cell(cell) for cell in cells)
    return f"<Row {attributes}>{written}</Row>"


def mhtml(*parts: tuple[str, str]) -> bytes:
    """Pages by their place, as one mail."""
    body = "".join(
        f'--=_x\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Location: file:///C:/x/{place}\r\n\r\n{page}\r\n'
        for place, page in parts
    )
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_x"\r\n\r\n'
    return f"{head}{body}--=_x--\r\n".encode()


def cells_of(data: bytes) -> list[list[tuple[object, ...]]]:
    return [table.frame.rows() for table in read(data, "liste.xls")]


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "liste.xls")
    return caught.value.code


def with_lines(first: int) -> list[tuple[object, ...]]:
    return [(line, *row) for line, row in enumerate(LIST_ROWS, start=first)]


@pytest.mark.parametrize(
    ("data", "tables"),
    [
        (html(f"<table>{LIST}</table>"), [with_lines(1)]),
        (html(f"<table>{LIST}</table>", '<meta charset="iso-8859-1">', "cp1252"), [with_lines(1)]),
        (html(f"<table>{LIST}</table>", "", "cp1252"), [with_lines(1)]),
        (html(f"<table>{LIST}</table>", "", "utf-16"), [with_lines(1)]),
        (f"<div>\n<table>{LIST}</table></div>".encode(), [with_lines(1)]),
        # nothing is closed
        (html(f"<table>{LIST}".replace("</td>", "").replace("</th>", "").replace("</tr>", "")), [with_lines(1)]),
        # a blank row is a line
        (html(f"<table><tr><td></td></tr>{LIST}</table>"), [with_lines(2)]),
        # text and tables of titles stand above the list
        (
            html(f"<style>td {{}}</style><h1>Umsätze 2025</h1><table><tr><td colspan=2>in T€</table><table>{LIST}"),
            [[(1, "Umsätze 2025", None), (2, "in T€", "in T€"), *with_lines(3)]],
        ),
        (
            html(f"<table><tr><td>Zeitraum:</td><td>2025</td></tr></table><table>{LIST}</table><p>Stand heute</p>"),
            [[(1, "Zeitraum:", "2025"), *with_lines(2), (4, "Stand heute", None)]],
        ),
        # the headings, or every row, in a table of their own
        (html(f"<table>{LIST.replace('</tr><tr>', '</tr></table><table><tr>')}</table>"), [with_lines(1)]),
        (
            html(f"<table>{LIST.replace('</tr><tr>', '</tr></table><table><tr>')}<tr><td>Holle<td>5</table>"),
            [[*with_lines(1), (3, "Holle", "5")]],
        ),
        # two lists are two sheets, lines run on
        (html(f"<table>{LIST}</table><hr><table>{LIST}</table>"), [with_lines(1), with_lines(3)]),
        # a layout of tables
        (html(f"<table><tr><td>Umsätze</td></tr><tr><td><table>{LIST}</table></td></tr></table>"),
         [[(1, "Umsätze", None), *with_lines(3)]]),
        (html(f"<table>{LIST.replace('1.234', '<table><tr><td>1.234</td></tr></table>')}</table>"), [with_lines(1)]),
        # what nobody sees in a cell is no part of it
        (html(f"<table>{LIST.replace('1.234', UNSEEN + '1.234')}</table>"), [with_lines(1)]),
        # spans
        (
            html(
                "<table><tr><th rowspan=2>Name<th colspan=2>Umsatz<tr><th>2024<th>2025"
                "<tr><td rowspan=2>Holle<td>1<td rowspan=2>5,00<tr><td>2</table>"
            ),
            [[(1, "Name", "Umsatz", "Umsatz"), (2, "Name", "2024", "2025"), (3, "Holle", "1", "5,00"),
              (4, "Holle", "2", None)]],
        ),
        (workbook_xml(xml_row(*LIST_ROWS[0]), xml_row(*LIST_ROWS[1])), [with_lines(1)]),
        (
            workbook_xml(
                xml_row(xml_cell("Titel", attributes="ss:MergeAcross='1'"), "x"),
                xml_row("Name", xml_cell("12.345", "Number", "ss:Index='3'"), attributes="ss:Index='4'"),
                xml_row(
                    xml_cell("Holle", attributes="ss:MergeDown='1'"),
                    "<Cell><Comment><Data>Notiz</Data></Comment></Cell>",
                    xml_cell("2025-03-31T00:00:00.000", "DateTime"),
                ),
                xml_row(xml_cell("a<B>b</B>", attributes="ss:Index='2'"), attributes="ss:Hidden='1'"),
                encoding="iso-8859-1",
            ),
            [[(1, "Titel", "Titel", "x"), (4, "Name", None, "12.3450"), (5, "Holle", None, "2025-03-31"),
              (6, "Holle", "ab", None)]],
        ),
        (mhtml(("a.htm", f"<html><table>{LIST}</table></html>")), [with_lines(1)]),
    ],
)  # fmt: skip
def test_tables_and_lines(data: bytes, tables: list[list[tuple[object, ...]]]) -> None:
    assert cells_of(data) == tables


def test_numbers_are_typed_in_spreadsheetml_only() -> None:
    assert read(workbook_xml(xml_row("Umsatz"), xml_row(xml_cell("1.5", "Number"))), "x.xls")[
        0
    ].is_spreadsheet
    assert not read(html(f"<table>{LIST}</table>"), "x.xls")[0].is_spreadsheet


HIDDEN = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"


@pytest.mark.parametrize(
    ("data", "sheets"),
    [
        (workbook_xml(xml_row("Name"), after=HIDDEN), [("Liste", True)]),
        (
            html(
                f"<table style='display:none'>{LIST}</table><table>{LIST}</table>",
                "<!--<x:Name>Liste</x:Name>-->",
            ),
            [("Liste", True), ("Liste (2)", False)],
        ),
        (
            mhtml(
                (
                    "book.htm",
                    "<html><!--<x:Name>Liste</x:Name><x:WorksheetSource HRef='x/s1.htm'/>"
                    "<x:Name>Notizen</x:Name><x:WorksheetSource HRef='x/s2.htm'/>--></html>",
                ),
                ("tabs.htm", "<html><table><tr><td>Liste<td>Notizen</table></html>"),
                ("s2.htm", f"<html><!--{HIDDEN}--><table>{LIST}</table></html>"),
                ("s1.htm", f"<html><table>{LIST}</table></html>"),
            ),
            [("Liste", False), ("Notizen", True)],
        ),
    ],
)
def test_sheets_have_their_names_and_hidden_ones_are_marked(
    data: bytes, sheets: list[tuple[str, bool]]
) -> None:
    assert [(table.sheet, table.is_hidden) for table in read(data, "liste.xls")] == sheets


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
WIDE = "<tr><td colspan=500>x<td>y" * 20_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (workbook_xml(xml_row("&b;"), prolog=BOMB), "too_much_inside"),
        (workbook_xml(xml_row("&b;"), prolog=BOMB, encoding="utf-16"), "too_much_inside"),
        (BOMB.encode() + html(f"<table>{LIST}&b;</table>"), "too_much_inside"),
        (mhtml(("a.htm", f"{BOMB}<html><table>{LIST}</table></html>")), "too_much_inside"),
        (workbook_xml(xml_row(xml_cell("x", attributes="ss:Index='10000000'"))), "too_much_inside"),
        (workbook_xml(xml_row("x", attributes="ss:Index='10000000'")), "too_much_inside"),
        (workbook_xml(xml_row("x", attributes="ss:Span='1000000000'")), "too_much_inside"),
        (html(f"<table>{WIDE}</table>"), "too_much_inside"),
        (mhtml(("a.htm", f"<html><table>{WIDE}</table></html>")), "too_much_inside"),
        (workbook_xml("<a>" * 200_000), "too_much_inside"),
        (html("<table><tr><td>" * 200_000), "too_much_inside"),
        (html("<table><tr><td>a<td>b<tr><td>c<td>d</table>" * 3_000), "too_much_inside"),
        (mhtml(("a.htm", "<html>" + "<table><tr><td>" * 200_000)), "too_much_inside"),
        (
            workbook_xml(xml_row("x", attributes="ss:Index='2'"), xml_row("y", attributes="ss:Index='1'")),
            "damaged",
        ),
        (workbook_xml(xml_row("x"))[:-20], "damaged"),
        (html("<p>Ihre Sitzung ist abgelaufen."), "not_a_table"),
        (mhtml(("a.htm", "<html>nichts</html>")), "not_a_table"),
        (workbook_xml(), "empty"),
    ],
)
def test_what_is_too_much_damaged_or_no_table_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_elements_may_be_nested_as_deep_as_they_like_where_they_hold_no_table() -> None:
    assert cells_of(html(f"{'<div>' * 50_000}<table>{LIST}</table>")) == [with_lines(1)]
