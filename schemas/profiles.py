"""What companies say of themselves so that others find them: capabilities, offers and needs, and who may write to whom.

A profile is private until its company opens it; then its capabilities and notices are shown by name. Separate from
the sharing levels of relations: opening a profile shows no relation, and sharing a list opens no profile.
Never: decides who sees what; `lieferkette.access.profiles` does, from these rows.
"""

from __future__ import annotations

import sqlalchemy as sa

from schemas.columns import ID, column, declaring
from schemas.tables import key, points_to, required, table

_c = declaring("profile")
_c(
    "profile_sharing",
    sa.String,
    "Sichtbarkeit des Profils",
    "visibility of the profile",
    "private or open.",
)
_c(
    "capability_code",
    sa.String,
    "Fähigkeit",
    "capability",
    "Code of schemas/catalogues/capabilities.toml.",
)
_c("capability_value", sa.Double, "Grenzwert", "limit", "Of a dimension, in the unit of the catalogue.")
_c("free_hours_per_week", sa.Double, "frei", "free", "Free capacity of a process.", "hours a week")
_c("last_day", sa.Date, "gültig bis", "valid until", "Last day of a certificate, a free capacity, a notice.")
_c("capability_note", sa.String, "Anmerkung", "note", "What the company adds in its own words.")
_c("changed_at", sa.DateTime, "geändert", "changed", "When the statement was last made, UTC.")
_c("notice_id", ID, "Angebot oder Bedarf", "offer or need", "Random UUID of an offer or a need.")
_c("notice_kind", sa.String, "Art der Anzeige", "kind of notice", "offer or need.")
_c("notice_text", sa.String, "Text", "text", "What is offered or needed, in the company's own words.")
_c = declaring("contact")
_c("contact", sa.String, "Kontakt", "contact", "How the company wants to be reached, as it wrote it.")
_c("request_id", ID, "Anfrage", "request", "Random UUID of a request for contact.")
_c("from_company_id", ID, "von", "from", "Company that asks.")
_c("to_company_id", ID, "an", "to", "Company that is asked.")
_c("request_text", sa.String, "Anliegen", "concern", "What the asking company wrote.")
_c(
    "request_status",
    sa.String,
    "Stand der Anfrage",
    "state of the request",
    "open, accepted, declined or ended.",
)
_c("answered_at", sa.DateTime, "beantwortet", "answered", "When the request was answered or ended, UTC.")

company_profile = table(
    "company_profile",
    "How a company appears to those who look for partners.",
    points_to("company_id", "company.company_id", is_key=True),
    required("profile_sharing"),
    column("contact"),
    required("changed_at"),
)

company_capability = table(
    "company_capability",
    "One thing that a company says it can do, works, keeps to, or is certified for.",
    points_to("company_id", "company.company_id", is_key=True),
    key("capability_code"),
    column("capability_value"),
    column("free_hours_per_week"),
    column("last_day"),
    column("capability_note"),
    # the list that said so; null where a form did
    points_to("upload_id", "upload.upload_id", is_required=False),
    required("changed_at"),
)

notice = table(
    "notice",
    "An offer or a need of a company, until a day.",
    key("notice_id"),
    points_to("company_id", "company.company_id"),
    required("notice_kind"),
    required("notice_text"),
    column("capability_code"),
    required("last_day"),
    required("created_at"),
    column("ended_at"),
)

contact_request = table(
    "contact_request",
    "One company asks another for contact; both see each other's once it is accepted.",
    key("request_id"),
    points_to("from_company_id", "company.company_id"),
    points_to("to_company_id", "company.company_id"),
    points_to("notice_id", "notice.notice_id", is_required=False),
    required("request_text"),
    required("request_status"),
    required("created_at"),
    column("answered_at"),
)
