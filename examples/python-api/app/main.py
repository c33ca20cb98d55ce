"""A small notes service. `app` is what the ASGI server runs."""

from starlette.applications import Starlette

from app.routes import error_handlers, routes
from app.store import NoteStore


def create_app(store: NoteStore | None = None) -> Starlette:
    application = Starlette(routes=routes, exception_handlers=error_handlers)
    application.state.notes = store or NoteStore()
    return application


app = create_app()
