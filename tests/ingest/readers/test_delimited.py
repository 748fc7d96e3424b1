"""Delimited text: encodings, delimiters, quotes, ragged rows; broken records damage only themselves."""

from __future__ import annotations

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import read
from ingest.readers.delimited import read_delimited, recognise_delimiter
from ingest.readers.text import decode
from ingest.tables import RawTable


def table(text: str, encoding: str = "utf-8") -> RawTable:
    return read(text.encode(encoding), "liste.csv")[0]


@pytest.mark.parametrize(
    ("encoding", "used"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_umlauts_and_euro_survive_every_encoding(encoding: str, used: str) -> None:
    read_table = table("Straße;Währung\nZwergenweg;€\n", encoding)
    assert read_table.frame.rows() == [(1, "Straße", "Währung"), (2, "Zwergenweg", "€")]
    assert read_table.encoding == used


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_recognised(delimiter: str) -> None:
    lines = ["Name;Ort;Umsatz", "Rübezahl Draht AG;Hagen;1 234", "Frau Holle GmbH;Iserlohn;12"]
    read_table = table("\n".join(lines).replace(";", delimiter))
    assert read_table.delimiter == delimiter
    assert read_table.frame.width == 4


def test_decimal_commas_do_not_make_a_comma_file() -> None:
    assert table("Name;Umsatz\nA;1,50\nB;2,50\nC;3,50\n").delimiter == ";"


def test_excels_sep_line_is_no_row() -> None:
    assert table("sep=,\nName,Ort\nRübezahl,Hagen\n").frame["line"].to_list() == [2, 3]


def test_embedded_newline_keeps_the_first_line() -> None:
    frame = table('Name;Ort\n"Rübezahl\nDraht AG";Hagen\nHolle;Witten\n').frame
    assert frame.rows()[1:] == [(2, "Rübezahl\nDraht AG", "Hagen"), (4, "Holle", "Witten")]


def test_an_open_quote_does_not_swallow_the_rest() -> None:
    read_table = table('Name;Ort\n"Rübezahl;Hagen\nHolle;Witten\nNase;Menden\n')
    assert read_table.frame["line"].to_list() == [1, 2, 3, 4]
    assert read_table.frame["c0"].to_list() == ["Name", "Rübezahl", "Holle", "Nase"]


def test_an_open_quote_before_quoted_rows_does_not_swallow_them() -> None:
    read_table = table('"Name";"Ort"\n"Rübezahl;"Hagen"\n"Holle";"Witten"\n"Nase";"Menden"\n')
    assert read_table.frame["c0"].to_list() == ["Name", "Rübezahl", "Holle", "Nase"]


def test_broken_quotes_with_wrong_width_are_named() -> None:
    read_table = table('Name;Ort;Land\n"Rübezahl;Hagen\nHolle;Witten;DE\nNase;Menden;DE\n')
    assert read_table.line_problems == {2: "broken_quotes"}


def test_doubled_quotes_and_delimiters_inside_quotes() -> None:
    frame = table('Name;Ort\n"Rübezahl ""Draht""; Walzwerk";Hagen\n').frame
    assert frame.row(1) == (2, 'Rübezahl "Draht"; Walzwerk', "Hagen")


def test_inch_signs_in_plain_fields_are_text() -> None:
    frame = table('Name;Ware\nRübezahl;Rohr 3" lang\nHolle;Rohr 4" lang\n').frame
    assert frame["c1"].to_list() == ["Ware", 'Rohr 3" lang', 'Rohr 4" lang']


def test_blank_and_delimiter_only_lines_are_no_records() -> None:
    assert table("Name;Ort\n\n;\n  ;  \nHolle;Witten\n").frame["line"].to_list() == [1, 5]


def test_forbidden_characters_are_named_and_replaced() -> None:
    read_table = table("Name;Ort\nRübe\u202ezahl;Hagen\nHo\x00lle;Witten\n")
    assert read_table.line_problems == {2: "forbidden_characters", 3: "forbidden_characters"}
    assert "\u202e" not in str(read_table.frame["c0"].to_list())


def test_text_is_composed() -> None:
    assert table("Name\nRu\u0308bezahl\n").frame["c0"].to_list() == ["Name", "Rübezahl"]


def test_more_than_512_fields_are_cut_and_named() -> None:
    read_table = table("Name;Ort\n" + ";".join("x" * 700) + "\n")
    assert read_table.line_problems == {2: "too_many_fields"}
    assert read_table.frame.width <= 513


def test_given_encoding_and_delimiter_win() -> None:
    read_table = read("Name,Ort;Land\nä,b;c".encode("cp850"), "x.csv", encoding="cp850", delimiter=",")[0]
    assert read_table.frame.row(1) == (2, "ä", "b;c")


def test_an_unknown_encoding_is_said() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(b"Name;Ort\n\xe4;b", "x.csv", encoding="klingonisch")
    assert caught.value.code == "unknown_encoding"


def test_line_breaks_in_the_quotes_of_every_record_part_no_record() -> None:
    text = '"Name";"Anschrift";"Umsatz"\n' + '"Holle GmbH";"Weg 1\n58095 Hagen";"1,00"\n' * 5
    frame = read_delimited(text, "utf-8").frame
    assert frame["line"].to_list() == [1, 2, 4, 6, 8, 10]
    assert frame.row(1)[1:] == ("Holle GmbH", "Weg 1\n58095 Hagen", "1,00")


def test_commas_in_every_place_and_amount_make_no_comma_file() -> None:
    assert recognise_delimiter(["Kunde, Ort;Umsatz", *["Holle GmbH, Hagen;1,00"] * 9]) == ";"


PRINTED = ["Umsätze 2023", "", "Nr     Name            Umsatz", "-" * 30] + [
    f"7000{at}  {name:<15}{amount:>9}"
    for at, (name, amount) in enumerate(
        [("Holle GmbH", "1,00"), ("Rübezahl AG", "1.234,50"), ("Nase", "2,00")]
    )
]


def test_columns_apart_by_blanks_are_cut_where_every_row_is_blank() -> None:
    frame = read_delimited("\n".join(PRINTED), "utf-8").frame
    assert [row[1:] for row in frame.rows()][1:2] == [("Nr", "Name", "Umsatz")]
    assert [row[1:] for row in frame.rows()][3:] == [
        ("70000", "Holle GmbH", "1,00"),
        ("70001", "Rübezahl AG", "1.234,50"),
        ("70002", "Nase", "2,00"),
    ]


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("Zakład Śruba;Łódź\nŻelazko;Kraków", "cp1250"),
        ("Strojírna Dvořák;Plzeň\nKovárna Město;Příbram", "cp1250"),
        ("Müller & Söhne;Köln\nGroß;Fläche m²", "cp1252"),
        ("Société Générale;Liège\nRøde Kors;Århus", "cp1252"),
    ],
)
def test_central_european_letters_are_told_from_signs(text: str, used: str) -> None:
    assert decode(text.encode(used)) == (text, used)


def test_an_open_quote_before_very_long_lines_is_no_end() -> None:
    text = 'Name;Ort\n"Holle;Hagen\n' + ("x" * 2_000 + ";Witten\n") * 150
    assert read_delimited(text, "utf-8").frame.height == 152
