//! [`Robots`] are the rules of a host's robots.txt (RFC 9309) as they concern one crawler. Matching is linear in
//! the length of rule and path, whatever a rule holds.

use std::time::Duration;

use percent_encoding::percent_decode_str;
use url::Url;

/// Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB.
pub const MAX_BYTES: usize = 512 << 10;

/// Rules, sitemaps and the delay beyond which what a file says is not followed.
const MAX_RULES: usize = 10_000;

const MAX_SITEMAPS: usize = 200;

const MAX_DELAY: Duration = Duration::from_secs(60);

/// What a host allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The pause between requests that the host asks for.
    pub delay: Option<Duration>,
    /// The sitemaps it names, as written.
    pub sitemaps: Vec<String>,
    /// Why the file could not be had; then nothing is allowed.
    missing: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

/// The rules of one or more user agents.
#[derive(Default)]
struct Group {
    agents: Vec<String>,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Robots {
    /// Allows everything: there is no robots.txt.
    pub fn everything() -> Self {
        Self::default()
    }

    /// Allows nothing: the robots.txt could not be had, for this reason.
    pub fn missing(why: impl Into<String>) -> Self {
        Self { missing: Some(why.into()), ..Self::default() }
    }

    /// Why the file could not be had, where it could not.
    pub fn why_missing(&self) -> Option<&str> {
        self.missing.as_deref()
    }

    /// Reads the file for the crawler of this name, its product token in lower case.
    pub fn parse(bytes: &[u8], product: &str) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_BYTES)]);
        let mut groups: Vec<Group> = Vec::new();
        let mut sitemaps = Vec::new();
        let mut naming = false;
        let mut rules = 0;
        for line in text.trim_start_matches('\u{FEFF}').lines().flat_map(|line| line.split('\r')) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once([':', '：']) else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().replace([' ', '_'], "-").as_str() {
                "user-agent" | "useragent" => {
                    if !naming {
                        groups.push(Group::default());
                    }
                    naming = true;
                    if let Some(group) = groups.last_mut() {
                        group.agents.push(value.to_ascii_lowercase());
                    }
                }
                key @ ("allow" | "disallow") => {
                    naming = false;
                    // A rule without a path says nothing.
                    if let Some(group) = groups.last_mut().filter(|_| !value.is_empty() && rules < MAX_RULES) {
                        rules += 1;
                        group.rules.push(Rule { allow: key == "allow", pattern: plain(value) });
                    }
                }
                "crawl-delay" => {
                    naming = false;
                    let seconds = value.parse::<f64>().ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
                    let delay = seconds.map(|seconds| Duration::from_secs_f64(seconds.min(1e6)).min(MAX_DELAY));
                    if let Some(group) = groups.last_mut() {
                        group.delay = group.delay.max(delay);
                    }
                }
                "sitemap" if sitemaps.len() < MAX_SITEMAPS => sitemaps.push(value.to_owned()),
                _ => {}
            }
        }
        let names = |group: &Group, name: &str| group.agents.iter().any(|agent| token(agent) == name);
        let named = groups.iter().any(|group| names(group, product));
        let name = if named { product } else { "*" };
        let mut robots = Self { sitemaps, ..Self::default() };
        for group in groups.into_iter().filter(|group| names(group, name)) {
            robots.rules.extend(group.rules);
            robots.delay = robots.delay.max(group.delay);
        }
        robots
    }

    /// Whether the address may be fetched: the longest rule that matches decides, and allows where two are equal.
    pub fn allow(&self, url: &Url) -> bool {
        let target = match url.query() {
            Some(query) => plain(&format!("{}?{query}", url.path())),
            None => plain(url.path()),
        };
        if target == b"/robots.txt" {
            return true;
        }
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &target));
        let decisive = matching.max_by_key(|rule| (rule.pattern.len(), rule.allow));
        self.missing.is_none() && decisive.is_none_or(|rule| rule.allow)
    }
}

/// The product token at the beginning of what a User-agent line names: letters, `_` and `-`.
fn token(agent: &str) -> &str {
    if agent.starts_with('*') {
        return "*";
    }
    let end = agent.find(|c: char| !c.is_ascii_alphabetic() && c != '_' && c != '-').unwrap_or(agent.len());
    &agent[..end]
}

