//! A link shortener over HTTP.

mod http;

use std::{env, error::Error, sync::Arc};

use links::{MemoryStore, PostgresStore, Store};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    tracing_subscriber::fmt().json().init();
    let port: u16 = env::var("PORT")
        .unwrap_or_else(|_| "8080".to_owned())
        .parse()?;
    let store = Arc::new(store().await?);
    let listener = TcpListener::bind(("0.0.0.0", port)).await?;
    tracing::info!(port, "listening");
    axum::serve(listener, http::routes(store))
        .with_graceful_shutdown(terminated())
        .await?;
    Ok(())
}

async fn store() -> Result<Store, Failure> {
    let Ok(url) = env::var("DATABASE_URL") else {
        return Ok(Store::Memory(MemoryStore::default()));
    };
    let postgres = PostgresStore::new(&url)?;
    postgres.migrate().await?;
    Ok(Store::Postgres(postgres))
}

/// Open requests are finished before the program ends.
async fn terminated() {
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => _ = terminate.recv().await,
        Err(error) => tracing::error!(%error, "cannot wait for SIGTERM"),
    }
    tracing::info!("ending");
}
