"""Run by Alembic: the steps, over the connection that `mcqgen.bank.migrating` holds."""

from alembic import context

from mcqgen.bank.migrating import VERSION_TABLE
from mcqgen.bank.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
