"""Official lists of municipalities and postcodes, in invented rows of the true layout."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.import_places import parse_gv100ad, parse_gv_isys_rows, parse_gv_isys_xlsx
from schemas.reference.import_postcodes import parse_geonames
from schemas.reference.places import PlaceIndex, home_places
from schemas.reference.problem import ListProblem

OFFICIAL = Path(__file__).parents[4] / "shared" / "data" / "geography"
needs_official_lists = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="../shared/data/geography is not here: official lists not read"
)


def gv100_line(kind: str, key: str, name: str, population: str = "", postcode: str = "") -> str:
    """A line of GV100AD: kind, day, key, Verband, name, seat, signs, area, inhabitants, men, postcode."""
    area = "00000012345" if kind == "60" else ""
    head = f"{kind}20251231{key:<8}0000{name:<50}{'':<50}{'':<6}"
    line = f"{head}{area:<11}{population:<11}{'':<11}{'':<4}{postcode:<5}"
    return f"{line:<220}"


GV100 = [
    gv100_line("10", "99", "Märchenland"),
    gv100_line("20", "990", "Hinter den Bergen"),
    gv100_line("40", "99001", "Zwergenkreis", "41"),
    gv100_line("50", "99001", "Amt Siebenberg"),
    gv100_line("60", "99001004", "Schneewittchen, Stadt", "00000001812", "58636"),
    gv100_line("60", "99001008", "Froschkönig (Brunnen)", "00000000007"),
    gv100_line("40", "99002", "Drosselbart, Stadt", "44"),
    gv100_line("60", "99002000", "Drosselbart, Stadt der Spielleute", "00000188000", "99991"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_gv100ad(encoding):
    lists = parse_gv100ad("\r\n".join(GV100).encode(encoding))
    rows = {row["ags"]: row for row in lists.place.iter_rows(named=True)}
    assert set(rows) == {"99001004", "99001008", "99002000"}
    white = rows["99001004"]
    assert (white["place_name"], white["kreis_code"], white["kreis_name"]) == (
        "Schneewittchen",
        "99001",
        "Zwergenkreis",
    )
    assert (white["state_name"], white["population"]) == ("Märchenland", 1812)
    assert white["source"] == "Destatis GV100AD, 31.12.2025"
    assert white["latitude"] == pytest.approx(51.384, abs=0.01)  # the point of its postcode
    assert rows["99001008"]["latitude"] is None
    assert rows["99002000"]["kreis_name"] == "Drosselbart"
    assert lists.place_postcode.rows() == [("99001004", "58636"), ("99002000", "99991")]
    assert lists.ignored["row_no"].to_list() == [6]


def workbook_rows() -> list[list[str | None]]:
    """The sheet's head and invented rows: kind, sign, Land, RB, Kreis, VB, Gem, name, area, persons …"""
    return [
        ["Alle politisch selbständigen Gemeinden"],
        [],
        ["Satz-art", "Text-kenn-zeichen", "Amtlicher Regionalschlüssel (ARS)"],
        [None, None, "Land", "RB", "Kreis", "VB", "Gem", "Gemeindename"],
        ["10", None, "99", None, None, None, None, "Märchenland", *[None] * 12],
        ["40", "41", "99", "0", "01", None, None, "Zwergenkreis", *[None] * 12],
        [
            *["60", "63", "99", "0", "01", "0004", "004", "Schneewittchen, Stadt", "12.34"],
            *["1812", "900", "912", "147", "99990", "7,5", "51,25", "X", "Wald", "03", "dünn"],
        ],
        ["© Statistisches Bundesamt"],
    ]


def workbook(rows: list[list[str | None]], sheet_name: str = "Onlineprodukt_Gemeinden31122025") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("Deckblatt")
    sheet = book.add_worksheet(sheet_name)
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return buffer.getvalue()


def test_gv_isys_workbook():
    lists = parse_gv_isys_xlsx(workbook(workbook_rows()))
    assert lists.place.rows() == parse_gv_isys_rows(workbook_rows()).place.rows()
    assert lists.place.rows() == [
        (
            *("99001004", "Schneewittchen", "99001", "Zwergenkreis", "Märchenland"),
            *(51.25, 7.5, 1812, "Destatis GV-ISys"),
        )
    ]
    assert lists.place_postcode.rows() == [("99001004", "99990")]


