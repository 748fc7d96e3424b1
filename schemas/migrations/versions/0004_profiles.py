"""profiles: capabilities, offers and needs, contact"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('company_profile',
    sa.Column('company_id', sa.String(length=36), autoincrement=False, nullable=False),
    sa.Column('profile_sharing', sa.String(), nullable=False),
    sa.Column('contact', sa.String(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.company_id'], name=op.f('fk_company_profile_company_id')),
    sa.PrimaryKeyConstraint('company_id', name=op.f('pk_company_profile'))
    )
    op.create_table('company_capability',
    sa.Column('company_id', sa.String(length=36), autoincrement=False, nullable=False),
    sa.Column('capability_code', sa.String(), autoincrement=False, nullable=False),
    sa.Column('capability_value', sa.Double(), nullable=True),
    sa.Column('free_hours_per_week', sa.Double(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('capability_note', sa.String(), nullable=True),
    sa.Column('upload_id', sa.String(length=36), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.company_id'], name=op.f('fk_company_capability_company_id')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.upload_id'], name=op.f('fk_company_capability_upload_id')),
    sa.PrimaryKeyConstraint('company_id', 'capability_code', name=op.f('pk_company_capability'))
    )
    op.create_table('notice',
    sa.Column('notice_id', sa.String(length=36), autoincrement=False, nullable=False),
    sa.Column('company_id', sa.String(length=36), nullable=False),
    sa.Column('notice_kind', sa.String(), nullable=False),
    sa.Column('notice_text', sa.String(), nullable=False),
    sa.Column('capability_code', sa.String(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['company_id'], ['company.company_id'], name=op.f('fk_notice_company_id')),
    sa.PrimaryKeyConstraint('notice_id', name=op.f('pk_notice'))
    )
    op.create_table('contact_request',
    sa.Column('request_id', sa.String(length=36), autoincrement=False, nullable=False),
    sa.Column('from_company_id', sa.String(length=36), nullable=False),
    sa.Column('to_company_id', sa.String(length=36), nullable=False),
    sa.Column('notice_id', sa.String(length=36), nullable=True),
    sa.Column('request_text', sa.String(), nullable=False),
    sa.Column('request_status', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['from_company_id'], ['company.company_id'], name=op.f('fk_contact_request_from_company_id')),
    sa.ForeignKeyConstraint(['notice_id'], ['notice.notice_id'], name=op.f('fk_contact_request_notice_id')),
    sa.ForeignKeyConstraint(['to_company_id'], ['company.company_id'], name=op.f('fk_contact_request_to_company_id')),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_contact_request'))
    )


def downgrade() -> None:
    op.drop_table('contact_request')
    op.drop_table('notice')
    op.drop_table('company_capability')
    op.drop_table('company_profile')
