"""Coefficients of an imported input-output table"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('io_coefficient',
    sa.Column('io_source', sa.String(length=16), autoincrement=False, nullable=False),
    sa.Column('supplier_sectors', sa.String(), autoincrement=False, nullable=False),
    sa.Column('customer_sectors', sa.String(), autoincrement=False, nullable=False),
    sa.Column('cell_origin', sa.String(), autoincrement=False, nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('input_share', sa.Double(), nullable=False),
    sa.Column('input_coefficient', sa.Double(), nullable=True),
    sa.PrimaryKeyConstraint('io_source', 'supplier_sectors', 'customer_sectors', 'cell_origin', name=op.f('pk_io_coefficient'))
    )


def downgrade() -> None:
    op.drop_table('io_coefficient')
