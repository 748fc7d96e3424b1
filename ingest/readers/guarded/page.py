"""From the bytes of an HTML page, or of the pages in one MHTML file, to its tables.

Runs inside the guarded child, standard library only.
"""

from __future__ import annotations

import re

# beside this file, which is run alone
from cells import Sheet  # type: ignore[import-not-found]
from html_tables import read_html  # type: ignore[import-not-found]
from prescan import TooMuch  # type: ignore[import-not-found]

MAX_PARTS = 2_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
#: What calls itself Latin 1 is Windows' western alphabet in every program; UTF-8 may come with a mark.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
}
_SHEET_FILE = re.compile(
    r"<x:Name>([^<]{1,100})</x:Name>\s*<x:WorksheetSource\s+HRef=[\"']([^\"'<>]{1,300})[\"']", re.IGNORECASE
)


def read_html_file(data: bytes) -> list[Sheet]:
    """The tables of one page."""
    return list(read_html(_decode(data)))


def read_mhtml(data: bytes) -> list[Sheet]:
    """The tables of the pages in the file; where one of them lists the sheets, of those alone, with their names."""
    import email

    try:
        message = email.message_from_bytes(data)
        parts = list(message.walk())
    except RecursionError as error:
        raise TooMuch("depth") from error
    if len(parts) > MAX_PARTS:
        raise TooMuch("parts")
    pages: dict[str, str] = {}
    for number, part in enumerate(parts):
        if part.get_content_type() == "text/html":
            place = str(part.get("Content-Location", number)).rpartition("/")[2]
            body = part.get_payload(decode=True)
            pages[place] = _decode(body if isinstance(body, bytes) else b"", part.get_content_charset())
    listed = [
        (name, pages[place])
        for page in pages.values()
        for name, href in _SHEET_FILE.findall(page)
        if (place := href.rpartition("/")[2]) in pages
    ]
    return [
        sheet
        for name, page in listed or [("", page) for page in pages.values()]
        for sheet in read_html(page, name)
    ]


def _decode(data: bytes, said: str | None = None) -> str:
    """Text in the character set that its mark, its envelope or its head names, where it can be that one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    in_head = _CHARSET.search(data[:_HEAD_BYTES])
    named = (said or (in_head[1].decode("ascii", "replace") if in_head else "utf-8")).lower()
    for encoding in (_MEANT.get(named, named), "utf-8-sig"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")
