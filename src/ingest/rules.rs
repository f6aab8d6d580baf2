//! [`Rules`] are what an operator knows better than gongbao about the pages of single sites: a small TOML file each,
//! with a CSS selector for each field. They come before all that is read without them, and what they do not find is
//! read as ever. `docs/formats.md` tells how to write one.

use std::path::{Path, PathBuf};

use scraper::{ElementRef, Html, Selector};
use serde::Deserialize;
use toml::Spanned;

use super::draft::Draft;
use crate::model::text::tidy_line;
use crate::model::{Field, PartialDate};

/// Files of rules that are read from a folder, and bytes of one.
const MAX_FILES: usize = 1_000;

const MAX_BYTES: u64 = 64 << 10;

/// Elements that one selector may speak for.
const MAX_ELEMENTS: usize = 500;

/// The keys of a rule that name a field.
const FIELDS: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("subtitle", Field::Subtitle),
    ("date", Field::PublishedOn),
    ("source", Field::Source),
    ("authors", Field::Authors),
    ("editor", Field::Editor),
    ("column", Field::Column),
    ("issuers", Field::Issuers),
    ("document_number", Field::DocumentNumber),
    ("index_number", Field::IndexNumber),
    ("keywords", Field::Keywords),
];

/// Why a file of rules cannot be used: the file, the line, the field, and what to do.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("规则 {file}{}：{reason}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct RulesError {
    file: String,
    line: Option<usize>,
    reason: String,
}

/// The rules in use.
#[derive(Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
}

/// What is known of the pages of one site.
#[derive(Debug)]
pub struct Rule {
    /// Where its findings are said to be read: `rule:` and the name of the file.
    pub origin: String,
    hosts: Vec<String>,
    site_names: Vec<String>,
    fields: Vec<(Field, Place)>,
    body: Option<Selector>,
    remove: Vec<Selector>,
}

/// An element, or an attribute of it.
#[derive(Debug)]
struct Place {
    selector: Selector,
    attribute: Option<String>,
}

/// A rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    host: Option<OneOrMany>,
    site_name: Option<OneOrMany>,
    title: Option<Spanned<String>>,
    subtitle: Option<Spanned<String>>,
    date: Option<Spanned<String>>,
    source: Option<Spanned<String>>,
    authors: Option<Spanned<String>>,
    editor: Option<Spanned<String>>,
    column: Option<Spanned<String>>,
    issuers: Option<Spanned<String>>,
    document_number: Option<Spanned<String>>,
    index_number: Option<Spanned<String>>,
    keywords: Option<Spanned<String>>,
    body: Option<Spanned<String>>,
    #[serde(default)]
    remove: Vec<Spanned<String>>,
}

/// A text, or an array of texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn lowered(written: Option<Self>) -> Vec<String> {
        let values = match written {
            None => Vec::new(),
            Some(Self::One(value)) => vec![value],
            Some(Self::Many(values)) => values,
        };
        values.into_iter().map(|value| value.trim().to_lowercase()).filter(|value| !value.is_empty()).collect()
    }
}

impl Rules {
    /// Reads every `.toml` file of a folder, by name.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn load(folder: &Path) -> Result<Self, RulesError> {
        let fail = |file: &Path, reason: String| RulesError { file: file.display().to_string(), line: None, reason };
        let entries = std::fs::read_dir(folder)
            .map_err(|error| fail(folder, format!("打不开目录：{error}；请检查设置 rules")))?;
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        if files.len() > MAX_FILES {
            return Err(fail(folder, format!("有 {} 个文件，超过上限 {MAX_FILES}；请合并", files.len())));
        }
        let mut rules = Vec::new();
        for file in files {
            let bytes = file.metadata().map_or(0, |data| data.len());
            if bytes > MAX_BYTES {
                return Err(fail(&file, format!("有 {bytes} 字节，超过上限 {MAX_BYTES}；一个文件只写一个网站")));
            }
            let text = std::fs::read_to_string(&file)
                .map_err(|error| fail(&file, format!("读不了：{error}；须是 UTF-8 的 TOML 文件")))?;
            rules.push(Rule::parse(&file.display().to_string(), &text)?);
        }
        Ok(Self { rules })
    }

    /// The rule of a page, by the host of its address or by the name of its site.
    pub fn find(&self, host: Option<&str>, site_name: Option<&str>) -> Option<&Rule> {
        let host = host.map(str::to_lowercase);
        let site_name = site_name.map(|name| name.trim().to_lowercase());
        let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
        let by_host =
            |rule: &&Rule| host.as_deref().is_some_and(|host| rule.hosts.iter().any(|known| bare(known) == bare(host)));
        let by_name = |rule: &&Rule| site_name.as_ref().is_some_and(|name| rule.site_names.contains(name));
        self.rules.iter().find(by_host).or_else(|| self.rules.iter().find(by_name))
    }
}

