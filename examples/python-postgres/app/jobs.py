"""A queue of jobs in PostgreSQL. Workers take jobs one at a time and never the same one."""

from dataclasses import dataclass
from typing import Protocol

import psycopg
from psycopg.rows import class_row

SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind    text NOT NULL,
    payload jsonb NOT NULL,
    state   text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'done'))
)
"""

# SKIP LOCKED: two workers that ask at once get two different jobs.
TAKE = """
UPDATE jobs SET state = 'taken'
WHERE id = (
    SELECT id FROM jobs WHERE state = 'waiting' AND kind = %s
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, kind, payload::text AS payload, state
"""


@dataclass(frozen=True)
class Job:
    id: int
    kind: str
    payload: str
    state: str


class Queue(Protocol):
    async def waiting(self) -> int: ...

    async def add(self, kind: str, payload: str) -> Job: ...

    async def take(self, kind: str) -> Job | None: ...

    async def finish(self, job: int) -> bool: ...


class PostgresQueue:
    def __init__(self, url: str) -> None:
        self.url = url

    async def prepare(self) -> None:
        async with await psycopg.AsyncConnection.connect(self.url) as connection:
            await connection.execute(SCHEMA)

    async def waiting(self) -> int:
        async with await psycopg.AsyncConnection.connect(self.url) as connection:
            cursor = await connection.execute("SELECT count(*) FROM jobs WHERE state = 'waiting'")
            (count,) = await cursor.fetchone() or (0,)
            return count

    async def add(self, kind: str, payload: str) -> Job:
        query = """
            INSERT INTO jobs (kind, payload) VALUES (%s, %s::jsonb)
            RETURNING id, kind, payload::text AS payload, state
        """
        job = await self._one(query, (kind, payload))
        assert job is not None
        return job

    async def take(self, kind: str) -> Job | None:
        return await self._one(TAKE, (kind,))

    async def finish(self, job: int) -> bool:
        query = """
            UPDATE jobs SET state = 'done' WHERE id = %s AND state = 'taken'
            RETURNING id, kind, payload::text AS payload, state
        """
        return await self._one(query, (job,)) is not None

    async def _one(self, query: str, values: tuple[object, ...]) -> Job | None:
        async with await psycopg.AsyncConnection.connect(self.url) as connection:
            async with connection.cursor(row_factory=class_row(Job)) as cursor:
                await cursor.execute(query, values)
                return await cursor.fetchone()
