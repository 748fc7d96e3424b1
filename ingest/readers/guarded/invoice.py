"""An electronic invoice (XRechnung, ZUGFeRD: UBL or CII, alone or inside a PDF) as two records: headings, and the rest.

Runs inside the guarded child, standard library only. A DTD or an entity is refused before it is looked at, and so
are more elements or deeper nesting than any invoice has.
"""

from __future__ import annotations

import re
import zlib
from xml.etree import ElementTree

MAX_BYTES = 20_000_000
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 100
MAX_DICTIONARY = 2_000
_EMBEDDED = re.compile(rb"/EmbeddedFile\b")
_STREAM = re.compile(rb"stream\r?\n")
CREDIT_NOTES = ("381", "396", "532")

_PARTY = ("Name", "USt-IdNr.", "Registernummer", "LEI", "Straße", "PLZ", "Ort", "Land")
HEADINGS = (
    *("Rechnungsnummer", "Rechnungsdatum", "Rechnungsbetrag netto", "Währung", "Leistung"),
    *(f"Lieferant {part}" for part in _PARTY),
    *(f"Kunde {part}" for part in _PARTY),
)


class NoInvoice(Exception):
    """The XML is no invoice, is damaged, or is beyond the limits (`too_much`)."""

    def __init__(self, *, too_much: bool = False) -> None:
        super().__init__()
        self.too_much = too_much


class _Bounded(ElementTree.TreeBuilder):
    """Builds the tree, and stops where it grows beyond the limits."""

    def __init__(self) -> None:
        super().__init__()
        self._count = self._depth = 0

    def doctype(self, *_: object) -> None:
        raise NoInvoice(too_much=True)

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        self._count += 1
        self._depth += 1
        if self._count > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise NoInvoice(too_much=True)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ElementTree.Element:
        self._depth -= 1
        return super().end(tag)


def read_invoice(data: bytes) -> list[list[object]]:
    """Two records: line 1 with the headings, line 2 with the invoice. Raises `NoInvoice`."""
    if data.startswith(b"%PDF"):
        data = _embedded(data)
    if len(data) > MAX_BYTES or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NoInvoice(too_much=True)
    try:
        root = ElementTree.fromstring(data, ElementTree.XMLParser(target=_Bounded()))
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NoInvoice from error
    kind = _local(root)
    if kind in ("Invoice", "CreditNote"):
        cells = _ubl(root)
    elif kind in ("CrossIndustryInvoice", "CrossIndustryDocument"):
        cells = _cii(root)
    else:
        raise NoInvoice
    return [[1, *HEADINGS], [2, *cells]]


def _embedded(pdf: bytes) -> bytes:
    """The invoice that a PDF carries as an attachment (ZUGFeRD, Factur-X); the pages are not looked at."""
    for match in _EMBEDDED.finditer(pdf):
        begin = _STREAM.search(pdf, match.end(), match.end() + MAX_DICTIONARY)
        end = pdf.find(b"endstream", begin.end()) if begin else -1
        if begin is None or end < 0:
            continue
        content = pdf[begin.end() : end]
        dictionary = pdf[max(0, match.start() - MAX_DICTIONARY) : begin.start()].rpartition(b"obj")[2]
        if b"FlateDecode" in dictionary:
            try:
                content = zlib.decompressobj().decompress(content, MAX_BYTES + 1)
            except zlib.error:
                continue
        if b"CrossIndustry" in content[:4096] or b":ubl:schema:xsd:" in content[:4096]:
            return content
    raise NoInvoice


def _ubl(root: ElementTree.Element) -> list[str]:
    amount = _text(root, "LegalMonetaryTotal/TaxExclusiveAmount")
    is_credit = _local(root) == "CreditNote" or _text(root, "InvoiceTypeCode") in CREDIT_NOTES
    lines = [_text(line, "Item/Name") for line in root if _local(line) in ("InvoiceLine", "CreditNoteLine")]
    currency = _text(root, "DocumentCurrencyCode")
    head = [_text(root, "ID"), _text(root, "IssueDate"), _signed(amount, is_credit), currency, _goods(lines)]
    parties = [_find(root, f"Accounting{end}Party/Party") for end in ("Supplier", "Customer")]
    return [*head, *(cell for party in parties for cell in _ubl_party(party))]


