"""Ways in which a file can be bad, each a function of a random generator that gives the bytes of one."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

from tests.corpus import lists
from tests.corpus.lists import Row, as_sheet, as_text, as_workbook

Mutation = Callable[[random.Random], bytes]


def _rows(rng: random.Random) -> list[Row]:
    return rng.choice(lists.TABLES)(rng)


def _cell(rows: list[Row], rng: random.Random) -> tuple[int, int]:
    row = rng.randrange(1, len(rows))
    return row, rng.randrange(len(rows[row]))


def _with_cells(rng: random.Random, values: tuple[str, ...]) -> bytes:
    """A few cells, anywhere below the first row, hold one of the values."""
    rows = [list(row) for row in _rows(rng)]
    for _ in range(rng.randint(1, 6)):
        row, column = _cell(rows, rng)
        rows[row][column] = rng.choice(values)
    return as_text(rows, rng) if rng.random() < 0.7 else as_sheet(rows, rng)


def truncated(rng: random.Random) -> bytes:
    """Cut off anywhere."""
    data = rng.choice(
        (as_text(_rows(rng), rng), as_workbook(_rows(rng)), lists.invoice(rng), lists.notices(rng))
    )
    return data[: rng.randrange(1, len(data))]


def bits_flipped(rng: random.Random) -> bytes:
    """Bytes replaced at random, never by a quote, which may join lines lawfully."""
    data = bytearray(rng.choice((as_text(_rows(rng), rng), as_workbook(_rows(rng)), lists.invoice(rng))))
    for _ in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] = rng.choice([code for code in range(256) if code != 0x22])
    return bytes(data)


def stray_quotes(rng: random.Random) -> bytes:
    """A quote that opens and never closes, or stands in the middle of a cell."""
    rows = [list(row) for row in _rows(rng)]
    row, column = _cell(rows, rng)
    bare = rows[row][column].replace('"', "")
    rows[row][column] = '"' + bare if rng.random() < 0.5 else f'{bare[:2]}"{bare[2:]}'
    return ("\n".join(";".join(cells) for cells in rows) + "\n").encode("cp1252")


def ragged(rng: random.Random) -> bytes:
    """Rows with too few and too many fields."""
    rows = [list(row) for row in _rows(rng)]
    for row in rng.sample(rows[1:], k=min(5, len(rows) - 1)):
        if rng.random() < 0.5:
            row += ["zu viel"] * rng.randint(1, 20)
        else:
            del row[rng.randrange(len(row)) :]
    return as_text([row for row in rows if row], rng)


def hidden_characters(rng: random.Random) -> bytes:
    """NUL, and characters that turn the direction of writing."""
    return _with_cells(rng, ("Zwerg\x00Stahl", "Holle\u202egnulhcäF", "\u2066x\u2069", "\ufeff", "\u200b"))


def mixed_encodings(rng: random.Random) -> bytes:
    """Two encodings in one file."""
    lines = [";".join(row) for row in _rows(rng)]
    return b"".join(
        (line + "\n").encode(rng.choice(("utf-8", "cp1252", "cp850")), "replace") for line in lines
    )


def giant_cells(rng: random.Random) -> bytes:
    """Cells longer than any program takes."""
    return _with_cells(rng, ("x" * rng.randint(32_000, 200_000),))


def too_many_columns(rng: random.Random) -> bytes:
    """Hundreds of columns."""
    width = rng.randint(400, 900)
    return as_text([[*row, *(["y"] * (width - len(row)))] for row in _rows(rng)], rng)


def formulas(rng: random.Random) -> bytes:
    """Cells that a spreadsheet would run."""
    return _with_cells(
        rng, ("=cmd|'/c calc'!A1", '=HYPERLINK("http://x.example")', "@SUM(A1)", "+1+1", "-2+3")
    )


def odd_numbers(rng: random.Random) -> bytes:
    """What stands for an amount and is none, or is too large."""
    return _with_cells(
        rng,
        ("1.234.56", "1,2,3", "1e400", "∞", "NaN", "--5", "9" * 40, "1.234,5.6", "k. A.", "€", "٣٤", "0x1F"),
    )


def headings_spoiled(rng: random.Random) -> bytes:
    """Headings twice, blank, or gone."""
    rows = [list(row) for row in _rows(rng)]
    choice = rng.randrange(3)
    if choice == 0:
        rows = [row + row for row in rows]
    elif choice == 1:
        rows[0] = [cell if rng.random() < 0.5 else "" for cell in rows[0]]
    else:
        del rows[0]
    return as_text(rows, rng)


def line_endings(rng: random.Random) -> bytes:
    """Every kind of line ending in one file, and characters that only look like one."""
    ends = ("\r\n", "\n", "\r", "\n\n", "\r\r\n")
    noise = ("", "", "\x0b", "\x0c", "\u2028", "\x85")
    text = "".join(";".join(row) + rng.choice(noise) + rng.choice(ends) for row in _rows(rng))
    return text.encode("utf-8")


def repeated_blocks(rng: random.Random) -> bytes:
    """The page's headings again and again, sums, notes, blank rows."""
    rows = _rows(rng)
    width = len(rows[0])
    more = [rows[0], ["Summe"] + ["1"] * (width - 1), [""] * width, ["Hinweis: Stand heute"], ["-" * 20]]
    mixed = list(rows)
    for _ in range(rng.randint(2, 8)):
        mixed.insert(rng.randrange(1, len(mixed)), rng.choice(more))
    return as_text(mixed, rng)


