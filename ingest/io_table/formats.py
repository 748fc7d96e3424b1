"""The formats of input-output tables, each turned into the same flows: supplier, customer, origin, amount.

| source | known by | shape |
|---|---|---|
| FIGARO, matrix | first column `rowLabels`, columns `DE_C24` | countries × sectors, in columns and rows |
| FIGARO, flat | columns `refArea`, `counterpartArea`, `obsValue` | one flow a row |
| Eurostat (naio_10_…) | columns `prod_na` or `ind_ava`, `ind_use`, `induse` | flows a row, `stk_flow` DOM/IMP/TOTAL |
| WIOD, national | columns `Code`, `Origin` (Domestic/Imports) | matrix by origin |
| Destatis, and any other matrix | a heading row and a column of sector codes | matrix without origin |
| the same with names of its own | headings that repeat a column, beside a column of codes | matrix without origin |

Flows into Germany only. Never: adds up, or knows what a share is.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ingest.io_table.codes import divisions_of
from schemas.reference.countries import eu_members

HOME = "DE"
FLOWS = {"supplier": pl.String, "customer": pl.String, "origin": pl.String, "amount": pl.Float64}
#: So many sectors a heading row or first column must hold to be taken for that of a matrix.
_FEWEST_SECTORS = 3
_OUTPUT_LABELS = ("produktionswert", "output", "go", "p1", "output_bp", "gross output", "ii_tp_output")


@dataclass(frozen=True)
class Flows:
    """Flows of one table (`FLOWS`; origin `all` where the file has none) and the output by customer sector."""

    source: str
    flows: pl.DataFrame
    output: dict[str, float]


def parse_csv(text: str) -> Flows | None:
    """Flows of a text file; None where it is no known table."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    frame = pl.read_csv(
        io.StringIO(text), separator=separator, infer_schema=False, truncate_ragged_lines=True
    )
    names = set(frame.columns)
    if {"refArea", "counterpartArea", "obsValue"} <= names:
        return _figaro_flat(frame)
    if frame.columns and frame.columns[0] == "rowLabels":
        return _figaro_matrix(frame)
    if names & {"ind_use", "induse"} and names & {"prod_na", "ind_ava"}:
        return _eurostat(frame)
    return parse_table([frame.columns, *frame.iter_rows()])


def parse_table(rows: Sequence[Sequence[str | None]]) -> Flows | None:
    """Flows of a sheet: a WIOD national table, or any matrix with a heading row and a column of sector codes."""
    for number, row in enumerate(rows[:40]):
        cells = [(cell or "").strip() for cell in row]
        if {"Code", "Origin"} <= set(cells):
            return _wiod(cells, rows[number + 1 :])
        below = rows[number + 1 :]
        if _is_heading(cells):
            return _matrix(cells, below, _code_column(below, len(cells)))
        if (named := _named_heading(cells, below)) is not None:
            return _matrix(*named)
    return None


def _is_heading(cells: list[str]) -> bool:
    """Sector codes, each once and in order, and no number that is none: amounts may look like codes."""
    codes = [cell for cell in cells if _is_sector(cell)]
    others = [cell for cell in cells if not _is_sector(cell) and _number(cell) is not None]
    firsts = [
        found[0] for cell in codes if (found := divisions_of(cell) or divisions_of(cell, is_nace_1=True))
    ]
    return (
        len(codes) >= _FEWEST_SECTORS
        and not others
        and len(set(codes)) == len(codes)
        and firsts == sorted(firsts)
    )


def _code_column(rows: Sequence[Sequence[str | None]], width: int) -> int:
    """Which of the first columns names the rows by sector codes."""
    return max(range(min(width, 4)), key=lambda place: sum(_is_sector(_cell(row, place)) for row in rows))


def _named_heading(
    cells: list[str], rows: Sequence[Sequence[str | None]]
) -> tuple[list[str], Sequence[Sequence[str | None]], int] | None:
    """Headings that repeat the names of the rows, turned into the codes beside those; None where they do not."""
    column = [[_cell(row, place) for row in rows] for place in range(min(len(cells), 6))]
    names = max(column, key=lambda names: len(set(cells) & set(names) - {""}))
    if len(set(cells) & set(names) - {""}) < _FEWEST_SECTORS:
        return None
    # Numbers of lines look like divisions, so the codes must have a letter somewhere.
    lettered = [
        place
        for place, codes in enumerate(column)
        if any(_is_sector(c) and not c[:1].isdigit() for c in codes)
    ]
    if not lettered:
        return None
    label = max(lettered, key=lambda place: sum(map(_is_sector, column[place])))
    code_of = {name: code for name, code in zip(names, column[label], strict=True) if _is_sector(code)}
    return [code_of.get(cell, "") for cell in cells], rows, label


def _figaro_flat(frame: pl.DataFrame) -> Flows:
    supplier = next(name for name in ("rowIi", "rowPi") if name in frame.columns)
    customer = next(name for name in ("colIi", "colPi") if name in frame.columns)
    rows = frame.filter(pl.col("counterpartArea") == HOME).select(
        country="refArea", supplier=supplier, customer=customer, amount=pl.col("obsValue").cast(pl.Float64)
    )
    return Flows("figaro", _with_origin(rows), _sums(rows))


