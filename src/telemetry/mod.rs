//! Telemetry is what the program tells of itself to those who run it: the lines of its log, [`metrics`], the [`stages`] of
//! what it does with how long they took, [`traces`] for a collector, and, where it is wanted, what readers searched for.
//!
//! Other rooms only say what happens: lines and spans by `tracing`, figures by `metrics`, neither of which knows where it goes.
//! Where it goes is decided here.

pub mod log;
pub mod metrics;
pub mod quantiles;
pub mod queries;
pub mod stages;
pub mod traces;

use std::time::Duration;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};
use tracing_subscriber::{Layer, Registry};

use self::log::LogFormat;
use self::stages::Stages;
use self::traces::{Collector, Traces, TracesError};

/// What is told, and where.
pub struct Telemetry<'a> {
    /// Which lines, in the language of `tracing`'s `EnvFilter`.
    pub log: &'a str,
    /// How they are written.
    pub format: LogFormat,
    /// From how long on a request is told of as slow; `None` where no requests are answered.
    pub slow: Option<Duration>,
    /// Where traces go.
    pub collector: Option<Collector<'a>>,
}

/// Why nothing can be told.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter of lines.
    #[error("log = {0}：{1}")]
    Log(String, tracing_subscriber::filter::ParseError),
    /// The way to the collector.
    #[error("trace_endpoint = {0}：{1}")]
    Traces(String, TracesError),
    /// It was begun before.
    #[error(transparent)]
    Twice(#[from] TryInitError),
}

impl Telemetry<'_> {
    /// Begins to tell, within a runtime. What comes back sends the last traces when the program ends.
    ///
    /// # Errors
    /// Where a setting cannot be used.
    pub fn start(&self) -> Result<Option<Traces>, TelemetryError> {
        let filter = log::filter(self.log).map_err(|error| TelemetryError::Log(self.log.to_owned(), error))?;
        let lines = log::layer(self.format).with_filter(filter);
        let stages = self.slow.map(|slow| Stages::new(slow).with_filter(stages::only()));
        let (traced, traces) = self
            .collector
            .as_ref()
            .map(|collector| {
                traces::layer::<Registry>(collector)
                    .map_err(|error| TelemetryError::Traces(collector.endpoint.to_owned(), error))
            })
            .transpose()?
            .unzip();
        let traced = traced.map(|layer| layer.with_filter(stages::only()));
        tracing_subscriber::registry().with(traced).with(lines).with(stages).try_init()?;
        Ok(traces)
    }
}
