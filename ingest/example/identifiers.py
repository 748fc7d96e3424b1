"""Plainly invented identifiers whose check digits are right.

German VAT ids begin with DE99 and register numbers with 9 and five more digits: neither range is in use.
Never: a number that belongs to anybody.
"""

from __future__ import annotations

from collections.abc import Callable

from stdnum import luhn
from stdnum.at import uid as austria
from stdnum.cz import dic as czechia
from stdnum.iso7064 import mod_11_10, mod_97_10

# 7919 is prime to 999983, so distinct companies get distinct numbers that do not count upwards
NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)
STEP, RANGE = 7919, 999_983
HRB_FORMS = ("GmbH", "AG", "SE")
HRA_FORMS = ("GmbH & Co. KG", "KG", "e.K.", "OHG")


def vat_id(country_code: str, company_no: int) -> str | None:
    """The VAT id of a company of the EU, None elsewhere.

    >>> vat_id("DE", 1)
    'DE990079191'
    """
    maker = _VAT.get(country_code)
    return None if maker is None else country_code + maker(company_no * STEP % RANGE)


def register_number(legal_form: str, company_no: int) -> str | None:
    """`HRB …`, `HRA …` or `GnR …` by legal form; None where a form is in no such register.

    >>> register_number("GmbH & Co. KG", 1)
    'HRA 907919'
    """
    # prime to STEP, so that the first 100,003 companies get distinct numbers
    number = 900_000 + company_no * STEP % 100_003
    if legal_form in HRB_FORMS:
        return f"HRB {number}"
    if legal_form in HRA_FORMS:
        return f"HRA {number}"
    return f"GnR {number}" if legal_form == "eG" else None


def register_court(ags: str | None, city: str) -> str:
    """The court of the register: Iserlohn for the Märkischer Kreis, Hagen for the rest of the region."""
    if not ags:
        return city
    return "Iserlohn" if ags.startswith("05962") else "Hagen"


def _germany(number: int) -> str:
    body = f"99{number:06d}"
    return body + mod_11_10.calc_check_digit(body)


def _netherlands(number: int) -> str:
    body = f"999{number:06d}B"
    return body + next(f"{n:02d}" for n in range(2, 99) if mod_97_10.is_valid(f"NL{body}{n:02d}"))


def _belgium(number: int) -> str:
    body = f"09{number:06d}"
    return f"{body}{97 - int(body) % 97:02d}"


def _austria(number: int) -> str:
    body = f"U9{number:06d}"
    return body + austria.calc_check_digit(body)


def _czechia(number: int) -> str:
    body = f"8{number:06d}"
    return body + czechia.calc_check_digit_legal(body)


def _poland(number: int) -> str:
    # one body in eleven has no check digit; then the next lead is taken
    for lead in range(990, 999):
        body = f"{lead}{number:06d}"
        check = sum(weight * int(digit) for weight, digit in zip(NIP_WEIGHTS, body, strict=True)) % 11
        if check < 10:
            return f"{body}{check}"
    raise AssertionError("nine leads shift the sum by nine different amounts")


def _italy(number: int) -> str:
    body = f"9{number:06d}017"
    return body + luhn.calc_check_digit(body)


def _sweden(number: int) -> str:
    body = f"559{number:06d}"
    return f"{body}{luhn.calc_check_digit(body)}01"


def _france(number: int) -> str:
    body = f"99{number:06d}"
    siren = body + luhn.calc_check_digit(body)
    return f"{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


_VAT: dict[str, Callable[[int], str]] = {
    "DE": _germany,
    "NL": _netherlands,
    "BE": _belgium,
    "AT": _austria,
    "CZ": _czechia,
    "PL": _poland,
    "IT": _italy,
    "SE": _sweden,
    "FR": _france,
}
