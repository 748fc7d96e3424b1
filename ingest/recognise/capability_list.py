"""Lists of what a company can do: hand-made tables with headings such as Verfahren, Werkstoffe, Zertifikate.

Comes in: a table. Goes out: its `Recognition`, or None where it is no such list.
Never: reads a cell below the headings; `ingest.clean.capabilities` does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources

from ingest.recognise.headings import key, understand
from ingest.tables import Column, Hints, RawTable, Recognition
from schemas.catalogues.capabilities import names_limit

LIST_KIND = "capabilities"
_SHOWN_SAMPLES = 3


def recognise(
    table: RawTable, rows: Sequence[Sequence[str | None]], lines: Sequence[int], hints: Hints
) -> Recognition | None:
    """The list as recognised. Unasked it must have nothing but such headings, one of them for capabilities.

    A heading that names a limit itself (`max. Länge mm`) is one of them; its cells hold the number.
    """
    if hints.list_kind not in (None, LIST_KIND):
        return None
    for row, line in zip(rows, lines, strict=True):
        texts = [(position, text.strip()) for position, text in enumerate(row) if text and text.strip()]
        subjects = sum(_meanings().get(key(text)) == "capability" for _, text in texts)
        if not subjects:
            continue
        known = {position: meaning for position, text in texts if (meaning := _meaning(text)) is not None}
        is_asked = hints.list_kind == LIST_KIND
        if is_asked or _is_enough(known.values(), [text for _, text in texts]):
            columns = [_column(table, line, position, text, known.get(position)) for position, text in texts]
            return Recognition("capabilities", LIST_KIND, line, tuple(columns))
    return None


def _is_enough(known: Collection[str], texts: Sequence[str]) -> bool:
    """All headings are such, or two for capabilities and none that names a counterpart or an amount."""
    if len(known) == len(texts) >= 2:
        return True
    others = {understand(text).meaning for text in texts}
    is_of_others = bool(others & {"name", "party", "partner_no", "short_name", "amount"})
    return sum(meaning == "capability" for meaning in known) >= 2 and not is_of_others


@cache
def _meanings() -> dict[str, str]:
    """Heading, as a key -> its meaning."""
    text = resources.files("ingest.recognise").joinpath("capability_headings.csv").read_text(encoding="utf-8")
    lines = [line.split(",", 1) for line in text.splitlines()[1:]]
    return {key(heading): meaning for meaning, headings in lines for heading in headings.split("|")}


def _meaning(text: str) -> str | None:
    known = _meanings().get(key(text))
    return known or ("capability" if names_limit(text) else None)


def _column(table: RawTable, line: int, position: int, text: str, meaning: str | None) -> Column:
    cells = table.frame.filter(table.frame["line"] > line)[f"c{position}"].drop_nulls()
    samples = tuple(cells.unique(maintain_order=True).head(_SHOWN_SAMPLES).to_list())
    if meaning is None:
        return Column(position, text, "unknown", 0.0, (), "not a heading of a list of capabilities")
    return Column(position, text, meaning, 1.0, samples, "heading of a list of capabilities")
