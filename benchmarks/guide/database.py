"""The guide's database: one table."""

import os

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

engine = create_engine(os.environ.get("BENCHMARK_DATABASE_URL", "sqlite://"))
Session = sessionmaker(engine)


class Base(DeclarativeBase):
    """What the tables have in common."""


class Job(Base):
    """A folder and how far it has come."""

    __tablename__ = "guide_jobs"

    id: Mapped[str] = mapped_column(primary_key=True)
    folder_path: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
