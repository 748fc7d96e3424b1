"""Rows as CSV bytes: one physical line a record, so that a row's number is its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path


def write_lines(path: Path, rows: Sequence[Sequence[object]], encoding: str, delimiter: str = ";") -> None:
    """Write rows with CRLF; what cp1252 has no letter for becomes `?`, as older systems do."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding, "replace"))
