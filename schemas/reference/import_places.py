"""Destatis' list of municipalities, which a user downloads, as rows of our tables.

Comes in: GV100AD (fixed width) or the quarterly GV-ISys workbook ("AuszugGV…").
Goes out: frames for `place` and `place_postcode`, and what was left out and why.
Never: a download. A workbook should be read in a guarded child process; `parse_gv_isys_rows` takes its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from schemas.reference.list_files import check_zip, decoded
from schemas.reference.places import Place, PlaceIndex
from schemas.reference.postcodes import postcode_points
from schemas.reference.problem import ListProblem

_FARTHEST_COLUMN = 200

# GV100AD: kinds of record in columns 1-2, and where the fields stand (from, to; 0-based, end excluded)
_STATE, _KREIS, _MUNICIPALITY = "10", "40", "60"
_KINDS = {"10", "20", "30", "40", "50", "60"}
_GV100_FIELDS = {
    "year": (2, 6),
    "month": (6, 8),
    "day": (8, 10),
    "state": (10, 12),
    "kreis": (10, 15),
    "ags": (10, 18),
    "name": (22, 72),
    "population": (139, 150),
    "postcode": (165, 170),
}
# GV-ISys workbook: columns from 0
_WORKBOOK_COLUMNS = 16

_NO_POSTCODE = ("Die Gemeinde hat keine Postleitzahl in der Liste.", "The list has no postcode of it.")


@dataclass(frozen=True)
class ImportedPlaces:
    """Rows for the two tables, and rows left out (`row_no`, `content`, `reason_de`, `reason_en`)."""

    place: pl.DataFrame
    place_postcode: pl.DataFrame
    ignored: pl.DataFrame


@dataclass(frozen=True)
class _Record:
    """One municipality, Kreis or state of an official list, whatever the file's form."""

    where: str
    kind: str
    key: str
    name: str
    population: str
    postcode: str
    longitude: str = ""
    latitude: str = ""


