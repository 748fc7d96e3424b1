"""What a region buys outside although somebody here makes it, what nobody here makes, and who hangs on vehicles."""

from __future__ import annotations

import polars as pl

from dashboards.components.header import coverage_line
from dashboards.components.house import reader
from dashboards.components.language import language, tr
from dashboards.components.tables import download, table
from dashboards.components.texts import empty, note, sentences, subheader
from lieferkette.charts.markets import shortened
from lieferkette.errors import NotReleased
from lieferkette.i18n.values import sector_group_label, sector_label

_GAPS = [
    "sector_label",
    "sector_code",
    "outside_eur",
    "outside_share",
    "buyers_count",
    "local_count",
    "addressable_eur",
    "candidates",
]
#: Letters of a sector in a table that has much else to say.
_WORDS = 38
_WHITE = ["sector_label", "sector_code", "amount_eur", "buyers_count"]
_EXPOSED = ["sector_group", "automotive_share", "companies_count", "nearest"]


def show(year: int | None) -> None:
    """Gaps first; white spots and exposed sectors under them."""
    try:
        found = reader().region_markets(year=year)
    except NotReleased:
        empty("markets.region_none", "screens/upload.py", "go.upload")
        return
    rests_on = found.coverage
    slots = {
        "count": rests_on.lists_in_view,
        "matched_share": rests_on.rows_matched_share,
        "year": found.year,
    }
    coverage_line(tr("markets.coverage", **slots), rests_on.rows_matched_share if found.is_draft else None)
    sentences(found.sentences)
    if found.is_draft:
        note(tr("markets.draft"))
    gaps = _with_label(found.gaps)
    if _part(gaps, _GAPS, "gaps"):
        note(tr("markets.gaps_note"))
        download(gaps, _filled(gaps, _GAPS), key="gaps_download", name_key="markets.gaps_file")
    _part(_with_label(found.white_spots), _WHITE, "white_spots")
    named = found.exposed.with_columns(
        nearest=pl.col("nearest").list.eval(pl.element().map_elements(_label, return_dtype=pl.String))
    )
    _part(named, _EXPOSED, "exposed")


def _part(frame: pl.DataFrame, columns: list[str], name: str) -> bool:
    """One table under its heading; nothing where there are no rows."""
    if frame.is_empty():
        return False
    subheader(f"markets.{name}")
    table(frame, _filled(frame, columns), key=name, alt=tr(f"markets.{name}"))
    return True


def _with_label(frame: pl.DataFrame) -> pl.DataFrame:
    """The sector in words beside its code."""
    words = [shortened(sector_label(code, language()), _WORDS) for code in frame["sector_code"]]
    return frame.with_columns(sector_label=pl.Series(words, dtype=pl.String))


def _label(code: str) -> str:
    return sector_group_label(code, language())


def _filled(frame: pl.DataFrame, columns: list[str]) -> list[str]:
    return [name for name in columns if frame[name].null_count() < frame.height]
