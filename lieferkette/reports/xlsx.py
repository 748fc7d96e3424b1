"""Answers as spreadsheets, with formulas, links and numbers made of text switched off.

Text that comes from a list stays text: `=HYPERLINK(…)` in a company's name is shown, never run.
"""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl
import xlsxwriter

from lieferkette.answers import RegionalTable
from lieferkette.i18n.say import Language, say
from lieferkette.i18n.values import origin_label
from schemas.reference.sector_groups import BY_CODE

_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "default_date_format": "dd.mm.yyyy",
}
#: How a cell is printed that holds too few companies.
SUPPRESSED = "·"
#: name, title, warning, heading, rows, notes
_Sheet = tuple[str, str | None, str | None, list[str], list[list[Any]], list[str]]


def regional_table_xlsx(table: RegionalTable, language: Language = "de") -> bytes:
    """The draft table of a region: buyers' sectors as rows, origins as columns, marked as a draft."""
    origins = [
        o for o in ("region", "germany", "eu", "world", "unknown") if o in table.cells["origin"].to_list()
    ]
    amounts = {
        (row[0], row[1]): row[2]
        for row in table.cells.select("sector_group", "origin", "amount_eur").iter_rows()
    }
    sectors = [code for code in BY_CODE if any((code, origin) in amounts for origin in origins)]
    heading = [say("report.buyers", language), *(origin_label(origin, language) for origin in origins)]
    rows: list[list[Any]] = []
    for code in sectors:
        label = BY_CODE[code].en if language == "en" else BY_CODE[code].de
        # Suppressed and zero look alike: an empty cell would tell that nobody is behind it.
        rows.append(
            [label, *(SUPPRESSED if (v := amounts.get((code, o))) is None else round(v) for o in origins)]
        )
    notes = [
        say("report.minimum", language, minimum=table.minimum_contributors),
        say(
            "report.lists",
            language,
            lists_count=table.coverage.lists_in_view,
            companies_count=table.coverage.companies_with_lists,
        ),
        say(table.sentences[0], language),
    ]
    title = say("report.title", language, region=table.region_label, year=str(table.year))
    return workbook(
        [(say("report.sheet", language), title, say("report.draft", language), heading, rows, notes)]
    )


def left_out_xlsx(
    rows: pl.DataFrame,
    columns: pl.DataFrame,
    language: Language = "de",
    upload_id: str | None = None,
) -> bytes:
    """Rejected rows as a spreadsheet to correct and send again: the file's own columns, then reason and mend.

    `columns` are the file's (sheet, position, heading). The upload named on top is how the spreadsheet is
    known when it comes again.
    """
    extra = [say(f"report.{name}", language) for name in ("row_no", "reason", "mend")]
    title = say("report.corrects", language, upload_id=upload_id) if upload_id else None
    rejected = rows.filter(pl.col("outcome") == "rejected")
    name = say("report.rejected_sheet", language)
    sheets: list[_Sheet] = []
    for sheet in rejected["sheet"].unique(maintain_order=True):
        of_sheet = rejected.filter(pl.col("sheet") == sheet)
        named = columns.filter(pl.col("sheet") == sheet)
        headings = dict(named.select("position", "heading").iter_rows())
        width = max(headings, default=-1) + 1
        body = []
        for row in of_sheet.iter_rows(named=True):
            cells = list(json.loads(row["raw"])) if row["raw"] else []
            cells = [cell or "" for cell in cells[:width]] + [""] * (width - len(cells))
            body.append([*cells, row["row_no"], row[f"reason_{language}"], row[f"mend_{language}"] or ""])
        heading = [*(headings.get(at, "") for at in range(width)), *extra]
        sheets.append(
            (f"{name} {len(sheets) + 1}" if sheets else name, title, None, heading, body, list[str]())
        )
    return workbook(sheets)


def frame_xlsx(frame: pl.DataFrame, headings: dict[str, str], sheet: str) -> bytes:
    """A table twin: the columns of `headings`, in that order."""
    rows = [list(row) for row in frame.select(list(headings)).iter_rows()]
    return workbook([(sheet, None, None, list(headings.values()), rows, [])])


def workbook(
    sheets: list[_Sheet],
) -> bytes:
    """Sheets as (name, title, warning, heading, rows, notes); text stays text."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _SAFE) as book:
        bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        warning = book.add_format({"bold": True, "font_color": "#8C1D18"})
        right = book.add_format({"align": "right"})
        for name, title, mark, heading, rows, notes in sheets:
            sheet = book.add_worksheet(name[:31])
            line = 0
            for text, form in ((title, bold), (mark, warning)):
                if text:
                    sheet.write_string(line, 0, text, form)
                    line += 1
            line += 1 if title else 0
            for column, text in enumerate(heading):
                sheet.write_string(line, column, text, bold)
            for row in rows:
                line += 1
                for column, value in enumerate(row):
                    if isinstance(value, int | float):
                        sheet.write_number(line, column, value, number)
                    elif value is not None:
                        sheet.write_string(line, column, str(value), right if value == SUPPRESSED else None)
            for offset, text in enumerate(notes):
                sheet.write_string(line + 2 + offset, 0, text)
            sheet.autofit()
    return buffer.getvalue()
