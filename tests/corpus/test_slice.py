"""A seeded slice of the corpus: every way in which a file can be bad, twice."""

from __future__ import annotations

import pytest

from ingest import jobs
from schemas.warehouse import create
from tests.corpus import mutations, run
from tests.corpus.counter import rows_below
from tests.corpus.lists import as_html, as_spreadsheet_xml
from tests.corpus.mutations import KINDS, bad_file


def test_property_nothing_crashes_hangs_or_gets_lost() -> None:
    with create(":memory:") as warehouse:
        owner = jobs.add_company(warehouse, "Irrlicht AG", actor="test")
        outcome = run.run(warehouse, owner, range(2 * len(KINDS)), seed=7)
    assert (outcome.crashes, outcome.hangs, outcome.unaccounted) == ([], [], [])
    assert outcome.is_good, outcome.summary()
    assert len(outcome.kinds) >= 12
    assert outcome.rows > 200, "most files still have rows"


def test_the_same_seed_makes_the_same_text_files() -> None:
    number = KINDS.index(mutations.stray_quotes)
    assert bad_file(number, seed=3) == bad_file(number, seed=3)
    assert bad_file(number, seed=3) != bad_file(number, seed=4)


@pytest.mark.parametrize(
    ("data", "heading_line", "rows"),
    [
        (b"Name;Ort\nHolle;Hagen\n;;\n\nZwerg;Altena\n", 1, 2),
        ("\ufeffName\tOrt\r\nHölle\tHagen\r\n\t\r\n".encode(), 1, 1),
        ("Titel\rName;Ort\rHolle;Hagen\r".encode("utf-16"), 2, 1),
        (b"<Invoice/>", 1, 1),
        (as_html([["Name"], ["Holle & Co."], [""], ["Zwerg"]]), 1, 2),
        (as_spreadsheet_xml([["Titel"], ["Name"], ["Holle"]]), 2, 1),
    ],
    ids=["blank rows", "tabs", "utf-16", "invoice", "html", "spreadsheetml"],
)
def test_the_counter_counts(data: bytes, heading_line: int, rows: int) -> None:
    assert rows_below(data, heading_line) == rows


def test_a_row_that_got_lost_is_found_out() -> None:
    """The proof can fail: with a counter that sees one row more, every file with rows is called out."""
    with create(":memory:") as warehouse:
        owner = jobs.add_company(warehouse, "Irrlicht AG", actor="test")
        outcome = run.run(warehouse, owner, range(2, 4), 7, lambda data, line: rows_below(data, line) + 1)
    assert len(outcome.unaccounted) == 2
    assert not outcome.is_good
