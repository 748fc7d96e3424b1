"""Read a workbook, an invoice or award notices from standard input, write sheets as JSON to standard output.

First line: {"sheets": [{"name", "is_hidden"}]} or {"error": code}. Then per sheet one line: a list of records
[row number, cell, cell, ...] with trailing blanks cut and blank rows left out.
Numbers come with a decimal point and never with exactly three decimals (a zero is added), so that nobody
downstream can take `12.345` for twelve thousand.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Iterable
from typing import Any

# beside this file, which is run alone
from invoice import NoInvoice, read_invoice  # type: ignore[import-not-found]
from notice_tables import read_notice_tables  # type: ignore[import-not-found]
from notices import NoNotices, read_notices  # type: ignore[import-not-found]
from prescan import TooMuch, prescan  # type: ignore[import-not-found]

Corner = tuple[int, int]
DOCUMENTS = {"invoice": read_invoice, "notices": read_notices, "notice_tables": read_notice_tables}
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 30
MAX_OUTPUT_CHARACTERS = 300_000_000
MAX_HEADING_ROWS = 30
MAX_MERGE_CELLS = 10_000


def limit_resources() -> None:
    """Bound memory and time of this process; where no limits exist, the parent's clock remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def as_text(value: object) -> str:
    """One cell as text.

    >>> as_text(1234.5), as_text(58636.0), as_text(12.345)
    ('1234.5', '58636', '12.3450')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (int, float)):
        return number_as_text(float(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time(0) else value.isoformat(" ")
    return str(value)


def number_as_text(value: float) -> str:
    """A number without exponent, without `.0`, and never with exactly three decimals."""
    text = format(round(value, 8), ".8f").rstrip("0").rstrip(".")
    whole, _, decimals = text.partition(".")
    return text + "0" if len(decimals) == 3 else whole if not decimals else text


def fill_merged(rows: list[list[Any]], ranges: Iterable[tuple[Corner, Corner]]) -> None:
    """Repeat merged text: downwards everywhere, to the right among possible heading rows only.

    Numbers are never repeated: a merged amount belongs to its rows together, once.
    """
    budget = MAX_MERGE_CELLS
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not isinstance(rows[top][left], str):
            continue
        last_column = right if top < MAX_HEADING_ROWS else left
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            for column in range(left, min(last_column, len(rows[row]) - 1) + 1):
                budget -= 1
                if budget > 0 and rows[row][column] in ("", None):
                    rows[row][column] = rows[top][left]


def records(rows: list[list[Any]]) -> list[list[object]]:
    """Rows with their numbers, trailing blanks cut, blank rows left out."""
    kept: list[list[object]] = []
    for number, row in enumerate(rows, start=1):
        cells = ["" if cell is None else as_text(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            kept.append([number, *cells])
    return kept


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


def read_sheets(data: bytes) -> str:
    """All sheets of a workbook."""
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        described, bodies, size = [], [], 0
        for number, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            page = workbook.get_sheet_by_index(number)
            rows = page.to_python(skip_empty_area=False)
            fill_merged(rows, page.merged_cell_ranges or ())
            body = json.dumps(records(rows))
            size += len(body)
            if size > MAX_OUTPUT_CHARACTERS:
                return json.dumps({"error": "too_much_inside"})
            is_hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
            described.append({"name": sheet.name, "is_hidden": is_hidden})
            bodies.append(body)
    except python_calamine.PasswordError:
        return json.dumps({"error": "password"})
    except python_calamine.CalamineError as error:
        return json.dumps({"error": "password" if "assword" in str(error) else "damaged"})
    return "\n".join([json.dumps({"sheets": described}), *bodies])


def main() -> None:
    """Parse what stands on standard input; its kind is the first argument."""
    limit_resources()
    data = sys.stdin.buffer.read()
    kind = sys.argv[1]
    if kind in DOCUMENTS:
        sys.stdout.write(read_document(data, kind))
        return
    try:
        prescan(data, kind)
    except TooMuch:
        sys.stdout.write(json.dumps({"error": "too_much_inside"}))
        return
    sys.stdout.write(read_sheets(data))


main()
