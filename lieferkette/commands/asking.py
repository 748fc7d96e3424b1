"""Commands that answer: companies, chain, dependencies, report."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from lieferkette.answers import ChainAnswer
from lieferkette.commands import terminal
from lieferkette.commands.release import report_region
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.errors import UserError
from lieferkette.reader import Reader

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


def chain(
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="Id or name.")],
    upstream: Annotated[
        bool, typer.Option("--upstream/--downstream", help="To suppliers or to customers.")
    ] = True,
    tiers: Annotated[int, typer.Option(min=1, max=10, help="How many tiers.")] = 3,
    to: Annotated[str | None, typer.Option(help="Ways from COMPANY to this company.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Largest companies a tier; ways with --to.")] = 10,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
) -> None:
    """The value chain of a company by tier, or the ways from one company to another."""
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        company_id = reader.find(company)
        if to is not None:
            _put_paths(reader, company_id, reader.find(to), top, year)
            return
        answer = reader.chain(company_id, "upstream" if upstream else "downstream", tiers, year, top)
    put_json(
        {
            "company_id": answer.company_id,
            "direction": answer.direction,
            "year": answer.year,
            "tiers": _tiers_json(answer),
            "unknown": records(answer.unknown),
        }
        | about(answer)
    )
    put_sentences(answer)
    for number in sorted(answer.tiers["tier"].unique().to_list()):
        put(f"\n{text('Stufe', 'tier')} {number}")
        put_table(
            answer.tiers.filter(answer.tiers["tier"] == number),
            {
                "name": "Name",
                "city": text("Ort", "city"),
                "country_code": text("Land", "country"),
                "value_eur": "EUR",
                "share": text("Anteil", "share"),
                "direct_count": text("über", "via"),
            },
            top,
        )


def _tiers_json(answer: ChainAnswer) -> list[dict[str, Any]]:
    columns = ("company_id", "name", "value_eur", "share", "direct_count", "sector_code", "country_code")
    return [
        {"tier": number, "companies": records(answer.tiers.filter(answer.tiers["tier"] == number), *columns)}
        for number in sorted(answer.tiers["tier"].unique().to_list())
    ]


def _put_paths(reader: Reader, from_id: str, to_id: str, top: int, year: int | None) -> None:
    answer = reader.paths(from_id, to_id, top=top, year=year)
    ways = [
        {
            "companies": list(way.company_ids),
            "names": list(way.names),
            "weight": way.weight,
            "evidence": list(way.evidence),
        }
        for way in answer.paths
    ]
    put_json({"paths": ways, "is_cut": answer.is_cut} | about(answer))
    put_sentences(answer)
    for way in answer.paths:
        put(" → ".join(way.names) + ("" if way.weight is None else f"  ({way.weight:.4f})"))


def dependencies(
    company: Annotated[str | None, typer.Argument(metavar="[COMPANY]", help="Id or name.")] = None,
    region: Annotated[str | None, typer.Option(help="A region instead of a company.")] = None,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
) -> None:
    """What a company depends on, or where a region buys."""
    if (company is None) == (region is None):
        raise UserError(
            "Nennen Sie ein Unternehmen oder mit --region eine Region.",
            "Name a company, or a region with --region.",
        )
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        if region is not None:
            _put_region(reader, region, year)
            return
        answer = reader.dependencies(reader.find(str(company)), year)
    put_json(
        {
            "company_id": answer.company_id,
            "year": answer.year,
            "is_known": answer.is_known,
            "hhi": answer.hhi,
            "effective_suppliers": answer.effective_suppliers,
            "suppliers_count": answer.suppliers_count,
            "customers_count": answer.customers_count,
            "top_customer_share": answer.top_customer_share,
            "single_sources": records(answer.single_sources),
            "hidden_suppliers": records(answer.hidden_suppliers),
            "exposure": {"origins": records(answer.origins)},
            "regional_share": answer.regional_share,
        }
        | about(answer)
    )
    put_sentences(answer)
    if answer.origins.height:
        put()
        put_table(
            answer.origins,
            {
                "origin": text("Herkunft", "origin"),
                "count": text("Anzahl", "count"),
                "amount_eur": "EUR",
                "share": text("Anteil", "share"),
            },
        )


def _put_region(reader: Reader, region_id: str, year: int | None) -> None:
    answer = reader.region(region_id, year)
    put_json(
        {
            "region_id": region_id,
            "year": answer.year,
            "companies_count": answer.companies_count,
            "companies_with_lists_count": answer.companies_with_lists_count,
            "relations_count": answer.relations_count,
            "regional_share": answer.regional_share,
            "exposure": {"origins": records(answer.purchases_by_origin)},
        }
        | about(answer)
    )
    put_sentences(answer)
    put_table(
        answer.purchases_by_origin,
        {
            "sector_group": text("Branche", "sector"),
            "origin": text("Herkunft", "origin"),
            "amount_eur": "EUR",
            "share": text("Anteil", "share"),
        },
    )


report_app.command("region")(report_region)
