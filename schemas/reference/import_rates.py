"""The ECB's own list of daily reference rates, turned into yearly averages.

Comes in: `eurofxref-hist.csv` (or the zip it is offered in) from the ECB's page of euro foreign exchange
reference rates. Goes out: a table of rates for every currency and every year that is complete in the list.
Never: an average over part of a year.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from pathlib import Path

from schemas.reference.list_files import decoded, is_zip, unzipped
from schemas.reference.problem import ListProblem
from schemas.reference.rates import Rate, RateTable

SOURCE = "ECB euro reference rates, average of the daily rates of the year"
# the ECB sets a rate on some 255 days a year
_FEWEST_DAYS = 250
_SIX_DIGITS = 6


def parse_ecb_history(content: bytes, file_name: str = "eurofxref-hist.csv") -> RateTable:
    """Yearly averages out of the ECB's daily list; years that are not over in the list are left out.

    Averages are arithmetic means, kept to six significant digits. Raises `ListProblem`.
    """
    lines = _text(content, file_name).splitlines() or [""]
    headings = [heading.strip() for heading in lines[0].split(",")]
    if headings[0] != "Date" or "USD" not in headings:
        raise _problem(
            f"{file_name}:1",
            "Die erste Zeile ist nicht die der EZB-Liste (Date,USD,JPY,…).",
            "The first line is not that of the ECB's list (Date,USD,JPY,…).",
        )
    seen: defaultdict[tuple[str, int], list[Decimal]] = defaultdict(list)
    last_day = date.min
    for line_no, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        day, rates = _day(line.split(","), headings, f"{file_name}:{line_no}")
        last_day = max(last_day, day)
        for currency, rate in rates.items():
            seen[currency, day.year].append(rate)
    return RateTable(
        {
            (currency, year): Rate(_mean(rates), f"{SOURCE} ({file_name}, {last_day.isoformat()})")
            for (currency, year), rates in seen.items()
            if len(rates) >= _FEWEST_DAYS and date(year, 12, 30) <= last_day
        }
    )


def to_csv(table: RateTable) -> str:
    """The table in the form of `rates.csv`, sorted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["currency", "year", "units_per_eur", "source"])
    for (currency, year), rate in sorted(table.rates.items()):
        writer.writerow([currency, year, rate.units_per_eur, rate.source])
    return out.getvalue()


def _day(row: list[str], headings: list[str], where: str) -> tuple[date, dict[str, Decimal]]:
    try:
        day = date.fromisoformat(row[0].strip())
        rates = {
            currency: Decimal(cell.strip())
            for currency, cell in zip(headings[1:], row[1:], strict=False)
            if currency and cell.strip() not in ("", "N/A")
        }
    except (ValueError, InvalidOperation) as error:
        raise _problem(
            where, f"Die Zeile ist nicht lesbar ({error}).", f"The line cannot be read ({error})."
        ) from error
    if any(not rate.is_finite() or rate <= 0 for rate in rates.values()):
        raise _problem(where, "Ein Kurs ist nicht größer als null.", "A rate is not above zero.")
    return day, rates


def _mean(rates: list[Decimal]) -> Decimal:
    mean = sum(rates, Decimal(0)) / len(rates)
    return mean.quantize(Decimal(1).scaleb(mean.adjusted() - _SIX_DIGITS + 1), ROUND_HALF_EVEN)


def _text(content: bytes, file_name: str) -> str:
    if is_zip(content):
        inner = unzipped(content, ("eurofxref-hist.csv",), file_name)
        if inner is None:
            raise _problem(
                file_name, "Die ZIP-Datei enthält die Liste nicht.", "The zip does not hold the list."
            )
        content = inner
    return decoded(content)


def _problem(where: str, what_de: str, what_en: str) -> ListProblem:
    return ListProblem(
        where=where,
        what_de=what_de,
        what_en=what_en,
        mend_de="Laden Sie eurofxref-hist.zip von den Seiten der EZB (euro reference exchange rates).",
        mend_en="Download eurofxref-hist.zip from the ECB's pages (euro reference exchange rates).",
    )


def main(argv: list[str]) -> int:
    """Print the ECB's list named in `argv` in the form of `rates.csv`."""
    if len(argv) != 1:
        print("usage: python -m schemas.reference.import_rates eurofxref-hist.zip", file=sys.stderr)
        return 2
    try:
        table = parse_ecb_history(Path(argv[0]).read_bytes(), Path(argv[0]).name)
    except ListProblem as problem:
        print(problem.en, file=sys.stderr)
        return 1
    print(to_csv(table), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
