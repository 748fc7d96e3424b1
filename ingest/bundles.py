"""Files of one call that are the tables of one export: they become one packed file before anything else happens.

The award notices of the Datenservice Öffentlicher Einkauf come as a folder of CSV tables; somebody who unpacked it
hands in the tables. Never: reads a table beyond its headings.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from ingest.results import Incoming

#: Without these two there is nothing to say who won from whom.
_NEEDED = {"notice.csv", "organisation.csv"}
#: Every table of the export begins with these two headings.
_HEADINGS = (b"noticeIdentifier", b"noticeVersion")
_NAME = "eForms.zip"
_HEAD_BYTES = 400


def bundled(files: Sequence[Incoming]) -> list[Incoming]:
    """The files, with the tables of award notices among them packed into one in the place of the first.

    The same tables give the same bytes, in whatever order they come.
    """
    tables = {one.name: one for one in files if _is_table(one)}
    if not tables.keys() >= _NEEDED:
        return list(files)
    packed = Incoming(_packed(tables), _NAME)
    parts = set(map(id, tables.values()))
    first = next(place for place, one in enumerate(files) if id(one) in parts)
    return [
        packed if place == first else one
        for place, one in enumerate(files)
        if place == first or id(one) not in parts
    ]


def _is_table(file: Incoming) -> bool:
    if not file.name.endswith(".csv"):
        return False
    try:
        head = file.bytes()[:_HEAD_BYTES].split(b"\n", 1)[0]
    except OSError:
        return False  # said where the file is taken in
    return all(heading in head for heading in _HEADINGS)


def _packed(tables: dict[str, Incoming]) -> bytes:
    """A zip without the time of day, so that it is the same tomorrow."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(tables):
            archive.writestr(zipfile.ZipInfo(name), tables[name].bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
