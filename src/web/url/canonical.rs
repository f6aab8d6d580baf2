//! The [`canonical`] address of a page: without what messengers, mail and advertisers add to a link that is passed on,
//! without a slash at its end, and with dates as addresses write them. What a reader may have meant stays, in its order.

use axum::http::Uri;
use jiff::civil::Date;
use percent_encoding::utf8_percent_encode;

use super::links::ESCAPED;
use crate::model::PartialDate;
use crate::search::query::days;
use crate::web::http::query_string::decode;

/// What others add to links, in small letters, and who does. A name that ends with `*` stands for all that begin so. None
/// is a parameter of this site.
const TRACKING: &[(&str, &str)] = &[
    ("isappinstalled", "微信"),
    ("nsukey", "微信"),
    ("scene", "微信"),
    ("subscene", "微信"),
    ("ascene", "微信"),
    ("srcid", "微信"),
    ("clicktime", "微信"),
    ("enterid", "微信"),
    ("sharer_*", "微信"),
    ("wx_header", "微信"),
    ("wxfrom", "微信"),
    ("pass_ticket", "微信"),
    ("exportkey", "微信"),
    ("devicetype", "微信"),
    ("nettype", "微信"),
    ("abtest_cookie", "微信"),
    ("winzoom", "微信"),
    ("tdsourcetag", "QQ"),
    ("weibo_id", "微博"),
    ("sudaref", "微博"),
    ("share_*", "今日头条、抖音、哔哩哔哩"),
    ("tt_from", "今日头条"),
    ("tt_group", "今日头条"),
    ("vd_source", "哔哩哔哩"),
    ("_t", "抖音"),
    ("_r", "抖音"),
    ("spm", "阿里、哔哩哔哩"),
    ("spm_*", "阿里、哔哩哔哩"),
    ("scm", "阿里"),
    ("bd_vid", "百度"),
    ("hmsr", "百度统计"),
    ("hmpl", "百度统计"),
    ("hmcu", "百度统计"),
    ("hmkw", "百度统计"),
    ("hmci", "百度统计"),
    ("utm_*", "Google Analytics, and most mail"),
    ("gclid", "Google"),
    ("gclsrc", "Google"),
    ("dclid", "Google"),
    ("wbraid", "Google"),
    ("gbraid", "Google"),
    ("_ga", "Google"),
    ("_gl", "Google"),
    ("fbclid", "Facebook"),
    ("igshid", "Instagram"),
    ("igsh", "Instagram"),
    ("twclid", "X"),
    ("msclkid", "Microsoft"),
    ("yclid", "Yandex"),
    ("mkt_tok", "Marketo, in mail"),
    ("mc_cid", "Mailchimp, in mail"),
    ("mc_eid", "Mailchimp, in mail"),
    ("_hsenc", "HubSpot, in mail"),
    ("_hsmi", "HubSpot, in mail"),
];

/// The parameters whose values are dates.
const DATES: [&str; 3] = ["from", "to", "as_of"];

/// Characters of the longest date that is read.
const MAX_DATE_CHARS: usize = 40;

/// The canonical address of a page, where that is another than the one asked for. It leads nowhere but here.
pub fn canonical(uri: &Uri, today: Date) -> Option<String> {
    let (path, query) = (uri.path(), uri.query());
    let mut address = match path.trim_end_matches('/') {
        "" => "/".to_owned(),
        path => path.to_owned(),
    };
    let is_same = address == path;
    let rewritten: Vec<Option<String>> =
        query.unwrap_or_default().split('&').map(|pair| rewritten(pair, today)).collect();
    let asked = query.unwrap_or_default().split('&');
    if is_same && asked.zip(&rewritten).all(|(asked, pair)| pair.as_deref() == Some(asked)) {
        return None;
    }
    let pairs: Vec<String> = rewritten.into_iter().flatten().filter(|pair| !pair.is_empty()).collect();
    if !pairs.is_empty() {
        address.extend(["?", &pairs.join("&")]);
    }
    same_site(&address).map(str::to_owned)
}

/// A parameter as the canonical address has it; `None` where that has none.
fn rewritten(pair: &str, today: Date) -> Option<String> {
    let unchanged = || Some(pair.to_owned());
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let Some(name) = decode(name) else { return unchanged() };
    if is_tracking(&name) {
        return None;
    }
    if !DATES.contains(&name.as_str()) {
        return unchanged();
    }
    let Some(value) = decode(value) else { return unchanged() };
    let text = value.trim();
    if text.is_empty() || text.chars().nth(MAX_DATE_CHARS).is_some() || is_written_out(text) {
        return unchanged();
    }
    match bound(&name, text, today) {
        Some(date) => Some(format!("{name}={}", utf8_percent_encode(&date, ESCAPED))),
        // 微信 says where a link was opened: `from=singlemessage`, `from=timeline`.
        None if name == "from" && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') => None,
        None => unchanged(),
    }
}

/// Whether others add a parameter of this name.
fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TRACKING.iter().any(|(known, _)| match known.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == *known,
    })
}

