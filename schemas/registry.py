"""Companies, places and regions: who there is and where.

Never: who supplies whom (relations.py).
"""

from __future__ import annotations

import sqlalchemy as sa

from schemas.columns import column
from schemas.tables import key, points_to, required, table

company_group = table(
    "company_group",
    "A group of affiliated companies.",
    key("group_id"),
    required("name"),
    required("source"),
)

company = table(
    "company",
    "A company. Those that only a list names are companies of their own, marked as not in a register.",
    key("company_id"),
    required("kind"),
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
    column("sector_code"),
    column("sector_code_2025"),
    column("sector_source"),
    column("sector_confidence"),
    required("is_in_register"),
    required("is_open_profile"),
    # the uploader whose list made the company known; null for register companies
    column("owner_company_id"),
    column("size_class"),
    required("status"),
    points_to("group_id", "company_group.group_id", is_required=False),
    required("created_at"),
    sa.Index("ix_company_ags", "ags"),
)

company_identifier = table(
    "company_identifier",
    "An identifier of a company in one scheme.",
    points_to("company_id", "company.company_id", is_key=True),
    key("scheme"),
    key("identifier"),
    required("source"),
)

company_alias = table(
    "company_alias",
    "A former name, brand or other spelling of a company.",
    points_to("company_id", "company.company_id", is_key=True),
    key("alias"),
    required("name_normalised"),
    required("source"),
)

#: `company_year.source` begins so where the company says it itself; the upload's id follows.
OWN_WORD = "own:"

company_year = table(
    "company_year",
    "Figures of a company's business year, each source for itself.",
    points_to("company_id", "company.company_id", is_key=True),
    key("year"),
    key("source"),
    column("revenue_eur"),
    column("material_cost_eur"),
    column("personnel_cost_eur"),
    column("value_added_eur"),
    column("employees"),
)

site = table(
    "site",
    "A place of work of a company.",
    key("site_id"),
    points_to("company_id", "company.company_id"),
    required("name"),
    column("street"),
    column("postcode"),
    column("city"),
    column("country_code"),
    column("ags"),
)

place = table(
    "place",
    "A municipality.",
    key("ags"),
    required("place_name"),
    required("kreis_code"),
    required("kreis_name"),
    required("state_name"),
    column("latitude"),
    column("longitude"),
    column("population"),
    required("source"),
)

place_postcode = table(
    "place_postcode",
    "A postcode of a municipality.",
    points_to("ags", "place.ags", is_key=True),
    key("postcode"),
)

region = table(
    "region",
    "A named set of municipalities.",
    key("region_id"),
    required("label_de"),
    required("label_en"),
)

region_place = table(
    "region_place",
    "A municipality of a region.",
    points_to("region_id", "region.region_id", is_key=True),
    points_to("ags", "place.ags", is_key=True),
)

exchange_rate = table(
    "exchange_rate",
    "A yearly average rate that a user imported beside those that ship.",
    key("currency"),
    key("year"),
    required("units_per_euro"),
    required("source"),
)
