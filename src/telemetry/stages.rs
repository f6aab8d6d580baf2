//! A stage is a part of the work with a beginning and an end, as the retrieval of a search: a span with the target [`TARGET`].
//! How long each took is a metric; the stages of a request that took long are told in the log.
//!
//! Source of the idea that one instrumentation serves metrics and traces: OpenTelemetry's specification of spans.

use std::fmt;
use std::fmt::Write;
use std::time::{Duration, Instant};

use metrics::histogram;
use tracing::field::{Field, Visit};
use tracing::span::Attributes;
use tracing::{Id, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::metrics::STAGE_SECONDS;

/// What tells a stage from other spans.
pub const TARGET: &str = "gongbao::stage";

/// The stage that holds all others of a request. Its fields are what the log says of a slow one.
pub const REQUEST: &str = "request";

/// Stages of a request that are told of.
const MAX_TOLD: usize = 32;

/// Begins a stage of this name; further arguments are fields, as of `tracing::info_span!`.
macro_rules! stage {
    ($($name_and_fields:tt)+) => {
        tracing::info_span!(target: "gongbao::stage", $($name_and_fields)+)
    };
}
pub(crate) use stage;

/// Lets stages pass and nothing else.
pub fn only() -> Targets {
    Targets::new().with_target(TARGET, Level::INFO)
}

/// What measures them.
pub struct Stages {
    slow: Duration,
}

impl Stages {
    /// Which tells of requests that take this long; of none where it is no time.
    pub fn new(slow: Duration) -> Self {
        Self { slow }
    }
}

/// A stage that has begun.
struct Begun {
    at: Instant,
    /// What went on in it, in order of first ends.
    within: Vec<(&'static str, Duration)>,
    fields: Fields,
}

impl<S> Layer<S> for Stages
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut fields = Fields::default();
        if span.name() == REQUEST {
            attributes.record(&mut fields);
        }
        span.extensions_mut().insert(Begun { at: Instant::now(), within: Vec::new(), fields });
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(Begun { at, within, fields }) = span.extensions_mut().remove::<Begun>() else { return };
        let took = at.elapsed();
        if span.name() == REQUEST {
            if !self.slow.is_zero() && took >= self.slow {
                tell(&fields, took, &within);
            }
            return;
        }
        histogram!(STAGE_SECONDS, "stage" => span.name()).record(took);
        let Some(parent) = span.parent() else { return };
        if let Some(begun) = parent.extensions_mut().get_mut::<Begun>() {
            for (name, took) in std::iter::once((span.name(), took)).chain(within) {
                begun.add(name, took);
            }
        }
    }
}

impl Begun {
    fn add(&mut self, name: &'static str, took: Duration) {
        if let Some((_, sum)) = self.within.iter_mut().find(|(other, _)| *other == name) {
            *sum += took;
        } else if self.within.len() < MAX_TOLD {
            self.within.push((name, took));
        }
    }
}

fn tell(Fields(fields): &Fields, took: Duration, within: &[(&'static str, Duration)]) {
    let mut longest = within.to_vec();
    longest.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
    let mut stages = String::new();
    for (name, took) in longest {
        // Writing to a string cannot fail.
        let _ = write!(stages, "{}{name} {:.1} ms", if stages.is_empty() { "" } else { ", " }, milliseconds(took));
    }
    tracing::warn!("回答得慢：{:.1} ms{fields}；各阶段：{stages}", milliseconds(took));
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// The fields of a request, as the log writes them.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, " {field}={value:?}");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_slow_request_is_told_with_its_stages_and_a_quick_one_is_not() {
        let told = |slow: Duration| {
            let lines = Lines::default();
            let writer = lines.clone();
            let log = tracing_subscriber::fmt::layer().with_writer(move || writer.clone()).with_ansi(false);
            let log = log.with_filter(super::super::log::filter("info").unwrap());
            let subscriber = tracing_subscriber::registry().with(log).with(Stages::new(slow).with_filter(only()));
            tracing::subscriber::with_default(subscriber, || {
                stage!("request", request_id = "7", path = "/search").in_scope(|| {
                    stage!("search").in_scope(|| {
                        stage!("search.retrieve").in_scope(|| {});
                        stage!("search.retrieve").in_scope(|| {});
                    });
                });
            });
            let bytes = lines.0.lock().unwrap().clone();
            String::from_utf8(bytes).unwrap()
        };
        let slow = told(Duration::from_nanos(1));
        assert_eq!(slow.lines().count(), 1, "{slow}");
        for expected in ["回答得慢", "request_id=\"7\"", "path=\"/search\"", "search.retrieve "] {
            assert!(slow.contains(expected), "{slow}");
        }
        assert_eq!(slow.matches("search.retrieve").count(), 1, "{slow}");
        assert_eq!(told(Duration::from_secs(60)), "");
        assert_eq!(told(Duration::ZERO), "", "none are told where there is no bound");
    }
}
