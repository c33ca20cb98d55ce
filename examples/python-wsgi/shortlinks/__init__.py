"""A link shortener. `create_app` is what the WSGI server calls."""

import os

from flask import Flask

from shortlinks.database import database
from shortlinks.errors import register_errors
from shortlinks.routes import routes


def create_app(url: str | None = None) -> Flask:
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url or database_url()
    # A connection that the database has closed in the meantime is noticed and made anew.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True}
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024
    database.init_app(app)
    app.register_blueprint(routes)
    register_errors(app)
    with app.app_context():
        database.create_all()
    return app


def database_url() -> str:
    """Providers write postgres:// or postgresql://; SQLAlchemy wants to hear of the driver too."""
    url = os.environ.get("DATABASE_URL", "sqlite://")
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url