/// Whether a date is written as addresses write it.
fn is_written_out(text: &str) -> bool {
    text.parse::<PartialDate>().is_ok_and(|date| date.to_string() == text)
}

/// The end of a time at which a search begins, ends or looks, as addresses write it: of 去年 the year, of
/// 2020年上半年 a day of January or of June.
fn bound(name: &str, text: &str, today: Date) -> Option<String> {
    let (first, last) = days(text, today)?;
    let date = |day: Date| PartialDate::new(day.year(), Some(day.month()), Some(day.day()));
    if let (Some(first), Some(last)) = (first, last) {
        let whole =
            [PartialDate::new(first.year(), None, None), PartialDate::new(first.year(), Some(first.month()), None)];
        let same = |whole: &PartialDate| {
            let ends = (date(first).map(PartialDate::first_day), date(last).map(PartialDate::last_day));
            ends == (Some(whole.first_day()), Some(whole.last_day()))
        };
        if let Some(whole) = whole.into_iter().flatten().find(same) {
            return Some(whole.to_string());
        }
    }
    let day = if name == "from" { first } else { last };
    day.and_then(date).map(|date| date.to_string())
}

/// The path, if it leads nowhere but here: browsers read `//host` and `/\host` as another site.
pub fn same_site(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (plain && !rest.starts_with('/')).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::url::registry;

    fn today() -> Date {
        jiff::civil::date(2024, 3, 13)
    }

    fn check(asked: &str, expected: Option<&str>) {
        let found = canonical(&asked.parse().unwrap(), today());
        assert_eq!(found.as_deref(), expected, "{asked}");
        if let Some(found) = found {
            assert_eq!(canonical(&found.parse().unwrap(), today()), None, "{found} is the last");
        }
    }

    #[test]
    fn what_others_add_is_left_out_and_all_else_stays_in_its_order() {
        check(
            "/search?q=a&from=singlemessage&isappinstalled=0&year=2020&year=2021",
            Some("/search?q=a&year=2020&year=2021"),
        );
        check("/help?utm_source=x&UTM_Medium=y&FBCLID=z&scene", Some("/help"));
        check(
            "/articles/a%2Fb?q=%e9%98%b2+b&sharer_shareid=1&foo=1&from=2019",
            Some("/articles/a%2Fb?q=%e9%98%b2+b&foo=1&from=2019"),
        );
        check("/?%66rom=timeline", Some("/"));
        check("/search?from=2019&from=groupmessage", Some("/search?from=2019"));
        for kept in [
            "/",
            "/search",
            "/search?",
            "/search?q=a&&sort=-date",
            "/search?q=utm_source",
            "/search?from=",
            "/search?From=timeline",
            "/search?from=2019-13",
            "/search?to=timeline",
            "/search?q=%FF&%FF=1",
        ] {
            check(kept, None);
        }
    }

    #[test]
    fn a_slash_at_the_end_is_left_out_and_no_address_leads_elsewhere() {
        check("/help/", Some("/help"));
        check("/browse/source//?sort=name", Some("/browse/source?sort=name"));
        for other in ["//example.org/", "//example.org/?utm_source=1", "//example.org?utm_source=1"] {
            check(other, None);
        }
        check("///", Some("/"));
        for (path, stays) in [
            ("/", true),
            ("/search?q=%E5%85%AC&page=2", true),
            ("", false),
            ("https://example.org/", false),
            ("//example.org", false),
            ("/\\example.org", false),
            ("/a\nSet-Cookie: x", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(same_site(path).is_some(), stays, "{path}");
        }
    }

    #[test]
    fn dates_are_written_out() {
        let check_date = |asked: &str, expected: &str| {
            let (name, value) = asked.split_once('=').unwrap();
            let asked = format!("/search?{name}={}&q=a", utf8_percent_encode(value, ESCAPED));
            check(&asked, Some(&format!("/search?{expected}&q=a")));
        };
        check_date("from=去年", "from=2023");
        check_date("to=2026年3月", "to=2026-03");
        check_date("from=2020/2/4", "from=2020-02-04");
        check_date("from=2020年上半年", "from=2020-01-01");
        check_date("to=2020年上半年", "to=2020-06-30");
        check_date("from=最近30天", "from=2024-02-13");
        check_date("as_of=去年", "as_of=2023");
        check_date("from=２０２０年", "from=2020");
        check("/search?from=2020%E5%B9%B413%E6%9C%88", None);
        check("/search?as_of=2024-05-01T08%3A00%3A00Z", None);
    }

    #[test]
    fn nothing_that_this_site_takes_is_taken_for_tracking() {
        for name in registry::names().chain(crate::model::FACETS.iter().map(|facet| facet.name)) {
            assert!(!is_tracking(name) && !is_tracking(&format!("not_{name}")), "{name}");
        }
        for name in [
            "interval",
            "prefix",
            "containing",
            "limit",
            "initial",
            "against",
            "version",
            "all",
            "any",
            "none",
            "phrase",
            "scope",
            "go",
        ] {
            assert!(!is_tracking(name), "{name}");
        }
        assert!(TRACKING.iter().all(|(name, _)| *name == name.to_ascii_lowercase()));
    }
}
