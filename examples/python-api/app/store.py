"""Keeps notes in the process. The event loop is the only caller, so no lock is needed."""

from collections.abc import Callable
from datetime import UTC, datetime

from app.model import Note, NoteDraft


class NoteNotFound(Exception):
    """No note has this id."""


class NoteStore:
    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._notes: dict[int, Note] = {}
        self._last_id = 0

    def find(self, tag: str | None = None, words: str = "") -> list[Note]:
        """Notes that carry the tag and hold every word, the last changed first."""
        wanted = words.casefold().split()
        found = [
            note
            for note in self._notes.values()
            if (tag is None or tag in note.tags)
            and all(word in f"{note.title} {note.text}".casefold() for word in wanted)
        ]
        return sorted(found, key=lambda note: (note.changed, note.id), reverse=True)

    def get(self, note_id: int) -> Note:
        try:
            return self._notes[note_id]
        except KeyError:
            raise NoteNotFound from None

    def add(self, draft: NoteDraft) -> Note:
        self._last_id += 1
        return self._keep(self._last_id, draft)

    def replace(self, note_id: int, draft: NoteDraft) -> Note:
        self.get(note_id)
        return self._keep(note_id, draft)

    def remove(self, note_id: int) -> None:
        self.get(note_id)
        del self._notes[note_id]

    def _keep(self, note_id: int, draft: NoteDraft) -> Note:
        note = Note(id=note_id, changed=self._now(), **draft.model_dump())
        self._notes[note_id] = note
        return note