def _figaro_matrix(frame: pl.DataFrame) -> Flows:
    columns = [name for name in frame.columns if name.startswith(f"{HOME}_")]
    label = pl.col("rowLabels")
    rows = (
        frame.select("rowLabels", *columns)
        .unpivot(columns, index="rowLabels", variable_name="column", value_name="amount")
        .select(
            country=label.str.split_exact("_", 1).struct.field("field_0"),
            supplier=label.str.replace(r"^[A-Z0-9]+?_", ""),
            customer=pl.col("column").str.strip_prefix(f"{HOME}_"),
            amount=pl.col("amount").cast(pl.Float64),
        )
    )
    return Flows("figaro", _with_origin(rows), _sums(rows))


def _sums(rows: pl.DataFrame) -> dict[str, float]:
    """Output by customer sector where every input and value added stands in the rows: their sum."""
    return dict(rows.group_by("customer").agg(pl.col("amount").sum()).iter_rows())


def _with_origin(rows: pl.DataFrame) -> pl.DataFrame:
    """Origin by country: the home country, the rest of the EU of today, the rest of the world."""
    country = pl.col("country")
    origin = (
        pl.when(country == HOME)
        .then(pl.lit("germany"))
        .when(country.is_in(sorted(eu_members(2025))))
        .then(pl.lit("eu"))
        .otherwise(pl.lit("world"))
    )
    return rows.with_columns(origin=origin).select(*FLOWS)


def _eurostat(frame: pl.DataFrame) -> Flows:
    def named(*names: str) -> str | None:
        return next((name for name in names if name in frame.columns), None)

    value, geo = named("OBS_VALUE", "values", "value"), named("geo")
    time, flow, unit = named("TIME_PERIOD", "time"), named("stk_flow"), named("unit")
    rows = frame if geo is None else frame.filter(pl.col(geo) == HOME)
    if unit is not None and "MIO_EUR" in set(rows[unit]):
        rows = rows.filter(pl.col(unit) == "MIO_EUR")
    if time is not None and rows.height:
        rows = rows.filter(pl.col(time) == rows[time].max())
    origin = {"DOM": "germany", "IMP": "outside", "TOTAL": "all"}
    flows = rows.select(
        supplier=str(named("prod_na", "ind_ava")),
        customer=str(named("ind_use", "induse")),
        origin=pl.lit("all") if flow is None else pl.col(flow).replace_strict(origin, default=None),
        amount=pl.col(str(value)).cast(pl.Float64, strict=False),
    )
    is_output = pl.col("supplier").str.to_lowercase().is_in(_OUTPUT_LABELS)
    output = flows.filter(is_output & pl.col("amount").is_not_null())
    return Flows("eurostat", _one_kind(flows), dict(output.select("customer", "amount").iter_rows()))


def _one_kind(flows: pl.DataFrame) -> pl.DataFrame:
    """Parts by origin where the file gives them, else the totals: never both."""
    has_parts = flows["origin"].is_in(["germany", "outside"]).any()
    return flows.filter(pl.col("origin").is_not_null() & ((pl.col("origin") != "all") if has_parts else True))


def _wiod(heading: list[str], rows: Sequence[Sequence[str | None]]) -> Flows:
    code, origin = heading.index("Code"), heading.index("Origin")
    year = heading.index("Year") if "Year" in heading else None
    newest = max((row[year] or "" for row in rows), default="") if year is not None else ""
    names = {"domestic": "germany", "imports": "outside"}
    found: list[tuple[str, str, str, float]] = []
    output: dict[str, float] = {}
    for row in rows:
        if year is not None and row[year] != newest:
            continue
        supplier, where = (row[code] or "").strip(), (row[origin] or "").strip().lower()
        for customer, cell in zip(heading, row, strict=False):
            amount = _number(cell)
            if amount is None or not _is_sector(customer):
                continue
            if where in names:
                found.append((supplier, customer, names[where], amount))
            elif supplier.lower() in _OUTPUT_LABELS:
                output[customer] = amount
    return Flows("wiod", pl.DataFrame(found, FLOWS, orient="row"), output)


def _matrix(heading: list[str], rows: Sequence[Sequence[str | None]], label: int) -> Flows | None:
    """Column `label` names the suppliers; other rows are looked through for the output."""
    width = len(heading)
    found: list[tuple[str, str, str, float]] = []
    output: dict[str, float] = {}
    for row in rows:
        supplier = _cell(row, label)
        is_output = any(_cell(row, place).lower() in _OUTPUT_LABELS for place in range(min(width, 4)))
        for place, customer in enumerate(heading):
            amount = _number(_cell(row, place)) if place != label and _is_sector(customer) else None
            if amount is not None and _is_sector(supplier):
                found.append((supplier, customer, "all", amount))
            elif amount is not None and is_output:
                output[customer] = amount
    return Flows("destatis", pl.DataFrame(found, FLOWS, orient="row"), output) if found else None


def _cell(row: Sequence[str | None], place: int) -> str:
    return (row[place] or "").strip() if place < len(row) else ""


def _is_sector(code: str) -> bool:
    """Whether a cell names sectors in any of the classifications."""
    return divisions_of(code) is not None or divisions_of(code, is_nace_1=True) is not None


def _number(cell: str | None) -> float | None:
    """A figure as statistics print it: "1 234,5", "-", "." and "x" are none."""
    text = (cell or "").replace("\u00a0", "").replace(" ", "")
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None
