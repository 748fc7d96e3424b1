"""Figures that a release carried over from an earlier one"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('released_cell', sa.Column('as_of_model_id', sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column('released_cell', 'as_of_model_id')
