"""Commands that answer: companies, report."""

from __future__ import annotations

from typing import Annotated

import typer

from lieferkette.commands import terminal
from lieferkette.commands.release import report_region
from lieferkette.commands.terminal import put, put_json, put_sentences, put_table, records, text

companies_app = typer.Typer(help="Companies of your view.", no_args_is_help=True)
report_app = typer.Typer(help="Files to take along.", no_args_is_help=True)


@companies_app.command("find")
def find_companies(words: Annotated[str, typer.Argument(metavar="TEXT", help="Part of a name.")]) -> None:
    """Companies whose name contains TEXT."""
    with terminal.workspace() as opened:
        found = opened.reader(terminal.actor(opened)).companies(words)
    put_json({"companies": records(found)})
    put_table(
        found,
        {
            "name": "Name",
            "city": text("Ort", "city"),
            "country_code": text("Land", "country"),
            "sector_code": "WZ",
            "company_id": text("Kennung", "id"),
        },
    )


@companies_app.command("show")
def show_company(company: Annotated[str, typer.Argument(metavar="ID|NAME")]) -> None:
    """One company with its direct suppliers and customers."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        company_id = reader.find(company)
        card = reader.company(company_id)
        sides = {side: reader.partners(company_id, side) for side in ("suppliers", "customers")}
    put_json(
        {"companies": [card | {side: records(answer.partners) for side, answer in sides.items()}]}
        | {"coverage": sides["suppliers"].coverage.as_json()}
    )
    put(f"{card['name']}, {card['city'] or '–'} ({card['sector_code'] or '–'})")
    labels = {"suppliers": text("Lieferanten", "suppliers"), "customers": text("Kunden", "customers")}
    for side, answer in sides.items():
        put(f"\n{labels[side]}: {answer.count}")
        put_sentences(answer)
        if answer.count:
            put_table(
                answer.partners,
                {
                    "name": "Name",
                    "city": text("Ort", "city"),
                    "amount_eur": "EUR",
                    "share": text("Anteil", "share"),
                    "evidence": text("Beleg", "evidence"),
                },
                15,
            )


report_app.command("region")(report_region)
