use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use links::{Link, Slug, Store, StoreError, Target};
use serde::Deserialize;
use serde_json::json;

type Shared = State<Arc<Store>>;

pub fn routes(store: Arc<Store>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .route("/links", post(add))
        .route("/links/{slug}", get(find))
        .route("/{slug}", get(follow))
        .with_state(store)
}

#[derive(Deserialize)]
struct NewLink {
    slug: Slug,
    target: Target,
}

async fn ready(State(store): Shared) -> Result<&'static str, Problem> {
    store.ready().await?;
    Ok("ready")
}

async fn add(
    State(store): Shared,
    Json(new): Json<NewLink>,
) -> Result<(StatusCode, Json<Link>), Problem> {
    let link = store.add(&new.slug, &new.target).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

async fn find(State(store): Shared, Path(slug): Path<Slug>) -> Result<Json<Link>, Problem> {
    store.find(&slug).await?.map(Json).ok_or(Problem::Unknown)
}

async fn follow(State(store): Shared, Path(slug): Path<Slug>) -> Result<Redirect, Problem> {
    let target = store.follow(&slug).await?.ok_or(Problem::Unknown)?;
    Ok(Redirect::temporary(target.as_str()))
}

enum Problem {
    Unknown,
    Store(StoreError),
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::Unknown => (StatusCode::NOT_FOUND, "no such link"),
            Self::Store(StoreError::Taken) => (StatusCode::CONFLICT, "the slug is taken"),
            Self::Store(StoreError::Unavailable(cause)) => {
                tracing::error!(%cause, "store");
                (StatusCode::SERVICE_UNAVAILABLE, "the store is unavailable")
            }
        };
        (status, Json(json!({ "error": message }))).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{Request, header};
    use http_body_util::BodyExt;
    use links::MemoryStore;
    use tower::ServiceExt;

    async fn send(app: &Router, request: Request<Body>) -> (StatusCode, Option<String>, String) {
        let response = app.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.map(|value| value.to_str().unwrap().to_owned());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, location, String::from_utf8(body.to_vec()).unwrap())
    }

    fn get(path: &str) -> Request<Body> {
        Request::get(path).body(Body::empty()).unwrap()
    }

    fn post(body: &str) -> Request<Body> {
        let request = Request::post("/links").header(header::CONTENT_TYPE, "application/json");
        request.body(Body::from(body.to_owned())).unwrap()
    }

    #[tokio::test]
    async fn a_link_is_made_followed_and_counted() {
        let app = routes(Arc::new(Store::Memory(MemoryStore::default())));
        let new = r#"{"slug": "docs", "target": "https://example.com/docs"}"#;
        assert_eq!(send(&app, post(new)).await.0, StatusCode::CREATED);
        assert_eq!(send(&app, post(new)).await.0, StatusCode::CONFLICT);
        let (status, location, _) = send(&app, get("/docs")).await;
        assert_eq!(status, StatusCode::TEMPORARY_REDIRECT);
        assert_eq!(location.as_deref(), Some("https://example.com/docs"));
        assert!(
            send(&app, get("/links/docs"))
                .await
                .2
                .contains(r#""hits":1"#)
        );
    }

    #[tokio::test]
    async fn what_is_no_link_is_refused() {
        let app = routes(Arc::new(Store::Memory(MemoryStore::default())));
        let bad = post(r#"{"slug": "docs", "target": "javascript:alert(1)"}"#);
        assert_eq!(send(&app, bad).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(send(&app, get("/nothing")).await.0, StatusCode::NOT_FOUND);
    }
}