def _ubl_party(party: ElementTree.Element | None) -> list[str]:
    taxes = _all(party, "PartyTaxScheme")
    vat = next((_text(tax, "CompanyID") for tax in taxes if _text(tax, "TaxScheme/ID").upper() == "VAT"), "")
    legal = _find(party, "PartyLegalEntity/CompanyID")
    scheme, number = _scheme(legal), (legal.text or "") if legal is not None else ""
    name = _text(party, "PartyLegalEntity/RegistrationName") or _text(party, "PartyName/Name")
    address = [_text(party, f"PostalAddress/{part}") for part in ("StreetName", "PostalZone", "CityName")]
    country = _text(party, "PostalAddress/Country/IdentificationCode")
    return [name, vat, "" if scheme else number, number if scheme == "0199" else "", *address, country]


def _cii(root: ElementTree.Element) -> list[str]:
    document = _first(root, "ExchangedDocument", "HeaderExchangedDocument")
    trade = _first(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    agreement = _first(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    settlement = _first(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    totals = _first(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    is_credit = _text(document, "TypeCode") in CREDIT_NOTES
    items = [
        _text(line, "SpecifiedTradeProduct/Name") for line in _all(trade, "IncludedSupplyChainTradeLineItem")
    ]
    day = _text(document, "IssueDateTime/DateTimeString")
    head = [
        _text(document, "ID"),
        f"{day[:4]}-{day[4:6]}-{day[6:8]}" if len(day) >= 8 and day[:8].isdigit() else day,
        _signed(_text(totals, "TaxBasisTotalAmount"), is_credit),
        _text(settlement, "InvoiceCurrencyCode"),
        _goods(items),
    ]
    parties = [_find(agreement, f"{end}TradeParty") for end in ("Seller", "Buyer")]
    return [*head, *(cell for party in parties for cell in _cii_party(party))]


def _cii_party(party: ElementTree.Element | None) -> list[str]:
    taxes = [_find(tax, "ID") for tax in _all(party, "SpecifiedTaxRegistration")]
    vat = next((tax.text or "" for tax in taxes if tax is not None and _scheme(tax) == "VA"), "")
    legal = _find(party, "SpecifiedLegalOrganization/ID")
    scheme, number = _scheme(legal), (legal.text or "") if legal is not None else ""
    address = [
        _text(party, f"PostalTradeAddress/{part}")
        for part in ("LineOne", "PostcodeCode", "CityName", "CountryID")
    ]
    lei = number if scheme == "0199" else ""
    return [_text(party, "Name"), vat, "" if scheme else number, lei, *address]


def _signed(amount: str, is_credit: bool) -> str:
    """Credit notes are negative; three decimals get a fourth, so that no point is taken for thousands."""
    if amount and is_credit:
        amount = amount.removeprefix("-") if amount.startswith("-") else f"-{amount}"
    return f"{amount}0" if len(amount.partition(".")[2]) == 3 else amount


def _goods(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))[:200]


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _find(element: ElementTree.Element | None, path: str) -> ElementTree.Element | None:
    for name in path.split("/"):
        element = next(iter(_all(element, name)), None)
    return element


def _first(element: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """The first of several spellings of one element, by version of the standard."""
    return next((found for name in names if (found := _find(element, name)) is not None), None)


def _all(element: ElementTree.Element | None, name: str) -> list[ElementTree.Element]:
    return [] if element is None else [child for child in element if _local(child) == name]


def _text(element: ElementTree.Element | None, path: str) -> str:
    found = _find(element, path)
    return "" if found is None or found.text is None else " ".join(found.text.split())


def _scheme(element: ElementTree.Element | None) -> str:
    return "" if element is None else element.get("schemeID", "")
