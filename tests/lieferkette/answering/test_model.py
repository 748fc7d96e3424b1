"""The regional model: fall back to the coarser sector, and go on beyond the view by hand-computed shares."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from lieferkette.answering.beyond import beyond, io_tables
from lieferkette.answering.model import RegionalModel, from_outside, twins
from lieferkette.answering.model_answer import model_answer
from lieferkette.i18n.say import say
from lieferkette.markets.coefficients import IoTable

NAMES = (
    "table_id", "cell_sector", "partner_sector", "cell_origin", "cell_place", "released_value", "released_band",
)  # fmt: skip


def model_with(*rows: tuple[str, str, str, str, float | None, str | None]) -> RegionalModel:
    cells = [(*row[:4], "all", *row[4:]) for row in rows]
    schema = dict.fromkeys(NAMES, pl.String) | {"released_value": pl.Float64}
    frame = pl.DataFrame(cells, schema, orient="row")
    return RegionalModel("2026-1", "maerkische-region", 2025, datetime(2026, 1, 1), frame, {})


MODEL = model_with(
    ("inputs_by_origin", "all", "24", "all", 100.0, "10-19"),
    ("inputs_by_origin", "all", "24", "outside", 74.0, "10-19"),
    ("purchases_by_origin", "basic_metals", "all", "all", 200.0, "10-19"),
    ("purchases_by_origin", "basic_metals", "all", "region", 50.0, "10-19"),
    ("purchases_by_sector", "basic_metals", "machinery", "region", 30.0, "10-19"),
    ("purchases_by_sector", "basic_metals", "machinery", "outside", 90.0, "10-19"),
    ("purchases_per_revenue", "all", "all", "all", 0.5, None),
    ("selling_share", "metal_products", "machinery", "all", None, "50-60"),
)


def sold(*sectors: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"sector_code": sectors, "origin": ["region"] * len(sectors), "amount_eur": [10.0] * len(sectors)}
    )


def test_a_withheld_sector_falls_back_to_the_coarser_one_and_says_so() -> None:
    share = from_outside(MODEL, "24.10")
    assert share is not None and (share.band, share.sector, share.model_id) == ("70-80", "24", "2026-1")
    assert from_outside(MODEL, "10.1") is None
    assert from_outside(model_with(), None) is None
    found = twins(MODEL, "25.62", "machinery")
    assert found is not None and (found.band, found.sector) == ("50-60", "metal_products")
    assert twins(MODEL, "10.1", "machinery") is None


def test_ratios_need_both_sums() -> None:
    assert (
        MODEL.share("inputs_by_origin", "all", "24", "outside", ("inputs_by_origin", "all", "24", "all"))
        == 0.74
    )
    assert (
        MODEL.share("inputs_by_origin", "all", "24", "region", ("inputs_by_origin", "all", "24", "all"))
        is None
    )


@pytest.mark.reference
def test_the_chain_goes_on_by_the_recursion() -> None:
    """x2(l, o) = x1(k, region) · m_k · a_kl,o with x1 = 0.6, m = 0.5: machinery here .6·.5·30/200 = .045, outside
    .6·.5·90/200 = .135, here without a sector .6·.5·20/200 = .03, unknown the rest .6·.5·60/200 = .09."""
    purchases = pl.DataFrame(
        {"sector_code": ["24.10", "24.10"], "origin": ["region", "world"], "amount_eur": [60.0, 40.0]}
    )
    found = beyond(purchases, MODEL, tiers=2)
    second = {(row[1], row[2]): round(row[3], 6) for row in found.filter(pl.col("tier") == 2).rows()}
    assert second == {
        ("machinery", "region"): 0.045, ("machinery", "outside"): 0.135,
        ("unknown", "region"): 0.03, ("unknown", "unknown"): 0.09,
    }  # fmt: skip
    assert found["is_scaled"].to_list()[:4] == [True] * 4
    third = found.filter(pl.col("tier") == 3)
    assert third["sector"].to_list() == ["unknown"] and not third["is_scaled"].any()
    assert round(float(third["share"].sum()), 6) == 0.075


@pytest.mark.reference
def test_sales_go_on_by_the_shares_of_sales() -> None:
    """y2(l, d) = y1(k, region) · b_kl,d with y1 = 0.5: 0.5·40/100 to vehicles here, 0.5·25/100 outside, the rest
    unknown; parts that left the region end."""
    model = model_with(
        ("sales_by_destination", "machinery", "all", "all", 100.0, "10-19"),
        ("sales_by_destination", "machinery", "all", "outside", 25.0, "10-19"),
        ("sales_by_sector", "machinery", "vehicles", "region", 40.0, "10-19"),
    )
    own = pl.DataFrame(
        {"sector_code": ["28.41", "28.41"], "origin": ["region", "eu"], "amount_eur": [5.0, 5.0]}
    )
    found = beyond(own, model, "downstream", tiers=1)
    assert {(row[1], row[2]): (round(row[3], 6), row[4], row[5]) for row in found.rows()} == {
        ("vehicles", "region"): (0.2, "machinery", True), ("unknown", "outside"): (0.125, "machinery", True),
        ("unknown", "unknown"): (0.175, "machinery", True),
    }  # fmt: skip
    nothing = own.clear()
    said = model_answer("v", nothing, model, sales=own).sentences
    assert [sentence.key for sentence in said] == ["model_beyond_sales"]
    assert "zu 20–30\u00a0%" in say(said[0], "de")


@pytest.mark.reference
def test_where_nothing_is_released_the_imported_table_stands_in_and_is_named() -> None:
    """Machinery buys .6 basic metals (.2 of all of it abroad) and .4 of divisions in several groups, .5 an output."""
    rows = pl.DataFrame(
        {
            "supplier_sectors": ["24", "24", "22,35"], "customer_sectors": ["28", "28", "28"],
            "cell_origin": ["all", "eu", "all"], "input_share": [0.6, 0.2, 0.4],
            "input_coefficient": [0.3, 0.1, 0.2],
        }
    )  # fmt: skip
    table = IoTable("figaro", 2022, rows)
    own = pl.DataFrame(
        {"sector_code": ["28.41", "28.41"], "origin": ["region", "world"], "amount_eur": [5.0, 5.0]}
    )
    found = beyond(own, MODEL, "upstream", table, tiers=1)
    assert {(row[1], row[2]): round(row[3], 6) for row in found.rows()} == {
        ("basic_metals", "outside"): 0.05, ("basic_metals", "unknown"): 0.25, ("unknown", "unknown"): 0.2,
    }  # fmt: skip
    assert io_tables(found) == ["figaro 2022"] and found["is_scaled"].all()
    first = beyond(sold("24.10"), MODEL, "upstream", table, tiers=1)
    assert set(first["basis"]) == {"basic_metals"} and io_tables(first) == []


def test_nothing_goes_on_from_outside_the_region() -> None:
    purchases = pl.DataFrame({"sector_code": ["24.10"], "origin": ["eu"], "amount_eur": [5.0]})
    assert beyond(purchases, MODEL).is_empty()


def test_sentences_say_estimated_and_the_model() -> None:
    purchases = pl.DataFrame({"sector_code": ["24.10"], "origin": ["region"], "amount_eur": [5.0]})
    answer = model_answer("v", purchases, MODEL)
    texts = [say(sentence, "de") for sentence in answer.sentences]
    assert texts[0].endswith(
        "kommen in dieser Region zu 70–80\u00a0% von außerhalb (geschätzt, Modell 2026-1)."
    )
    assert "(WZ\u00a024)" in texts[0]
    assert all("Modell 2026-1" in text for text in texts) and len(texts) == 2


def test_what_most_of_the_sector_do_is_said_where_the_own_list_is_complete() -> None:
    nothing = pl.DataFrame(schema={"sector_code": pl.String, "origin": pl.String, "amount_eur": pl.Float64})
    said = model_answer("v", nothing, MODEL, "25.62", sold("29.32")).sentences
    assert [sentence.key for sentence in said] == ["model_twins"]
    assert "50–60\u00a0%" in say(said[0], "de") and "Maschinenbau" in say(said[0], "de")
    assert model_answer("v", nothing, MODEL, "25.62", sold("28.41")).sentences == ()
    assert model_answer("v", nothing, MODEL, "25.62", None).sentences == ()
