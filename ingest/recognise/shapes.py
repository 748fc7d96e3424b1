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
    """A known export: what it is called, what kind of list it is, and what its headings mean in it."""

    name: str
    label_de: str
    label_en: str
    list_kind: str
    requires: tuple[frozenset[str], ...]
    meanings: Mapping[str, str]
    amount_kind: str | None = None


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
        )
        for entry in tomllib.loads(text)["shape"]
    )


def find_shape(headings: Sequence[str]) -> Shape | None:
    """The first known export all of whose required headings are there, or None."""
    keys = {key(heading) for heading in headings}
    return next(
        (shape for shape in shapes() if any(group <= keys for group in shape.requires)),
        None,
    )
