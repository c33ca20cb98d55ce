"""Every error is JSON."""

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException


def register_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> tuple[Response, int]:
        return jsonify(error=error.description), error.code or 500
