"""What goes into the jobs of ingest and what comes out: files, options, results.

Never: does anything; see jobs.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from ingest.load.upload import Sheet
from ingest.reading import notes_of
from ingest.tables import Hints

#: Kinds of lists that stand on their own; all others belong to the company that hands them in.
OWNERLESS_KINDS = ("registry", "members", "relations")
#: Sides of which a list can name all.
LIST_SIDES = ("suppliers", "customers")
#: Called with the file's name and the stage that begins: receive, read, load, done.
Progress = Callable[[str, str], None]


def names_side(list_kind: str | None, side: str) -> bool:
    """Whether a list of this kind names a company's suppliers, or its customers.

    >>> [names_side(kind, "suppliers") for kind in ("suppliers_and_customers", "orders", "relations", "members")]
    [True, True, False, False]
    """
    return list_kind in (side, "suppliers_and_customers") or (list_kind == "orders" and side == "suppliers")


@dataclass(frozen=True)
class Incoming:
    """A file as it is handed in: its bytes, or the path where they lie, and the name to show."""

    content: bytes | Path
    name: str

    def bytes(self) -> bytes:
        """What is in the file. Raises OSError where it cannot be read."""
        return self.content.read_bytes() if isinstance(self.content, Path) else self.content

    @classmethod
    def at(cls, path: str | Path) -> Incoming:
        """The file at `path`, shown under its last name."""
        return cls(Path(path), Path(path).name)


@dataclass(frozen=True)
class Options:
    """What the caller fixes; everything not given is recognised or left unknown.

    is_complete: whether the list names all suppliers (all customers) of its period; None = not asked yet.
    sharing: level of the evidence; None = the company's default, else `statistics`.
    """

    list_kind: str | None = None
    year: int | None = None
    is_complete: bool | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    sharing: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    heading_line: int | None = None
    amount_unit: float | None = None
    amount_kind: str | None = None
    decimal: str | None = None

    def hints(self) -> Hints:
        """The part that reading needs."""
        return Hints(
            list_kind=self.list_kind,
            year=self.year,
            mapping=dict(self.mapping),
            encoding=self.encoding,
            delimiter=self.delimiter,
            heading_line=self.heading_line,
            amount_unit=self.amount_unit,
            amount_kind=self.amount_kind,
            decimal=self.decimal,
        )


@dataclass(frozen=True)
class UploadResult:
    """What became of one file. `status`: loaded, unchanged, or refused with both sentences."""

    file: str
    status: str
    upload_id: str | None = None
    shape: str | None = None
    list_kind: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_ignored: int = 0
    columns: tuple[dict[str, Any], ...] = ()
    parties_matched: int = 0
    parties_new: int = 0
    parties_to_review: int = 0
    #: counterparts new, ended and changed against the list that this one replaced; empty if it replaced none
    difference: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error_code: str | None = None
    error_de: str | None = None
    error_en: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The object of `ingest --json`; keys that others build on come first and stay."""
        first = {
            "file": self.file,
            "upload_id": self.upload_id,
            "shape": self.shape,
            "rows_read": self.rows_read,
            "rows_loaded": self.rows_loaded,
            "rows_rejected": self.rows_rejected,
            "rows_ignored": self.rows_ignored,
            "columns": [dict(column) for column in self.columns],
            "parties_matched": self.parties_matched,
            "parties_new": self.parties_new,
            "parties_to_review": self.parties_to_review,
        }
        rest: dict[str, Any] = {
            "status": self.status,
            "notes": list(self.notes),
            "difference": dict(self.difference),
        }
        if self.error_code is not None:
            rest["error"] = {"code": self.error_code, "de": self.error_de, "en": self.error_en}
        return {**first, **rest}


@dataclass(frozen=True)
class Preview:
    """What a file would become, before anything is written. `sheets` is empty where it cannot be read."""

    file: str
    sheets: tuple[Sheet, ...] = ()
    list_kind: str | None = None
    #: the upload whose rejected rows these are, corrected
    corrects_upload_id: str | None = None
    error_code: str | None = None
    error_de: str | None = None
    error_en: str | None = None

    @property
    def shape(self) -> str | None:
        """Known export that the file was recognised as."""
        return self.sheets[0].recognition.shape if self.sheets else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed in reading it, each once (`ingest.notes`)."""
        return notes_of(self.sheets)

    @property
    def needs_owner(self) -> bool:
        """Whether it must be said whose list this is."""
        return any(sheet.recognition.list_kind not in OWNERLESS_KINDS for sheet in self.sheets)

    @property
    def rows_read(self) -> int:
        """Rows below the headings that were not blank."""
        return sum(sheet.rows.rows_read for sheet in self.sheets)

    @property
    def rows_good(self) -> int:
        """Rows that would be loaded."""
        return sum(sheet.rows.good["line"].n_unique() for sheet in self.sheets)

    def sample(self, count: int = 10) -> pl.DataFrame:
        """The first good rows, without columns that are empty in all of them."""
        if not self.sheets:
            return pl.DataFrame()
        rows = pl.concat([sheet.rows.good.head(count) for sheet in self.sheets]).head(count)
        return rows.select([name for name in rows.columns if rows[name].null_count() < rows.height])

    @property
    def left_out(self) -> pl.DataFrame:
        """Rows that would be left out, with sheet, line, reason and mend."""
        if not self.sheets:
            return pl.DataFrame()
        return pl.concat(
            [sheet.rows.left_out.with_columns(pl.lit(sheet.name).alias("sheet")) for sheet in self.sheets]
        )
