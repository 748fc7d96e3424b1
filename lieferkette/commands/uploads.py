"""Commands about what was handed in: uploads list, show, rejected, undo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lieferkette.commands import terminal
from lieferkette.commands.terminal import put, put_json, put_table, records, text

uploads_app = typer.Typer(help="What was uploaded, and what was left out.", no_args_is_help=True)


@uploads_app.command("list")
def list_uploads() -> None:
    """All uploads of your view, newest first."""
    with terminal.workspace() as opened:
        rows = opened.reader(terminal.actor(opened)).uploads()
    put_json({"uploads": records(rows)})
    put_table(
        rows,
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
    """One upload: what its columns were taken for, and what it changed against the list that it replaced."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        card, changes = reader.upload(upload_id), reader.list_difference(upload_id)
    columns = card.pop("columns")
    put_json({"uploads": [card | {"columns": records(columns), "difference": records(changes)}]})
    put(f"{card['file_name']}: {card['shape']}, {card['rows_read']}")
    put_table(
        columns,
        {
            "heading": text("Überschrift", "heading"),
            "column_meaning": text("Bedeutung", "meaning"),
            "score": text("Sicherheit", "score"),
            "samples": text("Beispiele", "samples"),
        },
    )
    if changes.is_empty():
        return
    put_table(
        changes,
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
        rows,
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
