"""Reference: at least 98 % of the columns of made-up but usual heading rows get the right meaning."""

from __future__ import annotations

from pathlib import Path

from ingest.readers import read
from ingest.recognise import recognise
from ingest.tables import Hints

LABELLED = Path(__file__).parent / "labelled_headings.txt"
NAMES = [
    "Rübezahl Draht AG",
    "Frau Holle Bettfedern GmbH",
    "Drosselbart Galvanik GmbH",
    "Sterntaler KG",
    "Zwerg Nase OHG",
]
CITIES = ["Hagen", "Iserlohn", "Lüdenscheid", "Witten", "Menden"]
VALUES = {
    "partner_no": ["70001", "70002", "70003", "70004", "70005"],
    "own_number": ["4711", "4712", "4713", "4714", "4715"],
    "name": NAMES,
    "number_and_name": [f"10{at}       {name}" for at, name in enumerate(NAMES, start=51)],
    "name_2": ["Werk Nord", "", "", "", ""],
    "short_name": ["RUEBE", "HOLLE", "DROSSEL", "STERN", "NASE"],
    "city": CITIES,
    "registered_office": CITIES,
    "postcode": ["58095", "58636", "58507", "58452", "58706"],
    "postcode_city": [f"5809{at} {city}" for at, city in enumerate(CITIES)],
    "street": ["Zwergenweg 1", "Wolkenweg 2", "Turmweg 3", "Brunnen 4", "Hof 5"],
    "house_number": ["1", "2a", "3", "4", "5"],
    "address": ["Zwergenweg 1, 58095 Hagen"] * 5,
    "country": ["DE", "AT", "DE", "CH", "DE"],
    "country_name": ["Deutschland", "Österreich", "Deutschland", "Schweiz", "Deutschland"],
    "sector_code": ["25.62", "24.10", "25.50", "22.29", "28.41"],
    "sector_text": ["Galvanik", "Walzwerk", "Schmiede", "Spritzguss", "Werkzeuge"],
    "amount": ["1.234,56", "2.000,00", "12,50", "7.000,10", "3,00"],
    "revenue": ["28,4", "2.000,0", "12,5", "7.000,1", "3,0"],
    "currency": ["EUR"] * 5,
    "year": ["2024", "2024", "2023", "2024", "2023"],
    "date": ["15.03.2024", "16.03.2024", "17.03.2024", "18.03.2024", "19.03.2024"],
    "document_no": ["45001", "45002", "45003", "45004", "45005"],
    "document_kind": ["F"] * 5,
    "employees": ["12", "250", "7", "31", "1200"],
    "size_class": ["10-49", "50-99", "1-9", "10-49", "250-499"],
    "register_number": ["HRB 1", "HRB 2", "HRA 3", "HRB 4", "HRB 5"],
    "register_kind": ["HRB"] * 5,
    "bank": ["DE02120300000000202051"] * 5,
    "web": ["ruebezahl.example", "holle.example", "drossel.example", "stern.example", "nase.example"],
}  # fmt: skip


def blocks() -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    lines = [
        line
        for line in LABELLED.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("# ")
    ]
    cases = []
    for head, row in zip(lines[::2], lines[1::2], strict=True):
        name, file_name, list_kind = (part.strip() for part in head.split("|"))
        labelled = [tuple(cell.rsplit("=", 1)) for cell in row.split(";")]
        cases.append((name, file_name, list_kind, labelled))
    return cases


def as_csv(labelled: list[tuple[str, str]]) -> bytes:
    def cell(meaning: str, row: int) -> str:
        bare = meaning.removeprefix("supplier_").removeprefix("customer_")
        return VALUES.get(bare, ["x", "", "y", "", "z"])[row]

    rows = [";".join(heading for heading, _ in labelled)]
    rows += [";".join(cell(meaning, row) for _, meaning in labelled) for row in range(5)]
    return "\n".join(rows).encode()


def mistakes() -> tuple[int, list[str]]:
    wrong, columns = [], 0
    for name, file_name, list_kind, labelled in blocks():
        recognition = recognise(read(as_csv(labelled), file_name)[0], Hints(), file_name)
        if recognition.list_kind != list_kind:
            wrong.append(f"{name}: {recognition.list_kind}, not {list_kind}")
        found = {column.heading: column.meaning for column in recognition.columns}
        for heading, meaning in labelled:
            columns += 1
            nothing = found[heading] in ("unknown", "not_needed")
            if not (nothing if meaning == "-" else found[heading] == meaning):
                wrong.append(f"{name}: {heading} is {found[heading]}, not {meaning}")
    return columns, wrong


def test_at_least_sixty_heading_rows() -> None:
    assert len(blocks()) >= 60


def test_98_of_100_columns_are_right() -> None:
    columns, wrong = mistakes()
    print(f"{columns - len(wrong)} of {columns} columns of {len(blocks())} heading rows are right")
    assert len(wrong) <= 0.02 * columns, "\n".join(wrong)


def test_no_amount_column_is_missed_or_invented() -> None:
    _, wrong = mistakes()
    assert not [text for text in wrong if "amount" in text]
