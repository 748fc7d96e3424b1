"""First shape of the warehouse"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("event_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("company_id", sa.String(length=36), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("event_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("event_no", name=op.f("pk_audit_event")),
    )
    op.create_table(
        "company_group",
        sa.Column("group_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_company_group")),
    )
    op.create_table(
        "place",
        sa.Column("ags", sa.String(length=8), autoincrement=False, nullable=False),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("kreis_code", sa.String(length=5), nullable=False),
        sa.Column("kreis_name", sa.String(), nullable=False),
        sa.Column("state_name", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("ags", name=op.f("pk_place")),
    )
    op.create_table(
        "region",
        sa.Column("region_id", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("label_de", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("region_id", name=op.f("pk_region")),
    )
    op.create_table(
        "company",
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_normalised", sa.String(), nullable=False),
        sa.Column("legal_form", sa.String(length=32), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("country_code", sa.String(length=2), nullable=True),
        sa.Column("ags", sa.String(length=8), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("sector_code", sa.String(length=8), nullable=True),
        sa.Column("sector_code_2025", sa.String(length=8), nullable=True),
        sa.Column("sector_source", sa.String(length=24), nullable=True),
        sa.Column("sector_confidence", sa.Double(), nullable=True),
        sa.Column("is_in_register", sa.Boolean(), nullable=False),
        sa.Column("is_open_profile", sa.Boolean(), nullable=False),
        sa.Column("owner_company_id", sa.String(length=36), nullable=True),
        sa.Column("size_class", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.String(length=36), autoincrement=False, nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["company_group.group_id"], name=op.f("fk_company_group_id")),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_company")),
    )
    op.create_index("ix_company_ags", "company", ["ags"], unique=False)
    op.create_table(
        "place_postcode",
        sa.Column("ags", sa.String(length=8), autoincrement=False, nullable=False),
        sa.Column("postcode", sa.String(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["place.ags"], name=op.f("fk_place_postcode_ags")),
        sa.PrimaryKeyConstraint("ags", "postcode", name=op.f("pk_place_postcode")),
    )
    op.create_table(
        "region_place",
        sa.Column("region_id", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("ags", sa.String(length=8), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["ags"], ["place.ags"], name=op.f("fk_region_place_ags")),
        sa.ForeignKeyConstraint(["region_id"], ["region.region_id"], name=op.f("fk_region_place_region_id")),
        sa.PrimaryKeyConstraint("region_id", "ags", name=op.f("pk_region_place")),
    )
    op.create_table(
        "account",
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("default_sharing", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.company_id"], name=op.f("fk_account_company_id")),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_account")),
    )
    op.create_table(
        "company_alias",
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("alias", sa.String(), autoincrement=False, nullable=False),
        sa.Column("name_normalised", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.company_id"], name=op.f("fk_company_alias_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "alias", name=op.f("pk_company_alias")),
    )
    op.create_table(
        "company_grant",
        sa.Column("grant_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("grantee", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.company_id"], name=op.f("fk_company_grant_company_id")
        ),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_company_grant")),
    )
    op.create_table(
        "company_identifier",
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("scheme", sa.String(length=24), autoincrement=False, nullable=False),
        sa.Column("identifier", sa.String(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.company_id"], name=op.f("fk_company_identifier_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "scheme", "identifier", name=op.f("pk_company_identifier")),
    )
    op.create_table(
        "company_year",
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(), autoincrement=False, nullable=False),
        sa.Column("revenue_eur", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("material_cost_eur", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("personnel_cost_eur", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("value_added_eur", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.company_id"], name=op.f("fk_company_year_company_id")
        ),
        sa.PrimaryKeyConstraint("company_id", "year", "source", name=op.f("pk_company_year")),
    )
    op.create_table(
        "party",
        sa.Column("party_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("owner_company_id", sa.String(length=36), autoincrement=False, nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("partner_no", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_normalised", sa.String(), nullable=False),
        sa.Column("legal_form", sa.String(length=32), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("country_code", sa.String(length=2), nullable=True),
        sa.Column("ags", sa.String(length=8), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("vat_id", sa.String(length=20), nullable=True),
        sa.Column("register_number", sa.String(), nullable=True),
        sa.Column("register_court", sa.String(), nullable=True),
        sa.Column("lei", sa.String(length=20), nullable=True),
        sa.Column("duns", sa.String(), nullable=True),
        sa.Column("web", sa.String(), nullable=True),
        sa.Column("sector_code", sa.String(length=8), nullable=True),
        sa.Column("sector_source", sa.String(length=24), nullable=True),
        sa.Column("sector_confidence", sa.Double(), nullable=True),
        sa.Column("sector_text", sa.String(), nullable=True),
        sa.Column("is_natural_person", sa.Boolean(), nullable=False),
        sa.Column("is_group_internal", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_company_id"], ["company.company_id"], name=op.f("fk_party_owner_company_id")
        ),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_party")),
        sa.UniqueConstraint("owner_company_id", "fingerprint", name="uq_party_owner_fingerprint"),
    )
    op.create_table(
        "site",
        sa.Column("site_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("country_code", sa.String(length=2), nullable=True),
        sa.Column("ags", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.company_id"], name=op.f("fk_site_company_id")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site")),
    )
    op.create_table(
        "upload",
        sa.Column("upload_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("owner_company_id", sa.String(length=36), autoincrement=False, nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("mapping_version", sa.String(length=64), nullable=False),
        sa.Column("shape", sa.String(length=40), nullable=False),
        sa.Column("list_kind", sa.String(length=32), nullable=False),
        sa.Column("is_complete_suppliers", sa.Boolean(), nullable=True),
        sa.Column("is_complete_customers", sa.Boolean(), nullable=True),
        sa.Column("amount_kind", sa.String(length=16), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("sharing", sa.String(length=12), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("committed_at", sa.DateTime(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_loaded", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_ignored", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_company_id"], ["company.company_id"], name=op.f("fk_upload_owner_company_id")
        ),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_upload")),
    )
    op.create_index("ix_upload_owner_company_id", "upload", ["owner_company_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("upload_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("sheet", sa.String(), autoincrement=False, nullable=False),
        sa.Column("row_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("supplier_party_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("customer_party_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("amount_kind", sa.String(length=16), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("rate_source", sa.String(), nullable=True),
        sa.Column("amount_eur", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("share_band", sa.String(length=8), nullable=True),
        sa.Column("good_system", sa.String(length=16), nullable=True),
        sa.Column("good_code", sa.String(), nullable=True),
        sa.Column("good_text", sa.String(), nullable=True),
        sa.Column("document_no", sa.String(), nullable=True),
        sa.Column("site_id", sa.String(length=36), autoincrement=False, nullable=True),
        sa.Column("sharing", sa.String(length=12), nullable=False),
        sa.Column("superseded_by_upload_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_party_id"], ["party.party_id"], name=op.f("fk_evidence_customer_party_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("fk_evidence_site_id")),
        sa.ForeignKeyConstraint(
            ["supplier_party_id"], ["party.party_id"], name=op.f("fk_evidence_supplier_party_id")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.upload_id"], name=op.f("fk_evidence_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "sheet", "row_no", "part_no", name=op.f("pk_evidence")),
    )
    op.create_table(
        "match_question",
        sa.Column("party_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reason_de", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.company_id"], name=op.f("fk_match_question_company_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_match_question_party_id")),
        sa.PrimaryKeyConstraint("party_id", "company_id", name=op.f("pk_match_question")),
    )
    op.create_table(
        "party_company",
        sa.Column("decision_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("party_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("company_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reason_de", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.company_id"], name=op.f("fk_party_company_company_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.party_id"], name=op.f("fk_party_company_party_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_party_company")),
    )
    op.create_index("ix_party_company_party_id", "party_company", ["party_id"], unique=False)
    op.create_table(
        "upload_column",
        sa.Column("upload_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("sheet", sa.String(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("column_meaning", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("samples", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.upload_id"], name=op.f("fk_upload_column_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "sheet", "position", name=op.f("pk_upload_column")),
    )
    op.create_table(
        "upload_row",
        sa.Column("upload_id", sa.String(length=36), autoincrement=False, nullable=False),
        sa.Column("sheet", sa.String(), autoincrement=False, nullable=False),
        sa.Column("row_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("heading", sa.String(), nullable=True),
        sa.Column("reason_de", sa.String(), nullable=False),
        sa.Column("reason_en", sa.String(), nullable=False),
        sa.Column("mend_de", sa.String(), nullable=True),
        sa.Column("mend_en", sa.String(), nullable=True),
        sa.Column("raw", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.upload_id"], name=op.f("fk_upload_row_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", "sheet", "row_no", name=op.f("pk_upload_row")),
    )


def downgrade() -> None:
    op.drop_table("upload_row")
    op.drop_table("upload_column")
    op.drop_index("ix_party_company_party_id", table_name="party_company")
    op.drop_table("party_company")
    op.drop_table("match_question")
    op.drop_table("evidence")
    op.drop_index("ix_upload_owner_company_id", table_name="upload")
    op.drop_table("upload")
    op.drop_table("site")
    op.drop_table("party")
    op.drop_table("company_year")
    op.drop_table("company_identifier")
    op.drop_table("company_grant")
    op.drop_table("company_alias")
    op.drop_table("account")
    op.drop_table("region_place")
    op.drop_table("place_postcode")
    op.drop_index("ix_company_ags", table_name="company")
    op.drop_table("company")
    op.drop_table("region")
    op.drop_table("place")
    op.drop_table("company_group")
    op.drop_table("audit_event")
