//! Metadata is what a page tells machines: `<meta>`, Open Graph, JSON-LD, `<time>`, its addresses.

use std::collections::HashMap;

use scraper::{Html, Selector};
use serde_json::Value;
use url::Url;

use super::selector::selector;
use crate::ingest::dates;
use crate::ingest::draft::Draft;
use crate::ingest::parse::boilerplate::compact;
use crate::ingest::parse::people::is_medium;
use crate::ingest::parse::source::source_name;
use crate::model::Field;
use crate::model::date::in_china;
use crate::model::text::{is_blank, is_han, tidy_line};

/// Which names of `<meta>` speak for which field, in lower case, the most trusted first.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Title, &["articletitle", "enpproperty:title"]),
    (Field::Subtitle, &["enpproperty:subtitle"]),
    (
        Field::PublishedOn,
        &["enpproperty:date", "pubdate", "firstpublishedtime", "publishdate", "publish_date", "publishtime", "pubtime"],
    ),
    (Field::Source, &["contentsource", "source", "mediaid", "article:source"]),
    (Field::Column, &["columnname", "lanmu", "channel", "article:section", "og:article:section"]),
    (Field::Site, &["sitename", "og:site_name", "application-name"]),
    (Field::IndexNumber, &["indexnumber", "syh"]),
    (Field::Validity, &["effectiveness"]),
];

/// Properties that date a page in the manner of the social networks.
const SOCIAL_DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:release_date",
    "article:published",
    "datepublished",
    "weibo:article:create_at",
    "dc.date",
    "dcterms.date",
];

/// The metadata of a page.
pub struct Metadata {
    names: HashMap<String, String>,
    json: Vec<Value>,
    times: Vec<String>,
    /// A moment of publication that the page's script sets.
    script: Option<String>,
    canonical: Option<String>,
    /// The address that a browser or a copying program wrote into the page when it saved it.
    saved: Option<String>,
    /// The address that relative ones are relative to: `<base href>`.
    base: Option<String>,
    /// The account that published a page of WeChat.
    account: Option<String>,
    /// The text of `<title>`.
    pub title: Option<String>,
}

impl Metadata {
    /// Collects the metadata; the first value that is not empty counts.
    pub fn parse(html: &Html) -> Self {
        let mut names = HashMap::new();
        for element in html.select(selector!("meta")) {
            let name = ["name", "property", "itemprop"].iter().find_map(|attribute| element.attr(attribute));
            let value = element.attr("content").unwrap_or_default();
            if let Some(name) = name.filter(|_| !value.chars().all(is_blank)) {
                names.entry(name.trim().to_ascii_lowercase()).or_insert_with(|| value.trim().to_owned());
            }
        }
        let json = html
            .select(selector!("script[type='application/ld+json']"))
            .filter_map(|script| serde_json::from_str(&script.text().collect::<String>()).ok())
            .flat_map(articles)
            .collect();
        for (name, value) in properties_in_comments(html) {
            names.entry(name).or_insert(value);
        }
        let text_of = |wanted: &Selector| {
            html.select(wanted)
                .map(|element| element.text().collect::<String>())
                .find(|text| !text.chars().all(is_blank))
        };
        Self {
            names,
            json,
            times: html
                .select(selector!("time[datetime]"))
                .filter_map(|time| time.attr("datetime"))
                .map(str::to_owned)
                .take(8)
                .collect(),
            script: html.select(selector!("script:not([src])")).find_map(|script| moment_of_script(script.text())),
            canonical: html
                .select(selector!("link[rel='canonical']"))
                .find_map(|link| link.attr("href"))
                .map(str::to_owned),
            saved: address_when_saved(html),
            base: html.select(selector!("base[href]")).find_map(|base| base.attr("href")).map(str::to_owned),
            account: account(html),
            title: text_of(selector!("head > title")).or_else(|| text_of(selector!("title"))),
        }
    }

    /// A value by its name in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }

    /// The page's address, as it gives it itself or as it was fetched.
    pub fn address(&self, fetched: Option<&Url>) -> Option<(Url, &'static str)> {
        let resolve = |text: &str| match fetched {
            Some(base) => base.join(text).ok(),
            None => Url::parse(text).ok(),
        };
        // The address of a whole site is no address of a page.
        let names_a_page =
            |url: &Url| matches!(url.scheme(), "http" | "https") && (url.path().len() > 1 || url.query().is_some());
        let own = [
            (self.canonical.as_deref(), "link:canonical"),
            (self.get("og:url"), "og:url"),
            (self.get("url"), "meta:Url"),
            (self.saved.as_deref(), "saved from url"),
        ];
        own.into_iter()
            .find_map(|(text, origin)| text.and_then(resolve).filter(|url| names_a_page(url)).map(|url| (url, origin)))
            .filter(|(url, _)| fetched.is_none_or(|fetched| fetched.domain() == url.domain()))
            .or_else(|| fetched.map(|url| (url.clone(), "fetched")))
    }

