"""Commands about what was handed in: uploads list, show, rejected, undo, complete, largest, tell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from ingest.clean.activities import understood
from ingest.results import LIST_SIDES, names_side
from lieferkette.commands import terminal
from lieferkette.commands.terminal import put, put_json, put_notes, put_table, records, text
from lieferkette.errors import UserError
from lieferkette.i18n.lists import shape_label
from lieferkette.i18n.tables import readable

uploads_app = typer.Typer(help="What was uploaded, and what was left out.", no_args_is_help=True)


@uploads_app.command("list")
def list_uploads() -> None:
    """All uploads of your view, newest first."""
    with terminal.workspace() as opened:
        rows = opened.reader(terminal.actor(opened)).uploads()
    put_json({"uploads": records(rows)})
    put_table(
        _in_words(rows, "list_kind", "status"),
        {
            "upload_id": text("Kennung", "id"),
            "file_name": text("Datei", "file"),
            "company_name": text("für", "for"),
            "list_kind": text("Art", "kind"),
            "rows_read": text("gelesen", "read"),
            "rows_loaded": text("übernommen", "loaded"),
            "rows_rejected": text("zurückgewiesen", "rejected"),
            "rows_ignored": text("übergangen", "ignored"),
            "status": text("Stand", "status"),
        },
    )


@uploads_app.command("show")
def show_upload(upload_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """One upload: what was assumed, what its columns were taken for, what it changed against the list it replaced."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        card, changes = reader.upload(upload_id), reader.list_difference(upload_id)
    columns = card.pop("columns")
    put_json({"uploads": [card | {"columns": records(columns), "difference": records(changes)}]})
    shape = shape_label(card["shape"], terminal.settings.language)
    put(f"{card['file_name']}: {shape}, {card['rows_read']} {text('Zeilen', 'rows')}")
    put_notes(card["notes"])
    coded = columns.with_columns(code=pl.col("column_meaning"))
    put_table(
        _in_words(coded, "column_meaning", "samples"),
        {
            "heading": text("Überschrift", "heading"),
            "column_meaning": text("Bedeutung", "meaning"),
            "code": text("für --mapping", "for --mapping"),
            "score": text("Sicherheit", "score"),
            "samples": text("Beispiele", "samples"),
        },
    )
    if changes.is_empty():
        return
    put_table(
        _in_words(changes, "change", "side"),
        {
            "change": text("Änderung", "change"),
            "name": text("Partner", "partner"),
            "side": text("Seite", "side"),
            "old_eur": text("bisher (€)", "before (€)"),
            "new_eur": text("jetzt (€)", "now (€)"),
        },
    )


@uploads_app.command("rejected")
def rejected_rows(
    upload_id: Annotated[str, typer.Argument(metavar="ID")],
    out: Annotated[Path | None, typer.Option(help="Spreadsheet (.xlsx) to correct and send again.")] = None,
) -> None:
    """The rows of an upload that were left out, with reason and mend."""
    from lieferkette.reports.xlsx import left_out_xlsx

    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        columns = reader.upload(upload_id)["columns"]
        rows = reader.left_out(upload_id)
    if out is not None:
        terminal.write_file(out, left_out_xlsx(rows, columns, terminal.settings.language, upload_id))
    put_json({"rows": records(rows)})
    language = terminal.settings.language
    put_table(
        _in_words(rows, "outcome"),
        {
            "row_no": text("Zeile", "row"),
            "outcome": text("Ergebnis", "outcome"),
            f"reason_{language}": text("Grund", "reason"),
            f"mend_{language}": text("Abhilfe", "mend"),
        },
    )


@uploads_app.command("undo")
def undo_upload(upload_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take an upload back; what it had replaced counts again."""
    with terminal.workspace() as opened:
        opened.desk(terminal.actor(opened)).undo(upload_id)
    put_json({"upload_id": upload_id, "status": "undone"})
    put(text("Zurückgenommen.", "Taken back."))


@uploads_app.command("complete")
def say_complete(
    upload_id: Annotated[str, typer.Argument(metavar="ID")],
    is_complete: Annotated[bool, typer.Option("--yes/--no", help="Whether the list names all.")] = True,
    side: Annotated[str | None, typer.Option(help="suppliers or customers; both where not said.")] = None,
) -> None:
    """Say whether a list names all suppliers, all customers; a complete list replaces the one before."""
    if side not in (None, "suppliers", "customers"):
        raise UserError("--side kennt suppliers und customers.", "--side knows suppliers and customers.")
    with terminal.workspace() as opened:
        actor = terminal.actor(opened)
        kind = opened.reader(actor).upload(upload_id)["list_kind"]
        named = [one for one in LIST_SIDES if names_side(kind, one) and side in (None, one)]
        said = {one: is_complete if one in named else None for one in LIST_SIDES}
        opened.desk(actor).set_completeness(upload_id, said["suppliers"], said["customers"])
    put_json({"upload_id": upload_id, "complete": said})
    put(text("Gemerkt.", "Noted."))


def _in_words(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The frame with the codes of these columns as words."""
    return frame.with_columns(readable(frame, columns, terminal.settings.language).get_columns())


@uploads_app.command("largest")
def largest_counterparts(upload_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """The ten counterparts of a list that matter most, with amount and sector; say what is missing with `tell`."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        reader.upload(upload_id)
        rows = reader.largest_counterparts(upload_id)
    put_json({"counterparts": records(rows)})
    put_table(
        _in_words(rows, "side"),
        {
            "party_id": text("Partei", "party"),
            "name": text("Name", "name"),
            "city": text("Ort", "town"),
            "side": text("Seite", "side"),
            "amount_eur": text("Betrag (€)", "amount (€)"),
            "sector_code": text("Branche (WZ)", "sector (WZ)"),
        },
    )


@uploads_app.command("tell")
def tell_of_counterpart(
    upload_id: Annotated[str, typer.Argument(metavar="ID")],
    party_id: Annotated[str, typer.Argument(metavar="PARTY")],
    amount: Annotated[float | None, typer.Option(help="Euros of the list's period.")] = None,
    sector: Annotated[
        str | None, typer.Option(help="WZ code such as 25.62, or words such as Galvanik.")
    ] = None,
) -> None:
    """State the amount or the sector of a counterpart that the list does not give."""
    code = understood(sector) if sector is not None else None
    if sector is not None and code is None:
        raise UserError(
            f"Die Branche „{sector}“ verstehen wir nicht. Nennen Sie eine Nummer der WZ 2008 wie 25.62 oder ein "
            "anderes Wort.",
            f'We do not understand the sector "{sector}". Name a number of WZ 2008 such as 25.62, or another word.',
        )
    euros = None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01"))
    with terminal.workspace() as opened:
        opened.desk(terminal.actor(opened)).amend(upload_id, {party_id: (euros, code)})
    put_json({"upload_id": upload_id, "party_id": party_id})
    put(text("Gemerkt.", "Noted."))
