"""The commands as others call them: one JSON object with the promised keys, exit codes, errors with the mend."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from ingest.example.files import Manifest
from tests.lieferkette.commands.calls import Call

COVERAGE = {
    "lists_in_view", "companies_with_lists", "population", "rows_matched_share", "spend_matched_share",
    "spend_of_cost_share", "periods", "one_sided_share",
}  # fmt: skip
ABOUT = {"coverage", "sentences", "view_id"}


@pytest.fixture
def example(example_region: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Commands on the example region (read only)."""
    return Call(example_region / "lieferkette.duckdb", capsys)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Commands on a warehouse that is not there yet."""
    return Call(tmp_path / "new" / "w.duckdb", capsys)


@pytest.fixture
def screws(example_region: Path) -> str:
    """The screw maker of the example's stories, by name."""
    manifest = Manifest.load(example_region / "example")
    return (
        next(f.company_name for f in manifest.files if f.company_key == manifest.stories["screw_maker"]) or ""
    )


def test_companies(example: Call, screws: str) -> None:
    found = example.json("companies", "find", screws[:12])["companies"]
    assert {"company_id", "name", "city", "country_code", "sector_code"} <= set(found[0])
    card = example.json("companies", "show", screws)["companies"][0]
    assert card["suppliers"][0]["share"] >= card["suppliers"][1]["share"]
    assert example("companies", "show", screws)[1].startswith(screws)


def test_chain(example: Call, screws: str) -> None:
    answer = example.json("chain", screws, "--tiers", "2")
    assert {"company_id", "direction", "tiers", *ABOUT} <= set(answer)
    assert [tier["tier"] for tier in answer["tiers"]] == [1, 2]
    assert {"company_id", "name", "value_eur", "share"} <= set(answer["tiers"][0]["companies"][0])
    assert set(answer["coverage"]) == COVERAGE
    assert sum(c["share"] for c in answer["tiers"][0]["companies"] if c["share"]) == pytest.approx(1.0)


def test_ways_from_one_company_to_another(example: Call, screws: str) -> None:
    tiers = example.json("chain", screws, "--tiers", "2")["tiers"]
    direct = {company["company_id"] for company in tiers[0]["companies"]}
    far = next(c["company_id"] for c in tiers[1]["companies"] if c["company_id"] not in direct)
    answer = example.json("chain", far, "--to", screws)
    assert {"paths", *ABOUT} <= set(answer)
    first = answer["paths"][0]
    assert (first["companies"][0], len(first["evidence"])) == (far, len(first["companies"]) - 1)


def test_dependencies(example: Call, screws: str) -> None:
    answer = example.json("dependencies", screws)
    promised = {
        "hhi",
        "effective_suppliers",
        "single_sources",
        "hidden_suppliers",
        "exposure",
        "regional_share",
    }
    assert promised | ABOUT <= set(answer)
    assert answer["effective_suppliers"] == pytest.approx(1 / answer["hhi"])
    assert "exposure" in example.json("dependencies", "--region", "sihk-hagen")


def test_as_a_company_at_its_level(example: Call, screws: str) -> None:
    own = example.json("dependencies", screws, "--actor", screws)
    assert own["hhi"] == example.json("dependencies", screws)["hhi"]
    assert example("dependencies", "--region", "maerkische-region", "--actor", "chamber")[0] == 1
    assert example("report", "region", "--draft", "--actor", screws)[0] == 2


def test_errors_say_what_and_the_mend(example: Call, tmp_path: Path) -> None:
    code, out, err = example("chain", "Gibt es nicht GmbH")
    assert (code, out) == (2, "")
    assert "lieferkette companies find" in err
    assert example("ingest", str(tmp_path / "nowhere.csv"))[0] == 2
    assert example("ingest", "x.csv", "--sharing", "all")[0] == 2
    assert example("no-such-command")[0] == 2
    code, _, err = example("dependencies", "--language", "en")
    assert (code, err.strip()) == (2, "Name a company, a region with --region, or a sector with --sector.")