    /// What relative addresses are relative to: `<base href>`, or the page's own address.
    pub fn base(&self, address: Option<&Url>) -> Option<Url> {
        let base = self.base.as_deref().map(str::trim);
        let stated = base.and_then(|base| match address {
            Some(address) => address.join(base).ok(),
            None => Url::parse(base).ok(),
        });
        stated.filter(|url| matches!(url.scheme(), "http" | "https")).or_else(|| address.cloned())
    }

    /// Claims what government pages state of a bulletin, its date excepted.
    pub fn claim_government(&self, draft: &mut Draft) {
        self.claim_names(draft, |field| field != Field::PublishedOn);
    }

    /// Claims the account of a page of WeChat, which is its source where the page names no other.
    pub fn claim_account(&self, draft: &mut Draft) {
        draft.claim(Field::Source, self.account.as_deref().unwrap_or_default(), "js_name");
    }

    /// Claims the date that government pages state. Where a site has moved to another system it is the day of the move, so what
    /// a reader sees comes first.
    pub fn claim_date(&self, draft: &mut Draft) {
        self.claim_names(draft, |field| field == Field::PublishedOn);
    }

    fn claim_names(&self, draft: &mut Draft, wanted: fn(Field) -> bool) {
        for (field, names) in NAMES.iter().filter(|(field, _)| wanted(*field)) {
            for name in *names {
                let Some(value) = self.get(name) else { continue };
                let origin = if name.contains(':') { (*name).to_owned() } else { format!("meta:{}", spelling(name)) };
                match field {
                    Field::PublishedOn => claim_moment(draft, value, &origin),
                    Field::Source => draft.claim(*field, source_name(value).unwrap_or_default(), origin),
                    _ => draft.claim(*field, value, origin),
                }
            }
        }
    }

    /// Claims the keywords, where they are the bulletin's and not, as on every page of a careless site, the site's.
    pub fn claim_keywords(&self, title: &str, paragraphs: &[String], draft: &mut Draft) {
        let Some(value) = self.get("keywords").or_else(|| self.get("keyword")) else { return };
        let strong: &[char] = &[',', '，', ';', '；', '、', '|'];
        let words: Vec<&str> = if value.contains(strong) || value.contains(['《', '“']) {
            value.split(strong).collect()
        } else {
            value.split([' ', '\u{3000}']).collect()
        };
        let words: Vec<&str> =
            words.into_iter().map(str::trim).filter(|word| (2..=20).contains(&word.chars().count())).collect();
        let said =
            words.iter().filter(|word| title.contains(**word) || paragraphs.iter().any(|p| p.contains(**word))).count();
        if said * 2 >= words.len() && compact(value) != compact(title) {
            words.into_iter().take(50).for_each(|word| draft.claim(Field::Keywords, word, "meta:Keywords"));
        }
    }

    /// Claims what pages state for social networks and search engines.
    pub fn claim_social(&self, draft: &mut Draft) {
        for article in &self.json {
            let text = |key: &str| article.get(key).and_then(Value::as_str).unwrap_or_default();
            draft.claim(Field::Title, text("headline"), "json-ld:headline");
            claim_moment(draft, text("datePublished"), "json-ld:datePublished");
            for author in names(article.get("author")).into_iter().filter(|name| !is_medium(name.trim())) {
                draft.claim(Field::Authors, author, "json-ld:author");
            }
            for publisher in names(article.get("publisher")) {
                draft.claim(Field::Source, publisher, "json-ld:publisher");
            }
        }
        for name in SOCIAL_DATES {
            claim_moment(draft, self.get(name).unwrap_or_default(), name);
        }
        for time in &self.times {
            claim_moment(draft, time, "time[datetime]");
        }
        claim_moment(draft, self.script.as_deref().unwrap_or_default(), "script");
        draft.claim(
            Field::Authors,
            self.get("article:author").filter(|name| !name.contains("//") && !is_medium(name)).unwrap_or_default(),
            "article:author",
        );
    }

    /// The `author` of a page: often the editor who made it, sometimes the site, sometimes a number.
    pub fn author(&self) -> Option<&str> {
        let author = self.get("author")?;
        // One Latin word is the name of an account or a program: admin, jcms.
        let is_name = author.contains(|c: char| is_blank(c) || is_han(c))
            && !author.contains(|c: char| c.is_ascii_digit())
            && !author.contains(['.', '@', ','])
            && author.chars().count() <= 30;
        (is_name && !is_medium(author.trim())).then_some(author)
    }
}

