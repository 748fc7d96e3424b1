"""Tables in markup, as many programs write them under the name of an XLS: HTML, SpreadsheetML 2003, MHTML."""

from __future__ import annotations

import re

_HEAD_BYTES = 4096
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_HTML = re.compile(rb"<(?:html|head|body|meta|style|div|table)\b")
#: A mail's lines up to the one that says what it is.
_ENVELOPE = re.compile(rb"(?:[a-z-]+:[^\n]*\n|[ \t][^\n]*\n)*?mime-version:")


def markup_kind(data: bytes) -> str | None:
    """`spreadsheetml`, `html` or `mhtml`; None for all else.

    >>> markup_kind(b"<table><tr><td>Name</td></tr></table>")
    'html'
    """
    # Without zeros, UTF-16 looks like what it says.
    head = data[:_HEAD_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if _ENVELOPE.match(head):
        return "mhtml"
    if not head.startswith(b"<"):
        return None
    found = _HTML.search(head)
    if _SPREADSHEET in head and not (found and found[0] == b"<html"):
        return "spreadsheetml"
    return "html" if found else None
