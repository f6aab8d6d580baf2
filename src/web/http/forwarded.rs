//! By which address a site was called: what the operator says, else what the request says of its host. What a proxy says of
//! the host, the scheme and the client is believed of the proxies that the operator trusts, and of nobody else.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;

use super::error::WebError;

const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Who came by TLS comes by TLS for as long (RFC 6797).
const FOR_A_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// The trace that a request belongs to (W3C Trace Context).
pub const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The origin by which the site was called, where it is plain: `http://127.0.0.1:8080`.
#[derive(Debug, Clone, Default)]
pub struct Origin(pub String);

/// Whom to believe what.
pub struct Forwarded {
    /// The origin of the site, whatever requests say.
    site: Option<String>,
    proxies: Vec<IpNet>,
    /// The header in which they name the client.
    client_header: Option<HeaderName>,
    /// Whether connections come by TLS.
    is_secure: bool,
}

impl Forwarded {
    /// Networks that do not read as such are left out; the settings have none.
    pub fn new(site: Option<&str>, proxies: &[IpNet], client_header: Option<&str>, is_secure: bool) -> Arc<Self> {
        Arc::new(Self {
            site: site.map(|address| address.trim_end_matches('/').to_owned()),
            proxies: proxies.to_vec(),
            client_header: client_header.and_then(|name| HeaderName::try_from(name).ok()),
            is_secure,
        })
    }

    fn trusts(&self, peer: Option<IpAddr>) -> bool {
        peer.is_some_and(|peer| self.proxies.iter().any(|network| network.contains(&peer.to_canonical())))
    }

    /// Takes away what is not to be believed.
    fn strip(&self, headers: &mut HeaderMap) {
        for name in [&FORWARDED_HOST, &FORWARDED_PROTO, &TRACEPARENT].into_iter().chain(&self.client_header) {
            headers.remove(name);
        }
    }

    fn origin(&self, headers: &HeaderMap) -> String {
        if let Some(site) = &self.site {
            return site.clone();
        }
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        // Only what can be a host is repeated.
        let plain = |host: &&str| {
            (1..=200).contains(&host.len()) && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b))
        };
        let host = text(&FORWARDED_HOST).or_else(|| text(&header::HOST)).filter(plain);
        let scheme = if self.is_secure || text(&FORWARDED_PROTO) == Some("https") { "https" } else { "http" };
        host.map_or(String::new(), |host| format!("{scheme}://{host}"))
    }
}

/// Whether the request names one host, as HTTP/1.1 asks for (RFC 9112, 3.2); before it none may be named.
fn names_one_host(request: &Request) -> bool {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    hosts == 1 || (hosts == 0 && request.version() < Version::HTTP_11)
}

/// Refuses a request that does not name its host.
pub async fn require_host(request: Request, next: Next) -> Response {
    if names_one_host(&request) { next.run(request).await } else { WebError::no_host().into_response() }
}

/// Refuses a request by a name that anybody may own: a page of a stranger may have its name lead here (DNS rebinding), and
/// would read what is not for it.
pub async fn require_private_host(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if is_private_host(host) {
        next.run(request).await
    } else {
        WebError::from_status(StatusCode::FORBIDDEN).into_response()
    }
}

/// Whether a host is an address, or a name of the own network: without a dot, or under one of [`PRIVATE_NAMES`].
fn is_private_host(host: &str) -> bool {
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    let is_address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    let is_own = !name.is_empty() && !name.contains('.');
    is_address || is_own || PRIVATE_NAMES.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending))
}

/// Endings of names that nobody can own on the internet (RFC 6762, RFC 8375, ICANN on `internal`), and those within clusters.
const PRIVATE_NAMES: [&str; 5] = [".local", ".localhost", ".internal", ".home.arpa", ".svc"];

/// Settles by which address the site was called.
pub async fn settle_origin(State(forwarded): State<Arc<Forwarded>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    if !forwarded.trusts(peer) {
        forwarded.strip(request.headers_mut());
    }
    let origin = Origin(forwarded.origin(request.headers()));
    request.extensions_mut().insert(origin);
    let mut response = next.run(request).await;
    if forwarded.is_secure {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, FOR_A_YEAR);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_anybody_may_own_are_told() {
        for own in ["127.0.0.1:9091", "[::1]:9091", "localhost", "gongbao:9091", "g.monitoring.svc", "g.LOCAL:80"] {
            assert!(is_private_host(own), "{own}");
        }
        for other in ["", "example.org", "evil.example.org:9091", "127.0.0.1.example.org", "svc.example"] {
            assert!(!is_private_host(other), "{other}");
        }
    }

    #[test]
    fn proxies_are_believed_by_their_networks() {
        let proxies: Vec<IpNet> = ["10.0.0.0/8", "::1/128"].map(|text| text.parse().unwrap()).into();
        let forwarded = Forwarded::new(None, &proxies, None, false);
        let trusts = |peer: &str| forwarded.trusts(Some(peer.parse().unwrap()));
        assert!(trusts("10.1.2.3") && trusts("::1") && trusts("::ffff:10.1.2.3"));
        assert!(!trusts("192.0.2.1") && !trusts("::ffff:192.0.2.1") && !forwarded.trusts(None));
    }

    #[test]
    fn the_origin_is_the_operators_or_a_plain_host() {
        let origin = |site: Option<&str>, said: &[(HeaderName, &'static str)]| {
            let said = said.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            Forwarded::new(site, &[], None, false).origin(&said.collect())
        };
        let host = |host: &'static str| (header::HOST, host);
        assert_eq!(origin(None, &[host("a.example:8080")]), "http://a.example:8080");
        assert_eq!(origin(None, &[host("a\"><b")]), "");
        assert_eq!(origin(None, &[]), "");
        let proxied = [host("a"), (FORWARDED_HOST, "b.example"), (FORWARDED_PROTO, "https")];
        assert_eq!(origin(None, &proxied), "https://b.example");
        assert_eq!(origin(Some("https://c.example/"), &proxied), "https://c.example");
    }
}
