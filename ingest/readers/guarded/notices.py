"""Award notices as OCDS JSON: one record for each award and supplier, public evidence of who buys from whom.

Runs inside the guarded child, standard library only. A framework's value is what may be called off at most: it
stands in a column of its own, and never where an order's value stands. An award to several suppliers tells no one's
share, so it carries no amount.
"""

from __future__ import annotations

import json
from typing import Any

_PARTY = ("Name", "Registernummer", "USt-IdNr.", "Straße", "PLZ", "Ort", "Land")
HEADINGS = (
    *("Auftragsnummer", "Datum", "Auftragswert", "Rahmenwert", "Währung", "Gegenstand", "CPV"),
    *(f"Lieferant {part}" for part in _PARTY),
    *(f"Kunde {part}" for part in _PARTY),
)


class NoNotices(Exception):
    """The JSON holds no award of the Open Contracting Data Standard."""


def read_notices(data: bytes) -> list[list[object]]:
    """Line 1 with the headings, then a record for each award and supplier. Raises `NoNotices`."""
    try:
        package = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NoNotices from error
    rows = [row for release in _releases(package) for row in _of_release(release)]
    if not rows:
        raise NoNotices
    return [[1, *HEADINGS], *([line, *row] for line, row in enumerate(rows, start=2))]


def _releases(package: Any) -> list[dict[str, Any]]:
    """The releases of a release package, a record package, or a single release."""
    if isinstance(package, list):
        return [release for one in package for release in _releases(one)]
    if not isinstance(package, dict):
        return []
    if "ocid" in package and ("awards" in package or "buyer" in package or "tender" in package):
        return [package]
    compiled = [record.get("compiledRelease") for record in _list(package, "records")]
    return [release for release in (*_list(package, "releases"), *compiled) if isinstance(release, dict)]


def _of_release(release: dict[str, Any]) -> list[list[object]]:
    parties = {str(party.get("id")): party for party in _list(release, "parties")}
    tender = _dict(release, "tender")
    techniques = _dict(tender, "techniques")
    is_framework = bool(techniques.get("hasFrameworkAgreement") or _dict(techniques, "frameworkAgreement"))
    buyer = _party(_dict(release, "buyer"), parties)
    rows: list[list[object]] = []
    for award in _list(release, "awards"):
        if award.get("status") in ("cancelled", "unsuccessful", "pending"):
            continue
        value = _dict(award, "value")
        suppliers = _list(award, "suppliers")
        amount = _number(value.get("amount")) if len(suppliers) == 1 else ""
        items = [*_list(award, "items"), *_list(tender, "items")]
        codes = [str(_dict(item, "classification").get("id", "")) for item in items]
        number = f"{release.get('ocid', '')}/{award.get('id', '')}"
        day = str(award.get("date") or release.get("date") or "")[:10]
        title = str(award.get("title") or tender.get("title") or "")[:200]
        amounts = ["", amount] if is_framework else [amount, ""]
        currency = str(value.get("currency", "")) if amount else ""
        head = [number, day, *amounts, currency, title, next((code for code in codes if code), "")]
        rows += [[*head, *_party(supplier, parties), *buyer] for supplier in suppliers]
    return rows


def _party(reference: dict[str, Any], parties: dict[str, dict[str, Any]]) -> list[str]:
    party = {**reference, **parties.get(str(reference.get("id")), {})}
    address, identifier = _dict(party, "address"), _dict(party, "identifier")
    country = address.get("countryCode") or address.get("countryName") or ""
    place = [address.get(part, "") for part in ("streetAddress", "postalCode", "locality")]
    is_register = str(identifier.get("scheme", "")).upper() in ("DE-CR", "DE-HRB", "DE-HR")
    number = identifier.get("id", "") if is_register else ""
    vat_id = identifier.get("id", "") if str(identifier.get("scheme", "")).upper() == "VAT" else ""
    return [str(text or "") for text in (party.get("name"), number, vat_id, *place, country)]


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return format(value, ".2f")


def _list(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = holder.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _dict(holder: dict[str, Any], name: str) -> dict[str, Any]:
    found = holder.get(name)
    return found if isinstance(found, dict) else {}