def test_a_damaged_warehouse_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"this is no warehouse" * 1000)
    code, _, err = Call(broken, capsys)("uploads", "list")
    assert code == 1
    assert str(broken) in err


def test_a_list_in_and_out_again(empty: Call, tmp_path: Path) -> None:
    members = tmp_path / "Mitglieder.csv"
    members.write_text(
        "IHK-Nr.;Firma;Straße;PLZ;Ort;WZ 2008\n1;Froschkönig Draht GmbH;Weg 1;58511;Lüdenscheid;24.34\n"
        "2;Goldmarie Stahl AG;Weg 2;58095;Hagen;24.10\n",
        "utf-8",
    )
    suppliers = tmp_path / "Lieferanten 2025.csv"
    suppliers.write_text(
        "Lieferant;PLZ;Ort;Umsatz 2025 EUR\n"
        "Goldmarie Stahl AG;58095;Hagen;1.234,50\nPechmarie Öl KG;44135;Dortmund;hoch\n",
        "cp1252",
    )
    assert empty.json("ingest", str(members), "--as", "members")["uploads"][0]["rows_loaded"] == 2
    call = (
        "ingest",
        str(suppliers),
        "--company",
        "Froschkönig Draht GmbH",
        "--as",
        "suppliers",
        "--complete",
    )
    first = empty.json(*call)["uploads"][0]
    assert {"file", "upload_id", "shape", "rows_read", "rows_loaded", "rows_rejected", "rows_ignored", "columns",
            "parties_matched", "parties_new", "parties_to_review"} <= set(first)  # fmt: skip
    assert (first["rows_read"], first["rows_loaded"], first["rows_rejected"]) == (2, 1, 1)
    assert empty.json(*call)["uploads"][0]["status"] == "unchanged"
    rejected = empty.json("uploads", "rejected", first["upload_id"], "--out", str(tmp_path / "back.xlsx"))[
        "rows"
    ]
    assert rejected[0]["row_no"] == 3
    sent_again = empty.json("ingest", str(tmp_path / "back.xlsx"), "--company", "Froschkönig Draht GmbH")[
        "uploads"
    ][0]
    assert (sent_again["status"], sent_again["rows_read"], sent_again["rows_rejected"]) == ("loaded", 1, 1)
    newer = tmp_path / "Lieferanten 2025 neu.csv"
    newer.write_text("Lieferant;PLZ;Ort;Umsatz 2025 EUR\nRübezahl Erz KG;58095;Hagen;5,00\n", "cp1252")
    replaced = empty.json("ingest", str(newer), *call[2:])["uploads"][0]
    shown = empty.json("uploads", "show", replaced["upload_id"])["uploads"][0]["difference"]
    assert [(row["change"], row["name"]) for row in shown] == [
        ("new", "Rübezahl Erz KG"),
        ("ended", "Goldmarie Stahl AG"),
    ]
    said = empty("uploads", "show", replaced["upload_id"])[1]
    assert re.search(r"Lieferant +Name +name +", said), "a meaning in words, and what --mapping calls it"
    assert re.search(r"neu +Rübezahl Erz KG +Lieferant", said)
    assert empty.json("uploads", "undo", replaced["upload_id"])["status"] == "undone"
    assert empty.json("uploads", "complete", first["upload_id"], "--no")["complete"] == {
        "suppliers": False,
        "customers": None,
    }
    [largest] = empty.json("uploads", "largest", first["upload_id"])["counterparts"]
    assert (largest["name"], largest["amount_eur"]) == ("Goldmarie Stahl AG", 1234.5)
    empty.json("uploads", "tell", first["upload_id"], largest["party_id"], "--sector", "24.10")
    empty.json("uploads", "tell", first["upload_id"], largest["party_id"], "--sector", "Stahlwerk")
    code, _, err = empty("uploads", "tell", first["upload_id"], largest["party_id"], "--sector", "99.99")
    assert code == 2
    assert "99.99" in err
    assert empty.json("uploads", "complete", first["upload_id"])["complete"]["suppliers"] is True
    shares = empty.json("companies", "show", "Froschkönig Draht GmbH")["companies"][0]["suppliers"]
    assert [(s["name"], s["amount_eur"], s["share"]) for s in shares] == [("Goldmarie Stahl AG", 1234.5, 1.0)]
    assert empty.json("uploads", "undo", first["upload_id"])["status"] == "undone"
    for change in ("undo", "complete"):
        code, _, err = empty("uploads", change, first["upload_id"])
        assert code == 2 and first["upload_id"] in err, (
            "what was taken back can be changed no more, and is named"
        )
    assert empty.json("companies", "show", "Froschkönig Draht GmbH")["companies"][0]["suppliers"] == []


