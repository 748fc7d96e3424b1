"""Electronic invoices and award notices: what they say, and what hostile ones may do."""

from __future__ import annotations

import json
import zipfile
import zlib
from decimal import Decimal
from typing import Any

import pytest

from ingest.errors import UnreadableFile
from ingest.jobs import Preview, preview
from ingest.readers import read

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:a" xmlns:b="urn:b">
<b:ID>R-7</b:ID><b:IssueDate>2025-03-05</b:IssueDate><b:InvoiceTypeCode>380</b:InvoiceTypeCode>
<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
<a:AccountingSupplierParty><a:Party><a:PartyName><b:Name>Rübezahl Draht AG</b:Name></a:PartyName>
<a:PostalAddress><b:StreetName>Berg 7</b:StreetName><b:CityName>Hagen</b:CityName><b:PostalZone>58095</b:PostalZone>
<a:Country><b:IdentificationCode>DE</b:IdentificationCode></a:Country></a:PostalAddress>
<a:PartyTaxScheme><b:CompanyID>201/1/1</b:CompanyID><a:TaxScheme><b:ID>FC</b:ID></a:TaxScheme></a:PartyTaxScheme>
<a:PartyTaxScheme><b:CompanyID>DE136695976</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
</a:Party></a:AccountingSupplierParty>
<a:AccountingCustomerParty><a:Party><a:PartyLegalEntity><b:RegistrationName>Däumling KG</b:RegistrationName>
</a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
<a:LegalMonetaryTotal><b:LineExtensionAmount>473</b:LineExtensionAmount>
<b:TaxExclusiveAmount currencyID="EUR">1234.5</b:TaxExclusiveAmount><b:PayableAmount>1469.06</b:PayableAmount>
</a:LegalMonetaryTotal>
<a:InvoiceLine><a:Item><b:Name>Walzdraht</b:Name></a:Item></a:InvoiceLine>
</Invoice>"""

CII = """<?xml version='1.0' encoding='UTF-8'?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:r" xmlns:udt="urn:u">
<rsm:ExchangedDocument><ram:ID>R-8</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20250402</udt:DateTimeString></ram:IssueDateTime>
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Kaltband</ram:Name>
</ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Frau Holle Bettfedern GmbH</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0199">7LTWFZYICNSX8D621K86</ram:ID></ram:SpecifiedLegalOrganization>
<ram:PostalTradeAddress><ram:PostcodeCode>58636</ram:PostcodeCode><ram:LineOne>Weg 1</ram:LineOne>
<ram:CityName>Iserlohn</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/1/1</ram:ID></ram:SpecifiedTaxRegistration>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE136695976</ram:ID></ram:SpecifiedTaxRegistration>
</ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Däumling KG</ram:Name></ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>99.90</ram:TaxBasisTotalAmount>
<ram:GrandTotalAmount>118.88</ram:GrandTotalAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""


def told(found: Preview) -> list[tuple[Any, ...]]:
    """Supplier, customer, amount, kind and document of every good row."""
    assert found.error_code is None
    good = found.sheets[0].rows.good
    return good.select("supplier_name", "customer_name", "amount", "amount_kind", "document_no").rows()


def test_a_ubl_invoice_is_one_relation_with_its_net_amount() -> None:
    found = preview(UBL.encode(), "rechnung.xml")
    assert (found.shape, found.list_kind, found.rows_read) == ("invoice", "relations", 1)
    assert told(found) == [("Rübezahl Draht AG", "Däumling KG", Decimal("1234.50"), "invoiced_net", "R-7")]
    row = found.sheets[0].rows.good.row(0, named=True)
    assert (row["supplier_vat_id"], row["supplier_postcode"], row["good_text"]) == (
        "DE136695976",
        "58095",
        "Walzdraht",
    )


def test_a_cii_invoice_says_the_same_things() -> None:
    found = preview(CII.encode(), "factur-x.xml")
    assert told(found) == [
        ("Frau Holle Bettfedern GmbH", "Däumling KG", Decimal("99.90"), "invoiced_net", "R-8")
    ]
    row = found.sheets[0].rows.good.row(0, named=True)
    assert (row["supplier_lei"], str(row["period_start"])) == ("7LTWFZYICNSX8D621K86", "2025-04-02")


def pdf(content: bytes, *, is_packed: bool = True) -> bytes:
    """A PDF as far as it matters here: a page, and an attachment."""
    stream = zlib.compress(content) if is_packed else content
    filtered = b"/Filter /FlateDecode " if is_packed else b""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Page >>\nendobj\n"
        b"2 0 obj\n<< /Type /EmbeddedFile /Subtype /text#2Fxml " + filtered + b"/Length 5 >>\nstream\n"
        + stream + b"\nendstream\nendobj\n3 0 obj\n<< /Names << /EmbeddedFiles 2 0 R >> >>\nendobj\n%%EOF\n"
    )  # fmt: skip


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_zugferd_invoice_is_found_inside_its_pdf(is_packed: bool) -> None:
    found = preview(pdf(CII.encode(), is_packed=is_packed), "rechnung.pdf")
    assert found.shape == "invoice"
    assert told(found)[0][:3] == ("Frau Holle Bettfedern GmbH", "Däumling KG", Decimal("99.90"))


