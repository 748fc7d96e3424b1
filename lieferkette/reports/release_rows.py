"""Released tables as rows of text and numbers, for every format: a table each, definitions, certificate.

A cell that was not published is printed as "·", whether it was withheld, is zero or never was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from lieferkette.answering.model import RegionalModel
from lieferkette.i18n.numbers import day, number, percent
from lieferkette.i18n.say import Language, say
from lieferkette.i18n.values import (
    capability_label,
    epsilon_text,
    origin_label,
    sector_group_label,
    sector_label,
)
from lieferkette.releasing.tables import ALL, TABLES, TableDefinition
from schemas.reference.places import home_places
from schemas.reference.sector_groups import BY_CODE

SUPPRESSED = "·"
#: What the column of figures of a table without origins is called.
_FIGURE = {"count": "band", "share": "band", "fifth": "fifth"}


@dataclass(frozen=True)
class Sheet:
    """One table: its name, title, heading, rows and notes."""

    name: str
    title: str
    heading: list[str]
    rows: list[list[Any]]
    notes: list[str]


def sheets(model: RegionalModel, region_label: str, language: Language = "de") -> list[Sheet]:
    """All released tables with at least one published cell, then definitions and certificate."""
    stamp = say(
        "release.model", language, model_id=model.model_id, released_at=day(model.released_at, language)
    )
    found = []
    for table in TABLES:
        cells = model.cells.filter(pl.col("table_id") == table.table_id)
        if cells.height:
            name = say(f"release_table.{table.table_id}", language)
            title = say("release.title", language, region=region_label, year=str(model.year), table=name)
            heading, rows = _grid(table, cells, language)
            notes = [
                say(f"release_definition.{table.table_id}", language),
                say("release.suppressed", language),
                *_carried(cells, language),
                stamp,
            ]
            found.append(Sheet(name, title, heading, rows, notes))
    return [*found, _definitions(language), _certificate(model, stamp, language)]


def _carried(cells: pl.DataFrame, language: Language) -> list[str]:
    """How many figures of a table still tell the state of an earlier release, and of which."""
    earlier = cells["as_of_model_id"].drop_nulls()
    if earlier.is_empty():
        return []
    models = ", ".join(earlier.unique().sort())
    return [say("release.carried", language, count=len(earlier), models=models)]


def _grid(
    table: TableDefinition, cells: pl.DataFrame, language: Language
) -> tuple[list[str], list[list[Any]]]:
    """Sectors (and partners, or municipalities) down, origins across."""
    keys = ["cell_sector", "partner_sector", "cell_place"]
    has_partner, has_origin = table.partner_levels != (ALL,), len(table.origins) > 1
    heading = [] if table.is_by_place_only else [
        say("release.capability" if table.by_capability else "release.sector", language)]  # fmt: skip
    heading += [say("release.partner", language)] if has_partner else []
    heading += [say("release.place", language)] if table.by_place else []
    heading += [_origin(o, language) for o in table.origins] if has_origin else [
        say(f"release.{_FIGURE.get(table.kind, 'value')}", language)]  # fmt: skip
    value = {
        row[:4]: _figure(table, row[4], row[5], language)
        for row in cells.select(*keys, "cell_origin", "released_value", "released_band").iter_rows()
    }
    lines = sorted({key[:3] for key in value}, key=lambda key: tuple(_rank(code) for code in key))
    rows: list[list[Any]] = []
    for sector, partner, place in lines:
        row: list[Any] = [] if table.is_by_place_only else [sector_name(sector, language)]
        row += [sector_name(partner, language)] if has_partner else []
        row += [place_label(place, language)] if table.by_place else []
        rows.append(row + [value.get((sector, partner, place, o), SUPPRESSED) for o in table.origins])
    return heading, rows


def _figure(table: TableDefinition, value: float | None, band: str | None, language: Language) -> Any:
    """How a cell is printed."""
    if value is None:
        return say(f"release.fifth_{band}", language) if table.kind == "fifth" else band
    return number(value, language, 2) if table.kind == "ratio" else value


def _rank(code: str) -> tuple[int, int, str]:
    """In total first, then groups in their fixed order, then codes."""
    groups = list(BY_CODE)
    return (
        0 if code == ALL else 1 if code in groups else 2,
        groups.index(code) if code in groups else 0,
        code,
    )


def sector_name(code: str, language: Language) -> str:
    """Label of a sector at any level, or of a capability."""
    if code == ALL:
        return say("release.all", language)
    if code[:2].isdigit():
        return sector_label(code, language)
    return sector_group_label(code, language) if code in BY_CODE else capability_label(code, language)


def place_label(ags: str, language: Language) -> str:
    """A municipality with its key; one that does not ship by its key alone."""
    if ags == ALL:
        return say("release.all", language)
    known = home_places().by_ags.get(ags)
    return f"{known.place_name} ({ags})" if known else ags


def _origin(code: str, language: Language) -> str:
    return say(f"release.{code}", language) if code in (ALL, "outside") else origin_label(code, language)


def _definitions(language: Language) -> Sheet:
    rows: list[list[Any]] = [
        [say(f"release_table.{t.table_id}", language), say(f"release_definition.{t.table_id}", language)]
        for t in TABLES
    ]
    name = say("release.definitions", language)
    return Sheet(name, name, [say("release.table", language), say("release.definition", language)], rows, [])


def _certificate(model: RegionalModel, stamp: str, language: Language) -> Sheet:
    said = model.certificate
    linked = ", ".join(said["linked_releases"]) or "–"
    rows: list[list[Any]] = [
        [say("release.published", language), said["published"]],
        [say("release.withheld_primary", language), said["suppressed_primary"]],
        [say("release.withheld_secondary", language), said["suppressed_secondary"]],
        [say("release.value_share", language), percent(said["published_value_share"], language)],
        *_bands_published(said, language),
        [say("release.contributors", language), said["rules"]["minimum_contributors"]],
        [say("release.coalition", language), said["rules"]["coalition"]],
        [say("release.linked", language), linked],
        [say("release.audit", language), say("release.audit_passed", language)],
    ]
    name = say("release.certificate", language)
    return Sheet(name, name, [say("release.what", language), say("release.value", language)], rows, [stamp])


def _bands_published(said: dict[str, Any], language: Language) -> list[list[Any]]:
    """Cells of counts and bands, and how systemic risk was computed, where the release says so."""
    rows: list[list[Any]] = []
    if "counts" in said:
        rows.append([say("release.bands", language), said["counts"]["published"]])
    if "systemic_risk" in said:
        epsilon = epsilon_text(str(said["systemic_risk"]["epsilon"]), language)
        rows.append([say("release.risk_basis", language), epsilon])
    return rows
