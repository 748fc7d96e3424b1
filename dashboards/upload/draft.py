"""The list that is being handed in: what was said so far, kept for this visitor alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from dashboards.components.house import desk
from ingest.jobs import Incoming, Options, Preview, UploadResult

STEPS = ("file", "columns", "rows", "whole", "sharing", "done")
_KEY = "draft"


@dataclass
class Draft:
    """One file on its way. `owner_id` is None for public lists and while the company is new.

    `upload_id` stands once it was taken in, `result` too where that was just now.
    """

    step: str = STEPS[0]
    name: str = ""
    data: bytes = b""
    owner_id: str | None = None
    #: name of a company that nobody knows yet; it is added with its first list
    new_owner: str | None = None
    list_kind: str | None = None
    year: int | None = None
    amount_unit: float | None = None
    heading_line: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    upload_id: str | None = None
    result: UploadResult | None = None
    #: the files as they were chosen; as they are taken in, tables that belong together in one; what became of them
    handed_in: tuple[tuple[str, bytes], ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    results: tuple[UploadResult, ...] = ()
    #: the files as they are, read together; and the one file as it was read with these options
    previews_together: list[Preview] | None = None
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

    def preview_all(self) -> list[Preview]:
        """What the files would become as they are; read once."""
        if self.previews_together is None:
            files = [Incoming(data, name) for name, data in self.files]
            self.previews_together = desk().preview_files(files, self.owner_id)
            if len(files) == 1:
                self.previews[repr(Options())] = self.previews_together[0]
        return self.previews_together


def draft() -> Draft:
    """The visitor's draft, begun on the first visit."""
    return st.session_state.setdefault(_KEY, Draft())


def go_to(step: str) -> None:
    """Show another step at the next run."""
    draft().step = step


def continue_with(upload_id: str, name: str) -> None:
    """Take up a list that was taken in before: whether it is whole, the largest counterparts, who sees it."""
    st.session_state[_KEY] = Draft(step="whole", name=name, upload_id=upload_id)


def start_again() -> None:
    """Forget the draft; what was taken in stays."""
    st.session_state[_KEY] = Draft()