/// What publishing systems of newspapers say of an article in a comment:
/// `<!--enpproperty <date>2021-05-09</date><title>…</title>/enpproperty-->`. Empty and unknown parts are left out.
fn properties_in_comments(html: &Html) -> Vec<(String, String)> {
    let comments = html.tree.values().filter_map(|node| node.as_comment());
    let Some(comment) = comments.map(|comment| &**comment).find(|text| text.trim_start().starts_with("enpproperty"))
    else {
        return Vec::new();
    };
    let value = |name: &str| {
        let (_, rest) = comment.split_once(&format!("<{name}>"))?;
        let (value, _) = rest.split_once(&format!("</{name}>"))?;
        let text: String = Html::parse_fragment(value).root_element().text().collect();
        Some(tidy_line(&text)).filter(|text| !text.is_empty())
    };
    ["title", "subtitle", "date"]
        .into_iter()
        .filter_map(|name| Some((format!("enpproperty:{name}"), value(name)?)))
        .collect()
}

/// The address in the comment that browsers and copying programs write: `<!-- saved from url=(0048)http://… -->`, `Page saved
/// with SingleFile url: https://…`, `Mirrored from www.qingcen.example/a.html by HTTrack`.
fn address_when_saved(html: &Html) -> Option<String> {
    static SAVED: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)saved from url=\(\d+\)\s*(https?://\S+)|SingleFile\s+url:\s*(https?://\S+)|Mirrored from (\S+) by HTTrack",
        )
        .expect("the pattern is a literal of this file and its tests run it")
    });
    let comments = html.tree.values().filter_map(|node| node.as_comment()).take(20);
    comments.filter(|comment| comment.len() < 8_192).find_map(|comment| {
        let found = SAVED.captures(comment)?;
        let whole = found.get(1).or(found.get(2)).map(|url| url.as_str().to_owned());
        whole.or_else(|| found.get(3).map(|rest| format!("http://{}", rest.as_str())))
    })
}

/// The account of a page of WeChat: it is named beside the title, and again by the script of the page.
fn account(html: &Html) -> Option<String> {
    static NICKNAME: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
        regex::Regex::new(r#"(?:^|[^\w.])nickname\s*=\s*(?:htmlDecode\()?["']([^"'<>\n]{2,40})["']"#)
            .expect("the pattern is a literal of this file and its tests run it")
    });
    let named =
        html.select(selector!("#js_name, .rich_media_meta_nickname")).map(|element| element.text().collect::<String>());
    let named = named.map(|name| tidy_line(&name)).find(|name| !name.is_empty() && name.chars().count() <= 40);
    named.or_else(|| {
        html.select(selector!("#js_content")).next()?;
        let scripts = html.select(selector!("script:not([src])"));
        scripts.flat_map(|script| script.text()).find_map(|text| {
            let end = (0..=text.len().min(SCRIPT_BYTES)).rev().find(|at| text.is_char_boundary(*at))?;
            NICKNAME.captures(&text[..end]).map(|found| found[1].to_owned())
        })
    })
}

/// Bytes of a script that are searched for a moment.
const SCRIPT_BYTES: usize = 256 << 10;

/// The moment of publication that a script sets: pages that show it only when the script runs. Seconds since 1970
/// become the day and time of Beijing.
fn moment_of_script<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    static SET: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
        regex::Regex::new(
            r#"(?:^|[^\w.])["']?(?:ct|create_?[tT]ime|publish_?(?:[tT]ime|[dD]ate)|pub_?(?:[tT]ime|[dD]ate))["']?\s*[=:]\s*["'](\d{10}|\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?)["']"#,
        )
        .expect("the pattern is a literal of this file and its tests run it")
    });
    for text in texts {
        let end = (0..=text.len().min(SCRIPT_BYTES)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let Some(found) = SET.captures(&text[..end]) else { continue };
        let written = &found[1];
        if written.contains('-') {
            return Some(written.to_owned());
        }
        let moment = jiff::Timestamp::from_second(written.parse().ok()?).ok()?;
        return Some(in_china(moment));
    }
    None
}

/// Claims the day and the time of day of a moment.
pub fn claim_moment(draft: &mut Draft, value: &str, origin: &str) {
    if dates::find(value).is_some() {
        draft.claim(Field::PublishedAt, value, origin.to_owned());
        draft.claim(Field::PublishedOn, value, origin.to_owned());
    }
}

