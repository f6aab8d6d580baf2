//! How much one client may ask for in a minute, where the operator says so: counted by address, told in the
//! `RateLimit` and `RateLimit-Policy` fields of every answer, refused beyond it with 429.
//!
//! Without the setting nobody is counted: behind a proxy that this program knows nothing of, all readers would be
//! one client. What the work itself can bear is bounded elsewhere, by the permits of searches.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::counter;

use super::admission::is_free;
use super::error::WebError;
use crate::telemetry::metrics::REFUSED;

/// What is left to a client.
pub const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// What a client may ask for.
pub const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The time for which a quota is given.
const WINDOW: Duration = Duration::from_secs(60);

/// Clients that are counted at once: some megabytes. While there are more, newcomers are not counted.
const MAX_CLIENTS: usize = 65_536;

/// How often clients whose time is over are looked for, where there is no room.
const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// Counts the requests of each client.
pub struct RateLimit {
    /// Requests in a [`WINDOW`].
    quota: u32,
    /// The header in which the proxy before this program names the client.
    header: Option<HeaderName>,
    clients: Mutex<Clients>,
}

#[derive(Default)]
struct Clients {
    /// When the time of each began, and how often it asked since.
    counted: HashMap<IpAddr, (Instant, u32)>,
    swept: Option<Instant>,
}

/// What a client has after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    /// Whether this request was one too many.
    exceeded: bool,
    /// Requests that are left.
    left: u32,
    /// Seconds until there is a whole quota again, rounded up.
    seconds: u64,
}

impl RateLimit {
    /// So many requests a minute, by the address of the connection or, where a header is named, by the one that the
    /// proxy puts there; `None` where nobody is counted.
    pub fn new(quota: u32, header: Option<&str>) -> Option<Arc<Self>> {
        let header = header.and_then(|name| HeaderName::try_from(name).ok());
        (quota > 0).then(|| Arc::new(Self { quota, header, clients: Mutex::default() }))
    }

    /// Who asks. Of several addresses in the header the last is what the nearest proxy saw; those before it are
    /// whatever the client said.
    fn client(&self, connection: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
        let named = self.header.as_ref().and_then(|name| {
            let last = headers.get_all(name).iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
            let bare = last.trim_start_matches('[').trim_end_matches(']');
            bare.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip()))
        });
        match named.or(connection).map(|address| address.to_canonical()) {
            // A household has a whole network of these.
            Some(IpAddr::V6(address)) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
            Some(address) => address,
            // Whoever cannot be told from others shares with them.
            None => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        }
    }

    /// Counts a request of a client.
    fn take(&self, client: IpAddr, now: Instant) -> Standing {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let Clients { counted, swept } = &mut *clients;
        let is_over = |began: Instant| now.duration_since(began) >= WINDOW;
        if counted.len() >= MAX_CLIENTS && !counted.contains_key(&client) {
            if swept.is_none_or(|swept| now.duration_since(swept) >= SWEEP_EVERY) {
                counted.retain(|_, (began, _)| !is_over(*began));
                *swept = Some(now);
            }
            if counted.len() >= MAX_CLIENTS {
                return Standing { exceeded: false, left: self.quota.saturating_sub(1), seconds: WINDOW.as_secs() };
            }
        }
        let (began, count) = counted.entry(client).or_insert((now, 0));
        if is_over(*began) {
            (*began, *count) = (now, 0);
        }
        let rest = WINDOW.saturating_sub(now.duration_since(*began));
        let exceeded = *count >= self.quota;
        *count = count.saturating_add(u32::from(!exceeded));
        Standing { exceeded, left: self.quota - *count, seconds: rest.as_secs_f64().ceil() as u64 }
    }

    /// Says in an answer what is left.
    fn write_headers(&self, standing: Standing, response: &mut Response) {
        let headers = response.headers_mut();
        let said = [
            (RATE_LIMIT_POLICY, format!("\"minute\";q={};w={}", self.quota, WINDOW.as_secs())),
            (RATE_LIMIT, format!("\"minute\";r={};t={}", standing.left, standing.seconds)),
        ];
        for (name, value) in said {
            headers.extend(HeaderValue::try_from(value).ok().map(|value| (name, value)));
        }
    }
}

