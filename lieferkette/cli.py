"""The command `lieferkette`: puts the commands together and turns errors into sentences and exit codes.

`--warehouse`, `--json`, `--actor` and `--language` may stand anywhere in a call. Exit codes: 0 done, 1 the data
are wrong, 2 the call is wrong. Never: computes or words an answer.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from ingest.errors import UnreadableFile
from lieferkette import remote
from lieferkette.commands import (
    asking,
    chains,
    demo,
    dependencies,
    intake,
    keeping,
    markets,
    merging,
    partnering,
    release,
    resilience,
    sharing,
    terminal,
    uploads,
)
from lieferkette.errors import UserError, WarehouseInUse
from schemas.reference.problem import ListProblem

app = typer.Typer(
    name="lieferkette",
    help="Who supplies whom in a region. Lists are taken as they are; every figure says what it rests on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(demo.demo)
app.command()(intake.ingest)
app.add_typer(uploads.uploads_app, name="uploads")
app.add_typer(intake.review_app, name="review")
asking.companies_app.command()(merging.merge)
asking.companies_app.command()(merging.split)
asking.companies_app.command()(merging.group)
app.add_typer(asking.companies_app, name="companies")
app.command()(chains.chain)
app.command()(dependencies.dependencies)
app.add_typer(resilience.resilience_app, name="resilience")
app.command()(markets.markets)
app.command()(partnering.partners)
app.command()(partnering.offers)
app.command()(partnering.networks)
app.command()(release.release)
app.add_typer(sharing.sharing_app, name="sharing")
app.add_typer(sharing.grants_app, name="grants")
app.add_typer(asking.report_app, name="report")
app.command("import")(intake.import_list)
app.command()(keeping.doctor)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(keeping.erase)
app.command()(keeping.audit)


@app.callback()
def everywhere(
    warehouse: Annotated[str | None, typer.Option(help="DuckDB file or database address.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    actor: Annotated[
        str | None, typer.Option(help="See as owner, chamber, admin, a company, or WHO@COMPANY with a grant.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="de or en.")] = None,
) -> None:
    """Options of every command; they may stand anywhere in the call."""


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
    is_headless: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """The dashboards in the browser, on this machine only."""
    # A process of its own: the pages stand to the right of this room, so it must not import them.
    call = [
        sys.executable,
        "-m",
        "dashboards.serve",
        "--warehouse",
        terminal.settings.warehouse,
        "--port",
        str(port),
    ]
    raise typer.Exit(subprocess.call(call + (["--no-browser"] if is_headless else [])))


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point. Exits with the code of the call."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str], *, is_handed_over: bool = False) -> int:
    """Run one call; gives its exit code. A warehouse that the dashboards own is asked through them.

    `is_handed_over` says that this is the process that was asked.
    """
    terminal.settings.__init__()  # type: ignore[misc]  # a call starts from the environment, in tests too
    words: list[str] = []
    try:
        words = _take_settings(arguments)
        app(words, standalone_mode=False)
    except WarehouseInUse as error:
        code = None if is_handed_over else remote.hand_over(words)
        if code is None:
            _say(error.say(terminal.settings.language))
        return error.exit_code if code is None else code
    except (UserError, UnreadableFile, ListProblem) as error:
        _say(error.en if terminal.settings.language == "en" else error.de)
        return int(getattr(error, "exit_code", 1))
    except typer.Exit as stop:
        return int(stop.exit_code)
    except typer.Abort:
        return 1
    except Exception as error:
        if hasattr(error, "format_message"):  # a call that typer could not read
            _say(error.format_message())
            return 2
        raise
    return 0


def _take_settings(arguments: list[str]) -> list[str]:
    """Take the options of every command out of the call, wherever they stand."""
    settings, rest = terminal.settings, []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--json":
            settings.is_json = True
        elif name in ("--warehouse", "--actor", "--language"):
            given = value if equals else next(words, "")
            if name == "--language" and given not in ("de", "en"):
                raise UserError("--language ist de oder en.", "--language is de or en.")
            setattr(settings, name[2:], given)
        elif word == "--":
            rest += [word, *words]
        else:
            rest.append(word)
    return rest


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    main()
