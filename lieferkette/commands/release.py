"""Commands around releases: make one, and take its tables along."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lieferkette.commands import terminal
from lieferkette.commands.terminal import about, put, put_json, records, text
from lieferkette.errors import UserError
from lieferkette.i18n.numbers import percent
from lieferkette.reader import HOME_REGION


def release(
    region: Annotated[str, typer.Argument(metavar="REGION")] = HOME_REGION,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
) -> None:
    """The regional model: tables that passed the disclosure gate, for everybody to read (owner only)."""
    with terminal.workspace() as opened:
        model_id = opened.desk(terminal.actor(opened)).release(region, year)
        model = opened.reader(terminal.actor(opened)).model(region, year)
    said = model.certificate
    put_json({"model_id": model_id, "region_id": region, "year": model.year, "certificate": said})
    share = percent(said["published_value_share"], terminal.settings.language)
    put(
        text(
            f"Modell {model_id}, Geschäftsjahr {model.year}: {said['published']} von {said['cells']} Zellen "
            f"veröffentlicht ({share} des Wertes), {said['suppressed_primary']} selbst geheim, "
            f"{said['suppressed_secondary']} zum Schutz anderer. Prüfung durch lineare Programme: bestanden.",
            f"Model {model_id}, business year {model.year}: {said['published']} of {said['cells']} cells "
            f"released ({share} of the value), {said['suppressed_primary']} withheld for themselves, "
            f"{said['suppressed_secondary']} to protect others. Audit by linear programming: passed.",
        )
    )
    for table_id, counts in said["tables"].items():
        put(f"  {table_id}: {counts['published']}/{counts['cells']}")
    put(
        text(
            f"Weiter mit: lieferkette report region {region} --out region.xlsx --actor chamber",
            f"Go on with: lieferkette report region {region} --out region.xlsx --actor chamber",
        )
    )


def report_region(
    region: Annotated[str, typer.Argument(metavar="REGION")] = HOME_REGION,
    out: Annotated[Path, typer.Option(help="File to write, .xlsx or .csv.")] = Path("regional-tables.xlsx"),
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="The owner's draft table, before any release.")
    ] = False,
) -> None:
    """The released tables of a region with definitions and certificate."""
    from lieferkette.reports.release_csv import release_csv
    from lieferkette.reports.release_xlsx import release_xlsx
    from lieferkette.reports.xlsx import regional_table_xlsx

    kind = out.suffix.lower()
    if kind not in (".xlsx", ".csv") or (draft and kind == ".csv"):
        raise UserError(
            f"„{out.name}“ endet nicht auf .xlsx oder .csv (der Entwurf nur auf .xlsx).",
            f'"{out.name}" does not end in .xlsx or .csv (the draft in .xlsx only).',
        )
    language = terminal.settings.language
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        if draft:
            table = reader.regional_table(region, year)
            data = regional_table_xlsx(table, language)
            said = {"file": str(out), "suppressed_count": table.suppressed_count} | about(table)
        else:
            model = reader.model(region, year)
            write = release_xlsx if kind == ".xlsx" else release_csv
            data = write(model, reader.region_label(region), language)
            said = {"file": str(out), "model_id": model.model_id, "certificate": model.certificate}
            said |= {"cells": records(model.cells)}
    out.parent.mkdir(parents=True, exist_ok=True)
    terminal.write_file(out, data)
    put_json(said)
    put(text(f"Geschrieben: {out}", f"Written: {out}"))
    if draft:
        put(text("Entwurf – nicht weitergeben", "Draft – do not pass on"))
