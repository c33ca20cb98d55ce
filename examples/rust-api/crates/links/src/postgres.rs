use deadpool_postgres::{Config, Object, Pool, Runtime};
use tokio_postgres::{NoTls, Row};

use crate::{Link, Slug, StoreError, Target};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS links (
    slug text PRIMARY KEY,
    target text NOT NULL,
    hits bigint NOT NULL DEFAULT 0
)";

/// Links in PostgreSQL.
pub struct PostgresStore(Pool);

impl PostgresStore {
    /// Connects when it is first asked, so that the service starts before its database.
    pub fn new(url: &str) -> Result<Self, StoreError> {
        let config = Config {
            url: Some(url.to_owned()),
            ..Config::default()
        };
        let pool = config
            .create_pool(Some(Runtime::Tokio1), NoTls)
            .map_err(unavailable)?;
        Ok(Self(pool))
    }

    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.client()
            .await?
            .batch_execute(SCHEMA)
            .await
            .map_err(unavailable)
    }

    pub(crate) async fn add(&self, slug: &Slug, target: &Target) -> Result<Link, StoreError> {
        let sql = "INSERT INTO links (slug, target) VALUES ($1, $2)
            ON CONFLICT DO NOTHING RETURNING slug, target, hits";
        let client = self.client().await?;
        let row = client
            .query_opt(sql, &[&slug.as_str(), &target.as_str()])
            .await;
        row.map_err(unavailable)?
            .map(link)
            .transpose()?
            .ok_or(StoreError::Taken)
    }

    pub(crate) async fn follow(&self, slug: &Slug) -> Result<Option<Target>, StoreError> {
        let sql = "UPDATE links SET hits = hits + 1 WHERE slug = $1 RETURNING slug, target, hits";
        Ok(self.one(sql, slug).await?.map(|link| link.target))
    }

    pub(crate) async fn find(&self, slug: &Slug) -> Result<Option<Link>, StoreError> {
        self.one("SELECT slug, target, hits FROM links WHERE slug = $1", slug)
            .await
    }

    pub(crate) async fn ready(&self) -> Result<(), StoreError> {
        self.client()
            .await?
            .batch_execute("SELECT 1")
            .await
            .map_err(unavailable)
    }

    async fn one(&self, sql: &str, slug: &Slug) -> Result<Option<Link>, StoreError> {
        let client = self.client().await?;
        let row = client
            .query_opt(sql, &[&slug.as_str()])
            .await
            .map_err(unavailable)?;
        row.map(link).transpose()
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.0.get().await.map_err(unavailable)
    }
}

fn link(row: Row) -> Result<Link, StoreError> {
    let slug = Slug::try_from(row.get::<_, String>("slug")).map_err(unavailable)?;
    let target = Target::try_from(row.get::<_, String>("target")).map_err(unavailable)?;
    Ok(Link {
        slug,
        target,
        hits: row.get("hits"),
    })
}

fn unavailable(cause: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Unavailable(Box::new(cause))
}
