"""From received bytes to sheets of good rows: read, recognise, clean and check, join what belongs together.

Names the stages of reading in order; each is a room of its own. Never: writes, or asks whose list it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from ingest.check import clean_rows
from ingest.corrections import Recalled
from ingest.errors import UnreadableFile
from ingest.load.upload import Sheet
from ingest.orders import Source, join_orders
from ingest.readers import read as read_tables
from ingest.recognise import recognise_all
from ingest.spool import Received
from ingest.tables import CleanRows, Hints, RawTable


@dataclass(frozen=True)
class Opened:
    """A file on its way: safe, and then read or refused."""

    name: str
    received: Received | None = None
    sources: tuple[Source, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    #: checksums of the files that it was read together with
    companions: tuple[str, ...] = ()
    refusal: UnreadableFile | None = None
    #: how it was read in the end, and what its row of headings is remembered by
    recalled: Recalled = field(default_factory=lambda: Recalled(Hints()))

    @property
    def shape(self) -> str | None:
        """Known export of a file of one table."""
        return self.sources[0][1].shape if len(self.sources) == 1 else None


def recognised(content: bytes, name: str, hints: Hints, plain: Sequence[RawTable] = ()) -> tuple[Source, ...]:
    """The tables of a file that are lists, with what was recognised about them.

    `plain` is the file as read without any correction, so that it is read again only where a hint asks for it.
    """
    tables = plain
    if not plain or hints.encoding is not None or hints.delimiter is not None:
        tables = read_tables(content, name, encoding=hints.encoding, delimiter=hints.delimiter)
    sources = tuple(pair for pair in recognise_all(tables, hints, name) if pair[1].list_kind != "not_a_list")
    if not sources:
        raise UnreadableFile(
            "not_a_list",
            "In der Datei steht keine Liste von Lieferanten, Kunden oder Unternehmen. Bitte sagen Sie, was "
            "die Liste enthält und welche Spalte den Namen trägt.",
            "The file holds no list of suppliers, customers or companies. Please say what the list holds and "
            "which column carries the name.",
        )
    return sources


def first_rows(
    content: bytes, name: str, *, encoding: str | None = None, delimiter: str | None = None, count: int = 12
) -> pl.DataFrame:
    """The first records of a file's first table as they stand: `line`, then a column of text for each field.

    Empty where the file cannot be read at all.
    """
    try:
        tables = read_tables(content, name, encoding=encoding, delimiter=delimiter)
    except UnreadableFile:
        return pl.DataFrame()
    return tables[0].frame.head(count)


def cleaned(sources: Sequence[Source]) -> tuple[Sheet, ...]:
    """Every table cleaned and checked."""
    return tuple(_sheet(source, clean_rows(*source)) for source in sources)


def _sheet(source: Source, rows: CleanRows) -> Sheet:
    return Sheet(source[0].sheet or "", source[1], rows)


def joined(opened: Sequence[Opened]) -> list[Opened]:
    """Order headers, items and vendor master of one call read together; all other files as they are."""
    by_shape = {one.shape: one for one in opened if one.refusal is None}
    headers, items, names = (by_shape.get(shape) for shape in ("sap_ekko", "sap_ekpo", "sap_lfa1"))
    if headers is None or items is None:
        return list(opened)
    group = [one for one in (headers, items, names) if one is not None]
    companions = tuple(sorted(one.received.sha256 for one in group if one.received is not None))
    of_names = names.sheets[0].rows if names is not None else None
    of_headers, of_items = join_orders(headers.sources[0], items.sources[0], of_names)
    read_together = {
        headers.name: replace(
            headers, sheets=(_sheet(headers.sources[0], of_headers),), companions=companions
        ),
        items.name: replace(items, sheets=(_sheet(items.sources[0], of_items),), companions=companions),
    }
    return [read_together.get(one.name, one) for one in opened]


def list_kind_of(sheets: Sequence[Sheet]) -> str:
    """One kind for the whole file."""
    kinds = list(dict.fromkeys(sheet.recognition.list_kind for sheet in sheets))
    if len(kinds) > 1 and set(kinds) <= {"suppliers", "customers", "suppliers_and_customers"}:
        return "suppliers_and_customers"
    return kinds[0]


def notes_of(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """What reading has to say about the file, each once."""
    return tuple(
        dict.fromkeys(note for sheet in sheets for note in (*sheet.recognition.notes, *sheet.rows.notes))
    )
