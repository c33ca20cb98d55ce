"""The HTTP side against a queue in memory, spoken to as an ASGI server would."""

import asyncio
import json
import unittest
from dataclasses import replace

from app.jobs import Job
from app.main import create_app


class MemoryQueue:
    def __init__(self) -> None:
        self.jobs: dict[int, Job] = {}

    async def waiting(self) -> int:
        return sum(job.state == "waiting" for job in self.jobs.values())

    async def add(self, kind: str, payload: str) -> Job:
        job = Job(len(self.jobs) + 1, kind, payload, "waiting")
        self.jobs[job.id] = job
        return job

    async def take(self, kind: str) -> Job | None:
        waiting = [job for job in self.jobs.values() if (job.kind, job.state) == (kind, "waiting")]
        return self._set(waiting[0].id, "taken") if waiting else None

    async def finish(self, job: int) -> bool:
        if job not in self.jobs or self.jobs[job].state != "taken":
            return False
        self._set(job, "done")
        return True

    def _set(self, job: int, state: str) -> Job:
        self.jobs[job] = replace(self.jobs[job], state=state)
        return self.jobs[job]


def call(app, method: str, path: str, body: bytes = b"") -> tuple[int, object]:
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
    }
    asyncio.run(app(scope, receive, send))
    text = b"".join(message.get("body", b"") for message in sent)
    try:
        return sent[0]["status"], json.loads(text) if text else None
    except ValueError:
        return sent[0]["status"], text.decode()


class JobsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.app = create_app(MemoryQueue())

    def test_a_job_is_taken_once(self) -> None:
        body = json.dumps({"kind": "mail", "payload": {"to": "a"}}).encode()
        status, job = call(self.app, "POST", "/jobs", body)
        self.assertEqual((status, job["state"]), (201, "waiting"))
        self.assertEqual(call(self.app, "POST", "/jobs/mail/next")[1]["payload"], {"to": "a"})
        self.assertEqual(call(self.app, "POST", "/jobs/mail/next")[0], 204)

    def test_only_a_taken_job_can_be_done(self) -> None:
        call(self.app, "POST", "/jobs", b'{"kind": "mail"}')
        self.assertEqual(call(self.app, "POST", "/jobs/1/done")[0], 404)
        call(self.app, "POST", "/jobs/mail/next")
        self.assertEqual(call(self.app, "POST", "/jobs/1/done")[0], 204)

    def test_a_body_that_is_no_job(self) -> None:
        for body in (b"", b"[]", b'{"payload": 1}'):
            self.assertEqual(call(self.app, "POST", "/jobs", body)[0], 422)

    def test_ready_counts_the_jobs_that_wait(self) -> None:
        call(self.app, "POST", "/jobs", b'{"kind": "mail"}')
        call(self.app, "POST", "/jobs", b'{"kind": "mail"}')
        call(self.app, "POST", "/jobs/mail/next")
        self.assertEqual(call(self.app, "GET", "/readyz"), (200, {"waiting": 1}))
        self.assertEqual(call(create_app(), "GET", "/readyz")[0], 503)

    def test_health_names_the_native_driver(self) -> None:
        status, answer = call(self.app, "GET", "/healthz")
        self.assertEqual((status, answer["status"]), (200, "ok"))
        self.assertIn(answer["driver"], ("c", "python"))

    def test_without_a_database_there_is_no_queue(self) -> None:
        self.assertEqual(call(create_app(), "POST", "/jobs/mail/next")[0], 503)


if __name__ == "__main__":
    unittest.main()
