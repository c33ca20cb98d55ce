use std::fmt;

use serde::{Deserialize, Serialize};

const LONGEST_SLUG: usize = 32;
const LONGEST_TARGET: usize = 2048;

/// A slug, where it leads and how often it was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    pub slug: Slug,
    pub target: Target,
    pub hits: i64,
}

/// The path of a short link: small letters, digits and dashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// An address on the web. Anything else would make the service a way around a browser's rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Target(String);

/// Why a text is no slug or no target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid(&'static str);

impl Slug {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Target {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > LONGEST_SLUG || !text.bytes().all(plain) {
            return Err(Invalid("slug: 1 to 32 small letters, digits and dashes"));
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for Target {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        match rest {
            Some(rest) if visible && !rest.is_empty() && text.len() <= LONGEST_TARGET => {
                Ok(Self(text))
            }
            _ => Err(Invalid(
                "target: an http or https address of at most 2048 characters",
            )),
        }
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.0
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Invalid {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_short_and_plain() {
        assert!(Slug::try_from("spring-2026".to_owned()).is_ok());
        for text in ["", "Spring", "a/b", &"x".repeat(33)] {
            assert!(Slug::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_target_is_on_the_web() {
        assert!(Target::try_from("https://example.com/a?b=c".to_owned()).is_ok());
        for text in [
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://a\r\nX: y",
        ] {
            assert!(Target::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
