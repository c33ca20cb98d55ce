"""The HTTP side of the queue. `app` is what the ASGI server runs."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.jobs import Job, PostgresQueue, Queue


async def health(_: Request) -> Response:
    """Also tells which libpq the native driver has loaded."""
    return JSONResponse(
        {"status": "ok", "driver": psycopg.pq.__impl__, "libpq": psycopg.pq.version()}
    )


async def ready(request: Request) -> Response:
    """Asks the database."""
    return JSONResponse({"waiting": await queue_of(request).waiting()})


async def add(request: Request) -> Response:
    try:
        body = json.loads(await request.body())
        kind, payload = body["kind"], json.dumps(body.get("payload"))
    except (ValueError, KeyError, TypeError):
        raise HTTPException(422, 'a job is {"kind": "...", "payload": ...}') from None
    return answer(await queue_of(request).add(str(kind), payload), 201)


async def take(request: Request) -> Response:
    job = await queue_of(request).take(request.path_params["kind"])
    return answer(job) if job else Response(status_code=204)


async def finish(request: Request) -> Response:
    if await queue_of(request).finish(request.path_params["id"]):
        return Response(status_code=204)
    raise HTTPException(404, "no such job is taken")


def queue_of(request: Request) -> Queue:
    queue = request.app.state.queue
    if queue is None:
        raise HTTPException(503, "DATABASE_URL is not set")
    return queue


def answer(job: Job, status: int = 200) -> Response:
    return JSONResponse(
        {"id": job.id, "kind": job.kind, "payload": json.loads(job.payload), "state": job.state},
        status,
    )


def create_app(queue: Queue | None = None) -> Starlette:
    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        url = os.environ.get("DATABASE_URL")
        if application.state.queue is None and url:
            application.state.queue = PostgresQueue(url)
            await application.state.queue.prepare()
        yield

    application = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/healthz", health),
            Route("/readyz", ready),
            Route("/jobs", add, methods=["POST"]),
            Route("/jobs/{kind}/next", take, methods=["POST"]),
            Route("/jobs/{id:int}/done", finish, methods=["POST"]),
        ],
    )
    application.state.queue = queue
    return application


app = create_app()
