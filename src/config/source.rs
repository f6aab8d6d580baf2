//! A [`SourceConfig`] is a site that the operator wants to have crawled.

use serde::{Deserialize, Serialize};

/// A site that is crawled: a `[[source]]` of the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceConfig {
    /// Its name.
    pub name: String,
    /// Addresses where it starts.
    pub start: Vec<String>,
    /// Addresses or paths within which it stays; without any, the hosts of the starts.
    #[serde(default)]
    pub scope: Vec<String>,
    /// Minutes from the beginning of one round to the next.
    #[serde(default = "a_day")]
    pub interval_minutes: u64,
    /// Requests of a round.
    #[serde(default = "two_thousand")]
    pub requests: u64,
    /// Links followed from a start.
    #[serde(default = "five")]
    pub depth: u32,
    /// Minutes that a round may take.
    #[serde(default = "sixty")]
    pub minutes: u64,
    /// The pause between two requests to one host, in milliseconds, where it is longer than `crawl_delay_ms`.
    #[serde(default)]
    pub delay_ms: u64,
    /// The first day of bulletins that are taken in.
    #[serde(default)]
    pub from: Option<String>,
    /// The last day.
    #[serde(default)]
    pub until: Option<String>,
    /// Beginnings of paths whose pages are bulletins, whatever they look like.
    #[serde(default)]
    pub bulletins: Vec<String>,
    /// Whether the sitemaps that robots.txt names are read.
    #[serde(default = "yes")]
    pub sitemaps: bool,
}

fn a_day() -> u64 {
    1_440
}

fn two_thousand() -> u64 {
    2_000
}

fn five() -> u32 {
    5
}

fn sixty() -> u64 {
    60
}

fn yes() -> bool {
    true
}