/// One writing of a path: `%E9` and the byte it stands for are the same, as are `%2a` and `%2A`.
fn plain(path: &str) -> Vec<u8> {
    // An encoded `*`, `$`, `/` or `?` is the character itself and no sign; it stays encoded.
    let mut kept = path.to_owned();
    for sign in ["%2A", "%24", "%2F", "%3F", "%25"] {
        for writing in [sign.to_owned(), sign.to_ascii_lowercase()] {
            kept = kept.replace(&writing, &format!("%25{}", &sign[1..]));
        }
    }
    percent_decode_str(&kept).collect()
}

/// Whether the pattern, in which `*` stands for anything and `$` at its end for the end, matches a beginning.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, whole) = match pattern.split_last() {
        Some((b'$', rest)) => (rest, true),
        _ => (pattern, false),
    };
    let mut pieces = pattern.split(|byte| *byte == b'*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut pieces: Vec<&[u8]> = pieces.collect();
    // What must stand at the end is looked for there, not at its first place.
    let last = if whole { pieces.pop() } else { None };
    for piece in pieces {
        match memchr::memmem::find(rest, piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    match last {
        Some(last) => rest.ends_with(last),
        None => !whole || rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_rfc_9309_says() {
        let check = |file: &str, path: &str, expected: bool| {
            let url = Url::parse("http://qingcen.example/").unwrap().join(path).unwrap();
            assert_eq!(Robots::parse(file.as_bytes(), "gongbao").allow(&url), expected, "{file:?} {path}");
        };
        check("", "/a", true);
        check("User-agent: *\nDisallow: /", "/a", false);
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
        check("User-agent: *\nDisallow:", "/a", true);
        check("user-AGENT: * # all\r\n disallow : /a", "/a/b", false);
        check("User-agent: *\nDisallow: /\n\nUser-agent: gongbao\nAllow: /", "/a", true);
        check("User-agent: Gongbao/1.0\nDisallow: /a", "/a", false);
        check("User-agent: gongbaobot\nDisallow: /a", "/a", true);
        check("User-agent: x\nUser-agent: gongbao\nDisallow: /a", "/a", false);
        // Groups of one name are one.
        check(
            "User-agent: gongbao\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: gongbao\nDisallow: /b",
            "/b",
            false,
        );
        check(
            "User-agent: gongbao\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: gongbao\nDisallow: /b",
            "/c",
            true,
        );
        // The longest wins, and allows where equal.
        check("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true);
        check("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true);
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?download", true);
        check("User-agent: *\nDisallow: /a*b*c", "/a1b2c3", false);
        check("User-agent: *\nDisallow: /a*b$", "/abcb", false);
        check("User-agent: *\nDisallow: /a$", "/ab", true);
        check("User-agent: *\nDisallow: /*?id=", "/list.do?id=3", false);
        check("User-agent: *\nDisallow: /通知", "/%E9%80%9A%E7%9F%A5/1", false);
        check("User-agent: *\nDisallow: /%e9%80%9a", "/通知", false);
        check("User-agent: *\nDisallow: /a%2Ab", "/axb", true);
        check("\u{FEFF}User-agent: *\nDisallow: /a", "/a", false);
        check("Disallow: /a", "/a", true);
        check(&format!("User-agent: *\nDisallow: /{}x", "*a".repeat(5_000)), &format!("/{}", "a".repeat(1_900)), true);
    }

    #[test]
    fn delays_and_sitemaps_are_read() {
        let file = "Sitemap: http://qingcen.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5\nsitemap: /t.xml.gz";
        let robots = Robots::parse(file.as_bytes(), "gongbao");
        assert_eq!(robots.delay, Some(Duration::from_millis(2_500)));
        assert_eq!(robots.sitemaps, ["http://qingcen.example/s.xml", "/t.xml.gz"]);
        let robots = Robots::parse(b"User-agent: *\nCrawl-delay: 1e300\n", "gongbao");
        assert_eq!(robots.delay, Some(MAX_DELAY));
        assert!(!Robots::missing("HTTP 500").allow(&Url::parse("http://qingcen.example/a").unwrap()));
    }
}
