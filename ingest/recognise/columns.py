"""The meaning of every column, by its heading first and then by what stands in it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from ingest.recognise.heading_row import HeadingRow
from ingest.recognise.heading_starts import understand_row
from ingest.recognise.headings import Heading, aliases, key
from ingest.recognise.values import judge_by_values
from ingest.tables import Column, RawTable

_NAMING = frozenset(
    {"name", "name_unspecified", "short_name", "number_and_name", "supplier_name", "customer_name"}
)
_LABELS = frozenset(key(text) for text in ("Bezeichnung", "Bez.", "Text", "Label"))
FIXED = "fixed for this export or by the caller"
SAMPLE_ROWS = 500
SHOWN_SAMPLES = 3
MAX_UNKNOWN_TO_COMPARE = 40
ONE_OF_EACH = frozenset(
    "partner_no name name_2 name_3 name_unspecified short_name street house_number postcode city "
    "postcode_city address country country_name vat_id vat_country vat_number register_number "
    "register_kind register_digits register_court lei duns web sector_code sector_text currency "
    "document_no document_item year date good_code good_text status size_class employees "
    "deleted_flag one_time_flag group_partner group_flag address_type debit_credit posting_date "
    "contra_account".split()
)


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
        filled = _spread(values.drop_nulls())
        if key(text) in fixed and text:
            meaning, end = _with_end(fixed[key(text)])
            heading = replace(heading, meaning=meaning, score=1.0, reason=FIXED, end=end)
        else:
            heading = judge_by_values(heading, filled)
        columns.append(_to_column(position, text, heading, filled))
    return _one_of_each(_account_label(columns), body)


def _spread(filled: pl.Series) -> pl.Series:
    """Cells from the whole column: what stands at its top only must not decide what it is."""
    return filled.gather_every(-(-filled.len() // SAMPLE_ROWS)) if filled.len() > SAMPLE_ROWS else filled


def _with_end(meaning: str) -> tuple[str, str | None]:
    """A fixed meaning such as `supplier_name` as the meaning and the end of the relation."""
    for end in ("supplier", "customer"):
        if meaning.startswith(f"{end}_"):
            return meaning.removeprefix(f"{end}_"), end
    return meaning, None


def _account_label(columns: list[Column]) -> list[Column]:
    """`Bezeichnung` beside an account number is the partner's name where no other column gives one."""
    meanings = {column.meaning for column in columns}
    if "partner_no" not in meanings or meanings & _NAMING:
        return columns
    return [
        replace(
            column,
            meaning="name",
            score=0.9,
            reason="label of the account, and no other column names the partner",
        )
        if key(column.heading) in _LABELS
        else column
        for column in columns
    ]


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
        is_in_home_currency=heading.is_in_home_currency,
        has_unit=heading.unit is not None or heading.currency is not None,
    )


def _understand_all(headings: list[str]) -> list[Heading]:
    understood = understand_row(headings)
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


def _one_of_each(columns: list[Column], body: pl.DataFrame) -> list[Column]:
    """Of two columns that claim the same single-valued meaning and end, the better and fuller keeps it."""
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
