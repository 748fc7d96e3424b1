"""Property: no text makes the reader raise, and records are what an independent counter counts."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.delimited import read_delimited

CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=12,
)
NASTY = st.text(st.sampled_from('ab1;,"\n\r\t |ä'), max_size=200)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=20))
@settings(max_examples=60, deadline=None)
def test_written_records_come_back(records: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows(records)
    frame = read_delimited(stream.getvalue(), "utf-8", ";").frame
    back = [list(row[1:]) for row in frame.iter_rows()]
    assert back == [[cell.strip() or None for cell in record] for record in records]


@given(NASTY)
@settings(max_examples=200, deadline=None)
def test_nothing_raises_and_no_filled_line_is_lost(text: str) -> None:
    table = read_delimited(text, "utf-8", ";")
    starts = table.frame["line"].to_list()
    assert starts == sorted(set(starts))
    kept = "".join(cell or "" for row in table.frame.iter_rows() for cell in row[1:])
    for letter in "ab1ä":
        assert kept.count(letter) == text.count(letter)


@given(st.lists(st.text(st.sampled_from("ab;, "), max_size=20), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_without_quotes_every_filled_line_is_a_record(lines: list[str]) -> None:
    filled = [number for number, line in enumerate(lines, start=1) if line.replace(";", "").strip()]
    assert read_delimited("\n".join(lines), "utf-8", ";").frame["line"].to_list() == filled
