"""Property: whatever stands in the cells, an independent counter agrees with loaded + rejected + ignored."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.check import clean_rows
from ingest.readers import read
from ingest.recognise import recognise
from ingest.tables import Hints

CELL = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "Holle GmbH",
            "Summe",
            "1.234,56",
            "1,234.56",
            "k. A.",
            "12-",
            "58095 Hagen",
            "70001",
            "X",
            "2024",
            "Hinweis:",
            "T€ 5",
            "Ü",
        ]
    ),
    st.text(
        st.characters(
            codec="utf-8", exclude_characters=';"\r\n', exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")
        ),
        max_size=10,
    ),
)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=7), max_size=25)
HEADINGS = st.sampled_from(
    [
        "Nr.;Lieferant;PLZ/Ort;2023;2024",
        "Lieferant;Kunde;Umsatz;Jahr",
        "LIFNR;NAME1;ORT01;LOEVM;XCPDK",
        "EBELN;EBELP;MATKL;NETWR",
        "IHK-Nr;Name;PLZ;Ort;WZ",
        "Kunde;Umsatz in T€;Währung;Belegdatum",
        "country;name;address;sector",
    ]
)


@given(HEADINGS, ROWS)
@settings(max_examples=60, deadline=None)
def test_rows_are_accounted_for(headings: str, rows: list[list[str]]) -> None:
    lines = [headings, *(";".join(row) for row in rows)]
    counted = sum(1 for line in lines[1:] if line.replace(";", "").strip())
    table = read("\n".join(lines).encode(), "liste.csv", delimiter=";")[0]
    cleaned = clean_rows(table, recognise(table, Hints(heading_line=1), "liste.csv"))
    assert cleaned.rows_read == counted
    assert counted == cleaned.good["line"].n_unique() + cleaned.left_out.height
    assert not set(cleaned.good["line"]) & set(cleaned.left_out["line"])
    assert (
        cleaned.left_out.select("reason_de", "reason_en", "mend_de", "mend_en")
        .null_count()
        .sum_horizontal()
        .sum()
        == 0
    )
