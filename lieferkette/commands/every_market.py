"""The opportunities of all companies at once, printed or written to a file."""

from __future__ import annotations

from pathlib import Path

from lieferkette.commands import terminal
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.reader import Reader
from lieferkette.reports.frame_csv import frame_csv


def put_every_market(reader: Reader, year: int | None, top: int, out: Path | None) -> None:
    """Write the table of all companies to a CSV file, or print its first rows. Raises NotAllowed."""
    answer = reader.every_market(year, top)
    put_sentences(answer)
    if out is not None:
        terminal.write_file(out, frame_csv(answer.opportunities))
        put_json({"year": answer.year, "file": str(out), "rows": answer.opportunities.height} | about(answer))
        put(text(f"Geschrieben: {out}", f"Written: {out}"))
        return
    put_json({"year": answer.year, "opportunities": records(answer.opportunities)} | about(answer))
    headings = {
        "name": text("Unternehmen", "company"),
        "rank": text("Rang", "rank"),
        "sector_code": "WZ",
        "candidate_1": text("möglicher Kunde", "possible customer"),
    }
    put_table(answer.opportunities, headings, 20)
