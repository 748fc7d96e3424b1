"""Commands that keep the warehouse whole: doctor, backup, restore, erase, audit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lieferkette import keeping
from lieferkette.commands import terminal
from lieferkette.commands.terminal import put, put_json, put_table, records, text
from lieferkette.errors import NotAllowed


def doctor(
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="Stop looking for uploads that are gone.")
    ] = False,
) -> None:
    """Look whether everything is whole, mend what can be mended; exit code 1 where something stays wrong."""
    _only_owner()
    findings = keeping.examine(terminal.settings.warehouse, accepts_losses=accept_losses)
    is_well = all(finding.is_mended for finding in findings)
    put_json({"is_well": is_well, "findings": [finding.as_json() for finding in findings]})
    for finding in findings:
        mended = text("behoben", "mended") if finding.is_mended else text("offen", "open")
        put(f"[{mended}] {text(finding.de, finding.en)}")
    if is_well:
        put(text("Alles in Ordnung.", "All is well."))
    else:
        raise typer.Exit(1)


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="New file for the backup.")]) -> None:
    """Write a backup and compare it, table by table."""
    with terminal.workspace() as opened:
        made = keeping.back_up(opened, terminal.actor(opened), file)
    rows = sum(made.rows.values())
    put_json(
        {
            "file": str(made.file),
            "sha256": made.sha256,
            "tables": len(made.rows),
            "rows": made.rows,
            "expires_at": made.expires_at,
        }
    )
    until = made.expires_at
    put(
        text(
            f"Gesichert und verglichen: {made.file}, {len(made.rows)} Tabellen, {rows} Zeilen. Die Sicherung wird "
            f"nach dem {until:%d.%m.%Y} gelöscht; Kopien davon löschen Sie bitte selbst.",
            f"Backed up and compared: {made.file}, {len(made.rows)} tables, {rows} rows. The backup is deleted after "
            f"{until:%Y-%m-%d}; please delete copies of it yourself.",
        )
    )


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]) -> None:
    """Let a backup take the place of the warehouse; what was erased since stays erased."""
    _only_owner()
    restored, recovery = keeping.bring_back(terminal.settings.warehouse, file)
    rows = sum(restored.rows.values())
    put_json(
        {
            "file": str(file),
            "rows": restored.rows,
            "is_listed": restored.is_listed,
            "kept_aside": restored.kept_aside and str(restored.kept_aside),
            "taken_up": len(recovery.taken_up),
            "missing": len(recovery.missing),
        }
    )
    put(
        text(
            f"Zurückgespielt: {rows} Zeilen; {len(recovery.taken_up)} spätere Uploads nachgeholt, "
            f"{len(recovery.missing)} fehlen.",
            f"Restored: {rows} rows; {len(recovery.taken_up)} later uploads taken up again, "
            f"{len(recovery.missing)} are missing.",
        )
    )
    if restored.kept_aside:
        put(
            text(
                f"Die beschädigte Datei liegt unter {restored.kept_aside}; löschen Sie sie, sobald es geht.",
                f"The damaged file is kept as {restored.kept_aside}; delete it as soon as you can.",
            )
        )


def erase(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="Id or name.")],
    is_agreed: Annotated[
        bool, typer.Option("--yes", help="Erase; without it, only say what would go.")
    ] = False,
) -> None:
    """Erase a company's lists with every byte; says before what goes and what stays."""
    with terminal.workspace() as opened:
        actor = terminal.actor(opened)
        desk = opened.desk(actor)
        company_id = opened.reader(actor).find(company)
        plan = desk.erasure_plan(company_id)
        counts = desk.erase(company_id) if is_agreed else None
    put_json({"company_id": company_id, "is_erased": is_agreed, "plan": plan, "erased": counts})
    put(
        text(
            f"Gelöscht wird: {plan['uploads']} Listen mit {plan['evidence']} Belegen und {plan['parties']} Partnern, "
            "dazu Konto, Freigaben, Kennzahlen und aufbewahrte Dateien.\n"
            "Es bleibt: was Listen anderer über das Unternehmen sagen; "
            "öffentliche Registereinträge; schon veröffentlichte Tabellen; das Protokoll ohne Namen und Kennung. "
            "Sicherungen verfallen nach 30 Tagen; wird eine zurückgespielt, wird erneut gelöscht.",
            f"Goes: {plan['uploads']} lists with {plan['evidence']} pieces of evidence and {plan['parties']} parties, "
            "account, grants, figures and kept files.\n"
            "Stays: what lists of others say of the company; public register "
            "entries; tables already released; the audit log without name and id. Backups expire after 30 days; one "
            "that is restored is erased again.",
        )
    )
    put(
        text("Gelöscht.", "Erased.")
        if is_agreed
        else text(
            "Noch ist nichts gelöscht: mit --yes bestätigen.", "Nothing is erased yet: confirm with --yes."
        )
    )


def audit(
    limit: Annotated[int, typer.Option(min=1, help="So many events, the newest first.")] = 50,
) -> None:
    """What was done and who read, newest first: a company sees what concerns it, the owner all."""
    with terminal.workspace() as opened:
        events = opened.reader(terminal.actor(opened)).log(limit)
    put_json({"events": records(events)})
    put_table(
        events,
        {
            "at": text("wann", "at"),
            "actor": text("wer", "who"),
            "action": text("was", "what"),
            "detail": text("Einzelheiten", "detail"),
        },
    )


def _only_owner() -> None:
    """Commands that work on the file as a whole are the owner's."""
    if terminal.settings.actor != "owner":
        raise NotAllowed
