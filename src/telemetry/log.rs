//! The log: lines on standard error, for people or as JSON for programs that collect them.

use std::io::{self, IsTerminal};

use tracing::Subscriber;
use tracing_subscriber::filter::{Directive, EnvFilter, ParseError};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;

use super::stages;

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// An object a line.
    Json,
}

/// What others tell that is for those who ask for it, as tantivy each merge and each segment; and stages, which are no lines.
const QUIET: [&str; 4] = ["tantivy=warn", "sqlx=warn", "html5ever=error", "opentelemetry=warn"];

/// Which lines are wanted.
///
/// # Errors
/// Where the text is none of `EnvFilter`'s language.
pub fn filter(wanted: &str) -> Result<EnvFilter, ParseError> {
    let filter = EnvFilter::builder().parse(wanted)?;
    let asked = filter.to_string();
    let is_asked = |directive: &&str| asked.contains(directive.split('=').next().unwrap_or_default());
    let off = format!("{}=off", stages::TARGET);
    let quiet = QUIET.iter().copied().filter(|directive| !is_asked(directive)).chain([off.as_str()]);
    let directives = quiet.filter_map(|directive| directive.parse::<Directive>().ok());
    Ok(directives.fold(filter, EnvFilter::add_directive))
}

/// What writes them.
pub fn layer<S>(format: LogFormat) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    // Colours are for terminals, not for files.
    let lines = fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal()).with_target(false);
    match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed(),
    }
}
