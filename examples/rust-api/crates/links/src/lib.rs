//! Short links: what they are, and where they are kept.

mod link;
mod memory;
mod postgres;
mod store;

pub use link::{Invalid, Link, Slug, Target};
pub use memory::MemoryStore;
pub use postgres::PostgresStore;
pub use store::{Store, StoreError};
