"""Accounts, grants and the audit log: who takes part, who may see as whom, and what was done.

Never: decides who sees what; `lieferkette.access` does, from these rows.
"""

from __future__ import annotations

from schemas.columns import column
from schemas.tables import key, points_to, required, table

account = table(
    "account",
    "A company that takes part itself. Companies without an account count as `statistics`.",
    points_to("company_id", "company.company_id", is_key=True),
    required("default_sharing"),
    required("created_at"),
)

company_grant = table(
    "company_grant",
    "The right of one person to see as one company for a time.",
    key("grant_id"),
    points_to("company_id", "company.company_id"),
    required("grantee"),
    required("valid_from"),
    required("valid_until"),
    column("ended_at"),
)

audit_event = table(
    "audit_event",
    "Something that was done, chained by hash to the event before.",
    key("event_no"),
    required("at"),
    required("actor"),
    required("action"),
    column("company_id"),
    required("detail"),
    required("previous_hash"),
    required("event_hash"),
)
