"""Read a workbook, tables in markup, an invoice or award notices from standard input, write sheets as JSON.

First line: {"sheets": [{"name", "is_hidden"}]} or {"error": code}. Then per sheet one line: a list of records
[row number, cell, cell, ...] with trailing blanks cut and blank rows left out.
Numbers come with a decimal point and never with exactly three decimals (a zero is added), so that nobody
downstream can take `12.345` for twelve thousand.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable

# beside this file, which is run alone
from cells import Sheet, fill_merged  # type: ignore[import-not-found]
from invoice import NoInvoice, read_invoice  # type: ignore[import-not-found]
from notice_tables import read_notice_tables  # type: ignore[import-not-found]
from notices import NoNotices, read_notices  # type: ignore[import-not-found]
from page import read_html_file, read_mhtml  # type: ignore[import-not-found]
from prescan import TooMuch, prescan  # type: ignore[import-not-found]
from spreadsheet_xml import read_spreadsheet_xml  # type: ignore[import-not-found]

DOCUMENTS = {"invoice": read_invoice, "notices": read_notices, "notice_tables": read_notice_tables}
MARKUP = {"html": read_html_file, "mhtml": read_mhtml, "spreadsheetml": read_spreadsheet_xml}
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 30
MAX_OUTPUT_CHARACTERS = 300_000_000
MAX_SHEETS = 2_000


def limit_resources() -> None:
    """Bound memory and time of this process; where no limits exist, the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_document(data: bytes, kind: str) -> str:
    """An invoice or a package of notices as one sheet."""
    try:
        rows = DOCUMENTS[kind](data)
    except NoInvoice as error:
        code = "no_invoice" if data.startswith(b"%PDF") else "damaged"
        return json.dumps({"error": "too_much_inside" if error.too_much else code})
    except NoNotices:
        return json.dumps({"error": "no_notices"})
    return "\n".join([json.dumps({"sheets": [{"name": "", "is_hidden": False}]}), json.dumps(rows)])


def read_workbook(data: bytes) -> Iterable[Sheet]:
    """The worksheets of a workbook, one at a time."""
    import python_calamine

    workbook = python_calamine.load_workbook(io.BytesIO(data))
    for number, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        page = workbook.get_sheet_by_index(number)
        rows = page.to_python(skip_empty_area=False)
        fill_merged(rows, page.merged_cell_ranges or ())
        yield Sheet(sheet.name, rows, sheet.visible != python_calamine.SheetVisibleEnum.Visible)


def written(sheets: Iterable[Sheet]) -> str:
    """The sheets in the form in which they go out. Raises `TooMuch` beyond the limits."""
    described: list[dict[str, object]] = []
    bodies: list[str] = []
    size = 0
    for sheet in sheets:
        body = json.dumps(sheet.records())
        size += len(body)
        if size > MAX_OUTPUT_CHARACTERS or len(bodies) >= MAX_SHEETS:
            raise TooMuch("output")
        described.append({"name": sheet.name, "is_hidden": sheet.is_hidden})
        bodies.append(body)
    return "\n".join([json.dumps({"sheets": described}), *bodies])


def read_sheets(data: bytes, kind: str) -> str:
    """All sheets of a workbook, or all tables of a file in markup."""
    if kind in MARKUP:
        try:
            sheets = MARKUP[kind](data)
        except ValueError:
            return json.dumps({"error": "damaged"})
        return written(sheets) if sheets else json.dumps({"error": "no_table"})
    import python_calamine

    prescan(data, kind)
    try:
        return written(read_workbook(data))
    except python_calamine.PasswordError:
        return json.dumps({"error": "password"})
    except python_calamine.CalamineError as error:
        return json.dumps({"error": "password" if "assword" in str(error) else "damaged"})


def main() -> None:
    """Parse what stands on standard input; its kind is the first argument."""
    limit_resources()
    data = sys.stdin.buffer.read()
    kind = sys.argv[1]
    try:
        sys.stdout.write(read_document(data, kind) if kind in DOCUMENTS else read_sheets(data, kind))
    except TooMuch:
        sys.stdout.write(json.dumps({"error": "too_much_inside"}))


main()
