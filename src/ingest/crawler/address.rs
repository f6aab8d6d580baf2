//! An address here is canonical: one writing for one page. Whatever names a session or a campaign and not the
//! page is dropped. A [`Scope`] says which addresses belong to a source, [`is_public`] which may be fetched.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use percent_encoding::percent_decode_str;
use url::Url;

/// Bytes of an address; longer ones are not followed.
pub const MAX_ADDRESS_BYTES: usize = 2_000;

/// Segments of a path; more are a trap.
const MAX_PATH_DEPTH: usize = 24;

/// Query parameters that name a session, a campaign or a way of sharing.
const DROPPED: &[&str] = &[
    "jsessionid",
    "phpsessid",
    "sessionid",
    "session_id",
    "sid",
    "cfid",
    "cftoken",
    "spm",
    "fbclid",
    "gclid",
    "msclkid",
    "yclid",
    "_ga",
    "isappinstalled",
    "nsukey",
    "share_token",
    "wechat_redirect",
];

const DROPPED_BEGINNINGS: &[&str] = &["utm_", "aspsessionid", "hmsr", "share_from"];

/// The canonical writing of an address; `None` where it is none that is fetched.
pub fn canonical(url: &Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return None;
    }
    let mut url = url.clone();
    url.set_fragment(None);
    // Nobody's password belongs into a frontier.
    let _ = (url.set_username(""), url.set_password(None));
    let lower = url.path().to_ascii_lowercase();
    if let Some(at) = lower.find(";jsessionid=") {
        let rest = lower[at + 1..].find(['/', ';']).map_or(lower.len(), |length| at + 1 + length);
        let path = format!("{}{}", &url.path()[..at], &url.path()[rest..]);
        url.set_path(&path);
    }
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_dropped(pair)).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    }
    (url.as_str().len() <= MAX_ADDRESS_BYTES && !is_trap(url.path())).then_some(url)
}

fn is_dropped(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    DROPPED.contains(&name.as_str()) || DROPPED_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

/// Whether a path goes round in circles: very deep, or one segment four times.
fn is_trap(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let circles = |segment: &&str| {
        segment.parse::<u32>().is_err() && segments.iter().filter(|other| *other == segment).count() > 3
    };
    segments.len() > MAX_PATH_DEPTH || segments.iter().any(circles)
}

/// The host and port of an address, as robots.txt, delays and scopes tell sites apart.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The addresses that belong to a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Each a host, without `www.`, and the beginning of a path.
    places: Vec<(String, String)>,
    starts: Vec<Url>,
}

/// Something that is no scope, in words for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}：须是 http(s):// 地址，或以 / 开头的路径")]
pub struct ScopeError(pub String);

impl Scope {
    /// The scope of these starts: their hosts, and there the paths that begin as one of `within`, which are
    /// addresses or, for every host, paths. Without any, everything on these hosts.
    ///
    /// # Errors
    /// Names what is neither an address nor a path.
    pub fn new(starts: &[Url], within: &[String]) -> Result<Self, ScopeError> {
        let mut places = Vec::new();
        for text in within {
            if text.starts_with('/') {
                places.extend(starts.iter().map(|start| (plain_host(start), plain_path(text))));
                continue;
            }
            match Url::parse(text) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => {
                    places.push((plain_host(&url), plain_path(url.path())));
                }
                _ => return Err(ScopeError(text.clone())),
            }
        }
        if within.is_empty() {
            places.extend(starts.iter().map(|start| (plain_host(start), "/".to_owned())));
        }
        Ok(Self { places, starts: starts.to_vec() })
    }

    /// Whether an address belongs to the source. Starts always do.
    pub fn holds(&self, url: &Url) -> bool {
        let (host, path) = (plain_host(url), plain_path(url.path()));
        self.starts.contains(url)
            || self.places.iter().any(|(place, beginning)| *place == host && path.starts_with(beginning))
    }

    /// Whether the host of an address belongs to the source: files and lists may lie outside of the paths.
    pub fn holds_host(&self, url: &Url) -> bool {
        let host = plain_host(url);
        self.places.iter().any(|(place, _)| *place == host) || self.starts.iter().any(|start| plain_host(start) == host)
    }
}

fn plain_host(url: &Url) -> String {
    let host = host_of(url);
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

fn plain_path(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// Whether an IP address is one of the public internet. Whatever is reserved, private, local to a link or a
/// machine, or embeds such an address, is not (IANA special-purpose registries, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(matches!(a, 0 | 10 | 127 | 224..=255)
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 192 && b == 168)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Mapped (::ffff:0:0/96), translated (::ffff:0:0:0/96) and NAT64 (64:ff9b::/96).
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0, 0, 0, 0, 0xFFFF, 0, high, low] => embedded(high, low),
        [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => embedded(high, low),
        // 6to4.
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, benchmarking, ORCHID and the other protocol assignments; documentation.
        [0x2001, second, ..] if second < 0x200 => false,
        [0x2001, 0xDB8, ..] => false,
        [0x3FFF, second, ..] if second < 0x1000 => false,
        // Only 2000::/3 is given out for the public internet.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_address() {
        let check = |url: &str, expected: Option<&str>| {
            let found = canonical(&Url::parse(url).unwrap()).map(String::from);
            assert_eq!(found.as_deref(), expected, "{url}");
        };
        check("HTTP://Qingcen.Example:80/a/../b?utm_source=x&id=3&spm=a.b#top", Some("http://qingcen.example/b?id=3"));
        check("http://qingcen.example/a.do;JSESSIONID=1F2E?id=3", Some("http://qingcen.example/a.do?id=3"));
        check("http://qingcen.example/a;jsessionid=1/b", Some("http://qingcen.example/a/b"));
        check("http://qingcen.example/a?ASPSESSIONIDQQ=1&&", Some("http://qingcen.example/a"));
        check("http://u:p@qingcen.example/", Some("http://qingcen.example/"));
        check("http://qingcen.example/通知", Some("http://qingcen.example/%E9%80%9A%E7%9F%A5"));
        check("javascript:void(0)", None);
        check("ftp://qingcen.example/a", None);
        check("http://qingcen.example/a/b/a/c/a/d/a/", None);
        check("http://qingcen.example/2020/1/1/1/1/5.html", Some("http://qingcen.example/2020/1/1/1/1/5.html"));
        check(&format!("http://qingcen.example/{}", "x".repeat(MAX_ADDRESS_BYTES)), None);
    }

    #[test]
    fn a_scope_is_hosts_and_paths() {
        let starts = [Url::parse("http://www.qingcen.example/xwzx/").unwrap()];
        let check = |within: &[&str], url: &str, expected: bool| {
            let within: Vec<String> = within.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(Scope::new(&starts, &within).unwrap().holds(&Url::parse(url).unwrap()), expected, "{url}");
        };
        check(&[], "https://qingcen.example/any", true);
        check(&[], "http://other.example/any", false);
        check(&[], "http://qingcen.example:8080/any", false);
        check(&[], "http://qingcen.example.evil.example/", false);
        check(&["/zwgk/"], "http://qingcen.example/zwgk/1.html", true);
        check(&["/zwgk/"], "http://qingcen.example/rsj/1.html", false);
        check(&["/zwgk/"], "http://www.qingcen.example/xwzx/", true);
        check(&["https://files.example/通知/"], "https://files.example/%E9%80%9A%E7%9F%A5/1.pdf", true);
        assert!(Scope::new(&starts, &["qingcen".to_owned()]).is_err());
    }

    #[test]
    fn only_public_addresses_are_public() {
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:0:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.1",
            "2400:3200::1",
            "2001:4860::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }
}