def far_cells(rng: random.Random) -> bytes:
    """A workbook with a cell in its last corner."""
    data = as_workbook(_rows(rng))
    corner = rng.choice((b'<c r="XFD1048576"><v>1</v></c>', b'<c r="ZZ900000"><v>1</v></c>'))
    return _repacked(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</row>", corner + b"</row>", 1)
    )


def strings_bombed(rng: random.Random) -> bytes:
    """One long string that every cell refers to."""
    data = as_workbook(_rows(rng))
    return _repacked(
        data,
        "xl/sharedStrings.xml",
        lambda xml: xml.replace(b"<t>", b"<t>" + b"z" * rng.randint(100_000, 2_000_000), 1),
    )


def document_types(rng: random.Random) -> bytes:
    """Entities that grow, or ask for a file, in a workbook or an invoice."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    if rng.random() < 0.5:
        return lists.invoice(rng).replace(b"<Invoice", bomb + b"<Invoice", 1).replace(b"R-", b"&b;&c;", 1)
    data = as_workbook(_rows(rng))
    return _repacked(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<worksheet", bomb + b"<worksheet", 1)
    )


def nested(rng: random.Random) -> bytes:
    """Trees deeper than any reader goes."""
    depth = rng.randint(1_000, 200_000)
    if rng.random() < 0.5:
        return b'{"releases":' + b'[{"a":' * depth
    return lists.invoice(rng).replace(b"<b:IssueDate>", b"<a:x>" * depth + b"<b:IssueDate>", 1)


def other_kinds(rng: random.Random) -> bytes:
    """What is no list: other files, under the name of one."""
    heads = (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
             b"PK\x03\x04", b"<html><body>", b"Rar!\x1a\x07", b"SQLite format 3\x00", b"")  # fmt: skip
    return rng.choice(heads) + rng.randbytes(rng.randint(0, 3_000))


def blanks(rng: random.Random) -> bytes:
    """Nothing, or nothing but delimiters and headings."""
    rows = _rows(rng)
    kinds = (
        b"",
        b"\n" * 50,
        b";;;\n" * 30,
        as_text(rows[:1], rng),
        as_workbook([]),
        b"\xef\xbb\xbf",
        b" \t\n",
    )
    return rng.choice(kinds)


def shuffled(rng: random.Random) -> bytes:
    """Cells in the wrong columns."""
    rows = [list(row) for row in _rows(rng)]
    for row in rows[1:]:
        if rng.random() < 0.4:
            rng.shuffle(row)
    return as_text(rows, rng) if rng.random() < 0.7 else as_sheet(rows, rng)


def sheets_damaged(rng: random.Random) -> bytes:
    """A workbook whose packed parts do not hold what they say."""
    data = as_workbook(_rows(rng))
    part = rng.choice(
        ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml")
    )
    return _repacked(data, part, lambda xml: rng.choice((xml[: len(xml) // 2], b"", rng.randbytes(200))))


def _repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return buffer.getvalue()


KINDS: tuple[Mutation, ...] = (
    truncated, bits_flipped, stray_quotes, ragged, hidden_characters, mixed_encodings, giant_cells, too_many_columns,
    formulas, odd_numbers, headings_spoiled, line_endings, repeated_blocks, far_cells, strings_bombed, document_types,
    nested, other_kinds, blanks, shuffled, sheets_damaged,
)  # fmt: skip
"""All ways, in the order in which the corpus takes them in turn."""


def bad_file(number: int, seed: int) -> tuple[str, bytes]:
    """Kind and bytes of one file of the corpus; the same number and seed give the same bytes."""
    kind = KINDS[number % len(KINDS)]
    return kind.__name__, kind(random.Random(f"{seed}-{number}"))
