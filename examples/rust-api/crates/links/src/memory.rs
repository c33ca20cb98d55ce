use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Link, Slug, StoreError, Target};

/// Links that are gone when the program ends.
#[derive(Default)]
pub struct MemoryStore(Mutex<HashMap<Slug, Link>>);

impl MemoryStore {
    pub(crate) fn add(&self, slug: &Slug, target: &Target) -> Result<Link, StoreError> {
        let mut links = self.links();
        if links.contains_key(slug) {
            return Err(StoreError::Taken);
        }
        let link = Link {
            slug: slug.clone(),
            target: target.clone(),
            hits: 0,
        };
        links.insert(slug.clone(), link.clone());
        Ok(link)
    }

    pub(crate) fn follow(&self, slug: &Slug) -> Option<Target> {
        let mut links = self.links();
        let link = links.get_mut(slug)?;
        link.hits += 1;
        Some(link.target.clone())
    }

    pub(crate) fn find(&self, slug: &Slug) -> Option<Link> {
        self.links().get(slug).cloned()
    }

    /// No change leaves the map half done, so a panic elsewhere did not spoil it.
    fn links(&self) -> MutexGuard<'_, HashMap<Slug, Link>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_leads_to_one_target_and_counts() {
        let store = MemoryStore::default();
        let slug = Slug::try_from("docs".to_owned()).unwrap();
        let target = Target::try_from("https://example.com/".to_owned()).unwrap();
        assert_eq!(store.follow(&slug), None);
        store.add(&slug, &target).unwrap();
        assert!(matches!(store.add(&slug, &target), Err(StoreError::Taken)));
        assert_eq!(store.follow(&slug), Some(target));
        assert_eq!(store.find(&slug).unwrap().hits, 1);
    }
}
