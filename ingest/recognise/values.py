"""What stands in a column confirms or corrects what its heading said."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ingest.clean.amounts import looks_like_amounts
from ingest.clean.identifiers import lei_codes, vat_ids
from ingest.clean.sectors import looks_like_codes
from ingest.recognise.headings import Heading

LOOKED_AT = 50
#: Below this share of numbers a column under the heading of an amount holds something else (`hoch`, `A`).
FEW_NUMBERS = 0.05
_NUMBERED_NAME = r"^\d{3,10}\s{2,}\D"
_NUMBER_ALONE = r"^[A-Z]{0,4}[-_ ]?\d[\dA-Z./-]*$"
_POSTCODE_AND_PLACE = r"^(?:[A-Z]{1,2}-)?\d{4,5}[\s/,]+\p{L}{2}"
_CLASS_OF_SIZE = r"\d\s*(?:-|–|bis)\s*\d"
_IBAN = r"^[A-Z]{2}\d{2} ?(?:\d{4} ?){3,}"
_MAIL_ADDRESS = r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$"


def share(values: pl.Series, pattern: str) -> float:
    """The share of filled cells that match the pattern; 0 where none is filled."""
    filled = values.drop_nulls()
    return int(filled.str.contains(pattern).sum()) / filled.len() if filled.len() else 0.0


def judge_by_values(heading: Heading, filled: pl.Series) -> Heading:
    """The heading's meaning, confirmed or corrected by the column's filled cells."""
    if heading.meaning in ("party", "order_vendor"):
        return _settle_party(heading, filled)
    if filled.is_empty():
        return heading
    if heading.meaning == "amount" and looks_like_amounts(filled) < FEW_NUMBERS:
        return _changed(heading, "unknown", 0.0, "heading of an amount, but hardly any numbers")
    if heading.meaning == "sector_text" and looks_like_codes(filled) >= 0.8:
        return _changed(heading, "sector_code", 0.9, "heading of a sector, values are codes")
    if heading.meaning == "sector_code" and looks_like_codes(filled) < 0.2:
        return _changed(heading, "sector_text", 0.8, "heading of a sector code, values are words")
    if heading.meaning in ("postcode", "city") and share(filled, _POSTCODE_AND_PLACE) > 0.5:
        return _changed(heading, "postcode_city", 0.9, "values hold postcode and place")
    if heading.meaning == "employees" and share(filled, _CLASS_OF_SIZE) > 0.3:
        return _changed(heading, "size_class", 0.9, "values are classes, not counts")
    return heading if heading.score > 0 else _judge_unknown(heading, filled.head(LOOKED_AT))


def _changed(heading: Heading, meaning: str, score: float, reason: str) -> Heading:
    return replace(heading, meaning=meaning, score=score, reason=reason)


def _settle_party(heading: Heading, filled: pl.Series) -> Heading:
    """`Lieferant` may hold a number, a name, or both in one cell."""
    if share(filled, _NUMBERED_NAME) > 0.6:
        return _changed(heading, "number_and_name", 0.9, "values hold number and name")
    meaning = "partner_no" if share(filled, _NUMBER_ALONE) > 0.7 else "name"
    return _changed(heading, meaning, 0.95, "names one end of the relation; by its values")


def _judge_unknown(heading: Heading, values: pl.Series) -> Heading:
    """A heading nobody knows, above values that can be nothing else."""
    if share(values, _IBAN) > 0.5:
        return _changed(heading, "bank", 0.8, "values look like IBANs")
    if share(values, _MAIL_ADDRESS) > 0.5:
        return _changed(heading, "personal", 0.8, "values are mail addresses")
    if vat_ids(values).count() > 0.8 * values.len():
        return _changed(heading, "vat_id", 0.7, "values are valid VAT ids")
    if lei_codes(values).count() > 0.8 * values.len():
        return _changed(heading, "lei", 0.7, "values are valid LEIs")
    return heading
