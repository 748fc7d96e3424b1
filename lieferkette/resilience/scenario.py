"""Scenarios as small files that a person can read and write: what fails, how much of it, and for how long.

    title_de = "Automotive −20 %"            title_en = "Automotive −20%"
    supposes_de = "…"                        supposes_en = "…"

    [[shock]]                                several may stand; where they meet, the larger loss counts
    loss = 0.2                               what is lost, in 0 … 1
    sectors = ["29"]                         WZ codes of any depth, by their beginning
    countries = ["CN"]                       ISO codes
    municipalities = ["05914000"]            AGS, by their beginning (05962 is a Kreis)
    near = { latitude = 51.25, longitude = 7.77, radius_km = 8 }
    companies = ["Herbstrabe Kaltwalzwerk"]  ids or names

    [recovery]                               optional: which part of the loss is left after so many weeks
    weeks = [0, 4, 12]
    left = [1.0, 0.5, 0.0]

What stands in one shock must hold together: a sector in a place. Never: knows a company; `answering` finds them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schemas.reference.problem import ListProblem

_READY = Path(__file__).parent / "scenarios"
_WHERE = ("sectors", "countries", "municipalities", "companies")


class BadScenario(ListProblem):
    """A scenario file that cannot be understood."""

    def __init__(self, name: str, de: str, en: str) -> None:
        super().__init__(
            where=name,
            what_de=de,
            what_en=en,
            mend_de="Muster liegen in lieferkette/resilience/scenarios.",
            mend_en="Patterns lie in lieferkette/resilience/scenarios.",
        )


@dataclass(frozen=True)
class Near:
    """A circle on the map."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True)
class Shock:
    """Companies for which all of this holds lose `loss` of what they make; an empty part holds for all."""

    loss: float
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    near: Near | None = None


@dataclass(frozen=True)
class Scenario:
    """What is supposed: shocks, and (week, part of the loss that is left) where a recovery is asked for."""

    name: str
    title_de: str
    title_en: str
    supposes_de: str
    supposes_en: str
    shocks: tuple[Shock, ...]
    recovery: tuple[tuple[float, float], ...] = ()

    def title(self, language: str) -> str:
        """Title in the language."""
        return self.title_en if language == "en" else self.title_de

    def supposes(self, language: str) -> str:
        """What it supposes, in a sentence."""
        return self.supposes_en if language == "en" else self.supposes_de

    def with_loss(self, loss: float) -> Scenario:
        """The same scenario with another loss in every shock."""
        return replace(self, shocks=tuple(replace(shock, loss=loss) for shock in self.shocks))


def ready_scenarios() -> dict[str, Scenario]:
    """Scenarios that come with the program, by name.

    >>> sorted(ready_scenarios())
    ['automotive', 'china', 'energie', 'galvanik', 'hochwasser']
    """
    return {path.stem: read_scenario(path) for path in sorted(_READY.glob("*.toml"))}


def find_scenario(file_or_name: str) -> Scenario:
    """A ready scenario by its name, else the file at this path. Raises BadScenario."""
    ready = ready_scenarios()
    return ready[file_or_name] if file_or_name in ready else read_scenario(Path(file_or_name))


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file. Raises BadScenario."""
    try:
        return parse_scenario(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        names = ", ".join(ready.stem for ready in sorted(_READY.glob("*.toml")))
        raise BadScenario(
            str(path),
            f"Das ist weder eine lesbare Datei noch eines der Szenarien {names}.",
            f"This is neither a file that can be read nor one of the scenarios {names}.",
        ) from error


def parse_scenario(name: str, text: str) -> Scenario:
    """A scenario from its text. Raises BadScenario.

    >>> parse_scenario("x", '[[shock]]\\nloss = 0.2\\nsectors = ["29"]').shocks
    (Shock(loss=0.2, sectors=('29',), countries=(), municipalities=(), companies=(), near=None),)
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadScenario(name, f"Das ist kein TOML ({error}).", f"This is no TOML ({error}).") from error
    known = {"title_de", "title_en", "supposes_de", "supposes_en", "shock", "recovery"}
    _refuse_unknown(name, set(found) - known)
    shocks = found.get("shock")
    if not isinstance(shocks, list) or not shocks:
        raise BadScenario(name, "Es fehlt [[shock]].", "[[shock]] is missing.")
    texts = {
        key: str(found.get(key, name if key.startswith("title") else ""))
        for key in ("title_de", "title_en", "supposes_de", "supposes_en")
    }
    read = tuple(_shock(name, shock) for shock in shocks)
    return Scenario(name, shocks=read, recovery=_recovery(name, found.get("recovery")), **texts)


def _shock(name: str, given: dict[str, Any]) -> Shock:
    _refuse_unknown(name, set(given) - {"loss", "near", *_WHERE})
    loss = given.get("loss", 1.0)
    if not isinstance(loss, int | float) or not 0 < loss <= 1:
        raise BadScenario(
            name, f"loss = {loss} liegt nicht zwischen 0 und 1.", f"loss = {loss} is not between 0 and 1."
        )
    parts: dict[str, Any] = {}
    for key in _WHERE:
        values = given.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise BadScenario(name, f"{key} ist eine Liste von Texten.", f"{key} is a list of texts.")
        parts[key] = tuple(values)
    near = _near(name, given.get("near"))
    if near is None and not any(parts.values()):
        raise BadScenario(
            name,
            f"Ein Ausfall nennt, wen er trifft: {', '.join(_WHERE)} oder near.",
            f"A shock names whom it hits: {', '.join(_WHERE)} or near.",
        )
    return Shock(float(loss), near=near, **parts)


def _near(name: str, given: Any) -> Near | None:
    if given is None:
        return None
    try:
        return Near(**{key: float(value) for key, value in dict(given).items()})
    except (TypeError, ValueError) as error:
        raise BadScenario(
            name,
            "near nennt latitude, longitude und radius_km als Zahlen.",
            "near names latitude, longitude and radius_km as numbers.",
        ) from error


def _recovery(name: str, given: Any) -> tuple[tuple[float, float], ...]:
    if given is None:
        return ()
    weeks, left = (given.get(key, []) for key in ("weeks", "left")) if isinstance(given, dict) else ([], [])
    is_curve = (
        len(weeks) == len(left) > 0
        and all(isinstance(value, int | float) for value in [*weeks, *left])
        and all(0 <= value <= 1 for value in left)
        and sorted(set(weeks)) == list(weeks)
    )
    if not is_curve:
        raise BadScenario(
            name,
            "[recovery] nennt weeks aufsteigend und ebenso viele left zwischen 0 und 1.",
            "[recovery] names weeks in ascending order and as many left between 0 and 1.",
        )
    return tuple(zip(map(float, weeks), map(float, left), strict=True))


def _refuse_unknown(name: str, unknown: set[str]) -> None:
    if unknown:
        first = sorted(unknown)[0]
        raise BadScenario(name, f"„{first}“ kennt ein Szenario nicht.", f'A scenario knows no "{first}".')
