"""What stands in a column confirms or corrects what its heading said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl

from ingest.clean.amounts import looks_like_amounts
from ingest.clean.identifiers import lei_code, vat_id
from ingest.clean.names import has_legal_form, numbers_beside_names
from ingest.clean.sectors import looks_like_codes
from ingest.recognise.headings import Heading

LOOKED_AT = 50
#: Below this share of numbers a column under the heading of an amount holds something else (`hoch`, `A`).
FEW_NUMBERS = 0.05
#: From this share of legal forms on a column holds names of companies.
_LEGAL_FORMS = 0.3
_NUMBER_ALONE = r"^[A-Z]{0,4}[-_ ]?\d[\dA-Z./-]*$"
_POSTCODE_AND_PLACE = r"^(?:[A-Z]{1,2}-)?\d{4,5}[\s/,]+\p{L}{2}"
_CLASS_OF_SIZE = r"\d\s*(?:-|–|bis)\s*\d"
_VAT_ID = r"^(?:ATU\d{8}|DE\d{9}|CHE[-. ]?\d{3}[. ]?\d{3}[. ]?\d{3}.*|NL\d{9}B\d{2}|[A-Z]{2}[A-Z0-9]?\d{7,11}[A-Z]?)$"
_IBAN = re.compile(r"^[A-Z]{2}\d{2} ?(?:\d{4} ?){3,}")
_MAIL_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$")


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
    if heading.meaning == "partner_no" and int(has_legal_form(filled).sum()) > _LEGAL_FORMS * filled.len():
        return _changed(heading, "name", 0.9, "heading of a number, values are names of companies")
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
    if heading.meaning == "personal" and share(filled, _VAT_ID) > 0.8:
        return _changed(heading, "vat_id", 0.9, "values are VAT ids, which are no person's")
    return heading if heading.score > 0 else _judge_unknown(heading, filled.head(LOOKED_AT))


def _changed(heading: Heading, meaning: str, score: float, reason: str) -> Heading:
    return replace(heading, meaning=meaning, score=score, reason=reason)


def _settle_party(heading: Heading, filled: pl.Series) -> Heading:
    """`Lieferant` may hold a number, a name, or both in one cell."""
    if numbers_beside_names(filled)[0].count() > 0.6 * filled.len():
        return _changed(heading, "number_and_name", 0.9, "values hold number and name")
    meaning = "partner_no" if share(filled, _NUMBER_ALONE) > 0.7 else "name"
    return _changed(heading, meaning, 0.95, "names one end of the relation; by its values")


def _judge_unknown(heading: Heading, values: pl.Series) -> Heading:
    """A heading nobody knows, above values that can be nothing else."""
    texts = values.to_list()
    for fits, least, meaning, score, reason in _NOTHING_ELSE:
        if sum(map(fits, texts)) > least * len(texts):
            return _changed(heading, meaning, score, reason)
    return heading


def _is_id(text: str, check: Callable[[str], str | None]) -> bool:
    """Whether an identifier's check digits hold; words and short codes are not even tried."""
    return len(text) >= 8 and sum(map(str.isdigit, text)) >= 2 and check(text) is not None


#: What tells a cell, the share of cells from which it holds, the meaning, its score and the reason.
_NOTHING_ELSE: tuple[tuple[Callable[[str], bool], float, str, float, str], ...] = (
    (lambda text: bool(_IBAN.search(text)), 0.5, "bank", 0.8, "values look like IBANs"),
    (lambda text: bool(_MAIL_ADDRESS.search(text)), 0.5, "personal", 0.8, "values are mail addresses"),
    (lambda text: _is_id(text, vat_id), 0.8, "vat_id", 0.7, "values are valid VAT ids"),
    (lambda text: _is_id(text, lei_code), 0.8, "lei", 0.7, "values are valid LEIs"),
)
