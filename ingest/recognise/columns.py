"""The meaning of every column, by its heading first and then by what stands in it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from ingest.clean.amounts import looks_like_amounts
from ingest.clean.identifiers import lei_codes, vat_ids
from ingest.clean.sectors import looks_like_codes
from ingest.recognise.heading_row import HeadingRow
from ingest.recognise.headings import Heading, aliases, key, understand
from ingest.tables import Column, RawTable

FIXED = "fixed for this export or by the caller"
SAMPLE_ROWS = 500
SHOWN_SAMPLES = 3
MAX_UNKNOWN_TO_COMPARE = 40
ONE_OF_EACH = frozenset(
    "partner_no name name_2 name_3 name_unspecified short_name street house_number postcode city postcode_city address "
    "country country_name vat_id vat_country vat_number register_number register_kind register_digits register_court lei "
    "duns web sector_code sector_text currency document_no document_item year date good_code good_text status size_class "
    "employees deleted_flag one_time_flag group_partner group_flag address_type debit_credit posting_date contra_account".split()
)
_NUMBERED_NAME = r"^\d{3,10}\s{2,}\D"


def describe_columns(table: RawTable, found: HeadingRow, fixed: Mapping[str, str]) -> list[Column]:
    """A `Column` per heading; `fixed` gives meanings by normalised heading that are not to be guessed."""
    body = table.frame.filter(pl.col("line") > found.line)
    width = table.frame.width - 1
    headings = [text.replace("\n", " ").strip() for text in found.headings[:width]]
    headings += [""] * (width - len(headings))
    understood = _understand_all(headings)
    columns: list[Column] = []
    for position, (text, heading) in enumerate(zip(headings, understood, strict=True)):
        values = body[f"c{position}"]
        if not text and values.null_count() == values.len():
            continue
        filled = values.drop_nulls().head(SAMPLE_ROWS)
        if key(text) in fixed and text:
            meaning = fixed[key(text)]
            heading = replace(heading, meaning=meaning, score=1.0, reason=FIXED, end=None)
        else:
            heading = _judge_by_values(heading, filled)
        columns.append(_to_column(position, text, heading, filled))
    return _one_of_each(columns, body)


def _to_column(position: int, text: str, heading: Heading, filled: pl.Series) -> Column:
    is_private = heading.meaning in ("personal", "bank")
    samples = () if is_private else tuple(filled.unique(maintain_order=True).head(SHOWN_SAMPLES).to_list())
    return Column(
        position=position,
        heading=text,
        meaning=heading.meaning,
        score=round(heading.score, 2),
        samples=samples,
        reason=heading.reason,
        unit=heading.unit or 1.0,
        year=heading.year,
        kind=heading.kind,
        currency=heading.currency,
        end=heading.end,
        has_unit=heading.unit is not None or heading.currency is not None,
    )


def _understand_all(headings: list[str]) -> list[Heading]:
    understood = [understand(text) for text in headings]
    unknown = [
        text for text, heading in zip(headings, understood, strict=True) if text and heading.score == 0
    ]
    if len(unknown) > MAX_UNKNOWN_TO_COMPARE:
        return understood
    return [_spelled_alike(heading) if heading.text in unknown else heading for heading in understood]


def _spelled_alike(heading: Heading) -> Heading:
    """A heading with a slip of the pen: `Lieferantenummer`, `Postleizahl`."""
    exact, _ = aliases()
    own = key(heading.text)
    near = difflib.get_close_matches(own, exact, n=1, cutoff=0.88) if len(own) >= 6 else []
    if not near:
        return heading
    alias = exact[near[0]]
    return replace(
        heading,
        meaning=alias.meaning,
        score=0.75,
        reason=f"spelled like “{near[0]}”",
        kind=alias.kind,
        end=alias.end,
    )


def _judge_by_values(heading: Heading, filled: pl.Series) -> Heading:
    """Confirm or correct a meaning by the column's values."""
    if filled.is_empty():
        return _settle_empty(heading)
    if heading.meaning in ("party", "order_vendor"):
        return _settle_party(heading, filled)
    if heading.meaning == "amount" and looks_like_amounts(filled) < 0.3:
        return replace(
            heading, meaning="unknown", score=0.0, reason="heading of an amount, but hardly any numbers"
        )
    if heading.meaning == "sector_text" and looks_like_codes(filled) >= 0.8:
        return replace(
            heading, meaning="sector_code", score=0.9, reason="heading of a sector, values are codes"
        )
    if heading.meaning == "sector_code" and looks_like_codes(filled) < 0.2:
        return replace(
            heading, meaning="sector_text", score=0.8, reason="heading of a sector code, values are words"
        )
    if heading.meaning == "postcode" and filled.str.contains(r"\d{4,5}[\s/,]+\p{L}{2}").mean() > 0.5:  # type: ignore[operator]
        return replace(heading, meaning="postcode_city", score=0.9, reason="values hold postcode and place")
    if (
        heading.meaning == "city"
        and filled.str.contains(r"^(?:[A-Z]{1,2}-)?\d{4,5}[\s/,]+\p{L}{2}").mean() > 0.5
    ):  # type: ignore[operator]
        return replace(heading, meaning="postcode_city", score=0.9, reason="values hold postcode and place")
    if heading.meaning == "employees" and filled.str.contains(r"\d\s*(?:-|–|bis)\s*\d").mean() > 0.3:  # type: ignore[operator]
        return replace(heading, meaning="size_class", score=0.9, reason="values are classes, not counts")
    return heading if heading.score > 0 else _judge_unknown(heading, filled)


