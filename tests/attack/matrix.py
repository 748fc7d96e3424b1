"""The access matrix: every role × every way to read or change, and a canary per company that must not come out.

The rows below say with what each method, command and export is tried. What is not in a row fails
(test_matrix.py), so nothing new can be asked before somebody said how it is tried.
"""

from __future__ import annotations

import inspect
import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa

from ingest.errors import UnreadableFile
from ingest.jobs import Incoming, Options
from lieferkette.access.actor import Actor
from lieferkette.desk import Desk
from lieferkette.errors import UserError
from lieferkette.reader import Reader
from lieferkette.resilience.scenario import parse_scenario
from schemas.profiles import company_capability, company_profile, notice
from schemas.relations import evidence, match_question, party
from schemas.sharing import account, company_grant
from schemas.uploads import upload
from tests.lieferkette.small_world import SmallWorld

NOW = datetime(2026, 6, 1)
HOLLE = "Frau Holle"
NAMES = tuple(f"Zwerg {i} KG" for i in range(8))
OPEN_PROFILE = NAMES[7]


class MatrixWorld:
    """Eight companies that trade, share at every level, and keep a canary each."""

    def __init__(self, address: str = ":memory:") -> None:
        self.small = SmallWorld(address)
        self.small.workspace.now = lambda: NOW
        self.secrets: dict[str, set[str]] = {name: set() for name in NAMES}
        self.uploads: dict[str, list[str]] = {name: [] for name in NAMES}
        self.grants: dict[str, str] = {}
        self.parties: dict[int, str] = {}
        self.notices: dict[str, str] = {}
        self.requests: dict[str, str] = {}
        for number in range(12):
            self.small.company(f"Register {number}", sector=["25.62", "24.10"][number % 2])
        for number, name in enumerate(NAMES):
            self.small.company(name, sector=["25.62", "24.10", "28.41"][number % 3])
            self.small.account(name, ["open", "network", "statistics", "private"][number % 4])
        for number, name in enumerate(NAMES):
            self._fill(number, name)
        self._grant("in force", NAMES[0], NOW.replace(year=2025), NOW.replace(year=2027))
        self._grant("other", NAMES[4], NOW.replace(year=2025), NOW.replace(year=2027))
        self._grant("run out", NAMES[1], NOW.replace(year=2024), NOW.replace(year=2025))
        self._grant("ended", NAMES[2], NOW.replace(year=2025), NOW.replace(year=2027), ended=NOW)

    @property
    def ids(self) -> dict[str, str]:
        """Name -> company id."""
        return self.small.ids

    def close(self) -> None:
        """Let go of the warehouse."""
        self.small.workspace.close()

    def actors(self) -> dict[str, tuple[Actor, frozenset[str]]]:
        """Label -> actor and the companies whose canaries it may see."""
        found = {name: (Actor.company(self.ids[name]), frozenset({name})) for name in NAMES}
        as_consultant = {"in force": NAMES[0], "run out": NAMES[1], "ended": NAMES[2], "never": NAMES[3]}
        for grant, name in as_consultant.items():
            sees = frozenset({name}) if grant == "in force" else frozenset[str]()
            found[f"consultant, {grant}"] = (Actor.consultant(HOLLE, self.ids[name]), sees)
        found["chamber"] = (Actor.chamber(), frozenset())
        found["admin"] = (Actor.admin(), frozenset())
        return found

    def _fill(self, number: int, name: str) -> None:
        """Lists at every level; the canary is a partner in those that nobody else may see."""
        canary = f"Kanarienvogel {number} GmbH"
        self.small.company(canary, sector="24.34", registered=False, owner=name)
        others = [NAMES[(number + step) % len(NAMES)] for step in (1, 2, 3)]
        for kind, (level, partners) in itertools.product(
            ("suppliers", "customers"),
            {
                "private": [canary],
                "statistics": [canary, others[0]],
                "network": others[1:],
                "open": others[:2],
            }.items(),
        ):
            rows = []
            for place, partner in enumerate(partners):
                amount = 7_000_000 + number * 10_000 + place * 1_000 + len(level) * 10 + (kind == "customers")
                self.secrets[name].add(str(amount))
                rows.append({"partner": partner, "amount": Decimal(amount), "band": "10_25"})
            upload_id = self.small.list_of(name, rows, kind=kind, sharing=level, key=level)
            self.uploads[name].append(upload_id)
        self.secrets[name] |= {canary, self.ids[canary], f"geheim-{number}.csv", *self.uploads[name]}
        mine = upload.c.owner_company_id == self.ids[name]
        self.small.change(upload.update().where(mine).values(file_name=f"geheim-{number}.csv"))
        self._question(number, name)
        self._profile(number, name)

    def _question(self, number: int, name: str) -> None:
        """An uncertain match that waits for an answer."""
        parties = self.small.workspace.warehouse.read(
            sa.select(party.c.party_id).where(
                party.c.owner_company_id == self.ids[name], party.c.name == f"Kanarienvogel {number} GmbH"
            )
        )
        self.parties[number] = parties["party_id"][0]
        self.secrets[name] |= {f"Frage {number}", parties["party_id"][0]}
        row = {
            "party_id": parties["party_id"][0],
            "company_id": self.ids["Register 1"],
            "score": 0.8,
            "reason_de": f"Frage {number}",
            "reason_en": f"Frage {number}",
            "status": "open",
            "created_at": NOW,
        }
        self.small.change(match_question.insert().values(**row))

    def _profile(self, number: int, name: str) -> None:
        """A profile that stays private, but for one company, which keeps nothing secret in it."""
        is_open = name == OPEN_PROFILE
        word = "Offenes" if is_open else f"Kanarienprofil {number}"
        self.notices[name] = f"notice-{number}"
        self.requests[name] = f"request-{number}"
        other = self.ids[NAMES[(number + 4) % len(NAMES)]]
        profile = {"profile_sharing": "open" if is_open else "private", "contact": f"{word} Telefon"}
        capability = {"capability_code": "cnc_turning", "capability_note": f"{word} Kunst"}
        request = {"to_company_id": other, "request_text": f"Anliegen {number}", "request_status": "open"}
        wanted = {"notice_kind": "need", "notice_text": f"{word} Suche", "last_day": date(2027, 1, 1)}
        self.small.profile(name, **profile)
        self.small.capability(name, **capability)
        self.small.notice(name, self.notices[name], **wanted)
        self.small.request(name, self.requests[name], **request)
        # its contact is for those alone whom it agrees with, although the profile is open
        self.secrets[name].add(f"{word} Telefon")
        if not is_open:
            self.secrets[name] |= {f"{word} Kunst", f"{word} Suche", self.notices[name]}

    def _grant(
        self, label: str, name: str, start: datetime, until: datetime, ended: datetime | None = None
    ) -> None:
        self.grants[name] = f"grant-{label}"
        row = {"grant_id": f"grant-{label}", "company_id": self.ids[name], "grantee": HOLLE}
        row |= {"valid_from": start, "valid_until": until, "ended_at": ended}
        self.small.change(company_grant.insert().values(**row))
        self.secrets[name].add(f"grant-{label}")