/// The date in the path of an address: `/20200204/`, `t20200204_`, `/2020-02/04/`, `/2020/02/04/`, `/2020/2/4/`.
pub fn date_of_address(url: &Url) -> Option<String> {
    static DATE: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
        regex::Regex::new(concat!(
            r"(?:^|[/_t-])(20\d{2}|19\d{2})",
            r"(?:[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])|[-/]([1-9]|1[0-2])[-/]([1-9]|[12]\d|3[01]))",
            r"(?:[/_.]|$)"
        ))
        .expect("the pattern is a literal of this file and its tests run it")
    });
    let found = DATE.captures(url.path())?;
    let (month, day) = (found.get(2).or(found.get(4))?.as_str(), found.get(3).or(found.get(5))?.as_str());
    Some(format!("{}-{month:0>2}-{day:0>2}", &found[1]))
}

/// The articles in a JSON-LD document: the object, the array, or the `@graph`.
fn articles(json: Value) -> Vec<Value> {
    let values = match json {
        Value::Array(values) => values,
        Value::Object(mut object) => match object.remove("@graph") {
            Some(Value::Array(values)) => values,
            _ => vec![Value::Object(object)],
        },
        _ => Vec::new(),
    };
    values.into_iter().filter(|value| value.get("headline").is_some() || value.get("datePublished").is_some()).collect()
}

/// The names in an `author` or `publisher`: a string, an object with a name, or an array of these.
fn names(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(name)) => vec![name],
        Some(Value::Object(object)) => object.get("name").and_then(Value::as_str).into_iter().collect(),
        Some(Value::Array(values)) => values
            .iter()
            .take(20)
            .flat_map(|value| match value {
                Value::Array(_) => Vec::new(),
                value => names(Some(value)),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The spelling of the standard, for provenance.
fn spelling(name: &str) -> &str {
    match name {
        "articletitle" => "ArticleTitle",
        "pubdate" => "PubDate",
        "contentsource" => "ContentSource",
        "columnname" => "ColumnName",
        "sitename" => "SiteName",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_scripts() {
        let check = |script: &str, expected: Option<&str>| {
            assert_eq!(moment_of_script([script].into_iter()).as_deref(), expected, "{script}")
        };
        check("var ct = \"1620532800\";", Some("2021-05-09 12:00"));
        check("var a={\"publishTime\":\"2021-05-09 12:00:31\"}", Some("2021-05-09 12:00:31"));
        check("var product = '1620532800'; abct='1620532800'; page.ct='1620532800'", None);
        check("var createTime = new Date()", None);
    }

    #[test]
    fn addresses_that_were_written_when_a_page_was_saved() {
        let check = |head: &str, expected: Option<&str>| {
            let metadata =
                Metadata::parse(&Html::parse_document(&format!("{head}<html><head></head><body>甲</body></html>")));
            assert_eq!(metadata.address(None).map(|(url, _)| url.to_string()).as_deref(), expected, "{head}");
        };
        check(
            "<!DOCTYPE html>\n<!-- saved from url=(0039)https://qingcen.example/art/2021/3/4/1.html -->",
            Some("https://qingcen.example/art/2021/3/4/1.html"),
        );
        check("<!-- saved from url=(0014)about:internet -->", None);
        check("<!-- saved from url=(0023)http://qingcen.example/ -->", None);
        check(
            "<!--\n Page saved with SingleFile \n url: https://qingcen.example/a?id=1 \n saved date: Mon -->",
            Some("https://qingcen.example/a?id=1"),
        );
        check(
            "<!-- Mirrored from qingcen.example/art/1.html by HTTrack Website Copier/3.x [XR&CO'2014], Thu -->",
            Some("http://qingcen.example/art/1.html"),
        );
    }

    #[test]
    fn dates_in_addresses() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(date_of_address(&Url::parse(url).unwrap()).as_deref(), expected, "{url}")
        };
        check("http://qingcen.example/a/20200204/1.html", Some("2020-02-04"));
        check("http://qingcen.example/art/t20200204_693.shtml", Some("2020-02-04"));
        check("http://qingcen.example/2020-02/04/c_1.htm", Some("2020-02-04"));
        check("http://qingcen.example/art/2020/02/04/1.html", Some("2020-02-04"));
        check("http://qingcen.example/202002/t20200204_1.html", Some("2020-02-04"));
        check("http://qingcen.example/art/2021/5/9/art_77_1203.html", Some("2021-05-09"));
        check("http://qingcen.example/art/2021/12/31/art_1.html", Some("2021-12-31"));
        check("http://qingcen.example/art/2021/12/3/art_1.html", Some("2021-12-03"));
        check("http://qingcen.example/list/2021/5/99.html", None);
        check("http://qingcen.example/content_5338761.htm", None);
        check("http://qingcen.example/a/20209904/1.html", None);
    }
}
