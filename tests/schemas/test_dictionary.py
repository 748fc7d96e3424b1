"""The data dictionary says what the tables and columns say, and leaves nothing out."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from schemas import dictionary
from schemas.columns import COLUMNS, SEEN_BY
from schemas.everything import metadata


@pytest.mark.golden
def test_the_dictionary_is_up_to_date() -> None:
    assert dictionary.PATH.read_text(encoding="utf-8") == dictionary.text(), "run `make dictionary`"


def test_every_table_and_column_is_in_it() -> None:
    text = dictionary.text()
    sections = {part.split("\n", 1)[0]: part for part in text.split("\n## ")[1:]}
    for name, table in metadata.tables.items():
        assert table.info["meaning"] in sections[name]
        for column in table.columns:
            assert f"| `{column.name}` |" in sections[name]


def test_every_column_of_a_table_was_declared_once_for_all() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            assert column.info["meaning"] is COLUMNS[column.name], f"{table.name}.{column.name}"


def test_no_column_is_declared_that_no_table_has() -> None:
    used = {column.name for table in metadata.tables.values() for column in table.columns}
    assert set(COLUMNS) == used


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_column_says_everything_about_itself(name: str) -> None:
    meaning = COLUMNS[name]
    assert meaning.meaning and meaning.de and meaning.en
    assert meaning.seen_by in SEEN_BY
    is_money = name == "amount" or name.endswith("_eur")
    assert (getattr(meaning.type, "scale", None) == 2) == is_money, "money, and only money, is NUMERIC(18, 2)"
    assert not name.endswith("_eur") or meaning.unit == "EUR"
    assert not name.startswith("is_") or meaning.type is sa.Boolean


def test_check_tells_a_stale_file_from_a_fresh_one(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(dictionary, "PATH", tmp_path / "DATA_DICTIONARY.md")
    assert dictionary.main(["--check"]) == 1
    assert "make dictionary" in capsys.readouterr().err
    assert dictionary.main([]) == 0
    assert dictionary.main(["--check"]) == 0
    with dictionary.PATH.open("a", encoding="utf-8") as file:
        file.write("edited by hand\n")
    assert dictionary.main(["--check"]) == 1


#: Text that this program words itself; all other text comes from files and people, and may be of any length.
OWN_WORDS = {
    "ags", "kreis_code", "region_id", "country_code", "currency", "sector_code", "sector_code_2025",
    "kind", "legal_form", "sector_source", "status", "scheme", "shape", "list_kind", "outcome", "reason_code",
    "column_meaning", "scope", "method", "amount_kind", "good_system", "sharing", "default_sharing", "action",
    "share_band", "mapping_version", "content_sha256", "fingerprint", "previous_hash", "event_hash",
    "vat_id", "lei", "heading_key", "io_source",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_only_words_of_our_own_have_a_greatest_length(name: str) -> None:
    """DuckDB ignores lengths; PostgreSQL would refuse the row that is longer."""
    length = getattr(COLUMNS[name].type, "length", None)
    assert length is None or name in OWN_WORDS or name.endswith("_id")
