import pytest
from flask.testing import FlaskClient

from shortlinks import create_app, database_url


@pytest.fixture
def client() -> FlaskClient:
    return create_app("sqlite://").test_client()


def test_a_link_is_made_followed_and_counted(client: FlaskClient) -> None:
    made = client.post("/links", json={"target": "https://example.com/a?b=c", "slug": "docs"})
    assert (made.status_code, made.headers["Location"]) == (201, "/links/docs")
    for _ in range(2):
        visit = client.get("/docs")
        assert (visit.status_code, visit.headers["Location"]) == (302, "https://example.com/a?b=c")
    assert client.get("/links/docs").json == {
        "slug": "docs",
        "target": "https://example.com/a?b=c",
        "visits": 2,
    }


def test_a_slug_is_made_where_none_is_given(client: FlaskClient) -> None:
    slug = client.post("/links", json={"target": "https://example.com"}).json["slug"]
    assert client.get(f"/{slug}").status_code == 302


def test_a_slug_is_taken_once(client: FlaskClient) -> None:
    body = {"target": "https://example.com", "slug": "docs"}
    assert client.post("/links", json=body).status_code == 201
    taken = client.post("/links", json=body)
    assert (taken.status_code, taken.json) == (409, {"error": "docs is taken"})


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"target": "javascript:alert(1)"},
        {"target": "https://"},
        {"target": "https://[::1"},
        {"target": "https://example.com/" + "a" * 2048},
        {"target": "https://example.com", "slug": "Not Good"},
        {"target": "https://example.com", "slug": 7},
    ],
)
def test_what_is_no_link(client: FlaskClient, body: object) -> None:
    assert client.post("/links", json=body).status_code == 422


def test_errors_are_json(client: FlaskClient) -> None:
    assert client.get("/nothing").json == {"error": "no such link"}
    assert client.post("/links", data="{", content_type="application/json").status_code == 400
    assert client.post("/links", data="x" * 20_000).status_code in (413, 415)


def test_health_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").json["status"] == "ok"
    assert client.get("/readyz").json == {"status": "ready"}


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u@db/links", "postgresql+psycopg://u@db/links"),
        ("postgresql://u@db/links", "postgresql+psycopg://u@db/links"),
        ("sqlite:////tmp/links.db", "sqlite:////tmp/links.db"),
    ],
)
def test_the_driver_is_named(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert database_url() == used
