"""Who supplies whom: parties, the decisions that make them companies, and the evidence.

Evidence points to parties, so that merging and splitting companies never rewrites a relation.
Never: a relation as a row. A relation is computed from the evidence that its reader may see.
"""

from __future__ import annotations

import sqlalchemy as sa

from schemas.columns import column
from schemas.tables import key, points_to, required, table

#: Kinds of amount that say what was bought or sold, best first. Balances and ceilings are left out on purpose.
SPEND_KINDS = ("invoiced_net", "posted_gross", "ordered")
#: Part of a complete list's partners that must carry an amount before a share or a band is given.
ENOUGH_AMOUNTS = 0.8

party = table(
    "party",
    "One counterpart as one uploader names it (or the uploader itself).",
    key("party_id"),
    points_to("owner_company_id", "company.company_id", is_required=False),
    required("fingerprint"),
    required("is_own"),
    column("partner_no"),
    required("name"),
    required("name_normalised"),
    column("legal_form"),
    column("street"),
    column("postcode"),
    column("city"),
    column("country_code"),
    column("ags"),
    column("latitude"),
    column("longitude"),
    column("vat_id"),
    column("register_number"),
    column("register_court"),
    column("lei"),
    column("duns"),
    column("web"),
    column("sector_code"),
    column("sector_source"),
    column("sector_confidence"),
    column("sector_text"),
    required("is_natural_person"),
    required("is_group_internal"),
    required("created_at"),
    sa.UniqueConstraint("owner_company_id", "fingerprint", name="uq_party_owner_fingerprint"),
)

party_company = table(
    "party_company",
    "A dated, reversible decision that a party is a company.",
    key("decision_id"),
    points_to("party_id", "party.party_id"),
    points_to("company_id", "company.company_id"),
    required("scope"),
    required("method"),
    required("score"),
    required("reason_de"),
    required("reason_en"),
    required("decided_at"),
    required("decided_by"),
    column("ended_at"),
    sa.Index("ix_party_company_party_id", "party_id"),
)

match_question = table(
    "match_question",
    "An uncertain match that waits for a person, or the answer that was given. Never asked twice.",
    points_to("party_id", "party.party_id", is_key=True),
    points_to("company_id", "company.company_id", is_key=True),
    required("score"),
    required("reason_de"),
    required("reason_en"),
    required("status"),
    required("created_at"),
    column("decided_at"),
    column("decided_by"),
)

evidence = table(
    "evidence",
    "What one part of one uploaded row says: a supplier sells to a customer.",
    points_to("upload_id", "upload.upload_id", is_key=True),
    key("sheet"),
    key("row_no"),
    key("part_no"),
    points_to("supplier_party_id", "party.party_id"),
    points_to("customer_party_id", "party.party_id"),
    required("amount_kind"),
    required("period_start"),
    required("period_end"),
    column("amount"),
    column("currency"),
    column("rate_source"),
    column("amount_eur"),
    column("share_band"),
    column("good_system"),
    column("good_code"),
    column("good_text"),
    column("document_no"),
    points_to("site_id", "site.site_id", is_required=False),
    required("sharing"),
    column("superseded_by_upload_id"),
)
