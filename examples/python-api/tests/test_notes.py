import unittest
from datetime import UTC, datetime, timedelta

from app.main import create_app
from app.routes import MAX_BODY
from app.store import NoteStore
from tests.asgi import Answer, call


class NotesTest(unittest.TestCase):
    def setUp(self) -> None:
        moments = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in range(100))
        self.app = create_app(NoteStore(lambda: next(moments)))

    def call(self, method: str, target: str, body: bytes | dict = b"") -> Answer:
        return call(self.app, method, target, body)

    def test_health(self) -> None:
        answer = self.call("GET", "/healthz")
        self.assertEqual((answer.status, answer.json()), (200, {"status": "ok"}))

    def test_add_get_replace_remove(self) -> None:
        added = self.call("POST", "/notes", {"title": " Milk ", "tags": ["shop"]})
        self.assertEqual(added.status, 201)
        self.assertEqual(added.headers["location"], "/notes/1")
        want = {"title": "Milk", "text": "", "tags": ["shop"], "id": 1, "changed": "2026-01-01T00:00:00Z"}
        self.assertEqual(added.json(), want)
        self.assertEqual(self.call("GET", "/notes/1").json(), want)
        self.assertEqual(self.call("PUT", "/notes/1", {"title": "Oat milk"}).json()["title"], "Oat milk")
        self.assertEqual(self.call("DELETE", "/notes/1").status, 204)
        self.assertEqual(self.call("GET", "/notes/1").status, 404)

    def test_find_by_tag_and_words(self) -> None:
        for title, tags in (("Buy milk", ["shop"]), ("Milk the cow", ["farm"]), ("Mend fence", ["farm"])):
            self.call("POST", "/notes", {"title": title, "tags": tags})
        cases = {
            "": ["Mend fence", "Milk the cow", "Buy milk"],
            "?tag=farm": ["Mend fence", "Milk the cow"],
            "?q=MILK": ["Milk the cow", "Buy milk"],
            "?tag=farm&q=milk+cow": ["Milk the cow"],
            "?tag=none": [],
        }
        for query, titles in cases.items():
            with self.subTest(query):
                notes = self.call("GET", "/notes" + query).json()["notes"]
                self.assertEqual([note["title"] for note in notes], titles)

    def test_errors(self) -> None:
        cases: list[tuple[str, str, bytes | dict, int, str]] = [
            ("POST", "/notes", b"{", 422, "Invalid JSON"),
            ("POST", "/notes", {}, 422, "Field required"),
            ("POST", "/notes", {"title": "  "}, 422, "at least 1 character"),
            ("POST", "/notes", {"title": "x", "tags": ["Not Good"]}, 422, "should match pattern"),
            ("POST", "/notes", {"title": "x", "colour": "red"}, 422, "Extra inputs are not permitted"),
            ("POST", "/notes", b" " * (MAX_BODY + 1), 413, "larger than"),
            ("PUT", "/notes/7", {"title": "x"}, 404, "note not found"),
            ("DELETE", "/notes/7", b"", 404, "note not found"),
            ("GET", "/notes/seven", b"", 404, "Not Found"),
            ("PATCH", "/notes", b"", 405, "Method Not Allowed"),
        ]
        for method, target, body, status, text in cases:
            with self.subTest(f"{method} {target} {text}"):
                answer = self.call(method, target, body)
                self.assertEqual(answer.status, status)
                self.assertIn(text, answer.body.decode())


if __name__ == "__main__":
    unittest.main()
