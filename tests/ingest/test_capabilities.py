"""A hand-made list of capabilities from its bytes to the warehouse: words found, rows accounted for, undone."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
import pytest
import sqlalchemy as sa
import xlsxwriter

from ingest import jobs
from ingest.errors import UnreadableFile
from ingest.jobs import Incoming, Options, UploadResult
from ingest.tables import CleanRows, Hints
from schemas.profiles import company_capability
from schemas.warehouse import Warehouse
from tests.ingest.test_check import clean, reasons
from tests.ingest.test_jobs import DRAHT, LICHT, home

__all__ = ["home"]  # a fixture: two companies that take part

ROWS = """Fähigkeit;Wert;Einheit;Freie Kapazität (h/Woche);gültig bis;Bemerkung
CNC-Drehen;;;40;31.03.2027;zwei Schichten
Drehdurchmesser bis;6,5;cm;;;
DIN EN ISO 9001;;;;30.06.2028;
Honen;;;;;
Galvanik;;;;demnächst;
;;;;;nur eine Bemerkung
"""


def stated(rows: CleanRows) -> list[tuple[object, ...]]:
    return rows.good.select(
        "line", "capability_code", "capability_value", "free_hours_per_week", "last_day"
    ).rows()


def test_rows_become_codes_limits_hours_and_days() -> None:
    rows = clean(ROWS)
    assert stated(rows) == [
        (2, "cnc_turning", None, 40.0, date(2027, 3, 31)),
        (3, "turning_diameter", 65.0, None, None),
        (4, "iso_9001", None, None, date(2028, 6, 30)),
    ]
    assert rows.good["capability_note"].to_list() == ["zwei Schichten", None, None]
    assert reasons(rows) == [(5, "unknown_capability"), (6, "not_a_day"), (7, "no_capability")]
    assert "Honen" in rows.left_out["reason_de"][0]


def test_a_column_for_each_kind_with_several_in_a_cell() -> None:
    rows = clean(
        'Verfahren;Werkstoffe;Zertifikate\nSpritzguss, 2K;"PA66; PEEK";ISO 9001 / IATF 16949\nHonen, Schleifen;;\n'
    )
    first = rows.good.filter(pl.col("line") == 2)["capability_code"].to_list()
    assert first == [
        "injection_moulding",
        "multi_component_moulding",
        "engineering_plastics",
        "high_performance_plastics",
        "iso_9001",
        "iatf_16949",
    ]
    second = rows.good.filter(pl.col("line") == 3)
    assert second["capability_code"].to_list() == ["grinding"]
    assert second["capability_note"].to_list() == ["nicht im Katalog: Honen"]


def test_a_spreadsheet_with_a_title_is_one_too() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Profil")
        for place, row in enumerate(
            [["Was wir können"], [], ["Verfahren", "Grenzwert"], ["Schließkraft", "200 t"]]
        ):
            sheet.write_row(place, 0, row)
    assert stated(clean(stream.getvalue(), "Profil.xlsx"))[0][1:3] == ("clamping_force", 1962.0)


def test_a_supplier_list_with_a_word_of_ours_stays_a_supplier_list() -> None:
    rows = clean("Lieferant;Ort;Material;Umsatz\nZwergen Stahl KG;Hagen;Stahl;100\n")
    assert rows.good["side"].to_list() == ["supplier"]


def test_asked_for_without_such_a_heading_it_is_no_such_list() -> None:
    with pytest.raises(UnreadableFile):
        clean("Spalte;Ort\nGalvanik;Hagen\n", hints=Hints(list_kind="capabilities"))


def take(warehouse: Warehouse, text: str, owner: str | None = DRAHT) -> UploadResult:
    files = [Incoming(text.encode(), "Profil.csv")]
    return jobs.ingest_files(
        warehouse, files, owner_company_id=owner, options=Options(list_kind="capabilities"), actor="test"
    )[0]


def kept(warehouse: Warehouse) -> set[tuple[str, str]]:
    table = company_capability.c
    return set(warehouse.read(sa.select(table.company_id, table.capability_code)).iter_rows())


def test_a_newer_list_takes_the_place_of_the_older_and_undoing_takes_it_back(home: Warehouse) -> None:
    first = take(home, ROWS)
    assert (first.rows_read, first.rows_loaded, first.rows_rejected, first.rows_ignored) == (6, 3, 2, 1)
    take(home, "Verfahren;Zertifikat\nGalvanik;ISO 14001\n", LICHT)
    second = take(home, "Verfahren;Zertifikat\nHärten;ISO 9001\n")
    assert kept(home) == {
        (DRAHT, "heat_treatment"), (DRAHT, "iso_9001"), (LICHT, "electroplating"), (LICHT, "iso_14001"),
    }  # fmt: skip
    assert second.upload_id is not None
    counts = jobs.undo(home, second.upload_id, actor="test")
    assert counts["capabilities"] == 2
    assert {owner for owner, _ in kept(home)} == {LICHT}


def test_a_list_of_nobody_is_refused(home: Warehouse) -> None:
    assert take(home, ROWS, None).error_code == "needs_company"
    assert kept(home) == set()
