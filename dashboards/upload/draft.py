"""The list that is being handed in: what was said so far, kept for this visitor alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from dashboards.components.house import desk
from ingest.jobs import Options, Preview, UploadResult

STEPS = ("file", "columns", "rows", "whole", "sharing", "done")
_KEY = "draft"


@dataclass
class Draft:
    """One file on its way. `owner_id` is None for public lists; `result` stands once it was taken in."""

    step: str = STEPS[0]
    name: str = ""
    data: bytes = b""
    owner_id: str | None = None
    list_kind: str | None = None
    year: int | None = None
    amount_unit: float | None = None
    heading_line: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    result: UploadResult | None = None
    #: several files that are handed in together, and what became of them
    files: tuple[tuple[str, bytes], ...] = ()
    results: tuple[UploadResult, ...] = ()
    previews: dict[str, Preview] = field(default_factory=dict)

    def options(self) -> Options:
        """What was corrected by hand."""
        return Options(
            list_kind=self.list_kind,
            year=self.year,
            mapping=self.mapping,
            amount_unit=self.amount_unit,
            heading_line=self.heading_line,
            encoding=self.encoding,
            delimiter=self.delimiter,
            decimal=self.decimal,
        )

    def preview(self, options: Options | None = None) -> Preview:
        """What the file would become; read once for the same options."""
        asked = options or self.options()
        key = repr(asked)
        if key not in self.previews:
            self.previews[key] = desk().preview(self.data, self.name, asked, self.owner_id)
        return self.previews[key]


def draft() -> Draft:
    """The visitor's draft, begun on the first visit."""
    return st.session_state.setdefault(_KEY, Draft())


def go_to(step: str) -> None:
    """Show another step at the next run."""
    draft().step = step


def start_again() -> None:
    """Forget the draft; what was taken in stays."""
    st.session_state[_KEY] = Draft()
