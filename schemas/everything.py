"""All tables, imported once, so that the metadata is whole.

Import `metadata` from here wherever all tables must be known (creating, migrating, documenting).
"""

from __future__ import annotations

from schemas import official, profiles, registry, relations, release, sharing, uploads
from schemas.tables import metadata

__all__ = ["metadata", "official", "profiles", "registry", "relations", "release", "sharing", "uploads"]
