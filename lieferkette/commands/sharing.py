"""Commands by which a company decides who sees what of it: sharing levels and grants."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import polars as pl
import typer

from lieferkette.access.actor import Actor
from lieferkette.access.levels import LEVELS
from lieferkette.commands import terminal
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.errors import UnknownLevel, UserError
from lieferkette.i18n.say import say
from lieferkette.workspace import Workspace

sharing_app = typer.Typer(help="What others see of a company's lists.", no_args_is_help=True)
grants_app = typer.Typer(help="Who may see as a company, and until when.", no_args_is_help=True)

_Of = Annotated[str | None, typer.Option("--company", help="For the owner: of this company, id or name.")]
_LEVEL_HELP = f"One of {', '.join(LEVELS)}."
_LISTS = ("upload_id", "file_name", "list_kind", "period", "sharing")


@sharing_app.command("show")
def show(company: _Of = None) -> None:
    """The level of every list, and the default for what no list says."""
    with terminal.workspace() as opened:
        actor, company_id = _who(opened, company)
        reader = opened.reader(actor)
        default = reader.default_sharing(company_id)
        lists = reader.uploads().filter(
            (pl.col("owner_company_id") == company_id) & (pl.col("status") == "loaded")
        )
    put_json({"company_id": company_id, "default": default, "uploads": records(lists, *_LISTS)})
    put(f"{text('Voreinstellung', 'Default')}: {say(f'sharing.{default}', terminal.settings.language)}")
    if lists.height:
        put_table(
            lists,
            {
                "upload_id": text("Kennung", "id"),
                "file_name": text("Liste", "list"),
                "period": text("Zeitraum", "period"),
                "sharing": text("Freigabe", "level"),
            },
        )


@sharing_app.command("set")
def set_level(
    level: Annotated[str, typer.Argument(help=_LEVEL_HELP)],
    upload: Annotated[list[str] | None, typer.Option("--upload", help="Only this list; repeatable.")] = None,
    is_default: Annotated[
        bool, typer.Option("--default", help="Only what no list says, and lists to come.")
    ] = False,
    company: _Of = None,
) -> None:
    """Share the lists at a level; it holds from the next answer on. Without choice: all lists and the default."""
    if upload and is_default:
        raise UserError(
            "--upload und --default schließen sich aus.", "Give either --upload or --default, not both."
        )
    with terminal.workspace() as opened:
        actor, company_id = _who(opened, company)
        desk, uploads = opened.desk(actor), opened.reader(actor).uploads()
        mine = uploads.filter((pl.col("owner_company_id") == company_id) & (pl.col("status") == "loaded"))
        chosen = upload or ([] if is_default else mine["upload_id"].to_list())
        if not upload:
            desk.set_default_sharing(level, company_id)
        for upload_id in chosen:
            desk.set_sharing(upload_id, level)
    put_json({"company_id": company_id, "level": level, "uploads": chosen, "is_default_changed": not upload})
    count = len(chosen)
    said = say(f"sharing.{level}", terminal.settings.language)
    put(
        text(
            f"Freigabe „{said}“ für {count} {'Liste' if count == 1 else 'Listen'}"
            f"{'' if upload else ' und als Voreinstellung'}. Sie gilt ab der nächsten Auswertung.",
            f"Shared at “{said}”: {count} {'list' if count == 1 else 'lists'}"
            f"{'' if upload else ' and the default'}. It holds from the next answer on.",
        )
    )


@sharing_app.command("preview")
def preview(
    level: Annotated[str | None, typer.Argument(help=f"{_LEVEL_HELP} As things are without.")] = None,
    company: _Of = None,
) -> None:
    """What others see of a company, as if all its lists were shared at the level."""
    if level is not None and level not in LEVELS:
        raise UnknownLevel(level)
    with terminal.workspace() as opened:
        actor, company_id = _who(opened, company)
        answer = opened.reader(actor).preview_sharing(level, company_id)
    put_json(
        {"company_id": company_id, "level": level, **about(answer)}
        | {"seen": records(answer.seen), "inferences": records(answer.inferences)}
    )
    put_sentences(answer)
    if answer.seen.height:
        put_table(
            answer.seen,
            {"name": "Name", "city": text("Ort", "city"), "share_band": text("Stufe", "band")},
            15,
        )


@grants_app.command("list")
def list_grants() -> None:
    """Who may see as the company, and until when; for the owner of all companies."""
    with terminal.workspace() as opened:
        found = opened.reader(terminal.actor(opened)).grants()
    put_json({"grants": records(found)})
    put_table(
        found.with_columns(is_in_force=pl.when("is_in_force").then(pl.lit("✓")).otherwise(pl.lit("–"))),
        {
            "grant_id": text("Kennung", "id"),
            "grantee": text("wer", "who"),
            "valid_until": text("bis", "until"),
            "is_in_force": text("gilt", "holds"),
        },
    )


@grants_app.command("give")
def give(
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="The person, as `--actor WHO@COMPANY` will name it.")
    ],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day, such as 2026-12-31.")],
    company: _Of = None,
) -> None:
    """Let one person see as the company until the end of a day; each of its readings stands in the company's log."""
    with terminal.workspace() as opened:
        actor, company_id = _who(opened, company)
        grant_id = opened.desk(actor).grant(who, until.date(), company_id)
    put_json({"grant_id": grant_id, "company_id": company_id, "grantee": who, "until": until.date()})
    put(
        text(
            f"{who} sieht bis einschließlich {until:%d.%m.%Y} dasselbe wie das Unternehmen ({grant_id}).",
            f"{who} sees what the company sees, up to and including {until:%Y-%m-%d} ({grant_id}).",
        )
    )


@grants_app.command("end")
def end(grant_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """End a grant; it shows nothing from the next call on."""
    with terminal.workspace() as opened:
        opened.desk(terminal.actor(opened)).end_grant(grant_id)
    put_json({"grant_id": grant_id, "is_ended": True})
    put(text("Die Vollmacht ist beendet.", "The grant is ended."))


def _who(opened: Workspace, company: str | None) -> tuple[Actor, str]:
    """Who decides, and for which company: its own, or the one that the owner names."""
    actor = terminal.actor(opened)
    if company is not None:
        return actor, opened.reader(actor).find(company)
    if actor.company_id is None:
        raise UserError("Nennen Sie mit --company das Unternehmen.", "Name the company with --company.")
    return actor, actor.company_id
