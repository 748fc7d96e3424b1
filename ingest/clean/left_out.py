"""Rows that are not loaded: marked with a reason code while checking, told in words at the end."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib import resources

import polars as pl

from ingest.tables import LEFT_OUT_COLUMNS, Recognition

MAX_SHOWN_VALUE = 120


@cache
def reasons() -> dict[str, dict[str, str]]:
    """All reasons by code: outcome, de, en, mend_de, mend_en."""
    text = resources.files("ingest.clean").joinpath("reasons.toml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = tomllib.loads(text)
    return loaded


def with_marks(body: pl.DataFrame) -> pl.DataFrame:
    """The frame with blank columns `reason_code`, `reason_heading`, `reason_value`."""
    blank = pl.lit(None, dtype=pl.String)
    return body.with_columns(reason_code=blank, reason_heading=blank, reason_value=blank)


def mark(
    frame: pl.DataFrame,
    condition: pl.Expr,
    code: str,
    *,
    heading: str | None = None,
    value: pl.Expr | None = None,
) -> pl.DataFrame:
    """Give rows that meet the condition this reason, unless an earlier one holds already."""
    is_hit = pl.col("reason_code").is_null() & condition.fill_null(False)
    hits = frame.select(is_hit.alias("hit")).to_series()
    if not hits.any():
        return frame
    return frame.with_columns(
        reason_code=pl.when(hits).then(pl.lit(code)).otherwise("reason_code"),
        reason_heading=pl.when(hits).then(pl.lit(heading, dtype=pl.String)).otherwise("reason_heading"),
        reason_value=pl.when(hits)
        .then(value if value is not None else pl.lit(None, dtype=pl.String))
        .otherwise("reason_value"),
    )


def tell(
    marked: pl.DataFrame, recognition: Recognition, *, is_private: pl.Expr | None = None
) -> pl.DataFrame:
    """The `left_out` frame of all marked rows; personal and bank cells are blank in `raw`.

    `is_private` marks rows about a natural person: names are blanked there too.
    """
    hits = marked.filter(pl.col("reason_code").is_not_null())
    private = (
        hits.select(is_private.fill_null(False)).to_series().to_list()
        if is_private is not None
        else [False] * hits.height
    )
    cells = [name for name in hits.columns if name.startswith("c") and name[1:].isdigit()]
    hidden = {
        f"c{column.position}" for column in recognition.columns if column.meaning in ("personal", "bank")
    }
    names = {f"c{column.position}" for column in recognition.columns if "name" in column.meaning}
    raw = [
        json.dumps(
            [
                "" if name in hidden or (is_person and name in names) else cell or ""
                for name, cell in zip(cells, row, strict=True)
            ],
            ensure_ascii=False,
        )
        for row, is_person in zip(hits.select(cells).iter_rows(), private, strict=True)
    ]
    told = [_words(code, value) for code, value in hits.select("reason_code", "reason_value").iter_rows()]
    return pl.DataFrame(
        {
            "line": hits["line"],
            "outcome": [entry["outcome"] for entry in told],
            "reason_code": hits["reason_code"],
            "heading": hits["reason_heading"],
            "value": hits["reason_value"],
            **{f"reason_{language}": [entry[language] for entry in told] for language in ("de", "en")},
            **{name: [entry[name] for entry in told] for name in ("mend_de", "mend_en")},
            "raw": raw,
        },
        schema=LEFT_OUT_COLUMNS,
    )


def _words(code: str, value: str | None) -> dict[str, str]:
    shown = (value or "")[:MAX_SHOWN_VALUE]
    return {name: text.replace("{value}", shown) for name, text in reasons()[code].items()}
