"""Award notices as packed CSV tables: made-up rows in the columns that the Datenservice Öffentlicher Einkauf uses."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from ingest.jobs import Preview, preview

Table = list[dict[str, str]]
NOTICE = {"noticeIdentifier": "n-1", "noticeVersion": "01"}
BUYER = {
    **NOTICE,
    "organisationName": "Stadt Altena",
    "organisationCity": "Altena",
    "organisationRole": "buyer",
}
WINNER = {
    **NOTICE,
    "organisationName": "Rübezahl Draht AG",
    "organisationIdentifier": "DE 136 695 976",
    "organisationPostCode": "58095",
    "organisationCity": "Hagen",
    "organisationCountryCode": "DEU",
    "organisationRole": "winner",
}


def packed(tables: dict[str, Table], folder: str = "") -> bytes:
    """The tables as one file; a column is there where any row has it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, list({column: "" for row in rows for column in row}))
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"{folder}{name}.csv", "\ufeff" + text.getvalue())
    return buffer.getvalue()


def tables(**changed: Table) -> dict[str, Table]:
    """One notice: one buyer, one winner, an order of 120,000 euros."""
    whole: dict[str, Table] = {
        "notice": [{**NOTICE, "formType": "result", "publicationDate": "2025-05-09T00:00:00+02:00"}],
        "organisation": [BUYER, WINNER],
        "noticeResult": [{**NOTICE, "noticeValue": "120000.00", "noticeValueCurrency": "EUR"}],
        "procedureLotResult": [{**NOTICE, "lotIdentifier": "LOT-0001", "winnerChosen": "selec-w"}],
        "contract": [{**NOTICE, "contractIdentifier": "CON-1", "winnerDecisionDate": "2025-05-06+02:00"}],
        "purpose": [{**NOTICE, "lotIdentifier": "", "title": "Schulmöbel"}],
        "classification": [{**NOTICE, "classificationType": "cpv", "mainClassificationCode": "39160000"}],
    }
    return {**whole, **changed}


def told(found: Preview) -> list[tuple[Any, ...]]:
    assert found.error_code is None, found.error_en
    good = found.sheets[0].rows.good
    return good.select("supplier_name", "customer_name", "amount", "amount_kind").rows()


def seen(**changed: Table) -> list[tuple[Any, ...]]:
    return told(preview(packed(tables(**changed)), "2025-05.csv.zip"))


def test_an_award_is_public_evidence_of_an_order() -> None:
    found = preview(packed(tables(), folder="2025-05-09/"), "notices.zip")
    assert (found.shape, found.list_kind) == ("award_notices", "relations")
    assert told(found) == [("Rübezahl Draht AG", "Stadt Altena", Decimal(120000), "ordered")]
    row = found.sheets[0].rows.good.row(0, named=True)
    assert (row["document_no"], str(row["period_start"]), row["good_code"]) == (
        "n-1",
        "2025-05-06",
        "39160000",
    )
    assert (row["supplier_vat_id"], row["supplier_postcode"], row["supplier_country_code"]) == (
        "DE136695976",
        "58095",
        "DE",
    )
    assert row["good_text"] == "Schulmöbel"


@pytest.mark.parametrize(
    "sign",
    [
        {"contract": [{**NOTICE, "contractIdentifier": "C", "contractFrameworkAgreement": "true"}]},
        {"noticeResult": [{**NOTICE, "noticeFrameworkValue": "120000", "noticeFrameworkValueCurrency": "EUR"}]},
        {
            "noticeResult": [],
            "procedureLotResult": [
                {**NOTICE, "frameworkMaximumValue": "120000", "frameworkMaximumValueCurrency": "EUR"}
                | {"winnerChosen": "selec-w"}
            ],
        },
    ],
    ids=["contract says so", "value of the notice", "maximum of the lot"],
)  # fmt: skip
def test_a_frameworks_value_is_a_ceiling_and_no_order(sign: dict[str, Table]) -> None:
    assert seen(**sign) == [("Rübezahl Draht AG", "Stadt Altena", Decimal(120000), "ceiling")]


@pytest.mark.parametrize("role", ["winner", "buyer"])
def test_several_winners_or_buyers_tell_no_ones_share(role: str) -> None:
    second = {**WINNER, "organisationName": "Frau Holle Bettfedern GmbH", "organisationRole": role}
    found = seen(organisation=[BUYER, WINNER, second])
    assert len(found) == 2
    assert {row[2:] for row in found} == {(None, "none")}


def test_a_tenders_value_counts_where_it_is_the_only_one() -> None:
    one = {**NOTICE, "tenderIdentifier": "T1", "tenderValue": "99.5", "tenderValueCurrency": "EUR"}
    assert seen(noticeResult=[], tender=[one])[0][2:] == (Decimal("99.50"), "ordered")
    assert seen(noticeResult=[], tender=[one, {**one, "tenderIdentifier": "T2"}])[0][2:] == (None, "none")


def test_only_the_newest_version_of_a_notice_counts() -> None:
    newer = {"noticeIdentifier": "n-1", "noticeVersion": "10"}
    found = seen(
        notice=[{**newer, "publicationDate": "2025-06-01"}, {**NOTICE, "publicationDate": "2025-05-09"}],
        organisation=[BUYER, WINNER, {**BUYER, **newer}, {**WINNER, **newer, "organisationName": "Zwerg AG"}],
    )
    assert found == [("Zwerg AG", "Stadt Altena", None, "none")]


def test_a_winner_named_for_two_lots_is_one() -> None:
    assert len(seen(organisation=[BUYER, WINNER, WINNER])) == 1


def test_a_natural_person_is_not_passed_on() -> None:
    person = {**WINNER, "organisationName": "Erika Mustermann", "organisationNaturalPerson": "true"}
    found = preview(packed(tables(organisation=[BUYER, person])), "notices.zip")
    assert found.error_code == "not_a_table"


@pytest.mark.parametrize(
    "nothing",
    [
        {"procedureLotResult": [{**NOTICE, "winnerChosen": "clos-nw"}]},
        {"organisation": [BUYER]},
        {"notice": [{"something": "else"}]},
    ],
    ids=["nobody was chosen", "no winner", "other tables"],
)
def test_what_was_not_awarded_is_refused_with_a_sentence(nothing: dict[str, Table]) -> None:
    found = preview(packed(tables(**nothing)), "notices.zip")
    assert found.error_code == "not_a_table"
    assert found.error_de and "vergebene" in found.error_de


def test_damaged_tables_are_refused_with_a_sentence() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("notice.csv", b"noticeIdentifier\n\xff\xfe\x00")
        archive.writestr("organisation.csv", "x")
    assert preview(buffer.getvalue(), "notices.zip").error_code == "not_a_table"
