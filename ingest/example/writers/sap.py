"""SAP: the tables LFA1, EKKO and EKPO as they lie in the database, and the vendor list of the screen."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np

from ingest.example.records import FileOrder, Mention, TruthRow, euros, german, relation
from ingest.example.writers.text import write_lines

LFA1 = (
    "MANDT;LIFNR;LAND1;NAME1;NAME2;ORT01;ORT02;PFACH;PSTL2;PSTLZ;REGIO;SORTL;STRAS;BRSCH;LOEVM;XCPDK;VBUND;STCEG"
).split(";")
EKKO = "MANDT;EBELN;BUKRS;BSTYP;BSART;LOEKZ;AEDAT;LIFNR;EKORG;WAERS;BEDAT".split(";")
EKPO = "MANDT;EBELN;EBELP;LOEKZ;TXZ01;MATNR;WERKS;MATKL;MENGE;MEINS;NETPR;PEINH;NETWR".split(";")
SCREEN = ("Kreditor", "Name 1", "Straße", "Postleitzahl", "Ort", "Land", "Umsatzsteuer-Id.Nr")
ENCODINGS = ("cp1252", "utf-8", "utf-8-sig")
CLIENT = "100"
DELETED_ITEM_SHARE = 0.04


def write_lfa1(path: Path, order: FileOrder, mentions: list[Mention]) -> list[TruthRow]:
    """Vendor master: the list's suppliers, then one that was deleted and the one-time account."""
    rows: list[list[object]] = [list(LFA1)]
    truth = []
    for mention in mentions:
        written = mention.spelling
        values = {
            "LIFNR": mention.partner_no,
            "LAND1": written.country_code,
            "NAME1": written.name,
            "ORT01": written.city,
            "PSTLZ": written.postcode,
            "SORTL": written.name[:10].upper(),
            "STRAS": written.street,
            "VBUND": f"G{mention.company['group_no']:05d}" if mention.is_own_group else "",
            "STCEG": written.vat_id,
        }
        rows.append([CLIENT if heading == "MANDT" else values.get(heading, "") for heading in LFA1])
        truth.append(relation(len(rows), mention, has_vat_id=bool(written.vat_id)))
    for record, number, name, flag in (
        ("deleted", "0000199998", "Nirgendwo Altmetall GmbH", "LOEVM"),
        ("one_time_account", "0000199999", "CPD Inland", "XCPDK"),
    ):
        values = {"MANDT": CLIENT, "LIFNR": number, "LAND1": "DE", "NAME1": name, flag: "X"}
        rows.append([values.get(heading, "") for heading in LFA1])
        truth.append(TruthRow(len(rows), record))
    write_lines(path, rows, ENCODINGS[order.style])
    return truth


def write_orders(
    headers: Path, items: Path, order: FileOrder, mentions: list[Mention], rng: np.random.Generator
) -> tuple[list[TruthRow], list[TruthRow]]:
    """Order headers and items whose values add up, per supplier and year, to the relation's amount."""
    header_rows: list[list[object]] = [list(EKKO)]
    item_rows: list[list[object]] = [list(EKPO)]
    header_truth: list[TruthRow] = []
    item_truth: list[TruthRow] = []
    for year in order.years:
        for mention in mentions:
            for cents in _split(mention.cents.get(year, 0), int(rng.integers(1, 5)), rng):
                number = f"45{year % 100}{len(header_rows):06d}"
                day = f"{year}{rng.integers(1, 13):02d}{rng.integers(1, 28):02d}"
                header_rows.append(
                    [CLIENT, number, "1000", "F", "NB", "", day, mention.partner_no, "1000", "EUR", day]
                )
                header_truth.append(
                    TruthRow(
                        len(header_rows), "order_header", mention.side, mention, year=year, document_no=number
                    )
                )
                _add_items(item_rows, item_truth, number, year, cents, mention, order.style, rng)
    write_lines(headers, header_rows, ENCODINGS[order.style])
    write_lines(items, item_rows, ENCODINGS[order.style])
    return header_truth, item_truth


def write_screen(path: Path, order: FileOrder, mentions: list[Mention]) -> list[TruthRow]:
    """The vendor list as a clerk exports it from the screen; `style` 0 has order values, 1 has none."""
    year = order.years[-1]
    has_amounts = order.style == 0
    rows: list[list[object]] = [[*SCREEN, *([f"Bestellwert {year}", "Währung"] if has_amounts else [])]]
    truth = []
    total = Decimal(0)
    for mention in mentions:
        written = mention.spelling
        cells = [
            written.name,
            written.street,
            written.postcode,
            written.city,
            written.country_code,
            written.vat_id,
        ]
        row: list[object] = [mention.partner_no, *cells]
        values: dict[str, object] = {}
        if has_amounts:
            amount = euros(mention.cents[year])
            total += amount
            row += [german(amount), "EUR"]
            values = {"year": year, "amount_written": german(amount), "amount": amount, "currency": "EUR"}
        rows.append(row)
        truth.append(relation(len(rows), mention, has_vat_id=bool(written.vat_id), **values))
    if has_amounts:
        rows.append([*[""] * len(SCREEN), german(total), "EUR"])
        truth.append(TruthRow(len(rows), "sum"))
    write_lines(path, rows, "cp1252")
    return truth


def _add_items(
    rows: list[list[object]],
    truth: list[TruthRow],
    number: str,
    year: int,
    cents: int,
    mention: Mention,
    style: int,
    rng: np.random.Generator,
) -> None:
    """The items of one order; a deleted one, that does not count, now and then."""
    parts = [(part, "") for part in _split(cents, int(rng.integers(1, 4)), rng)]
    if rng.random() < DELETED_ITEM_SHARE:
        parts.append((int(rng.integers(1_000, 900_000)), "L"))
    group = mention.company["sector_code"].replace(".", "")
    for item, (part, deleted) in enumerate(parts, start=1):
        amount = euros(part)
        written = german(amount) if style == 0 else str(amount)
        head = [CLIENT, number, f"{item * 10:05d}", deleted, mention.company["good_text"], "", "1000", group]
        rows.append([*head, "1", "LE", written, "1", written])
        if deleted:
            truth.append(TruthRow(len(rows), "deleted", document_no=number))
        else:
            values = {"year": year, "amount_written": written, "amount": amount, "currency": "EUR"}
            # the item names its partner by number: what LFA1 says of it holds here too
            has_vat_id = bool(mention.spelling.vat_id)
            truth.append(relation(len(rows), mention, document_no=number, has_vat_id=has_vat_id, **values))


def _split(cents: int, parts: int, rng: np.random.Generator) -> list[int]:
    """Whole cents in `parts` positive parts that add up; nothing where there is nothing."""
    if cents <= parts * 100:
        return [cents] if cents else []
    weights = rng.dirichlet([4.0] * parts)
    split = [max(1, int(weight * cents)) for weight in weights[:-1]]
    return [*split, cents - sum(split)]
