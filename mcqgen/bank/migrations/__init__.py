"""How a database of an earlier mcqgen becomes one of this: Alembic's steps, shipped with the package."""
