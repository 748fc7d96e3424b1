"""Records that are all wider than the headings: one column holds the delimiter without quotes.

When every record has the same few fields too many, one column's text was split. The column is found by trying
each one and looking which choice lets countries, numbers and amounts stand under their headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from ingest.clean.amounts import looks_like_amounts
from ingest.recognise.headings import understand
from ingest.recognise.values import share
from ingest.tables import RawTable, Recognition
from schemas.reference.countries import parse_country_column

TRIED_ROWS = 100
MAX_EXTRA = 3
MIN_SHARE = 0.9


def find_split(table: RawTable, headings: Sequence[str], heading_line: int) -> tuple[int, int] | None:
    """Position and number of extra fields when one column was split in nearly every record, else None."""
    named = max((at for at, text in enumerate(headings) if text), default=-1) + 1
    body = table.frame.filter(pl.col("line") > heading_line).head(TRIED_ROWS)
    width = table.frame.width - 1
    extra = width - named
    if not 0 < extra <= MAX_EXTRA or body.is_empty() or table.delimiter is None:
        return None
    if body[f"c{width - 1}"].count() < MIN_SHARE * body.height:
        return None
    scores = {at: _fit(merged(body, at, extra, table.delimiter), headings[:named]) for at in range(named)}
    best = max(scores, key=lambda at: scores[at])
    rivals = [score for at, score in scores.items() if at != best]
    is_clear = not rivals or scores[best] > max(rivals)
    return (best, extra) if is_clear and scores[best] > _fit(body, headings[:named]) else None


def merged(frame: pl.DataFrame, position: int, extra: int, delimiter: str) -> pl.DataFrame:
    """The frame with `extra` cells after `position` joined to it again, and all later cells moved back."""
    names = [name for name in frame.columns if name != "line"]
    joined = pl.concat_str(
        names[position : position + extra + 1], separator=f"{delimiter} ", ignore_nulls=True
    )
    moved = [pl.col(names[at + extra]).alias(names[at]) for at in range(position + 1, len(names) - extra)]
    kept = [pl.col(name) for name in names[:position]]
    return frame.select("line", *kept, joined.alias(names[position]), *moved)


def realigned(table: RawTable, recognition: Recognition) -> RawTable:
    """The table with the split column joined again where recognition found one."""
    if "split_at" not in recognition.meta or table.delimiter is None:
        return table
    position, extra = int(recognition.meta["split_at"]), int(recognition.meta["split_extra"])
    width = table.frame.width - 1
    is_wide = pl.col("line") > recognition.heading_line
    is_wide = is_wide & pl.col(f"c{width - 1}").is_not_null()
    narrow = table.frame.filter(~is_wide).drop([f"c{at}" for at in range(width - extra, width)])
    wide = merged(table.frame.filter(is_wide), position, extra, table.delimiter)
    return replace(table, frame=pl.concat([narrow, wide]).sort("line"))


def _fit(frame: pl.DataFrame, headings: Sequence[str]) -> float:
    """How well typed columns stand under their headings: a sum of shares of fitting cells."""
    score = 0.0
    for position, text in enumerate(headings):
        values = frame[f"c{position}"].drop_nulls()
        if not text or values.is_empty():
            continue
        meaning = understand(text).meaning
        if meaning in ("country", "country_name"):
            score += parse_country_column(values).count() / values.len()
        elif meaning == "amount":
            score += looks_like_amounts(values)
        elif meaning in ("good_text", "name", "sector_text", "city"):
            score += 1.0 - looks_like_amounts(values)
        elif meaning in ("partner_no", "postcode"):
            score += 0.5 * share(values, r"^[^ ]*\d[^ ]*$")
    return score