impl Rule {
    /// Reads one rule; `file` is how errors call it.
    ///
    /// # Errors
    /// The line, what is wrong there, and what to do.
    pub fn parse(file: &str, text: &str) -> Result<Self, RulesError> {
        let line_of = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
        let fail = |line: Option<usize>, reason: String| RulesError { file: file.to_owned(), line, reason };
        let written: Written = toml::from_str(text).map_err(|error| {
            let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            let line = error.span().map(|span| line_of(span.start));
            let remedy = format!("可写的有 host、site_name、{}、body、remove，值是带引号的文本", names.join("、"));
            fail(line, format!("{}；{remedy}", error.message()))
        })?;
        let selector = |name: &str, css: &str, span: std::ops::Range<usize>| {
            Selector::parse(css.trim()).map_err(|error| {
                let reason = format!("字段 {name}：「{css}」不是 CSS 选择器：{error}；请改成如 \"div.content\" 的写法");
                fail(Some(line_of(span.start)), reason)
            })
        };
        let given = [
            &written.title,
            &written.subtitle,
            &written.date,
            &written.source,
            &written.authors,
            &written.editor,
            &written.column,
            &written.issuers,
            &written.document_number,
            &written.index_number,
            &written.keywords,
        ];
        let mut fields = Vec::new();
        for ((name, field), css) in FIELDS.iter().zip(given) {
            let Some(css) = css else { continue };
            let (path, attribute) = match css.get_ref().rsplit_once('@') {
                Some((path, attribute)) if is_attribute(attribute) => (path, Some(attribute.to_owned())),
                _ => (css.get_ref().as_str(), None),
            };
            fields.push((*field, Place { selector: selector(name, path, css.span())?, attribute }));
        }
        let body = written.body.as_ref().map(|css| selector("body", css.get_ref(), css.span())).transpose()?;
        let remove = written.remove.iter().map(|css| selector("remove", css.get_ref(), css.span()));
        let remove = remove.collect::<Result<Vec<_>, _>>()?;
        let (hosts, site_names) = (OneOrMany::lowered(written.host), OneOrMany::lowered(written.site_name));
        if hosts.is_empty() && site_names.is_empty() {
            return Err(fail(
                None,
                "没有说是哪个网站；请写 host = \"www.网站.cn\" 或 site_name = \"网站名称\"".to_owned(),
            ));
        }
        if let Some(host) = hosts.iter().find(|host| host.contains(['/', ' ', ':'])) {
            let reason =
                format!("字段 host：「{host}」不是主机名；只写主机名，如 \"www.网站.cn\"，不带 http:// 和路径");
            return Err(fail(None, reason));
        }
        if fields.is_empty() && body.is_none() && remove.is_empty() {
            return Err(fail(None, "一个字段也没有；请至少写 title、date、source、body、remove 之一".to_owned()));
        }
        let name = Path::new(file).file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
        Ok(Self { origin: format!("rule:{name}"), hosts, site_names, fields, body, remove })
    }

    /// Takes out of a page what is not to be read.
    pub fn clean(&self, html: &mut Html) {
        let unwanted = self.remove.iter().flat_map(|selector| html.select(selector)).map(|element| element.id());
        for id in unwanted.take(MAX_ELEMENTS).collect::<Vec<_>>() {
            if let Some(mut node) = html.tree.get_mut(id) {
                node.detach();
            }
        }
    }

