"""corrections that are remembered"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('list_correction',
    sa.Column('correction_id', sa.String(length=36), autoincrement=False, nullable=False),
    sa.Column('owner_company_id', sa.String(length=36), autoincrement=False, nullable=True),
    sa.Column('heading_key', sa.String(length=64), nullable=False),
    sa.Column('reading_options', sa.String(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=False),
    sa.Column('decided_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['owner_company_id'], ['company.company_id'], name=op.f('fk_list_correction_owner_company_id')),
    sa.PrimaryKeyConstraint('correction_id', name=op.f('pk_list_correction')),
    info={'meaning': 'What a sender corrected about a shape of file, remembered for its next file of that shape.'}
    )
    op.add_column('upload', sa.Column('corrects_upload_id', sa.String(length=36), autoincrement=False, nullable=True))
    op.add_column('upload', sa.Column('reading_options', sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column('upload', 'reading_options')
    op.drop_column('upload', 'corrects_upload_id')
    op.drop_table('list_correction')