def parse_gv100ad(content: bytes, file_name: str = "GV100AD.txt") -> ImportedPlaces:
    """Municipalities of Destatis' fixed-width file (UTF-8 or cp1252). Raises `ListProblem`.

    The list has no coordinates: a municipality gets those of its town hall's postcode.
    """
    records: list[_Record] = []
    day = ""
    for line_no, line in enumerate(decoded(content).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{file_name}:{line_no}"
        kind = line[:2]
        if kind not in _KINDS or not line[2:12].isdigit():
            raise _not_gv(where)
        field = {name: line[start:end].strip() for name, (start, end) in _GV100_FIELDS.items()}
        day = f"{field['day']}.{field['month']}.{field['year']}"
        key = {_STATE: field["state"], _KREIS: field["kreis"]}.get(kind, field["ags"])
        records.append(_Record(where, kind, key, field["name"], field["population"], field["postcode"]))
    return _places(records, f"Destatis GV100AD, {day}", file_name)


def parse_gv_isys_xlsx(content: bytes, file_name: str = "AuszugGV.xlsx") -> ImportedPlaces:
    """Municipalities of Destatis' quarterly workbook. Raises `ListProblem`."""
    import fastexcel

    check_zip(content, file_name)
    try:
        book = fastexcel.read_excel(content)
        sheets = [name for name in book.sheet_names if "gemeinden" in name.lower()]
        if not sheets:
            raise _not_gv(file_name)
        sheet = book.load_sheet(sheets[0], header_row=None, dtypes="string")
    except fastexcel.FastExcelError as error:
        raise _not_gv(file_name) from error
    if sheet.width > _FARTHEST_COLUMN:
        raise _not_gv(f"{file_name}, {sheets[0]}")
    return parse_gv_isys_rows(sheet.to_polars().iter_rows(), f"{file_name}, {sheets[0]}")


def parse_gv_isys_rows(rows: Iterable[Sequence[str | None]], where: str = "AuszugGV.xlsx") -> ImportedPlaces:
    """Municipalities of the workbook's sheet "Onlineprodukt_Gemeinden…", given as rows of text.

    Columns: Satzart, Textkennzeichen, Land, RB, Kreis, VB, Gem, name, area, inhabitants (3), density,
    postcode, longitude, latitude, and others that are not read.
    """
    records: list[_Record] = []
    for row_no, row in enumerate(rows, 1):
        cells = ["" if cell is None else cell.strip() for cell in row]
        if not cells or cells[0] not in _KINDS:
            continue
        if len(cells) < _WORKBOOK_COLUMNS:
            raise _not_gv(f"{where}:{row_no}")
        kreis = cells[2].zfill(2) + cells[3].zfill(1) + cells[4].zfill(2)
        key = {_STATE: cells[2].zfill(2), _KREIS: kreis}.get(cells[0], kreis + cells[6].zfill(3))
        records.append(
            _Record(f"{where}:{row_no}", cells[0], key, cells[7], cells[9], cells[13], cells[14], cells[15])
        )
    return _places(records, "Destatis GV-ISys", where)


def _places(records: list[_Record], source: str, where: str) -> ImportedPlaces:
    states = {record.key: _plain_name(record.name) for record in records if record.kind == _STATE}
    kreise = {record.key: _plain_name(record.name) for record in records if record.kind == _KREIS}
    municipalities = [record for record in records if record.kind == _MUNICIPALITY]
    if not municipalities:
        raise _not_gv(where)
    places: dict[str, Place] = {}
    ignored: list[tuple[int, str, str, str]] = []
    for record in municipalities:
        place = _place(record, states, kreise, source)
        if place.ags in places:
            raise ListProblem(
                where=record.where,
                what_de=f"Der Gemeindeschlüssel {place.ags} steht zweimal in der Liste.",
                what_en=f"The municipality key {place.ags} stands twice in the list.",
                mend_de="Laden Sie die Liste noch einmal herunter.",
                mend_en="Download the list again.",
            )
        places[place.ags] = place
        if not place.postcodes:
            row_no = int(record.where.rpartition(":")[2])
            ignored.append((row_no, f"{place.ags} {place.place_name}", *_NO_POSTCODE))
    frames = PlaceIndex(places.values()).frames()
    return ImportedPlaces(*frames, ignored_frame(ignored))


def _place(record: _Record, states: dict[str, str], kreise: dict[str, str], source: str) -> Place:
    if len(record.key) != 8 or not record.key.isdigit() or not record.name:
        raise _not_gv(record.where)
    name = _plain_name(record.name)
    has_postcode = len(record.postcode) == 5 and record.postcode.isdigit()
    try:
        population = int(record.population.replace(" ", "").removesuffix(".0")) if record.population else None
        point = (_degrees(record.latitude), _degrees(record.longitude))
    except ValueError as error:
        raise _not_gv(record.where) from error
    if None in point:
        point = postcode_points().get(record.postcode, (None, None))
    return Place(
        ags=record.key,
        place_name=name,
        kreis_code=record.key[:5],
        kreis_name=kreise.get(record.key[:5], name),
        state_name=states.get(record.key[:2], ""),
        latitude=point[0],
        longitude=point[1],
        population=population,
        source=source,
        postcodes=(record.postcode,) if has_postcode else (),
    )


def _plain_name(name: str) -> str:
    """The name without the title behind a comma: "Altena, Stadt" -> "Altena"."""
    return name.partition(",")[0].strip()


def _degrees(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def ignored_frame(rows: list[tuple[int, str, str, str]]) -> pl.DataFrame:
    """Rows left out, as `ImportedPlaces` has them."""
    return pl.DataFrame(
        rows,
        {"row_no": pl.Int64, "content": pl.String, "reason_de": pl.String, "reason_en": pl.String},
        orient="row",
    )


def _not_gv(where: str) -> ListProblem:
    return ListProblem(
        where=where,
        what_de="Das ist nicht der Aufbau des Gemeindeverzeichnisses von Destatis.",
        what_en="This is not the layout of Destatis' list of municipalities.",
        mend_de="Laden Sie GV100AD (Text) oder den vierteljährlichen Auszug (XLSX) unverändert hoch.",
        mend_en="Upload GV100AD (text) or the quarterly extract (XLSX) unchanged.",
    )