def _settle_empty(heading: Heading) -> Heading:
    if heading.meaning in ("party", "order_vendor"):
        return replace(heading, meaning="name", reason="names one end of the relation; blank")
    return heading


def _settle_party(heading: Heading, filled: pl.Series) -> Heading:
    """`Lieferant` may hold a number, a name, or both in one cell."""
    if float(filled.str.contains(_NUMBERED_NAME).mean() or 0) > 0.6:  # type: ignore[arg-type]
        return replace(heading, meaning="number_and_name", score=0.9, reason="values hold number and name")
    is_number = float(filled.str.contains(r"^[A-Z]{0,4}[-_ ]?\d[\dA-Z./-]*$").mean() or 0) > 0.7  # type: ignore[arg-type]
    meaning = "partner_no" if is_number else "name"
    return replace(
        heading, meaning=meaning, score=0.95, reason="names one end of the relation; by its values"
    )


def _judge_unknown(heading: Heading, filled: pl.Series) -> Heading:
    """A heading nobody knows, above values that can be nothing else."""
    values = filled.head(50)
    if float(values.str.contains(r"^[A-Z]{2}\d{2}[ ]?(?:\d{4}[ ]?){3,}").mean() or 0) > 0.5:  # type: ignore[arg-type]
        return replace(heading, meaning="bank", score=0.8, reason="values look like IBANs")
    if float(values.str.contains(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$").mean() or 0) > 0.5:  # type: ignore[arg-type]
        return replace(heading, meaning="personal", score=0.8, reason="values are mail addresses")
    if vat_ids(values).count() > 0.8 * values.len():
        return replace(heading, meaning="vat_id", score=0.7, reason="values are valid VAT ids")
    if lei_codes(values).count() > 0.8 * values.len():
        return replace(heading, meaning="lei", score=0.7, reason="values are valid LEIs")
    return heading


def _one_of_each(columns: list[Column], body: pl.DataFrame) -> list[Column]:
    """Where two columns claim the same single-valued meaning (and end), the better and fuller one keeps it."""
    best: dict[tuple[str, str | None], Column] = {}
    filled = {column.position: body[f"c{column.position}"].count() for column in columns}
    for column in columns:
        mark = (column.meaning, column.end)
        if column.meaning not in ONE_OF_EACH:
            continue
        other = best.get(mark)
        if other is None or _rank(column, filled) > _rank(other, filled):
            best[mark] = column
    kept = {column.position for column in best.values()}
    return [
        column
        if column.meaning not in ONE_OF_EACH or column.position in kept
        else replace(column, meaning="not_needed", reason=f"another column already gives {column.meaning}")
        for column in columns
    ]


def _rank(column: Column, filled: Mapping[int, int]) -> tuple[bool, bool, float]:
    return (column.reason == FIXED, filled[column.position] > 0, column.score)
