"""The HTTP side: routes, JSON in and out, errors as JSON."""

from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.model import NoteDraft
from app.store import NoteNotFound, NoteStore

MAX_BODY = 64 * 1024


async def health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def find(request: Request) -> Response:
    query = request.query_params
    notes = store_of(request).find(query.get("tag"), query.get("q", ""))
    return JSONResponse({"notes": [note.model_dump(mode="json") for note in notes]})


async def add(request: Request) -> Response:
    note = store_of(request).add(await read_draft(request))
    return answer(note, 201, {"Location": f"/notes/{note.id}"})


async def get(request: Request) -> Response:
    return answer(store_of(request).get(request.path_params["id"]))


async def replace(request: Request) -> Response:
    draft = await read_draft(request)
    return answer(store_of(request).replace(request.path_params["id"], draft))


async def remove(request: Request) -> Response:
    store_of(request).remove(request.path_params["id"])
    return Response(status_code=204)


routes = [
    Route("/healthz", health),
    Route("/notes", find),
    Route("/notes", add, methods=["POST"]),
    Route("/notes/{id:int}", get),
    Route("/notes/{id:int}", replace, methods=["PUT"]),
    Route("/notes/{id:int}", remove, methods=["DELETE"]),
]


def store_of(request: Request) -> NoteStore:
    return request.app.state.notes


async def read_draft(request: Request) -> NoteDraft:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(413, f"the body is larger than {MAX_BODY} bytes")
    return NoteDraft.model_validate_json(bytes(body))


def answer(model: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(model.model_dump_json(), status, headers, "application/json")


async def on_invalid(_: Request, error: ValidationError) -> Response:
    problems = [
        {"field": ".".join(str(part) for part in problem["loc"]), "problem": problem["msg"]}
        for problem in error.errors(include_url=False, include_input=False)
    ]
    return JSONResponse({"error": "invalid note", "problems": problems}, 422)


async def on_not_found(_: Request, __: NoteNotFound) -> Response:
    return JSONResponse({"error": "note not found"}, 404)


async def on_http(_: Request, error: HTTPException) -> Response:
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


error_handlers = {ValidationError: on_invalid, NoteNotFound: on_not_found, HTTPException: on_http}
