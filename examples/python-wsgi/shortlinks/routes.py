"""The HTTP side: make a link, follow it, see how often it was followed."""

import re
import secrets
from urllib.parse import urlsplit

import psycopg
from flask import Blueprint, abort, jsonify, redirect, request
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from shortlinks.database import Link, database

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,31}")
# Without letters and digits that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

routes = Blueprint("links", __name__)


@routes.get("/healthz")
def health():
    """Also tells which libpq the native driver has loaded."""
    return jsonify(status="ok", driver=psycopg.pq.__impl__, libpq=psycopg.pq.version())


@routes.get("/readyz")
def ready():
    database.session.execute(text("SELECT 1"))
    return jsonify(status="ready")


@routes.post("/links")
def add():
    body = request.get_json()
    if not isinstance(body, dict) or not is_web_address(body.get("target")):
        abort(422, "target has to be an http or https address of at most 2048 characters")
    slug = body.get("slug") or "".join(secrets.choice(ALPHABET) for _ in range(7))
    if not isinstance(slug, str) or not SLUG.fullmatch(slug):
        abort(422, "slug has to be 2 to 32 of a-z, 0-9 and -")
    link = Link(slug=slug, target=body["target"], visits=0)
    database.session.add(link)
    try:
        database.session.commit()
    except IntegrityError:
        database.session.rollback()
        abort(409, f"{slug} is taken")
    return jsonify(link.as_json()), 201, {"Location": f"/links/{slug}"}


@routes.get("/links/<slug>")
def show(slug: str):
    return jsonify(database.get_or_404(Link, slug, description="no such link").as_json())


@routes.get("/<slug>")
def follow(slug: str):
    link = database.get_or_404(Link, slug, description="no such link")
    target = link.target
    # The database counts, so that two visits at once are two.
    visited = update(Link).where(Link.slug == slug).values(visits=Link.visits + 1)
    database.session.execute(visited)
    database.session.commit()
    return redirect(target, 302)


def is_web_address(target: object) -> bool:
    if not isinstance(target, str) or len(target) > 2048:
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
