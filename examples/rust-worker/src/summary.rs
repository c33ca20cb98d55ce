use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::entry::Entry;

/// What a log says, by route.
#[derive(Default, Serialize)]
pub struct Summary {
    routes: BTreeMap<String, Route>,
    skipped: u64,
}

#[derive(Default, Serialize)]
struct Route {
    requests: u64,
    errors: u64,
    #[serde(rename = "ms", serialize_with = "percentiles")]
    times: BTreeMap<u32, u64>,
}

#[derive(Serialize)]
struct Percentiles {
    p50: u32,
    p95: u32,
    max: u32,
}

impl Summary {
    pub fn add(&mut self, entry: &Entry) {
        let route = self.routes.entry(entry.route()).or_default();
        route.requests += 1;
        route.errors += u64::from(entry.failed());
        *route.times.entry(entry.ms).or_default() += 1;
    }

    pub fn skip(&mut self) {
        self.skipped += 1;
    }
}

fn percentiles<S: Serializer>(times: &BTreeMap<u32, u64>, to: S) -> Result<S::Ok, S::Error> {
    let max = times.last_key_value().map_or(0, |(ms, _)| *ms);
    Percentiles {
        p50: percentile(times, 50),
        p95: percentile(times, 95),
        max,
    }
    .serialize(to)
}

/// The smallest time within which that share of the answers came.
fn percentile(times: &BTreeMap<u32, u64>, share: u64) -> u32 {
    let rank = (times.values().sum::<u64>() * share).div_ceil(100);
    let mut seen = 0;
    for (ms, count) in times {
        seen += count;
        if seen >= rank {
            return *ms;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_seen() {
        let times: BTreeMap<u32, u64> = (1..=100).map(|ms| (ms, 1)).collect();
        assert_eq!((percentile(&times, 50), percentile(&times, 95)), (50, 95));
        assert_eq!(percentile(&BTreeMap::from([(7, 1)]), 50), 7);
        assert_eq!(percentile(&BTreeMap::new(), 50), 0);
    }

    #[test]
    fn only_errors_of_the_server_count() {
        let mut summary = Summary::default();
        for status in [200, 404, 503] {
            summary.add(&Entry {
                path: "/".to_owned(),
                status,
                ms: 1,
            });
        }
        assert_eq!(summary.routes["/"].errors, 1);
    }
}