@dataclass(frozen=True)
class Case:
    """One question or change by one actor, and the secrets that its answer must not hold."""

    label: str
    run: Callable[[], Any]
    forbidden: frozenset[str] = field(repr=False)

    def leaks(self) -> list[str]:
        """The secrets that came out."""
        told = as_text(outcome(self.run))
        return sorted(secret for secret in self.forbidden if secret in told)


def outcome(run: Callable[[], Any]) -> Any:
    """The answer, or both sentences of the refusal."""
    try:
        return run()
    except (UserError, UnreadableFile) as error:
        return (type(error).__name__, error.de, error.en)


def as_text(value: Any) -> str:
    """Everything that an answer holds, as one text."""
    if isinstance(value, pl.DataFrame):
        return as_text(value.to_dicts())
    if is_dataclass(value) and not isinstance(value, type):
        return as_text({one.name: getattr(value, one.name) for one in fields(value)})
    if isinstance(value, Mapping):
        return " ".join(f"{as_text(key)}={as_text(one)}" for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return " ".join(as_text(one) for one in value)
    if isinstance(value, float | Decimal):
        return f"{value:f}"
    return str(value)


Arguments = Callable[[MatrixWorld], list[tuple[Any, ...]]]


def _asked(world: MatrixWorld) -> list[str]:
    """Companies that are asked about: all that take part, two of a register, two canaries."""
    canaries = [f"Kanarienvogel {number} GmbH" for number in (0, 5)]
    return [world.ids[name] for name in (*NAMES, "Register 0", "Register 1", *canaries)]


def _texts(world: MatrixWorld) -> list[tuple[Any, ...]]:
    return [("Kanarienvogel",), ("KG",), ("Kanarienvogel 3 GmbH",), ("anonym-1",), ("hidden:",), ("",)]


def _uploads(world: MatrixWorld) -> list[tuple[Any, ...]]:
    return [(upload_id,) for name in NAMES for upload_id in world.uploads[name][:3]]


def _once(*arguments: Any) -> Arguments:
    return lambda _: [arguments]


def _of_companies(*more: tuple[Any, ...]) -> Arguments:
    return lambda world: [(one, *rest) for one in _asked(world) for rest in (more or ((),))]


#: A scenario that hits everybody in reach, so that every company of an answer shows.
EVERYTHING_FAILS = parse_scenario("all", '[[shock]]\nloss = 0.5\nsectors = ["2"]')

#: Reader method -> the arguments with which it is tried.
READER: dict[str, Arguments] = {
    "years": _once(),
    "regions": _once(),
    "region_label": _once("maerkische-region"),
    "companies": lambda world: [(), *_texts(world)],
    "company": _of_companies(),
    "find": lambda world: [*_texts(world), *((one,) for one in _asked(world))],
    "partners": _of_companies(("suppliers",), ("customers",)),
    "chain": _of_companies(("upstream", 4), ("downstream", 4)),
    "paths": lambda world: list(itertools.product(_asked(world)[:4], _asked(world)[4:7])),
    "dependencies": _of_companies(),
    "systemic_risk": lambda _: [(), ("sihk-hagen",), (None,)],
    "scenario": lambda world: [(EVERYTHING_FAILS, one) for one in (None, *_asked(world))],
    "measures": _of_companies(),
    "region_measures": _once(),
    "rolled_chain": _of_companies(("upstream", 4, "sector"), ("downstream", 4, "country")),
    "borders": _of_companies(("upstream", 4), ("downstream", 4)),
    "circles": _of_companies(),
    "failure_points": _of_companies(("upstream", 20), ("downstream", 20)),
    "exposure": _of_companies(),
    "local_value": _of_companies(),
    "region_dependencies": lambda _: [(), ("sihk-hagen",)],
    "sector_dependencies": lambda _: [("25.6",), ("24",), ("basic_metals",), ("99",)],
    "region": lambda _: [(), ("sihk-hagen",)],
    "regional_table": _once(),
    "model": _once(),
    "released_tables": _once(),
    "released_risk": lambda _: [(), ("sihk-hagen",)],
    "model_of": _of_companies(),
    "markets": _of_companies(),
    "every_market": _once(),
    "region_markets": lambda _: [(), ("sihk-hagen",)],
    "backtest": _once(),
    "uploads": lambda _: [(), (1,)],
    "upload": _uploads,
    "left_out": _uploads,
    "list_difference": _uploads,
    "questions": _once(),
    "answered": lambda _: [(), (5,)],
    "largest_counterparts": _uploads,
    "entries": _of_companies(),
    "merges": _of_companies(),
    "group": _of_companies(),
    "preview_sharing": lambda world: [(level, one) for level in (None, "open") for one in _asked(world)[:3]],
    "default_sharing": lambda world: [(), *((one,) for one in _asked(world)[:3])],
    "grants": _once(),
    "log": _once(),
    "profile": _of_companies(),
    "partner_search": _of_companies((["CNC-Drehen"],), (["CNC-Drehen"], 50.0)),
    "alternatives": lambda world: list(itertools.product(_asked(world)[:4], _asked(world)[6:])),
    "offers": _of_companies(),
    "contacts": _of_companies(),
    "board": _of_companies(),
    "fields_near": _of_companies(),
    "transition_field": lambda _: [("rail",), ("medical_technology", "sihk-hagen"), ("Zeppelin",)],
}


def _mine_and_others(*more: Any) -> Arguments:
    return lambda world: [(world.uploads[name][0], *more) for name in NAMES]


_LIST = b"Lieferant;Ort;Umsatz\nKanarienvogel 3 GmbH;Hagen;10\nZwerg 2 KG;Hagen;20\nRegister 1;Hagen;30\n"
_NOWHERE = Path("nowhere.txt")

#: Desk method -> the arguments with which it is tried.
DESK: dict[str, Arguments] = {
    "first_rows": _once(_LIST, "liste.csv", None, None, 5),
    "preview": _once(_LIST, "liste.csv", Options(list_kind="suppliers", year=2025)),
    "preview_files": _once([Incoming(_LIST, "liste.csv")]),
    "upload": lambda world: [
        ([Incoming(_LIST, "liste.csv")], Options(list_kind="suppliers", year=2025), company_id)
        for company_id in (None, *_asked(world)[:3])
    ],
    "add_company": _once("Neuer Zwerg KG"),
    "undo": _mine_and_others(),
    "set_completeness": _mine_and_others(True, None),
    "amend": _mine_and_others({}),
    "set_sharing": _mine_and_others("open"),
    "set_default_sharing": lambda world: [("open", one) for one in (None, *_asked(world)[:3])],
    "grant": lambda world: [(HOLLE, date(2026, 12, 31), one) for one in (None, *_asked(world)[:4])],
    "end_grant": lambda world: [(one,) for one in world.grants.values()],
    "answer": lambda world: [
        (world.parties[number], world.ids["Register 1"], accept)
        for number in range(0, 8, 3)
        for accept in (True, False)
    ],
    "take_back_answer": lambda world: [
        (world.parties[number], world.ids["Register 1"]) for number in range(0, 8, 3)
    ],
    "merge": lambda world: [(world.ids["Register 2"], one) for one in _asked(world)[:3]],
    "unmerge": lambda world: [(world.ids["Register 2"], one) for one in _asked(world)[:3]],
    "split": lambda world: [([one],) for one in world.parties.values()],
    "set_group": lambda world: [(_asked(world)[:2], "Konzern"), (_asked(world)[:2], None)],
    "state_capability": lambda world: [("Galvanik", one) for one in (None, *_asked(world)[:4])],
    "take_back_capability": lambda world: [("cnc_turning", one) for one in _asked(world)[:4]],
    "set_profile": lambda world: [(True, "Ruf", one) for one in _asked(world)[:4]],
    "add_notice": lambda world: [("need", "Suche", date(2027, 1, 1), None, one) for one in _asked(world)[:4]],
    "end_notice": lambda world: [(one,) for one in world.notices.values()],
    "ask_contact": lambda world: [(one, "Anliegen") for one in _asked(world)],
    "answer_contact": lambda world: [(one, True) for one in world.requests.values()],
    "end_contact": lambda world: [(one,) for one in world.requests.values()],
    "import_places": _once(_NOWHERE),
    "import_rates": _once(_NOWHERE),
    "import_regions": _once(_NOWHERE),
    "import_io_table": _once(_NOWHERE),
    "fill": _once({}),
    "release": _once("maerkische-region"),
    "erasure_plan": lambda world: [(one,) for one in _asked(world)],
    # Last: its own company too, so what comes after finds nothing of it.
    "erase": lambda world: [(world.ids[name],) for name in (NAMES[6], "Register 0")],
}
#: Desk methods that are the owner's alone: for everybody else they refuse before they look.
OWNER_ONLY = (
    "add_company",
    "import_places",
    "import_rates",
    "import_regions",
    "import_io_table",
    "fill",
    "release",
    "set_group",
)


def public_methods(of: type) -> set[str]:
    """Names of what a class offers to its callers."""
    return {name for name, _ in inspect.getmembers(of, inspect.isfunction) if not name.startswith("_")}


def reader_cases(world: MatrixWorld) -> Iterator[Case]:
    """Every actor asks everything."""
    for label, (actor, sees) in world.actors().items():
        reader = world.small.workspace.reader(actor)
        for method, arguments in READER.items():
            for given in arguments(world):
                ask = partial(getattr(reader, method), *given)
                yield Case(f"{label}: reader.{method}{given}", ask, _forbidden(world, sees, given))


def desk_cases(world: MatrixWorld) -> Iterator[Case]:
    """Every actor tries to change everything, its own and others'."""
    for label, (actor, sees) in world.actors().items():
        for method, arguments in DESK.items():
            for given in arguments(world):

                def change(actor: Actor = actor, method: str = method, given: Any = given) -> Any:
                    desk: Desk = world.small.workspace.desk(actor)
                    return getattr(desk, method)(*given)

                yield Case(f"{label}: desk.{method}", change, _forbidden(world, sees, given))


def _forbidden(world: MatrixWorld, sees: frozenset[str], given: tuple[Any, ...]) -> frozenset[str]:
    """Secrets of all companies but those, without what the question itself said."""
    said = as_text(given) + (_LIST.decode() if any(isinstance(one, list | bytes) for one in given) else "")
    others = (world.secrets[name] for name in NAMES if name not in sees)
    return frozenset(secret for secrets in others for secret in secrets if secret not in said)


def evidence_of_others(world: MatrixWorld, actor: Actor) -> list[dict[str, Any]]:
    """All that is not the actor's, from evidence to accounts and profiles: what its changes must leave alone."""
    mine = actor.company_id if actor.role == "company" else ""
    read = world.small.workspace.warehouse.read
    uploads = read(sa.select(upload).where(upload.c.owner_company_id != mine).order_by(upload.c.upload_id))
    rows = read(
        sa.select(evidence)
        .where(
            evidence.c.upload_id.in_(sa.select(upload.c.upload_id).where(upload.c.owner_company_id != mine))
        )
        .order_by(evidence.c.upload_id, evidence.c.row_no)
    )
    given = read(
        sa.select(company_grant).where(company_grant.c.company_id != mine).order_by(company_grant.c.grant_id)
    )
    said = [
        read(sa.select(table).where(table.c.company_id != mine).order_by(*table.primary_key))
        for table in (account, company_profile, company_capability, notice)
    ]
    return [row for frame in (uploads, rows, given, *said) for row in frame.to_dicts()]


def drawn(cases: list[Case], count: int, seed: int) -> list[Case]:
    """A slice of the matrix that a seed draws."""
    return random.Random(seed).sample(cases, min(count, len(cases)))


def methods_without_row() -> dict[str, set[str]]:
    """What stands in no row, and rows of what is gone."""
    return {
        "reader": public_methods(Reader) ^ set(READER),
        "desk": public_methods(Desk) ^ set(DESK),
    }