/// Counts a request and refuses what is too much.
pub async fn limit(State(limit): State<Option<Arc<RateLimit>>>, request: Request, next: Next) -> Response {
    let Some(limit) = limit.filter(|_| !is_free(request.uri().path())) else {
        return next.run(request).await;
    };
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let standing = limit.take(limit.client(connection, request.headers()), Instant::now());
    let mut response = if standing.exceeded {
        counter!(REFUSED, "why" => "rate").increment(1);
        WebError::too_many_requests(limit.quota, standing.seconds).into_response()
    } else {
        next.run(request).await
    };
    limit.write_headers(standing, &mut response);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_quota_is_used_up_and_comes_back() {
        let limit = RateLimit::new(2, None).unwrap();
        let (client, other, begin) = (address("192.0.2.1"), address("192.0.2.2"), Instant::now());
        let after = |seconds: f64| begin + Duration::from_secs_f64(seconds);
        let standing = |exceeded: bool, left: u32, seconds: u64| Standing { exceeded, left, seconds };
        assert_eq!(limit.take(client, begin), standing(false, 1, 60));
        assert_eq!(limit.take(client, after(10.5)), standing(false, 0, 50));
        assert_eq!(limit.take(client, after(59.9)), standing(true, 0, 1));
        assert_eq!(limit.take(other, after(59.9)), standing(false, 1, 60));
        assert_eq!(limit.take(client, after(60.0)), standing(false, 1, 60));
    }

    #[test]
    fn memory_is_bounded_and_newcomers_are_let_in() {
        let limit = RateLimit::new(1, None).unwrap();
        let begin = Instant::now();
        let client = |number: usize| IpAddr::V4(std::net::Ipv4Addr::from_bits(number as u32));
        for number in 0..MAX_CLIENTS + 10 {
            assert!(!limit.take(client(number), begin).exceeded);
        }
        let counted = |limit: &RateLimit| limit.clients.lock().unwrap().counted.len();
        assert_eq!(counted(&limit), MAX_CLIENTS);
        assert!(limit.take(client(5), begin).exceeded, "who is counted stays counted");
        assert!(!limit.take(client(MAX_CLIENTS + 1), begin).exceeded, "who is not counted is not refused");
        limit.take(client(MAX_CLIENTS + 1), begin + WINDOW);
        assert_eq!(counted(&limit), 1, "whose time is over is forgotten");
    }

    #[test]
    fn the_client_is_who_the_nearest_proxy_saw() {
        let check = |header: Option<&str>, said: &[&str], expected: &str| {
            let limit = RateLimit::new(1, header).unwrap();
            let mut headers = HeaderMap::new();
            for value in said {
                headers.append("x-forwarded-for", HeaderValue::from_str(value).unwrap());
            }
            assert_eq!(limit.client(Some(address("127.0.0.1")), &headers), address(expected), "{said:?}");
        };
        check(None, &["192.0.2.9"], "127.0.0.1");
        let header = Some("X-Forwarded-For");
        check(header, &["192.0.2.1, 192.0.2.9"], "192.0.2.9");
        check(header, &["192.0.2.1", "192.0.2.9:4711"], "192.0.2.9");
        check(header, &["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::");
        check(header, &["[2001:db8:1:2::9]"], "2001:db8:1:2::");
        check(header, &["::ffff:192.0.2.9"], "192.0.2.9");
        check(header, &["nobody"], "127.0.0.1");
        check(header, &[], "127.0.0.1");
        assert!(RateLimit::new(0, header).is_none());
    }
}
