"""Files that companies handed in, what was recognised in them, and every row that was left out.

Never: the relations that the rows told of (relations.py); the bytes themselves lie in the spool.
"""

from __future__ import annotations

import sqlalchemy as sa

from schemas.columns import column
from schemas.tables import key, points_to, required, table

upload = table(
    "upload",
    "One file handed in by one company, loaded in one transaction.",
    key("upload_id"),
    points_to("owner_company_id", "company.company_id", is_required=False),
    required("file_name"),
    required("content_sha256"),
    required("mapping_version"),
    required("shape"),
    required("list_kind"),
    column("is_complete_suppliers"),
    column("is_complete_customers"),
    column("amount_kind"),
    column("period_start"),
    column("period_end"),
    required("sharing"),
    required("received_at"),
    required("committed_at"),
    required("rows_read"),
    required("rows_loaded"),
    required("rows_rejected"),
    required("rows_ignored"),
    required("status"),
    points_to("corrects_upload_id", "upload.upload_id", is_required=False),
    column("reading_options"),
    sa.Index("ix_upload_owner_company_id", "owner_company_id"),
)

upload_row = table(
    "upload_row",
    "A row of an upload that was rejected or ignored, with its reason and mend.",
    points_to("upload_id", "upload.upload_id", is_key=True),
    key("sheet"),
    key("row_no"),
    required("outcome"),
    required("reason_code"),
    column("heading"),
    required("reason_de"),
    required("reason_en"),
    column("mend_de"),
    column("mend_en"),
    column("raw"),
)

upload_column = table(
    "upload_column",
    "A column of an upload and what it was taken for.",
    points_to("upload_id", "upload.upload_id", is_key=True),
    key("sheet"),
    key("position"),
    required("heading"),
    required("column_meaning"),
    required("score"),
    required("samples"),
)

list_correction = table(
    "list_correction",
    "What a sender corrected about a shape of file, remembered for its next file of that shape.",
    key("correction_id"),
    points_to("owner_company_id", "company.company_id", is_required=False),
    required("heading_key"),
    required("reading_options"),
    required("decided_at"),
    required("decided_by"),
)
