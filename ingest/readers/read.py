"""Choose the reader by what the bytes are, whatever the file's name ends in."""

from __future__ import annotations

from ingest.errors import UnreadableFile
from ingest.readers import delimited, spreadsheet, text
from ingest.readers.kind import document_kind, refuse_if_unreadable, spreadsheet_kind
from ingest.readers.markup import markup_kind
from ingest.tables import RawTable

MAX_FILE_BYTES = 50 * 1024 * 1024


def read(
    data: bytes, file_name: str, *, encoding: str | None = None, delimiter: str | None = None
) -> list[RawTable]:
    """Read a file into tables of text, one per sheet (a text file has one).

    `encoding` and `delimiter` override what would be recognised. Raises `UnreadableFile` when the file as a
    whole cannot be read; a bad record never raises, it stays in the table and is named in `line_problems`.

    >>> read("Name;Ort\\nRübezahl Draht AG;Hagen".encode(), "liste.csv")[0].frame.rows()
    [(1, 'Name', 'Ort'), (2, 'Rübezahl Draht AG', 'Hagen')]
    """
    _check_size(data)
    kind = spreadsheet_kind(data) or document_kind(data) or markup_kind(data)
    if kind is not None:
        return spreadsheet.read_workbook(data, kind)
    refuse_if_unreadable(data)
    decoded, used_encoding = text.decode(data, encoding)
    return [delimited.read_delimited(decoded, used_encoding, delimiter)]


def _check_size(data: bytes) -> None:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(
            "empty",
            "Die Datei ist leer. Speichern Sie die Liste noch einmal und laden Sie sie dann hoch.",
            "The file is empty. Save the list again and upload it then.",
        )
    if len(data) > MAX_FILE_BYTES:
        size = -(-len(data) // (1024 * 1024))
        raise UnreadableFile(
            "too_large",
            f"Die Datei ist {size} MB groß, erlaubt sind 50 MB. "
            "Teilen Sie sie oder löschen Sie leere Tabellenblätter.",
            f"The file has {size} MB, the limit is 50 MB. Split it or delete empty sheets.",
        )
