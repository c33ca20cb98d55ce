"""Links as they are kept."""

from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


database = SQLAlchemy(model_class=Base)


class Link(database.Model):
    __tablename__ = "links"

    slug: Mapped[str] = mapped_column(String(32), primary_key=True)
    target: Mapped[str] = mapped_column(String(2048))
    visits: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))

    def as_json(self) -> dict[str, object]:
        return {"slug": self.slug, "target": self.target, "visits": self.visits}
