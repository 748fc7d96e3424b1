"""Rates that a user imported"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('exchange_rate',
    sa.Column('currency', sa.String(length=3), autoincrement=False, nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('units_per_euro', sa.Double(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('currency', 'year', name=op.f('pk_exchange_rate'))
    )


def downgrade() -> None:
    op.drop_table('exchange_rate')
