"""GeoNames' German postal codes, which a user downloads, as rows of `place_postcode`.

Comes in: DE.txt, the zip around it, or a CSV with the same columns; and the municipalities that are known.
Goes out: pairs of municipality and postcode, and the rows that belong to no known municipality.
Never: a download; a municipality (GeoNames has no AGS).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import polars as pl

from schemas.reference.import_places import ImportedPlaces, ignored_frame
from schemas.reference.list_files import decoded, is_zip, unzipped
from schemas.reference.place_names import folded
from schemas.reference.places import PLACE_POSTCODE_SCHEMA, PLACE_SCHEMA, PlaceIndex
from schemas.reference.problem import ListProblem

_NO_SUCH_PLACE = (
    "Keine geladene Gemeinde dieses Kreises heißt so.",
    "No loaded municipality of this Kreis has this name.",
)


def parse_geonames(content: bytes, known: PlaceIndex, file_name: str = "DE.txt") -> ImportedPlaces:
    """Postcodes out of GeoNames' German list for the municipalities that are known. Raises `ListProblem`.

    GeoNames names a place and its Kreis, but no AGS: a row belongs to the municipality of that name in
    that Kreis, or to the city that is a Kreis of its own. Other rows are given back as ignored.
    """
    by_name = {(place.kreis_code, folded(place.place_name)): place for place in known.by_ags.values()}
    for place in known.by_ags.values():
        by_name.setdefault((place.kreis_code, folded(place.place_name.split(" (")[0])), place)
    pairs: set[tuple[str, str]] = set()
    ignored: list[tuple[int, str, str, str]] = []
    for row_no, (postcode, name, kreis_code) in _geonames_rows(content, file_name):
        found = known.by_ags.get(f"{kreis_code}000") or by_name.get((kreis_code, folded(name)))
        if found is None:
            ignored.append((row_no, f"{postcode} {name}", *_NO_SUCH_PLACE))
        else:
            pairs.add((found.ags, postcode))
    return ImportedPlaces(
        pl.DataFrame(schema=PLACE_SCHEMA),
        pl.DataFrame(sorted(pairs), PLACE_POSTCODE_SCHEMA, orient="row"),
        ignored_frame(ignored),
    )


def _geonames_rows(content: bytes, file_name: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """(line, (postcode, place name, Kreis code)) of either form."""
    if is_zip(content):
        inner = unzipped(content, ("de.txt", "zipcodes.de.csv"), file_name)
        if inner is None:
            raise _not_geonames(file_name)
        content = inner
    text = decoded(content)
    is_tabbed = "\t" in text.partition("\n")[0]
    stream = io.StringIO(text, newline=None)
    rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if is_tabbed else csv.reader(stream)
    count = 0
    for row_no, row in _numbered(rows, file_name):
        if not row or (row_no == 1 and row[0] == "country_code"):
            continue
        if len(row) < 11 or row[0] != "DE" or len(row[1]) != 5 or not row[1].isdigit():
            raise _not_geonames(f"{file_name}:{row_no}")
        count += 1
        yield row_no, (row[1], row[2], row[8])
    if not count:
        raise _not_geonames(file_name)


def _numbered(rows: Iterator[list[str]], file_name: str) -> Iterator[tuple[int, list[str]]]:
    row_no = 0
    try:
        for row_no, row in enumerate(rows, 1):
            yield row_no, row
    except csv.Error as error:
        raise _not_geonames(f"{file_name}:{row_no + 1}") from error


def _not_geonames(where: str) -> ListProblem:
    return ListProblem(
        where=where,
        what_de="Das ist nicht der Aufbau der deutschen Postleitzahlen von GeoNames.",
        what_en="This is not the layout of GeoNames' German postal codes.",
        mend_de="Laden Sie DE.zip oder DE.txt von GeoNames (export/zip) unverändert hoch.",
        mend_en="Upload DE.zip or DE.txt from GeoNames (export/zip) unchanged.",
    )