GEONAMES = [
    ["DE", "99991", "Drosselbart", "Märchenland", "99", "", "00", "Drosselbart", "99002", "50.1", "8.1", "4"],
    [
        "DE",
        "99992",
        "Turm am Markt",
        "Märchenland",
        "99",
        "",
        "00",
        "Drosselbart",
        "99002",
        "50.1",
        "8.1",
        "4",
    ],
    ["DE", "99980", "Schneewittchen", "Märchenland", "99", "", "00", "Kreis", "99001", "50.2", "8.2", "4"],
    ["DE", "99981", "Froschkoenig", "Märchenland", "99", "", "00", "Kreis", "99001", "50.2", "8.2", "4"],
    ["DE", "99981", "Rumpelstilz GmbH", "Märchenland", "99", "", "00", "Kreis", "99001", "50.2", "8.2", "4"],
]
TABBED = "\n".join("\t".join(row) for row in GEONAMES).encode()
HEADINGS = (
    "country_code,zipcode,place,state,state_code,province,province_code,"
    "community,community_code,latitude,longitude"
)
COMMAS = "\n".join([HEADINGS, *(",".join(row[:11]) for row in GEONAMES)]).encode()


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "GeoNames")
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [TABBED, COMMAS, zipped("DE.txt", TABBED)])
def test_geonames(content):
    gv = parse_gv100ad("\n".join(GV100).encode())
    lists = parse_geonames(content, PlaceIndex.from_frames(gv.place, gv.place_postcode))
    assert lists.place_postcode.rows() == [
        ("99001004", "99980"),
        ("99001008", "99981"),
        ("99002000", "99991"),
        ("99002000", "99992"),
    ]
    assert lists.ignored["content"].to_list() == ["99981 Rumpelstilz GmbH"]
    assert all(lists.ignored["reason_de"])
    assert all(lists.ignored["reason_en"])


@needs_official_lists
@pytest.mark.reference
def test_the_home_postcodes_agree_with_geonames():
    content = (OFFICIAL / "zipcodes.de.csv").read_bytes()
    found = set(parse_geonames(content, home_places()).place_postcode.iter_rows())
    ours = {(place.ags, code) for place in home_places().by_ags.values() for code in place.postcodes}
    assert len(found) == 59
    assert found <= ours


@pytest.mark.parametrize(
    ("parse", "content", "where"),
    [
        (parse_gv100ad, b"", "list"),
        (parse_gv100ad, b"ags;name\n99001004;Schneewittchen\n", "list:1"),
        (parse_gv100ad, gv100_line("70", "99001004", "Unart").encode(), "list:1"),
        (parse_gv100ad, gv100_line("60", "990010", "zu kurz").encode(), "list:1"),
        (parse_gv100ad, gv100_line("60", "99001004", "").encode(), "list:1"),
        (parse_gv100ad, gv100_line("60", "99001004", "S", "viele").encode(), "list:1"),
        (parse_gv100ad, "\n".join([GV100[4], GV100[4]]).encode(), "list:2"),
        (parse_gv_isys_xlsx, b"no zip", "list"),
        (parse_gv_isys_xlsx, zipped("x.txt", b"no workbook"), "list"),
        (parse_gv_isys_xlsx, workbook(workbook_rows(), "Tabelle1"), "list"),
        (parse_gv_isys_xlsx, workbook(workbook_rows()[:4]), "list, Onlineprodukt_Gemeinden31122025"),
    ],
)
def test_a_wrong_list_is_refused_with_place_and_mend(parse, content, where):
    with pytest.raises(ListProblem) as caught:
        parse(content, "list")
    assert caught.value.where == where
    assert "Laden Sie" in caught.value.de
    assert caught.value.en


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", "DE.txt"),
        (HEADINGS.encode(), "DE.txt"),
        (b"DE\t9998\tSchneewittchen", "DE.txt:1"),
        (TABBED + b"\nAT\t1010\tWien" + b"\t" * 9, "DE.txt:6"),
        (zipped("AT.txt", TABBED), "DE.txt"),
        (b"PK\x03\x04broken", "DE.txt"),
        (b"DE,99991," + b"x" * 200_000, "DE.txt:1"),
    ],
)
def test_a_wrong_postcode_list_is_refused(content, where):
    with pytest.raises(ListProblem) as caught:
        parse_geonames(content, home_places())
    assert caught.value.where == where


@pytest.mark.property
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content):
    for parse in (parse_gv100ad, parse_gv_isys_xlsx, lambda data: parse_geonames(data, home_places())):
        with pytest.raises(ListProblem):
            parse(content)
