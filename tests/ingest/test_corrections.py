"""What was corrected once is not corrected twice, and rejected rows come back and count with their list."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
import sqlalchemy as sa

from ingest import jobs
from ingest.erase import erase_company
from ingest.jobs import Incoming, Options, UploadResult
from schemas.registry import company
from schemas.relations import evidence, party
from schemas.uploads import list_correction, upload
from schemas.warehouse import Warehouse, create

ODD = "Wer;Wo;Wert in EUR\nRübezahl Draht AG;Hagen;1.234,50\nFrau Holle Bettfedern;Iserlohn;10,00\n"
NEXT = "Wer;Wo;Wert in EUR\nZwergen Stahl KG;Altena;99,00\n"


@pytest.fixture(scope="module")
def shared() -> Iterator[Warehouse]:
    """One warehouse for all; every test has two senders of its own."""
    with create(":memory:") as warehouse:
        yield warehouse


@pytest.fixture
def home(shared: Warehouse) -> tuple[Warehouse, str, str]:
    """The warehouse, and two companies that hand in lists."""
    ids = [jobs.add_company(shared, name, actor="test") for name in ("Irrlicht AG", "Däumling KG")]
    return shared, ids[0], ids[1]


def take(
    warehouse: Warehouse, owner: str, content: str | bytes, name: str = "liste.csv", **said: object
) -> UploadResult:
    data = content.encode() if isinstance(content, str) else content
    options = Options(**{"list_kind": "suppliers", "year": 2025} | said)  # type: ignore[arg-type]
    files = [Incoming(data, name)]
    return jobs.ingest_files(warehouse, files, owner_company_id=owner, options=options, actor="test")[0]


def meanings(result: UploadResult) -> dict[str, str]:
    return {column["heading"]: column["meaning"] for column in result.columns}


def amounts(warehouse: Warehouse, owner: str) -> list[tuple[str, str]]:
    """Supplier and euros of all evidence in force of one sender."""
    rows = warehouse.read(
        sa.select(party.c.name, evidence.c.amount_eur)
        .join(party, party.c.party_id == evidence.c.supplier_party_id)
        .where(evidence.c.superseded_by_upload_id.is_(None), party.c.owner_company_id == owner)
        .order_by(party.c.name)
    )
    return [(name, str(amount)) for name, amount in rows.iter_rows()]


def test_a_meaning_said_once_holds_for_the_next_file_of_that_shape_and_sender(
    home: tuple[Warehouse, str, str],
) -> None:
    warehouse, mine, other = home
    assert take(warehouse, mine, ODD).status == "refused"
    said = {"Wer": "name", "Wo": "city"}
    assert meanings(take(warehouse, mine, ODD, mapping=said))["Wer"] == "name"
    again = take(warehouse, mine, NEXT)
    assert meanings(again) == {"Wer": "name", "Wo": "city", "Wert in EUR": "amount"}
    seen = jobs.preview(NEXT.encode(), "x.csv", warehouse=warehouse, owner_company_id=mine)
    assert seen.rows_good == 1
    assert take(warehouse, other, NEXT).status == "refused", "nobody else's word counts"


def test_the_same_file_after_its_correction_changes_nothing(home: tuple[Warehouse, str, str]) -> None:
    warehouse, mine, _ = home
    first = take(warehouse, mine, ODD, mapping={"Wer": "name"})
    assert take(warehouse, mine, ODD).upload_id == first.upload_id


@pytest.mark.parametrize(
    ("said", "first", "later"),
    [
        ({"amount_unit": 1000.0}, "Firma;Ort;Umsatz\nRübezahl Draht AG;Hagen;2,5\n", "2500.00"),
        ({"decimal": "."}, "Firma;Ort;Umsatz\nRübezahl Draht AG;Hagen;1.500\n", "1.50"),
        ({"amount_kind": "posted_gross"}, "Firma;Ort;Umsatz\nRübezahl Draht AG;Hagen;7,00\n", "7.00"),
        ({"heading_line": 2}, "Firma;Ort;Umsatz\nName;Ort;Umsatz\nRübezahl Draht AG;Hagen;7,00\n", "7.00"),
    ],
)
def test_unit_number_format_kind_and_heading_row_are_remembered(
    home: tuple[Warehouse, str, str], said: dict[str, object], first: str, later: str
) -> None:
    warehouse, mine, _ = home
    assert take(warehouse, mine, first, **said).rows_loaded == 1
    take(warehouse, mine, first.replace("Rübezahl Draht AG", "Zwergen Stahl KG"), "naechste.csv")
    assert amounts(warehouse, mine) == [("Rübezahl Draht AG", later), ("Zwergen Stahl KG", later)]


def test_encoding_and_delimiter_are_remembered(home: tuple[Warehouse, str, str]) -> None:
    warehouse, mine, _ = home
    content = "Firma!Ort!Umsatz\nRübezahl Draht AG!Hagen!7,00\n".encode("cp850")
    result = take(warehouse, mine, content, encoding="cp850", delimiter="!")
    assert result.rows_loaded == 1
    take(warehouse, mine, content.replace(b"Hagen", b"Altena"), "naechste.csv")
    assert {name for name, _ in amounts(warehouse, mine)} == {"Rübezahl Draht AG"}
    assert len(amounts(warehouse, mine)) == 2


LIST = (
    "Lieferanten 2025, Beträge in T€\n\n"
    "Kreditoren-Nr.;;Firma;Ort;Umsatz\n"
    "70001;;Rübezahl Draht AG;Hagen;1,5\n"
    "70002;;Frau Holle Bettfedern;Iserlohn;hoch\n"
    ";;;Altena;3,0\n"
)


def corrected(warehouse: Warehouse, upload_id: str, changes: dict[str, str]) -> bytes:
    """The spreadsheet of rejected rows after a person changed some of its cells."""
    from lieferkette.access.actor import Actor
    from lieferkette.answering import uploads as answers
    from lieferkette.reports import xlsx

    owner = Actor.owner()
    rows = answers.left_out(warehouse, owner, upload_id)
    raw = pl.col("raw").str.replace_many(list(changes), list(changes.values()))
    columns = answers.columns(warehouse, owner, upload_id)
    return xlsx.left_out_xlsx(rows.with_columns(raw), columns, "de", upload_id)


def test_rejected_rows_are_corrected_in_the_spreadsheet_and_handed_in_again(
    home: tuple[Warehouse, str, str],
) -> None:
    warehouse, mine, _ = home
    first = take(warehouse, mine, LIST, year=None, is_complete=True)
    assert (first.rows_loaded, first.rows_rejected) == (1, 2)
    assert first.upload_id is not None
    workbook = corrected(
        warehouse,
        first.upload_id,
        {"hoch": "2,25", '"", "", "", "Altena"': '"", "", "Däumling Guss", "Altena"'},
    )
    again = take(warehouse, mine, workbook, "Zu korrigieren.xlsx", list_kind=None, year=None)
    assert (again.status, again.rows_read, again.rows_loaded) == ("loaded", 2, 2)
    assert amounts(warehouse, mine) == [
        ("Däumling Guss", "3000.00"),
        ("Frau Holle Bettfedern", "2250.00"),
        ("Rübezahl Draht AG", "1500.00"),
    ]
    row = warehouse.read(sa.select(upload).where(upload.c.upload_id == again.upload_id)).row(0, named=True)
    assert row["corrects_upload_id"] == first.upload_id
    assert row["period_start"].year == 2025


def test_a_newer_complete_list_replaces_the_older_with_its_corrections(
    home: tuple[Warehouse, str, str],
) -> None:
    warehouse, mine, _ = home
    first = take(warehouse, mine, LIST, year=None, is_complete=True)
    assert first.upload_id is not None
    again = take(warehouse, mine, corrected(warehouse, first.upload_id, {"hoch": "2,25"}), "zu.xlsx")
    newer = LIST.replace("1,5", "1,6").replace("hoch", "2,3")
    take(warehouse, mine, newer, "neu.csv", year=None, is_complete=True)
    assert [amount for _, amount in amounts(warehouse, mine)] == ["2300.00", "1600.00"]
    assert again.upload_id is not None


def test_taking_a_list_back_takes_its_corrections_back(home: tuple[Warehouse, str, str]) -> None:
    warehouse, mine, _ = home
    first = take(warehouse, mine, LIST, year=None)
    assert first.upload_id is not None
    take(warehouse, mine, corrected(warehouse, first.upload_id, {"hoch": "2,25"}), "zu.xlsx")
    jobs.undo(warehouse, first.upload_id, actor="test")
    assert amounts(warehouse, mine) == []


def test_another_senders_upload_is_no_upload_to_mend(home: tuple[Warehouse, str, str]) -> None:
    warehouse, mine, other = home
    first = take(warehouse, mine, LIST, year=None)
    assert first.upload_id is not None
    result = take(warehouse, other, corrected(warehouse, first.upload_id, {"hoch": "2,25"}), "zu.xlsx")
    row = warehouse.read(sa.select(upload).where(upload.c.upload_id == result.upload_id))
    assert row["corrects_upload_id"].to_list() == [None]


def test_datev_rows_come_back_without_their_first_line(home: tuple[Warehouse, str, str]) -> None:
    warehouse, mine, _ = home
    meta = 'EXTF;700;16;"Debitoren/Kreditoren";5;20260101;;RE;;;1;2;20250101;4;;;;;;;;;;;;;;;;;\n'
    heads = "Konto;Name (Adressattyp Unternehmen);Ort\n"
    content = meta + heads + "70001;Rübezahl Draht AG;Hagen\n7000x;Frau Holle Bettfedern;Iserlohn\n"
    first = take(warehouse, mine, content, list_kind=None, year=None)
    assert (first.shape, first.rows_rejected) == ("datev_master", 1)
    assert first.upload_id is not None
    again = take(
        warehouse, mine, corrected(warehouse, first.upload_id, {"7000x": "70002"}), "zu.xlsx",
        list_kind=None, year=None,
    )  # fmt: skip
    assert (again.shape, again.rows_loaded) == ("datev_master", 1)
    assert len(amounts(warehouse, mine)) == 2, "a creditor's number is a supplier, not both"


def test_erasing_a_company_erases_what_it_corrected(home: tuple[Warehouse, str, str]) -> None:
    warehouse, mine, _ = home
    take(warehouse, mine, ODD, mapping={"Wer": "name"})
    erase_company(warehouse, mine, actor="test")
    assert mine not in warehouse.read(sa.select(list_correction))["owner_company_id"].to_list()
    assert mine not in warehouse.read(sa.select(company.c.company_id))["company_id"].to_list()