    /// Claims what the selectors find.
    pub fn claim(&self, html: &Html, draft: &mut Draft) {
        for (field, place) in &self.fields {
            for element in html.select(&place.selector).take(MAX_ELEMENTS) {
                let text = match &place.attribute {
                    Some(attribute) => element.attr(attribute).unwrap_or_default().to_owned(),
                    None => element.text().collect::<String>(),
                };
                let text = tidy_line(&text.replace(['\n', '\r', '\t'], " "));
                match field {
                    Field::PublishedOn if PartialDate::find(&text).is_some() => {
                        draft.claim(Field::PublishedAt, text.clone(), self.origin.clone());
                        draft.claim(Field::PublishedOn, text, self.origin.clone());
                    }
                    Field::PublishedOn => {}
                    Field::Title | Field::Subtitle => draft.claim(*field, text, self.origin.clone()),
                    _ => draft.claim(*field, without_label(&text), self.origin.clone()),
                }
            }
        }
    }

    /// The element of the body.
    pub fn body<'a>(&self, html: &'a Html) -> Option<ElementRef<'a>> {
        html.select(self.body.as_ref()?).next()
    }
}

fn is_attribute(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// `来源：泊云日报` as `泊云日报`.
fn without_label(text: &str) -> &str {
    match text.char_indices().take(7).find(|(_, c)| matches!(c, '：' | ':')) {
        Some((at, colon)) => text[at + colon.len_utf8()..].trim(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::normalize::normalize;
    use crate::ingest::parse::html;

    #[test]
    fn a_rule_reads_what_the_page_hides() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
        let rules = Rules::load(&folder).unwrap();
        let page = std::fs::read(folder.join("baixi.html")).unwrap();
        let expected: serde_json::Value =
            serde_json::from_slice(&std::fs::read(folder.join("baixi.expected.json")).unwrap()).unwrap();
        let read = |url, rules: &Rules| {
            serde_json::to_value(normalize(html::parse_with(&page, url, rules).unwrap()).unwrap()).unwrap()
        };
        for url in [None, Some("https://baixi.example/2021/1.html"), Some("http://M.baixi.example/1.html")] {
            let found = read(url, &rules);
            for (field, value) in expected.as_object().unwrap().iter().filter(|(field, _)| *field != "origins") {
                assert_eq!(found[field], *value, "{field} {url:?}");
            }
            for (field, origin) in expected["origins"].as_object().unwrap() {
                assert_eq!(found["origins"][field], *origin, "{field}");
            }
        }
        assert_ne!(read(None, &Rules::default())["title"], expected["title"], "the rule is needed");
    }

    #[test]
    fn what_a_selector_does_not_find_is_read_as_ever() {
        let rule = Rule::parse("x.toml", "host = 'x.example'\ntitle = '.none'\nbody = '.none'\ndate = 'h1'").unwrap();
        let rules = Rules { rules: vec![rule] };
        let page =
            "<html><h1>关于停水的公告</h1><p>2021-03-04</p><p>因管网检修，明日起停水三天，请提前储水备用。</p></html>";
        let draft = html::parse_with(page.as_bytes(), Some("http://x.example/a.html"), &rules).unwrap();
        let article = normalize(draft).unwrap();
        assert_eq!(article.title, "关于停水的公告");
        assert_eq!(article.published_on.unwrap().to_string(), "2021-03-04");
        assert_eq!(article.paragraphs, ["因管网检修，明日起停水三天，请提前储水备用。"]);
    }

    #[test]
    fn mistakes_are_told_with_file_line_field_and_remedy() {
        let check = |text: &str, parts: &[&str]| {
            let message = Rule::parse("规则/x.toml", text).unwrap_err().to_string();
            for part in parts {
                assert!(message.contains(part), "{part} not in {message}");
            }
        };
        check("host = 'x'\ntitel = 'h1'", &["规则/x.toml:2：", "titel", "可写的有 host"]);
        check("host = 'x'\n\ntitle = 7", &["x.toml:3：", "可写的有"]);
        check("host = 'x'\ntitle = 'h1['", &["x.toml:2：字段 title：「h1[」不是 CSS 选择器", "div.content"]);
        check("host = 'x'\nremove = ['.a',\n  '>>']", &["x.toml:3：字段 remove"]);
        check("host = 'x", &["x.toml:1："]);
        check("title = 'h1'", &["没有说是哪个网站", "host ="]);
        check("host = 'http://x/'\ntitle = 'h1'", &["字段 host", "不是主机名"]);
        check("host = 'x'", &["一个字段也没有"]);
    }
}
