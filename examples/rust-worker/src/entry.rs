use std::str::FromStr;

use serde::Deserialize;

/// One request, as a line of an access log.
#[derive(Debug, Deserialize, PartialEq)]
pub struct Entry {
    pub path: String,
    pub status: u16,
    /// How long the answer took.
    pub ms: u32,
}

impl Entry {
    /// The path with numbers as one name, so that `/users/1` and `/users/2` are one route.
    pub fn route(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let parts = path
            .split('/')
            .map(|part| if is_number(part) { ":id" } else { part });
        parts.collect::<Vec<_>>().join("/")
    }

    pub fn failed(&self) -> bool {
        self.status >= 500
    }
}

impl FromStr for Entry {
    type Err = serde_json::Error;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(line)
    }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_queries_are_not_part_of_a_route() {
        let entry: Entry = r#"{"path": "/users/17/posts?page=2", "status": 200, "ms": 1}"#
            .parse()
            .unwrap();
        assert_eq!(entry.route(), "/users/:id/posts");
    }

    #[test]
    fn a_line_without_a_status_is_no_entry() {
        assert!(r#"{"path": "/"}"#.parse::<Entry>().is_err());
    }
}