def test_a_bomb_inside_a_pdf_is_refused() -> None:
    bomb = pdf(CII.replace("R-8", "x" * 40_000_000).encode())
    assert len(bomb) < 1_000_000
    assert preview(bomb, "rechnung.pdf").error_code in ("too_much_inside", "not_a_table")


@pytest.mark.parametrize("content", [pdf(b"<other/>"), pdf(b"x")[:150], b"%PDF-1.7\nnothing"])
def test_a_pdf_without_an_invoice_is_refused_with_a_sentence(content: bytes) -> None:
    assert preview(content, "brief.pdf").error_code == "not_a_table"


@pytest.mark.parametrize(
    ("old", "new"), [(">380<", ">381<"), ('TaxExclusiveAmount currencyID="EUR">', "TaxExclusiveAmount>-")]
)
def test_a_credit_note_is_negative(old: str, new: str) -> None:
    assert told(preview(UBL.replace(old, new).encode(), "gutschrift.xml"))[0][2] == Decimal("-1234.50")


def test_three_decimals_are_no_thousands() -> None:
    found = preview(UBL.replace(">1234.5<", ">1.234<").encode(), "rechnung.xml")
    assert told(found)[0][2] == Decimal("1.23")


BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
FETCH = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize("doctype", [BOMB, FETCH])
def test_a_document_type_is_refused_before_it_is_looked_at(doctype: str) -> None:
    hostile = UBL.replace("<Invoice", f"{doctype}<Invoice", 1).replace("R-7", "&b;")
    with pytest.raises(UnreadableFile) as refusal:
        read(hostile.encode(), "rechnung.xml")
    assert refusal.value.code == "too_much_inside"
    assert preview(hostile.encode("utf-16"), "rechnung.xml").error_code == "no_heading", "that is only text"


@pytest.mark.parametrize(
    "inside", ["<a:x>" * 5000 + "</a:x>" * 5000, "<a:x/>" * 1_100_000], ids=["deep", "many"]
)
def test_more_than_any_invoice_has_is_refused(inside: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read(UBL.replace("<b:ID>R-7", inside + "<b:ID>R-7").encode(), "rechnung.xml")
    assert refusal.value.code == "too_much_inside"


@pytest.mark.parametrize(
    "content", [UBL[:700], UBL.replace("<Invoice", "<Order").replace("</Invoice", "</Order")]
)
def test_a_torn_invoice_and_another_document_are_refused_with_a_sentence(content: str) -> None:
    found = preview(content.encode(), "rechnung.xml")
    assert found.error_code == "damaged"
    assert found.error_de


def release(**award: Any) -> dict[str, Any]:
    """One release of the standard, with one award."""
    whole = {"id": "A1", "status": "active", "date": "2025-05-06T00:00:00Z", "suppliers": [{"id": "s"}],
             "value": {"amount": 120000, "currency": "EUR"}, **award}  # fmt: skip
    address = {
        "streetAddress": "Berg 7",
        "locality": "Hagen",
        "postalCode": "58095",
        "countryName": "Deutschland",
    }
    return {
        "ocid": "ocds-mnwr74-1",
        "buyer": {"id": "b", "name": "Stadt Altena"},
        "parties": [
            {"id": "s", "name": "Rübezahl Draht AG", "address": address},
            {"id": "b", "name": "Stadt Altena"},
        ],
        "tender": {"title": "Schulmöbel", "items": [{"classification": {"scheme": "CPV", "id": "39160000"}}]},
        "awards": [whole],
    }


def notices(*releases: dict[str, Any]) -> Preview:
    return preview(json.dumps({"releases": list(releases)}).encode(), "ocds.json")


def test_an_award_is_public_evidence_of_an_order() -> None:
    found = notices(release())
    assert (found.shape, found.list_kind) == ("award_notices", "relations")
    assert told(found) == [
        ("Rübezahl Draht AG", "Stadt Altena", Decimal(120000), "ordered", "ocds-mnwr74-1/A1")
    ]
    row = found.sheets[0].rows.good.row(0, named=True)
    assert (row["good_code"], row["good_system"], row["supplier_postcode"]) == ("39160000", "CPV", "58095")


def test_a_frameworks_value_is_a_ceiling_and_no_order() -> None:
    one = release()
    one["tender"]["techniques"] = {"hasFrameworkAgreement": True}
    assert [(row[2], row[3]) for row in told(notices(one))] == [(Decimal(120000), "ceiling")]


def test_an_award_to_several_tells_no_ones_share() -> None:
    several = release(suppliers=[{"id": "s"}, {"id": "t", "name": "Frau Holle Bettfedern GmbH"}])
    assert [(row[0], row[2], row[3]) for row in told(notices(several))] == [
        ("Rübezahl Draht AG", None, "none"),
        ("Frau Holle Bettfedern GmbH", None, "none"),
    ]


def test_what_was_not_awarded_is_no_relation() -> None:
    assert notices(release(), release(status="cancelled")).rows_read == 1


@pytest.mark.parametrize("content", ['{"a": 1}', '{"a":' * 100_000, '{"releases": [{"ocid": 5}, 7]}'])
def test_other_json_is_refused_with_a_sentence(content: str) -> None:
    assert preview(content.encode(), "x.json").error_code == "not_a_table"


def test_a_zip_with_an_invoice_is_no_invoice(tmp_path: Any) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr("rechnung.xml", UBL)
    assert preview((tmp_path / "x.zip").read_bytes(), "x.xml").error_code == "not_a_table"
