"""Where things lie and which language is spoken, from the call or the environment. Never: opens anything."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from lieferkette.i18n.say import Language

DEFAULT_WAREHOUSE = "var/lieferkette.duckdb"


def _language() -> Language:
    return "en" if os.environ.get("LIEFERKETTE_LANGUAGE", "de").startswith("en") else "de"


@dataclass
class Settings:
    """What a call was given: warehouse, actor, language, and whether to print JSON."""

    warehouse: str = field(default_factory=lambda: os.environ.get("LIEFERKETTE_WAREHOUSE", DEFAULT_WAREHOUSE))
    actor: str = field(default_factory=lambda: os.environ.get("LIEFERKETTE_ACTOR", "owner"))
    language: Language = field(default_factory=_language)
    is_json: bool = False

    @property
    def folder(self) -> Path:
        """Folder for what is made beside the warehouse (spool, example lists, reports)."""
        return Path.cwd() / "var" if "://" in self.warehouse else Path(self.warehouse).absolute().parent
