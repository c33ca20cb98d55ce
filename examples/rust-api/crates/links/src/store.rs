use std::fmt;

use crate::{Link, MemoryStore, PostgresStore, Slug, Target};

/// Where links are kept.
pub enum Store {
    Memory(MemoryStore),
    Postgres(PostgresStore),
}

#[derive(Debug)]
pub enum StoreError {
    /// The slug leads somewhere already.
    Taken,
    /// The database did not answer as it should.
    Unavailable(Box<dyn std::error::Error + Send + Sync>),
}

impl Store {
    pub async fn add(&self, slug: &Slug, target: &Target) -> Result<Link, StoreError> {
        match self {
            Self::Memory(store) => store.add(slug, target),
            Self::Postgres(store) => store.add(slug, target).await,
        }
    }

    /// Where a slug leads; it is counted.
    pub async fn follow(&self, slug: &Slug) -> Result<Option<Target>, StoreError> {
        match self {
            Self::Memory(store) => Ok(store.follow(slug)),
            Self::Postgres(store) => store.follow(slug).await,
        }
    }

    pub async fn find(&self, slug: &Slug) -> Result<Option<Link>, StoreError> {
        match self {
            Self::Memory(store) => Ok(store.find(slug)),
            Self::Postgres(store) => store.find(slug).await,
        }
    }

    pub async fn ready(&self) -> Result<(), StoreError> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Postgres(store) => store.ready().await,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("the slug is taken"),
            Self::Unavailable(cause) => write!(f, "the store is unavailable: {cause}"),
        }
    }
}

impl std::error::Error for StoreError {}
