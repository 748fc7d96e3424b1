"""Released tables as one CSV file, a row per line of a table; text that a spreadsheet could run is defused."""

from __future__ import annotations

import csv
import io
from typing import Any

from lieferkette.answering.model import RegionalModel
from lieferkette.i18n.say import Language
from lieferkette.reports.release_rows import sheets

RUNNABLE = ("=", "+", "-", "@", "\t", "\r", "＝")


def release_csv(model: RegionalModel, region_label: str, language: Language = "de") -> bytes:
    """Blocks of title, heading, rows and notes, semicolons between cells, UTF-8 with its mark for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for sheet in sheets(model, region_label, language):
        for row in ([sheet.title], sheet.heading, *sheet.rows, *([note] for note in sheet.notes), []):
            writer.writerow([_safe(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: Any) -> Any:
    """A number as it is; text with an apostrophe before it where a spreadsheet would take it for a formula."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUNNABLE) else cell
