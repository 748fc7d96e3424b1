"""The list of erasures beside the warehouse: what a restore must apply again, and what a crash left half done.

A company stands in it as a salted hash of its id, so that the list recognises a company that comes back with an
old copy and names none. Never: forgets an erasure, or keeps an id.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from ingest.spool import Spool


def begin(spool: Spool, company_id: str) -> str:
    """Enter that a company is being erased; gives the key of the erasure."""
    key, salt = secrets.token_hex(8), secrets.token_hex(16)
    spool.erasures.note("erasing", key=key, salt=salt, company=_masked(company_id, salt))
    return key


def end(spool: Spool, key: str) -> None:
    """Enter that nothing of the company is left in the live files."""
    spool.erasures.note("erased", key=key)


def unfinished(spool: Spool) -> list[str]:
    """Keys of erasures that a crash interrupted."""
    lines = spool.erasures.lines()
    ended = {line["key"] for line in lines if line["event"] == "erased"}
    return [line["key"] for line in lines if line["event"] == "erasing" and line["key"] not in ended]


def companies_of(spool: Spool, keys: Iterable[str], company_ids: Iterable[str]) -> dict[str, str]:
    """Which of `company_ids` these erasures are about: key -> company_id, for those that are there."""
    wanted = set(keys)
    entries: list[dict[str, Any]] = [
        line for line in spool.erasures.lines() if line["event"] == "erasing" and line["key"] in wanted
    ]
    ids = list(company_ids)
    return {
        line["key"]: company_id
        for line in entries
        for company_id in ids
        if _masked(company_id, line["salt"]) == line["company"]
    }


def keys(spool: Spool) -> list[str]:
    """Keys of all erasures, the oldest first."""
    return [line["key"] for line in spool.erasures.lines() if line["event"] == "erasing"]


def _masked(company_id: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}{company_id}".encode()).hexdigest()
