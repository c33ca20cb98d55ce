"""What a note looks like on the wire, and the rules it must keep."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,30}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Text = Annotated[str, StringConstraints(max_length=10_000)]


class NoteDraft(BaseModel):
    """A note as the caller sends it."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    text: Text = ""
    tags: frozenset[Tag] = frozenset()


class Note(NoteDraft):
    """A note as it is kept."""

    id: int
    changed: datetime
