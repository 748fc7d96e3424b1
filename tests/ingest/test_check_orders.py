"""SAP orders: items get supplier, date and currency from their headers, names from the vendor master."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ingest.check import clean_rows
from ingest.orders import Source, join_orders
from ingest.readers import read
from ingest.recognise import recognise
from ingest.tables import Hints

EKKO = (
    "EBELN;BUKRS;BSTYP;LOEKZ;LIFNR;WAERS;BEDAT\n4500001;1000;F;;0000070001;EUR;15.03.2024\n"
    "4500002;1000;F;L;70002;EUR;16.03.2024\n4500003;1000;F;;70002;CHF;17.03.2024\n4500004;1000;K;;70001;EUR;17.03.2024\n"
)
EKPO = (
    "EBELN;EBELP;LOEKZ;TXZ01;MATKL;NETWR;RETPO\n4500001;10;;Draht;ROH;1.234,56;\n4500001;20;;Draht;ROH;100,00;X\n"
    "4500002;10;;Blech;ROH;10,00;\n4500009;10;;Blech;ROH;10,00;\n4500001;30;L;Blech;ROH;10,00;\n"
)
LFA1 = (
    "MANDT;LIFNR;LAND1;NAME1;NAME2;ORT01;PSTLZ\n"
    "100;70001;DE;Rübezahl;Draht AG;Hagen;58095\n"
    "100;70002;CH;Holle AG;;Zürich;8001\n"
)


def source(text: str, file_name: str) -> Source:
    table = read(text.encode("cp1252"), file_name)[0]
    return table, recognise(table, Hints(), file_name)


def test_items_carry_the_amounts_and_headers_the_supplier() -> None:
    headers, items = join_orders(
        source(EKKO, "EKKO.csv"), source(EKPO, "EKPO.csv"), clean_rows(*source(LFA1, "LFA1.csv"))
    )
    for rows in (headers, items):
        assert rows.rows_read == rows.good["line"].n_unique() + rows.left_out.height
    columns = (
        "line",
        "partner_no",
        "name",
        "city",
        "amount",
        "currency",
        "amount_kind",
        "period_start",
        "document_no",
        "good_code",
    )
    day = date(2024, 3, 15)
    assert items.good.select(columns).rows() == [
        (
            2,
            "70001",
            "Rübezahl Draht AG",
            "Hagen",
            Decimal("1234.56"),
            "EUR",
            "ordered",
            day,
            "4500001",
            "ROH",
        ),
        (
            3,
            "70001",
            "Rübezahl Draht AG",
            "Hagen",
            Decimal("-100.00"),
            "EUR",
            "ordered",
            day,
            "4500001",
            "ROH",
        ),
    ]
    assert items.left_out.select("line", "reason_code").rows() == [
        (4, "no_order_header"),
        (5, "no_order_header"),
        (6, "deleted_order"),
    ]
    assert headers.good.select("line", "name", "amount_kind").rows() == [(4, "Holle AG", "none")]
    assert headers.left_out.select("line", "reason_code").rows() == [
        (2, "order_header"),
        (3, "deleted_order"),
        (5, "not_an_order"),
    ]


def test_items_alone_name_nobody() -> None:
    rows = clean_rows(*source(EKPO, "EKPO.csv"))
    assert rows.good.is_empty()
    assert set(rows.left_out["reason_code"]) == {"no_order_header", "deleted_order"}


def test_english_headings() -> None:
    headers = (
        "Purchasing Document,Company Code,Purch. Doc. Category,Vendor,Currency,Document Date\n"
        "45,1710,F,V-1,USD,10/28/2017\n"
    )
    items = (
        "Purchasing Document,Item,Material Group,Net Order Price,Net Order Value\n"
        '45,1,ZF,1.00,"1,669.08"\n45,2,ZF,1.00,38.23\n'
    )
    _, rows = join_orders(source(headers, "EKKO.csv"), source(items, "EKPO.csv"))
    assert rows.good.select("partner_no", "amount", "currency", "period_start").rows() == [
        ("V-1", Decimal("1669.08"), "USD", date(2017, 10, 28)),
        ("V-1", Decimal("38.23"), "USD", date(2017, 10, 28)),
    ]
