"""What was released: its tables as they are printed, the certificate, and both to take along.

Never: a figure that is not in the release.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards.components.house import actor, reader
from dashboards.components.language import language, tr
from dashboards.components.metrics import metric_row
from dashboards.components.texts import empty, note, subheader
from lieferkette.answering.model import RegionalModel
from lieferkette.errors import NotReleased
from lieferkette.i18n.numbers import euro, euro_short, number, percent
from lieferkette.reader import HOME_REGION
from lieferkette.reports.release_csv import release_csv
from lieferkette.reports.release_rows import SUPPRESSED, Sheet, sheets
from lieferkette.reports.release_xlsx import release_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Sheets that are no tables of figures: definitions, and last the certificate.
_APPENDIX = 2


def newest_release(region_id: str = HOME_REGION, year: int | None = None) -> RegionalModel | None:
    """The newest release of a region; None, and what to do about it on the page, where there is none."""
    try:
        return reader().model(region_id, year)
    except NotReleased:
        role = "owner" if actor().role == "owner" else "others"
        empty(f"released.none_{role}")
        return None


def region_labels() -> dict[str, str]:
    """region_id -> name."""
    regions = reader().regions()
    return dict(zip(regions["region_id"], regions[f"label_{language()}"], strict=True))


def release_line(model: RegionalModel) -> None:
    """Which release the figures are from, and how much of it was published."""
    said = model.certificate
    slots = {
        "published": said["published"],
        "cells": said["cells"],
        "value_share": said["published_value_share"],
    }
    note(
        tr("released.line", model_id=model.model_id, year=model.year, released_at=model.released_at, **slots)
    )


def release_metrics(model: RegionalModel) -> None:
    """Four released figures; what was withheld says unknown."""
    bought, sold = model.value("purchases_by_origin"), model.value("sales_by_destination")
    share = regional_share(model)
    lists = model.band("companies_with_lists")
    metric_row(
        ("released.lists", None if lists is None else lists.replace("-", "–"), {}),
        ("released.bought", None if bought is None else euro_short(bought, language()), {}),
        ("released.regional", None if share is None else percent(share, language()), {}),
        ("released.sold", None if sold is None else euro_short(sold, language()), {}),
    )


def regional_share(model: RegionalModel) -> float | None:
    """Which part of the released purchases goes to businesses of the region."""
    table = "purchases_by_origin"
    return model.share(table, "all", "all", "region", (table, "all", "all", "all"))


def release_sheets(model: RegionalModel) -> list[Sheet]:
    """The released tables of figures in the reader's language."""
    return sheets(model, region_labels()[model.region_id], language())[:-_APPENDIX]


def release_table(sheet: Sheet, key: str) -> None:
    """One released table with its definition; what is not published stands as "·"."""
    note(sheet.notes[0])
    rows = [[_written(cell) for cell in row] for row in sheet.rows]
    is_figure = [
        any(isinstance(row[place], float) for row in sheet.rows)
        or all(row[place] == SUPPRESSED for row in sheet.rows)
        for place in range(len(sheet.heading))
    ]
    figures = [name for name, is_one in zip(sheet.heading, is_figure, strict=True) if is_one]
    st.dataframe(
        pl.DataFrame(rows, dict.fromkeys(sheet.heading, pl.String), orient="row"),
        hide_index=True,
        height="content" if len(rows) <= 10 else 390,
        column_config={name: st.column_config.TextColumn(alignment="right") for name in figures},
        key=key,
        alt=sheet.title,
    )
    note(tr("release.suppressed"))


def certificate(model: RegionalModel) -> None:
    """What the audit found, as it stands in the report."""
    subheader("release.certificate")
    sheet = sheets(model, region_labels()[model.region_id], language())[-1]
    rows = [[_written(cell) for cell in row] for row in sheet.rows]
    st.table(
        pl.DataFrame(rows, dict.fromkeys(sheet.heading, pl.String), orient="row"),
        border="horizontal",
        hide_index=True,
        hide_header=True,
        alt=sheet.title,
    )


def release_downloads(model: RegionalModel) -> None:
    """All released tables with definitions and certificate, for spreadsheets and for programs."""
    label = region_labels()[model.region_id]
    name = f"{tr('released.file')}_{model.region_id}_{model.model_id}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            tr("released.xlsx"),
            release_xlsx(model, label, language()),
            file_name=f"{name}.xlsx",
            mime=_XLSX,
            type="primary" if actor().role != "owner" else "secondary",
            icon=":material/download:",
        )
        st.download_button(
            tr("released.csv"),
            release_csv(model, label, language()),
            file_name=f"{name}.csv",
            mime="text/csv",
            icon=":material/download:",
        )


def stop_for_chamber() -> None:
    """Relations are not shown to the chamber: one sentence says so and where its figures are."""
    if actor().role == "chamber":
        empty("released.no_relations", "screens/reports.py", "go.reports")
        st.stop()


def _written(cell: Any) -> str:
    if isinstance(cell, float):
        return euro(cell, language())
    return number(cell, language()) if isinstance(cell, int) else str(cell)
