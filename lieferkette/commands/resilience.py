"""Commands that ask what would hit whom: resilience rank, scenario, measures."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from lieferkette.answering.measures import MeasuresAnswer, ProtectionAnswer
from lieferkette.commands import terminal
from lieferkette.commands.released import put_released_risk
from lieferkette.commands.terminal import about, put, put_json, put_sentences, put_table, records, text
from lieferkette.errors import UserError
from lieferkette.i18n.values import epsilon_text
from lieferkette.reading.base import HOME_REGION
from lieferkette.resilience.cascade import DEFAULT_EPSILON, cascade, rank
from lieferkette.resilience.files import FileNetwork, read_essentiality, read_network
from lieferkette.resilience.scenario import find_scenario

resilience_app = typer.Typer(help="What would hit whom.", no_args_is_help=True)

Epsilon = Annotated[
    float, typer.Option(min=1e-12, max=0.5, help="Largest change at which the computation stops.")
]
Shown = Annotated[int, typer.Option(min=1, help="How many companies are printed; --json gives all.")]


@resilience_app.command("rank")
def rank_companies(
    region: Annotated[
        str | None, typer.Option(help="Companies of this region; the home region without.")
    ] = None,
    edges: Annotated[Path | None, typer.Option(help="A network of your own: supplier,buyer,weight.")] = None,
    nodes: Annotated[Path | None, typer.Option(help="Its companies: firm,sector.")] = None,
    essential: Annotated[
        Path | None, typer.Option(help="0, 1, 2 by supplying sector (rows) and buying sector (columns).")
    ] = None,
    accounts: Annotated[Path | None, typer.Option(help="Known figures: firm,revenue,material_costs.")] = None,
    psi: Annotated[Path | None, typer.Option(help="Initial losses instead: firm, a column each.")] = None,
    is_alone: Annotated[
        bool, typer.Option("--no-market", help="Nobody steps in for who fails (files only).")
    ] = False,
    epsilon: Epsilon = DEFAULT_EPSILON,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
    top: Shown = 20,
) -> None:
    """Companies by what their failure would cost: ESRI, on the warehouse or on files of your own.

    The files are comma-separated with a heading: edges "supplier,buyer,weight", nodes "firm,sector", essential
    ",S1,S2,…" with a row for each supplying sector.
    """
    files = [file for file in (edges, nodes, essential) if file is not None]
    if files and edges is not None and nodes is not None and essential is not None:
        network = read_network(edges, nodes, essential, accounts=accounts, psi=psi, has_market=not is_alone)
        _put_scenarios(network, epsilon) if psi else _put_file_ranking(network, epsilon, top)
        return
    if files or accounts or psi or is_alone:
        raise UserError(
            "Ein eigenes Netz braucht --edges, --nodes und --essential zusammen.",
            "A network of your own needs --edges, --nodes and --essential together.",
        )
    _put_ranking(region or HOME_REGION, year, epsilon, top)


@resilience_app.command("scenario")
def run_scenario(
    scenario: Annotated[str, typer.Argument(metavar="FILE|NAME", help="A file, or a ready scenario.")],
    company: Annotated[str | None, typer.Option(help="What it does to this company (id or name).")] = None,
    essential: Annotated[
        Path | None, typer.Option(help="A table of essential inputs by WZ instead of the rule.")
    ] = None,
    epsilon: Epsilon = DEFAULT_EPSILON,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
    top: Shown = 15,
) -> None:
    """What a scenario does, with the range and the way of the loss.

    Ready: automotive, china, energie, galvanik, hochwasser.
    """
    asked = find_scenario(scenario)
    table = read_essentiality(essential) if essential else None
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        company_id = reader.find(company) if company else None
        answer = reader.scenario(asked, company_id, year, epsilon, table)
    put_json(
        {
            "scenario": asked.name,
            "company_id": answer.company_id,
            "year": answer.year,
            "epsilon": answer.epsilon,
            "essentiality": answer.rule,
            "steps": answer.steps,
            "hit_count": answer.hit_count,
            "loss": answer.loss,
            "loss_low": answer.loss_low,
            "loss_high": answer.loss_high,
            "companies": records(answer.companies),
            "by_sector": records(answer.by_sector),
            "by_place": records(answer.by_place),
            "by_tier": records(answer.by_tier),
            "way": list(answer.way),
            "over_time": records(answer.over_time),
        }
        | about(answer)
    )
    language = terminal.settings.language
    put(f"{asked.title(language)}: {asked.supposes(language)}")
    put_sentences(answer)
    if len(answer.way) > 1:
        put(f"{text('Weg des Verlusts', 'Way of the loss')}: {' → '.join(answer.way)}")
    put(f"T = {answer.steps}, ε = {epsilon_text(str(answer.epsilon), language)}, {answer.rule}")
    if answer.companies.height:
        put()
        _put_losses(answer.companies, top)


@resilience_app.command("measures")
def put_measures(
    company: Annotated[str | None, typer.Argument(metavar="[COMPANY]", help="Id or name.")] = None,
    region: Annotated[str | None, typer.Option(help="A region instead of a company (owner only).")] = None,
    epsilon: Epsilon = DEFAULT_EPSILON,
    year: Annotated[int | None, typer.Option(help="Business year; the newest without.")] = None,
) -> None:
    """What lowers exposure most, by trying each: for a company a second source, stock or a new customer; for a
    region the inputs to protect.
    """
    if (company is None) == (region is None):
        raise UserError(
            "Nennen Sie ein Unternehmen oder mit --region eine Region.",
            "Name a company, or a region with --region.",
        )
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        if region is not None:
            _put_protection(reader.region_measures(region, year, epsilon))
        else:
            _put_company_measures(reader.measures(reader.find(str(company)), year, epsilon))


def _put_protection(answer: ProtectionAnswer) -> None:
    head = {"region_id": answer.region_id, "year": answer.year, "epsilon": answer.epsilon}
    put_json(head | {"essentiality": answer.rule, "inputs": records(answer.inputs)} | about(answer))
    put_sentences(answer)
    lowered = text("Verlust sinkt um", "loss falls by")
    put_table(
        answer.inputs, {"sector_code": "WZ", "lowered": lowered, "count": text("Anbieter", "sellers")}, 15
    )


def _put_company_measures(answer: MeasuresAnswer) -> None:
    head = {"company_id": answer.company_id, "year": answer.year, "epsilon": answer.epsilon}
    put_json(head | {"essentiality": answer.rule, "measures": records(answer.measures)} | about(answer))
    put_sentences(answer)
    names = {
        "second_source": text("zweite Quelle", "second source"),
        "stock": text("Vorrat", "stock"),
        "new_customer": text("neuer Kunde", "new customer"),
    }
    if answer.measures.height:
        shown = answer.measures.with_columns(pl.col("measure").replace_strict(names))
        headings = {
            "measure": text("Maßnahme", "measure"),
            "name": "Name",
            "loss_before": text("vorher", "before"),
        }
        put_table(shown, headings | {"loss_after": text("danach", "after")}, 15)


def _put_ranking(region_id: str, year: int | None, epsilon: float, top: int) -> None:
    with terminal.workspace() as opened:
        reader = opened.reader(terminal.actor(opened))
        if reader.actor.role == "chamber":
            put_released_risk(reader.released_risk(region_id, year))
            return
        answer = reader.systemic_risk(region_id, year, epsilon, progress=_Progress())
    put_json(
        {
            "epsilon": answer.epsilon,
            "essentiality": answer.rule,
            "has_market": answer.has_market,
            "region_id": answer.region_id,
            "year": answer.year,
            "companies": records(answer.companies),
        }
        | about(answer)
    )
    put_sentences(answer)
    put_table(answer.companies, {"name": "Name", "city": text("Ort", "city")} | _ESRI, top)


_ESRI = {"esri": "ESRI", "esri_down": "ESRI↓", "esri_up": "ESRI↑", "steps": "T"}


def _put_file_ranking(given: FileNetwork, epsilon: float, top: int) -> None:
    found = rank(given.network, epsilon=epsilon, progress=_Progress())
    frame = pl.DataFrame(
        {
            "company_id": list(given.company_ids),
            "esri": found.esri,
            "esri_down": found.esri_down,
            "esri_up": found.esri_up,
            "steps": found.steps,
        }
    )
    put_json(_of_files(given, epsilon) | {"companies": records(frame)})
    _say_basis(given, epsilon)
    put_table(frame.sort("esri", descending=True), {"company_id": text("Kennung", "id")} | _ESRI, top)


def _put_scenarios(given: FileNetwork, epsilon: float) -> None:
    """Each column of the file of initial losses, with every company's loss by both ways."""
    found: list[dict[str, Any]] = []
    for name, loss in given.scenarios.items():
        ended = cascade(given.network, loss, epsilon)
        losses = zip(given.company_ids, ended.loss_down.tolist(), ended.loss_up.tolist(), strict=True)
        sums = {"esri": ended.esri, "esri_down": ended.esri_down, "esri_up": ended.esri_up}
        companies = [{"company_id": one, "loss_down": down, "loss_up": up} for one, down, up in losses]
        found.append({"scenario": name, **sums, "steps": ended.steps, "companies": companies})
    put_json(_of_files(given, epsilon) | {"scenarios": found})
    _say_basis(given, epsilon)
    if found:
        columns = ["scenario", "esri", "esri_down", "esri_up", "steps"]
        put_table(pl.DataFrame(found).select(columns), {"scenario": text("Szenario", "scenario")} | _ESRI)


