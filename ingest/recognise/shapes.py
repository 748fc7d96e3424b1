"""Known exports by their headings, read from fingerprints.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ingest.recognise.headings import key


@dataclass(frozen=True)
class Shape:
    """A known export: what it is called, what kind of list it is, and what its headings mean in it.

    `is_either_side` says that the same export comes of suppliers and of customers; words around it tell which.
    """

    name: str
    label_de: str
    label_en: str
    list_kind: str
    requires: tuple[frozenset[str], ...]
    meanings: Mapping[str, str]
    amount_kind: str | None = None
    is_either_side: bool = False


@cache
def shapes() -> tuple[Shape, ...]:
    """All known exports, in the order in which they are tried."""
    text = resources.files("ingest.recognise").joinpath("fingerprints.toml").read_text(encoding="utf-8")
    return tuple(
        Shape(
            name=entry["name"],
            label_de=entry["label_de"],
            label_en=entry["label_en"],
            list_kind=entry["list_kind"],
            requires=tuple(frozenset(key(heading) for heading in group) for group in entry["requires"]),
            meanings={key(heading): meaning for heading, meaning in entry.get("meanings", {}).items()},
            amount_kind=entry.get("amount_kind"),
            is_either_side=entry.get("is_either_side", False),
        )
        for entry in tomllib.loads(text)["shape"]
    )


def find_shape(headings: Sequence[str]) -> Shape | None:
    """The known export all of whose required headings are there, or None.

    Where several fit, the one that requires most wins, then the one whose headings stand further left: LFA1
    and
    KNA1 both have LIFNR and KUNNR, and each has its own number first.
    """
    first_at: dict[str, int] = {}
    for position, heading in enumerate(headings):
        first_at.setdefault(key(heading), position)
    fitting = [
        (-len(group), sum(first_at[name] for name in group), order)
        for order, shape in enumerate(shapes())
        for group in shape.requires
        if group <= first_at.keys()
    ]
    return shapes()[min(fitting)[2]] if fitting else None
