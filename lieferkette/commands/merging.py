"""Commands that say which companies are one, which are two, and which belong together."""

from __future__ import annotations

from typing import Annotated

import typer

from lieferkette.commands import terminal
from lieferkette.commands.terminal import put, put_json, text

_Company = Annotated[str, typer.Argument(metavar="COMPANY")]
_Into = Annotated[str, typer.Argument(metavar="INTO")]


def merge(
    company: _Company,
    into: _Into,
    undo: Annotated[bool, typer.Option("--undo", help="Take such a merge back.")] = False,
) -> None:
    """COMPANY is INTO: its partners' entries are INTO's from now on. The lists stay as they are."""
    with terminal.workspace() as opened:
        actor = terminal.actor(opened)
        reader, desk = opened.reader(actor), opened.desk(actor)
        ids = reader.find(company), reader.find(into)
        moved = desk.unmerge(*ids) if undo else desk.merge(*ids)
    put_json({"company_id": ids[0], "into": ids[1], "parties": moved})
    put(text(f"{moved} Einträge umgehängt.", f"{moved} entries moved."))


def split(parties: Annotated[list[str], typer.Argument(metavar="PARTY…")]) -> None:
    """These entries of your lists are another company: they get one of their own."""
    with terminal.workspace() as opened:
        company_id = opened.desk(terminal.actor(opened)).split(parties)
    put_json({"company_id": company_id})
    put(text(f"Eigenes Unternehmen: {company_id}", f"Company of its own: {company_id}"))


def group(
    companies: Annotated[list[str], typer.Argument(metavar="COMPANY…")],
    name: Annotated[
        str | None, typer.Option(help="Name of the group; without it they belong to none.")
    ] = None,
) -> None:
    """Mark companies as one group: relations inside it stay out of dependencies. Owner only."""
    with terminal.workspace() as opened:
        actor = terminal.actor(opened)
        reader, desk = opened.reader(actor), opened.desk(actor)
        ids = [reader.find(one) for one in companies]
        group_id = desk.set_group(ids, name)
    put_json({"group_id": group_id, "companies": ids})
    put(text(f"{len(ids)} Unternehmen vermerkt.", f"{len(ids)} companies noted."))