def _of_files(given: FileNetwork, epsilon: float) -> dict[str, Any]:
    """What a result on files says about itself: there is no view, only the files."""
    counts = {"companies": given.network.company_count, "relations": given.network.link_count}
    has_market = given.network.market_count > 0
    return {"epsilon": epsilon, "essentiality": given.rule, "has_market": has_market, "coverage": counts}


def _say_basis(given: FileNetwork, epsilon: float) -> None:
    language: Any = terminal.settings.language
    market = (
        text("mit Ersatz im Markt", "with substitutes")
        if given.network.market_count
        else text("ohne Ersatz im Markt", "without substitutes")
    )
    put(
        f"{given.network.company_count} {text('Unternehmen', 'companies')}, {given.network.link_count} "
        f"{text('Lieferbeziehungen', 'relations')}, ε = {epsilon_text(str(epsilon), language)}, "
        f"{given.rule}, {market}"
    )


def _put_losses(companies: pl.DataFrame, top: int) -> None:
    shown = companies.with_columns(pl.col("via_names").list.join(", "))
    headings = {"name": "Name", "city": text("Ort", "city"), "loss": text("Verlust", "loss")}
    headings |= {"loss_low": text("von", "from"), "loss_high": text("bis", "to")}
    headings |= {"tier": text("Stufe", "tier"), "via_names": text("über", "via")}
    put_table(shown, headings, top)


class _Progress:
    """Says on the error stream every few seconds how far a ranking has come."""

    _SECONDS = 5.0

    def __init__(self) -> None:
        self._told = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self._told >= self._SECONDS:
            self._told = time.monotonic()
            terminal.progress(
                text(f"{done} von {of} Ausfällen berechnet", f"{done} of {of} failures computed")
            )
