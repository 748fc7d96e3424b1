"""Released tables as a spreadsheet: a sheet per table, definitions, certificate; formulas and links off."""

from __future__ import annotations

from lieferkette.answering.model import RegionalModel
from lieferkette.i18n.say import Language
from lieferkette.reports.release_rows import sheets
from lieferkette.reports.xlsx import workbook


def release_xlsx(model: RegionalModel, region_label: str, language: Language = "de") -> bytes:
    """The whole release as one workbook."""
    return workbook(
        [
            (sheet.name, sheet.title, None, sheet.heading, sheet.rows, sheet.notes)
            for sheet in sheets(model, region_label, language)
        ]
    )
