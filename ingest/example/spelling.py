"""How senders misspell: each way with its printed rate, and what is left to recognise a company by.

Comes in: a company as the register has it. Goes out: the company as one sender wrote it, with what was done
to it. Never: decides whether a matcher finds it; it only says what still agrees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ingest.example.names import folded

# Share of the written counterparts that a way of misspelling touches, or of those that it can touch.
RATES = {
    "legal_form_respelled": 0.18,
    "legal_form_missing": 0.04,
    "ampersand_respelled": 0.50,  # of the names with "&" before the legal form
    "umlauts_transliterated": 0.10,  # of the names with umlauts
    "mojibake": 0.02,  # of the names with umlauts
    "upper_case": 0.07,
    "typo": 0.025,
    "former_name": 0.10,  # of the companies that had another name
    "street_abbreviated": 0.30,  # of the streets with "straße"
    "city_missing": 0.03,
    "place_missing": 0.01,
    "truncated": 1.0,  # of the names over 35 characters, in SAP exports
}
# what leaves neither the name nor, for the last, the place recognisable
NAME_BREAKERS = ("typo", "former_name", "mojibake", "truncated")
SAP_NAME_LENGTH = 35
LIKE_LETTERS = 3
RESPELLED = {
    "GmbH": ("Gesellschaft mit beschränkter Haftung", "G.m.b.H.", "Gmbh", "GMBH"),
    "GmbH & Co. KG": ("GmbH & Co KG", "GmbH u. Co. KG", "GmbH + Co. KG", "GmbH & Co.KG", "GmbH und Co. KG"),
    "AG": ("Aktiengesellschaft",),
    "KG": ("Kommanditgesellschaft",),
    "e.K.": ("e. K.", "eK", "e.Kfm."),
    "OHG": ("oHG", "offene Handelsgesellschaft"),
    "S.p.A.": ("SpA", "Spa"),
    "s.r.o.": ("sro", "s. r. o."),
    "B.V.": ("BV",),
    "N.V.": ("NV",),
    "Sp. z o.o.": ("Sp.z o.o.", "SP ZOO"),
    "S.A.S.": ("SAS",),
    "Co., Ltd.": ("Co. Ltd.", "CO.,LTD"),
    "Ltd.": ("Limited", "Ltd"),
    "Inc.": ("Inc", "Incorporated"),
}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
Company = dict[str, Any]


@dataclass(frozen=True)
class Spelling:
    """A company as one row writes it."""

    name: str
    street: str
    postcode: str
    city: str
    country_code: str
    vat_id: str
    noises: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the normalised name and the postcode or the city are still the register's."""
        return not set(self.noises) & {*NAME_BREAKERS, "place_missing"}


def plain(company: Company) -> Spelling:
    """The company as the register has it."""
    vat = company["vat_id"] or ""
    place = (company["street"], company["postcode"], company["city"], company["country_code"])
    return Spelling(company["name"], *place, vat)


class Speller:
    """Writes companies as senders do; never so that one could be taken for another."""

    def __init__(self, companies: list[Company], rng: np.random.Generator) -> None:
        self._rng = rng
        self._bases: dict[str, list[str]] = {}
        for company in companies:
            base = folded(company["base_name"])
            self._bases.setdefault(base[:LIKE_LETTERS], []).append(base)

    def spell(self, company: Company, *, name_length: int | None = None, vat_share: float = 0.75) -> Spelling:
        """The company in one sender's spelling; `name_length` cuts names as SAP does."""
        written = self._address(company)
        if self._rng.random() >= vat_share:
            written = replace(written, vat_id="")
        name, noises = self._name(company)
        if name_length and len(name) > name_length:
            name, noises = name[:name_length].rstrip(), [*noises, "truncated"]
        if self._is_anothers(name, company):
            name, noises = company["name"], []
        return replace(written, name=name, noises=(*noises, *written.noises))

    def _name(self, company: Company) -> tuple[str, list[str]]:
        base, form = company["base_name"], company["legal_form"]
        noises: list[str] = []
        if company["former_name"] and self._hits("former_name"):
            return company["former_name"], ["former_name"]
        if self._hits("typo"):
            base = self._typo(base)
            noises.append("typo")
        if "&" in base and self._hits("ampersand_respelled"):
            base = base.replace("&", self._one_of(("u.", "und", "+")))
            noises.append("ampersand_respelled")
        if self._hits("legal_form_missing"):
            form = ""
            noises.append("legal_form_missing")
        elif form in RESPELLED and self._hits("legal_form_respelled"):
            form = self._one_of(RESPELLED[form])
            noises.append("legal_form_respelled")
        name, letters = self._letters(f"{base} {form}".strip())
        return name, noises + letters

    def _letters(self, name: str) -> tuple[str, list[str]]:
        noises: list[str] = []
        if name.translate(UMLAUTS) != name:
            if self._hits("mojibake"):
                return name.encode("utf-8").decode("cp1252", "replace"), ["mojibake"]
            if self._hits("umlauts_transliterated"):
                name, noises = name.translate(UMLAUTS), ["umlauts_transliterated"]
        if self._hits("upper_case"):
            name = name.replace("ß", "ss").upper()
            noises.append("upper_case")
        return name, noises

    def _address(self, company: Company) -> Spelling:
        written, noises = plain(company), []
        street, postcode, city = written.street, written.postcode, written.city
        if "straße" in street and self._hits("street_abbreviated"):
            street = street.replace("straße", "str.")
            noises.append("street_abbreviated")
        if self._hits("city_missing"):
            city = ""
            noises.append("city_missing")
        if self._hits("place_missing"):
            postcode = city = ""
            noises.append("place_missing")
        return replace(written, street=street, postcode=postcode, city=city, noises=tuple(noises))

    def _typo(self, base: str) -> str:
        """Drop, double or swap one letter inside the name."""
        at = int(self._rng.integers(2, len(base) - 2))
        kind = int(self._rng.integers(3))
        if kind == 0:
            return base[:at] + base[at + 1 :]
        if kind == 1:
            return base[:at] + base[at] + base[at:]
        swapped = base[:at] + base[at + 1] + base[at] + base[at + 2 :]
        return swapped if swapped != base else base[:at] + base[at + 1 :]

    def _is_anothers(self, name: str, company: Company) -> bool:
        written, own = folded(name), folded(company["base_name"])
        like = self._bases.get(written[:LIKE_LETTERS], [])
        return not written.startswith(own) and any(written.startswith(base) for base in like if base != own)

    def _hits(self, noise: str) -> bool:
        return bool(self._rng.random() < RATES[noise])

    def _one_of(self, options: tuple[str, ...]) -> str:
        return options[int(self._rng.integers(len(options)))]