@pytest.mark.parametrize(
    ("heading", "kind", "is_asked"),
    [("Lieferant;Ort", "suppliers", True), ("Lieferant;Kunde", "relations", False)],
)
def test_only_a_list_of_suppliers_or_customers_is_asked_whether_it_names_all(
    empty: Call, tmp_path: Path, heading: str, kind: str, is_asked: bool
) -> None:
    said = tmp_path / "Liste.csv"
    said.write_text(f"{heading}\nGoldmarie Stahl AG;Froschkönig Draht GmbH\n", "utf-8")
    whose = ("--company", "Pechmarie Öl KG") if is_asked else ()
    printed = empty("ingest", str(said), "--as", kind, "--year", "2025", *whose)[1]
    assert "1 übernommen" in printed
    assert ("Nennt eine Liste alle?" in printed) == is_asked


def test_what_was_assumed_is_said_with_the_option_that_corrects_it(empty: Call, tmp_path: Path) -> None:
    said = tmp_path / "export.csv"
    said.write_text("Firma;PLZ;Ort;Umsatz\nGoldmarie Stahl AG;58095;Hagen;1.234\n", "utf-8")
    call = ("ingest", str(said), "--company", "Froschkönig Draht GmbH")
    kept = ["list_kind_assumed:suppliers", "decimal_assumed:,", "currency_assumed:EUR", "year_assumed"]
    printed = empty(*call)[1]
    [first] = empty.json("uploads", "list")["uploads"]
    shown = empty("uploads", "show", first["upload_id"])[1]
    for text in (printed, shown):
        assert "Das haben wir angenommen" in text
        for option in ("(--as)", "(--decimal)", "(--year)"):
            assert option in text
    assert empty.json("uploads", "show", first["upload_id"])["uploads"][0]["notes"] == kept
    assert empty.json(*call)["uploads"][0]["notes"] == kept, "also where the list is there already"
    again = empty.json(*call, "--as", "customers", "--year", "2024", "--decimal", ",")["uploads"][0]
    assert again["notes"] == ["currency_assumed:EUR"]


def test_an_answer_to_a_question_is_remembered(example_region: Path, tmp_path: Path, capsys: Any) -> None:
    copied = tmp_path / "copy.duckdb"
    shutil.copy(example_region / "lieferkette.duckdb", copied)
    call = Call(copied, capsys)
    asked = call.json("review", "list")["questions"]
    assert asked
    ids = (asked[0]["party_id"], asked[0]["company_id"])
    assert asked[0]["sender_name"] in call("review", "list")[1], "the owner is told whose list asks"
    call.json("review", "accept", *ids)
    left = call.json("review", "list")["questions"]
    assert ids not in {(q["party_id"], q["company_id"]) for q in left}
    assert "dasselbe" in call("review", "list", "--answered")[1]
    assert (
        next(
            (one["party_id"], one["company_id"])
            for one in call.json("review", "list", "--answered")["answers"]
        )
        == ids
    )
    assert call.json("review", "undo", *ids)["status"] == "open"
    assert call.json("review", "list")["questions"] == asked
    code, _, err = call("review", "undo", *ids)
    assert code == 2 and "nichts zurückzunehmen" in err
