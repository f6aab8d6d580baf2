//! Traces: the [`stages`](super::stages) of each request, sent to a collector by OTLP over HTTP (OpenTelemetry protocol 1.x,
//! binary). A request that comes with a `traceparent` (W3C Trace Context) belongs to the trace that it names.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};
use tokio::runtime::Handle;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt};
use tracing_subscriber::registry::LookupSpan;

/// Where traces go.
pub struct Collector<'a> {
    /// The address of a collector, without the path of traces: `http://127.0.0.1:4318`.
    pub endpoint: &'a str,
    /// Of the traces that begin here, how many in a hundred are sent.
    pub percent: u8,
}

/// Why there is no way to a collector.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// The client.
    #[error(transparent)]
    Client(#[from] reqwest::Error),
    /// Its encryption.
    #[error(transparent)]
    Tls(#[from] rustls::Error),
    /// The exporter.
    #[error(transparent)]
    Exporter(#[from] ExporterBuildError),
}

/// Traces that are being sent.
pub struct Traces(SdkTracerProvider);

/// The longest that sending may take, at a time and at the end.
const PATIENCE: Duration = Duration::from_secs(5);

/// The layer that makes spans of a trace of stages, and what sends them.
///
/// # Errors
/// Where the address is none.
pub fn layer<S>(collector: &Collector<'_>) -> Result<(OpenTelemetryLayer<S, SdkTracer>, Traces), TracesError>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls).timeout(PATIENCE).no_proxy().build()?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Sender { client, runtime: Handle::current() })
        .with_endpoint(format!("{}/v1/traces", collector.endpoint.trim_end_matches('/')))
        .with_protocol(Protocol::HttpBinary)
        .with_timeout(PATIENCE)
        .build()?;
    // Whoever began a trace has decided whether it is told; what begins here is told by lot.
    let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(f64::from(collector.percent) / 100.0)));
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(sampler)
        .with_resource(Resource::builder().with_service_name("gongbao").build())
        .build();
    let tracer = provider.tracer("gongbao");
    let layer = tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false);
    Ok((layer, Traces(provider)))
}

impl Traces {
    /// Sends what is left, within [`PATIENCE`]. Its runtime must still be there.
    pub fn finish(self) {
        if let Err(error) = self.0.shutdown_with_timeout(PATIENCE) {
            tracing::warn!("最后的跟踪数据没能发出：{error}");
        }
    }
}

/// Makes a span, before it is entered, part of the trace that this `traceparent` names.
pub fn continue_trace(span: &Span, traceparent: &str) {
    let headers = HashMap::from([("traceparent".to_owned(), traceparent.to_owned())]);
    // Where no traces are sent there is nothing to belong to.
    let _ = span.set_parent(TraceContextPropagator::new().extract(&headers));
}

/// The id of the trace that a `traceparent` names, where it is one: version, trace, parent and flags, in lowercase
/// hexadecimal (W3C Trace Context, 3.2).
pub fn trace_id(traceparent: &str) -> Option<&str> {
    let mut parts = traceparent.split('-');
    let (version, trace, parent, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let is_known = is_hex(version, 2) && version != "ff" && (version != "00" || parts.next().is_none());
    let is_some = |text: &str| text.bytes().any(|byte| byte != b'0');
    (is_known && is_hex(trace, 32) && is_some(trace) && is_hex(parent, 16) && is_some(parent) && is_hex(flags, 2))
        .then_some(trace)
}

/// Sends by the program's own client and runtime; the exporter's thread has none.
#[derive(Debug)]
struct Sender {
    client: reqwest::Client,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Sender {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let sending = async move {
            let response = client.execute(request.try_into()?).await?;
            let status = response.status();
            let body = response.bytes().await?;
            Ok::<_, HttpError>(Response::builder().status(status).body(body)?)
        };
        self.runtime.spawn(sending).await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_is_named_as_the_standard_says() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(trace_id(text), expected, "{text}");
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        check("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", Some(trace));
        check("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", Some(trace));
        check("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", None);
        check("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", None);
        check("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", None);
        check("00-00000000000000000000000000000000-00f067aa0ba902b7-01", None);
        check("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", None);
        check("00-4bf92f35-00f067aa0ba902b7-01", None);
        check("", None);
    }
}
