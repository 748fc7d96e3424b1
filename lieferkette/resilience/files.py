"""A network from files of one's own: relations, companies, essentiality, figures of the year, initial losses.

Comma- or semicolon-separated text with a heading row. Every fault is said with file, line and mend. Never: reads
or writes a warehouse.

    edges       supplier,buyer,weight      one relation a row; a pair that occurs twice is summed
    nodes       firm,sector                every company once
    essential   ,S1,S2,…                   row = supplying sector, column = buying sector; 0, 1 or 2
    accounts    firm,revenue,material_costs    (optional) empty = unknown
    psi         firm,NAME,NAME,…           (optional) initial losses in 0 … 1, a column per scenario
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lieferkette.resilience.essential_table import EssentialTable
from lieferkette.resilience.network import Network, build_network
from schemas.reference.problem import ListProblem


class BadNetworkFile(ListProblem):
    """A file of a network cannot be read as what it should be."""

    def __init__(self, path: Path, line: int | None, de: str, en: str) -> None:
        super().__init__(
            where=f"{path.name}:{line}" if line else path.name,
            what_de=de,
            what_en=en,
            mend_de="Wie die Dateien aussehen, sagt `lieferkette resilience rank --help`.",
            mend_en="`lieferkette resilience rank --help` says what the files look like.",
        )


@dataclass(frozen=True)
class FileNetwork:
    """A network, the files' own ids of its companies, the rule's name, and named initial losses."""

    network: Network
    company_ids: tuple[str, ...]
    rule: str
    scenarios: dict[str, NDArray[np.float64]]


def read_network(
    edges: Path,
    nodes: Path,
    essential: Path,
    *,
    accounts: Path | None = None,
    psi: Path | None = None,
    has_market: bool = True,
) -> FileNetwork:
    """Read and check all files; `has_market`: companies of a sector can step in for each other.

    Raises BadNetworkFile.
    """
    classes = read_essentiality(essential)
    sector_of = _nodes(nodes, classes, essential)
    place = {company: number for number, company in enumerate(sector_of)}
    sectors = np.fromiter(sector_of.values(), dtype=np.int64, count=len(sector_of))
    supplier, customer, weight = _edges(edges, place, nodes)
    figures = _accounts(accounts, place, nodes) if accounts else {}
    network = build_network(
        supplier, customer, weight, sector=sectors, essentiality=classes.matrix,
        market=sectors if has_market else None, **figures,
    )  # fmt: skip
    scenarios = _psi(psi, place, nodes) if psi else {}
    return FileNetwork(network, tuple(place), classes.rule, scenarios)


def read_essentiality(path: Path) -> EssentialTable:
    """A matrix of 0, 1, 2 with the supplying sectors as rows and the same sectors, buying, as columns."""
    rows = _rows(path)
    _, head = next(rows)
    sectors = head[1:]
    if len(set(sectors)) != len(sectors) or not sectors:
        raise BadNetworkFile(
            path, 1, "Die Kopfzeile nennt jede Branche einmal.", "The heading names every sector once."
        )
    found: dict[str, list[int]] = {}
    for line, row in rows:
        values = row[1:]
        if len(values) != len(sectors) or any(value not in ("0", "1", "2") for value in values):
            raise BadNetworkFile(
                path,
                line,
                f"Nach der Branche stehen {len(sectors)} Werte 0, 1 oder 2.",
                f"After the sector stand {len(sectors)} values 0, 1 or 2.",
            )
        found[row[0]] = [int(value) for value in values]
    if set(found) != set(sectors):
        odd = ", ".join(sorted(set(found) ^ set(sectors))[:5])
        raise BadNetworkFile(
            path,
            None,
            f"Zeilen und Spalten nennen nicht dieselben Branchen: {odd}.",
            f"Rows and columns do not name the same sectors: {odd}.",
        )
    matrix = np.array([found[sector] for sector in sectors], dtype=np.int8)
    return EssentialTable(matrix, tuple(sectors), path.name)


def _nodes(path: Path, classes: EssentialTable, essential: Path) -> dict[str, int]:
    """Company → number of its sector, in the order of the file."""
    numbers = {sector: number for number, sector in enumerate(classes.sectors)}
    found: dict[str, int] = {}
    for line, (company, sector) in _columns(path, ("firm", "sector")):
        if company in found:
            raise BadNetworkFile(
                path,
                line,
                f"„{company}“ steht zweimal in der Datei.",
                f'"{company}" stands twice in the file.',
            )
        if sector not in numbers:
            raise BadNetworkFile(
                path,
                line,
                f"Die Branche „{sector}“ fehlt in {essential.name}.",
                f'The sector "{sector}" is missing in {essential.name}.',
            )
        found[company] = numbers[sector]
    return found


def _edges(path: Path, place: dict[str, int], nodes: Path) -> tuple[list[int], list[int], list[float]]:
    supplier, customer, weight = [], [], []
    for line, (from_, to, amount) in _columns(path, ("supplier", "buyer", "weight")):
        supplier.append(_known(from_, place, path, line, nodes))
        customer.append(_known(to, place, path, line, nodes))
        weight.append(_number(amount, path, line, most=math.inf))
    return supplier, customer, weight


def _accounts(path: Path, place: dict[str, int], nodes: Path) -> dict[str, NDArray[np.float64]]:
    figures = {name: np.full(len(place), np.nan) for name in ("revenue", "material_cost")}
    for line, (company, *values) in _columns(path, ("firm", "revenue", "material_costs")):
        for name, value in zip(figures, values, strict=True):
            if value:
                at = _known(company, place, path, line, nodes)
                figures[name][at] = _number(value, path, line, most=math.inf)
    return figures


def _psi(path: Path, place: dict[str, int], nodes: Path) -> dict[str, NDArray[np.float64]]:
    rows = _rows(path)
    _, head = next(rows)
    losses = {name: np.zeros(len(place)) for name in head[1:]}
    for line, row in rows:
        if len(row) != len(head):
            raise _ragged(path, line, len(head))
        at = _known(row[0], place, path, line, nodes)
        for name, value in zip(losses, row[1:], strict=True):
            losses[name][at] = _number(value, path, line, most=1.0)
    return losses


def _columns(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line number and the wanted columns of each row."""
    rows = _rows(path)
    _, head = next(rows)
    missing = [name for name in wanted if name not in head]
    if missing:
        raise BadNetworkFile(
            path,
            1,
            f"Die Spalte {missing[0]} fehlt; nötig sind {', '.join(wanted)}.",
            f"The column {missing[0]} is missing; needed are {', '.join(wanted)}.",
        )
    places = [head.index(name) for name in wanted]
    for line, row in rows:
        if len(row) != len(head):
            raise _ragged(path, line, len(head))
        yield line, tuple(row[at] for at in places)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that is not empty; the heading first."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadNetworkFile(
            path,
            None,
            "Die Datei ist nicht da oder kein Text in UTF-8.",
            "The file is not there or no UTF-8 text.",
        ) from error
    lines = text.splitlines()
    separator = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader: Any = csv.reader(lines, delimiter=separator)
    is_empty = True
    for row in reader:
        if any(cell.strip() for cell in row):
            is_empty = False
            yield reader.line_num, [cell.strip() for cell in row]
    if is_empty:
        raise BadNetworkFile(path, None, "Die Datei ist leer.", "The file is empty.")


def _ragged(path: Path, line: int, wanted: int) -> BadNetworkFile:
    return BadNetworkFile(
        path,
        line,
        f"Die Zeile hat nicht {wanted} Felder wie die Kopfzeile.",
        f"The row does not have {wanted} cells as the heading does.",
    )


def _known(company: str, place: dict[str, int], path: Path, line: int, nodes: Path) -> int:
    if company not in place:
        raise BadNetworkFile(
            path,
            line,
            f"„{company}“ fehlt in {nodes.name}.",
            f'"{company}" is missing in {nodes.name}.',
        )
    return place[company]


def _number(text: str, path: Path, line: int, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= most or math.isinf(value):
        range_de = "ab 0" if math.isinf(most) else "von 0 bis 1"
        range_en = "from 0" if math.isinf(most) else "from 0 to 1"
        raise BadNetworkFile(
            path,
            line,
            f"„{text}“ ist keine Zahl {range_de} mit Dezimalpunkt.",
            f'"{text}" is no number {range_en} with a decimal point.',
        )
    return value
