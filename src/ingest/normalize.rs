//! From a [`Draft`] to an [`Article`]: claims are decided, writings unified, markup sanitised, and the
//! bulletin gets its name. Nothing is guessed; what no claim supports stays empty.

use std::borrow::Cow;
use std::collections::HashSet;

use super::draft::{Draft, Rejection};
use super::identity::Identity;
use super::markup::sanitised;
use super::mojibake;
use super::values::{date, moment, script_of, subject_path, web_address, without_markup};
use crate::model::comments::{html_without_comments, lines_without_comments, without_comments};
use crate::model::text::{tidy_line, tidy_row};
use crate::model::{Article, ArticleId, Attachment, DocumentNumber, Field, Origins, PartialDate, Reading, TitleNumber};

/// Bounds on one bulletin; beyond them it is rejected with the figure, never cut silently.
pub mod limits {
    /// Characters of a title or any other one-line field.
    pub const LINE_CHARS: usize = 2_000;
    /// Bytes of all paragraphs together.
    pub const BODY_BYTES: usize = 32 << 20;
    /// Values of a list field.
    pub const LIST_VALUES: usize = 500;
    /// Files beside one bulletin.
    pub const ATTACHMENTS: usize = 500;
}

/// Characters of what may be a number beside its label on a page.
const MAX_LABELLED_NUMBER: usize = 60;

/// Decides what the bulletin says.
///
/// # Errors
/// A draft with neither title nor body, an id that cannot be one, and values beyond [`limits`].
pub fn normalize(draft: Draft) -> Result<Article, Rejection> {
    let paragraphs = tidy_paragraphs(&draft.paragraphs);
    let body_bytes: usize = paragraphs.iter().map(String::len).sum();
    check_size(&draft, body_bytes)?;

    let mut decided = Decided { draft: &draft, origins: Origins::new() };
    let url = decided.one(Field::Url, web_address)?;
    let written_title = decided.title(&paragraphs)?;
    let subtitle = decided.one(Field::Subtitle, |text| Some(without_markup(&text).into_owned()))?;
    let (published_on, published_at) = decided.published()?;
    let issued_on = decided.one(Field::IssuedOn, date)?;
    let source = decided.line(Field::Source)?;
    let authors = decided.list(Field::Authors, Some)?;
    let editor = decided.line(Field::Editor)?;
    let column = decided.line(Field::Column)?;
    let issuers = decided.list(Field::Issuers, Some)?;
    let stated_number = decided.document_number()?;
    let (title, document_number) = decided.number_of_title(&written_title, stated_number.as_ref());
    let index_number = decided.one(Field::IndexNumber, |text| Some(text.replace(char::is_whitespace, "")))?;
    let subjects = decided.list(Field::Subjects, |text| Some(subject_path(&text)))?;
    let keywords = decided.list(Field::Keywords, Some)?;
    let document_kind = decided.line(Field::DocumentKind)?;
    let validity = decided.line(Field::Validity)?;
    let region = decided.line(Field::Region)?;
    let site = decided.line(Field::Site)?;
    let language = decided.language(&title, &paragraphs)?;
    let given_id = decided.given_id()?;
    if let Some(reason) = mojibake::describe([title.as_str()].into_iter().chain(paragraphs.iter().map(String::as_str)))
    {
        return Err(Rejection::mojibake(reason));
    }
    let body_html = draft.body_html.as_deref().map(|html| html_without_comments(&sanitised(html)).into_owned());
    let body_html = body_html.filter(|html| !html.trim().is_empty());
    let attachments = decided.attachments(body_bytes);
    if !paragraphs.is_empty() {
        decided.origins.insert(Field::Body, draft.body_origin.clone().into_owned());
    }

    let publisher = source.as_deref().or(site.as_deref());
    let id = given_id.unwrap_or_else(|| {
        let identity = Identity {
            url: url.as_deref(),
            // As it is written, so that a bulletin keeps the id that it had when its title was shown with the number.
            title: &written_title,
            published_on,
            publisher,
            number: stated_number.as_ref(),
            paragraphs: &paragraphs,
            attachments: &attachments,
        };
        let (id, origin) = identity.derive_id();
        decided.origins.insert(Field::Id, origin.into());
        id
    });

    Ok(Article {
        id,
        url,
        title,
        subtitle,
        published_on,
        published_at,
        issued_on,
        source,
        authors,
        editor,
        column,
        issuers,
        document_number,
        index_number,
        subjects,
        keywords,
        document_kind,
        validity,
        region,
        site,
        paragraphs,
        body_html,
        attachments,
        language,
        origins: decided.origins,
    })
}

fn check_size(draft: &Draft, body_bytes: usize) -> Result<(), Rejection> {
    if body_bytes > limits::BODY_BYTES {
        let reason = format!("正文有 {body_bytes} 字节，超过上限 {}", limits::BODY_BYTES);
        return Err(Rejection::in_field("body", reason, "请拆分成几篇再导入"));
    }
    let files = draft.attachments.len();
    if files > limits::ATTACHMENTS {
        let reason = format!("附件有 {files} 个，超过上限 {}", limits::ATTACHMENTS);
        return Err(Rejection::in_field("attachments", reason, "请检查附件列表"));
    }
    Ok(())
}

/// The deciding of claims, with the origins of the winners.
struct Decided<'a> {
    draft: &'a Draft,
    origins: Origins,
}

impl Decided<'_> {
    /// The title, or the opening of the body in its place.
    fn title(&mut self, paragraphs: &[String]) -> Result<String, Rejection> {
        let plain = |text: String| Some(without_markup(&text).into_owned()).filter(|title| !title.is_empty());
        if let Some(title) = self.one(Field::Title, plain)? {
            return Ok(title);
        }
        let Some(first) = paragraphs.first() else {
            return Err(Rejection::new("没有标题，也没有正文", "至少需要 title 或 body 之一"));
        };
        self.origins.insert(Field::Title, "derived:body".into());
        Ok(opening_of(first))
    }

    /// 发布日期, or the day of the moment of publication; and the moment, where one is known of that day.
    fn published(&mut self) -> Result<(Option<PartialDate>, Option<String>), Rejection> {
        let Some(date) = self.one(Field::PublishedOn, date)? else {
            let moment = self.one(Field::PublishedAt, moment)?;
            let day = moment.as_deref().and_then(PartialDate::find);
            if day.is_some() {
                self.origins.insert(Field::PublishedOn, self.origins[&Field::PublishedAt].clone());
            }
            return Ok((day, moment));
        };
        // On a page, a moment of another day is that of something else: of a move to another system, of an update.
        let stated = self.draft.claims.iter().find(|claim| claim.field == Field::PublishedAt);
        let is_given = stated.is_some_and(|claim| claim.origin.starts_with("jsonl:"));
        let is_of_day = |moment: &String| {
            is_given || date.day().is_none() || PartialDate::find(moment).is_some_and(|day| day == date)
        };
        let moment = self.one(Field::PublishedAt, |text| moment(text).filter(is_of_day))?;
        Ok((Some(date), moment))
    }

    /// The language that is stated, or that its script tells.
    fn language(&mut self, title: &str, paragraphs: &[String]) -> Result<Option<String>, Rejection> {
        if let Some(language) = self.line(Field::Language)? {
            return Ok(Some(language));
        }
        let script = script_of(title, paragraphs);
        if script.is_some() {
            self.origins.insert(Field::Language, "derived:script".into());
        }
        Ok(script.map(str::to_owned))
    }

    /// The id that is stated; one that cannot be an id is no reason to make another.
    fn given_id(&mut self) -> Result<Option<ArticleId>, Rejection> {
        let given = self.one(Field::Id, |text| ArticleId::new(&text))?;
        let Some(claim) = self.draft.first(Field::Id).filter(|_| given.is_none()) else { return Ok(given) };
        let shown: String = claim.chars().take(40).collect();
        Err(Rejection::in_field(
            "id",
            format!("「{shown}」不能作编号"),
            format!("编号须为 1 到 {} 字节，不含控制字符；或去掉 id，由网址或内容推定", ArticleId::MAX_BYTES),
        ))
    }

    /// The files, with no more text than the body leaves room for.
    fn attachments(&mut self, body_bytes: usize) -> Vec<Attachment> {
        let mut attachments: Vec<Attachment> =
            self.draft.attachments.iter().filter_map(|linked| tidy_attachment(&linked.attachment)).collect();
        bound_texts(&mut attachments, limits::BODY_BYTES.saturating_sub(body_bytes));
        if !attachments.is_empty() {
            self.origins.insert(Field::Attachments, self.draft.body_origin.clone().into_owned());
        }
        attachments
    }

    /// 发文字号: what is read as one, or else what a field of its own says, as it says it.
    fn document_number(&mut self) -> Result<Option<DocumentNumber>, Rejection> {
        if let Some(number) =
            self.one(Field::DocumentNumber, |text| DocumentNumber::given(&text).filter(|of| !of.is_other()))?
        {
            return Ok(Some(number));
        }
        let draft = self.draft;
        for claim in draft.claims.iter().filter(|claim| claim.field == Field::DocumentNumber) {
            let line = bounded_line(Field::DocumentNumber, &claim.value)?;
            // What stands beside a label on a page may be no value of it.
            let stated = ["jsonl:", "rule:"].iter().any(|origin| claim.origin.starts_with(origin));
            let may = stated || line.chars().count() <= MAX_LABELLED_NUMBER && line.chars().any(char::is_numeric);
            if let Some(number) = DocumentNumber::given(&line).filter(|_| may) {
                self.origins.insert(Field::DocumentNumber, claim.origin.clone().into_owned());
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The title without the number of the bulletin in brackets at its end, and the number, which may be said nowhere else. A
    /// title that was given stays as it is.
    fn number_of_title(&mut self, title: &str, stated: Option<&DocumentNumber>) -> (String, Option<DocumentNumber>) {
        let is_given = self.origins.get(&Field::Title).is_some_and(|origin| is_of_record(origin));
        let same = |of: &TitleNumber<'_>| stated.is_some_and(|stated| stated.key() == of.number.key());
        match TitleNumber::of(title).filter(|of| same(of) || stated.is_none() && of.is_own) {
            Some(TitleNumber { bare, number, .. }) => {
                if stated.is_none() {
                    self.origins.insert(Field::DocumentNumber, "title:发文字号".into());
                }
                let title = if is_given { title } else { bare };
                (title.to_owned(), stated.cloned().or(Some(number)))
            }
            None => (title.to_owned(), stated.cloned()),
        }
    }

    fn one<T>(&mut self, field: Field, read: impl Fn(String) -> Option<T>) -> Result<Option<T>, Rejection> {
        for claim in self.draft.claims.iter().filter(|claim| claim.field == field) {
            let line = bounded_line(field, &claim.value)?;
            if line.is_empty() {
                continue;
            }
            if let Some(value) = read(line) {
                self.origins.insert(field, claim.origin.clone().into_owned());
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    fn line(&mut self, field: Field) -> Result<Option<String>, Rejection> {
        self.one(field, Some)
    }

    fn list(&mut self, field: Field, read: impl Fn(String) -> Option<String>) -> Result<Vec<String>, Rejection> {
        let mut origin: Option<&Cow<'static, str>> = None;
        let mut seen = HashSet::new();
        let mut values = Vec::new();
        for claim in self.draft.claims.iter().filter(|claim| claim.field == field) {
            if origin.is_some_and(|first| *first != claim.origin) {
                continue;
            }
            let line = bounded_line(field, &claim.value)?;
            if let Some(value) = read(line).filter(|value| !value.is_empty()) {
                origin.get_or_insert(&claim.origin);
                if seen.insert(value.clone()) {
                    values.push(value);
                }
            }
        }
        if values.len() > limits::LIST_VALUES {
            return Err(Rejection::in_field(
                field.name(),
                format!("有 {} 个值，超过上限 {}", values.len(), limits::LIST_VALUES),
                "请检查分隔符",
            ));
        }
        if let Some(origin) = origin {
            self.origins.insert(field, origin.clone().into_owned());
        }
        Ok(values)
    }
}

/// Whether a value is that of a record, which says what it means.
fn is_of_record(origin: &str) -> bool {
    ["jsonl:", "table:"].iter().any(|kind| origin.starts_with(kind))
}

fn bounded_line(field: Field, value: &str) -> Result<String, Rejection> {
    let line = tidy_line(&without_comments(value)).replace('\t', " ");
    let count = line.chars().count();
    if count > limits::LINE_CHARS {
        return Err(Rejection::in_field(
            field.name(),
            format!("有 {count} 个字，超过上限 {}", limits::LINE_CHARS),
            "请检查这个字段是否混入了正文",
        ));
    }
    Ok(line)
}

fn tidy_paragraphs(paragraphs: &[String]) -> Vec<String> {
    let without_comments = lines_without_comments(paragraphs);
    without_comments
        .as_deref()
        .unwrap_or(paragraphs)
        .iter()
        .flat_map(|paragraph| paragraph.split(['\n', '\r', '\u{2028}', '\u{2029}']))
        .map(tidy_row)
        .filter(|line| !line.is_empty())
        .collect()
}

/// The opening sentence, at most 40 characters, as the title of a bulletin that has none.
fn opening_of(paragraph: &str) -> String {
    let sentence = paragraph.split(['。', '！', '？', '\t']).next().unwrap_or(paragraph);
    let sentence = if sentence.trim().is_empty() { paragraph } else { sentence };
    let mut opening: String = sentence.trim().chars().take(40).collect();
    if opening.len() < sentence.trim().len() {
        opening.push('…');
    }
    opening
}

fn tidy_attachment(attachment: &Attachment) -> Option<Attachment> {
    let url = web_address(tidy_line(&attachment.url));
    let file = attachment.file.clone();
    let name = match (&url, &file) {
        (None, None) => return None,
        (_, Some(file)) => file.name.clone(),
        (Some(url), None) => url.rsplit('/').next().unwrap_or(url).to_owned(),
    };
    let title = tidy_line(&without_comments(&attachment.title));
    let title = if title.is_empty() { name } else { title };
    Some(Attachment { title, url: url.unwrap_or_default(), media_type: attachment.media_type.clone(), file })
}

/// Keeps the texts of the files within what one bulletin may hold; a file beyond it is kept without its text.
fn bound_texts(attachments: &mut [Attachment], mut left: usize) {
    for file in attachments.iter_mut().filter_map(|attachment| attachment.file.as_mut()) {
        for page in &mut file.pages {
            page.paragraphs = tidy_paragraphs(&page.paragraphs);
        }
        let bytes: usize = file.pages.iter().flat_map(|page| &page.paragraphs).map(String::len).sum();
        match left.checked_sub(bytes) {
            Some(rest) => left = rest,
            None => {
                file.pages.clear();
                file.state = Reading::NotRead;
                file.reason = Some(format!("与正文合计超过一篇的上限 {} 字节", limits::BODY_BYTES));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(claims: &[(Field, &str, &'static str)], paragraphs: &[&str]) -> Draft {
        let mut draft = Draft { body_origin: "test".into(), ..Draft::default() };
        for (field, value, origin) in claims {
            draft.claim(*field, *value, *origin);
        }
        draft.paragraphs = paragraphs.iter().map(|p| (*p).to_owned()).collect();
        draft
    }

    #[test]
    fn a_later_claim_serves_where_an_earlier_one_is_malformed() {
        let article = normalize(draft(
            &[
                (Field::Title, "关于停水的公告", "meta:ArticleTitle"),
                (Field::PublishedOn, "近日", "meta:PubDate"),
                (Field::PublishedOn, "2023年7月1日", "byline"),
                (Field::Authors, "陆青禾", "byline"),
                (Field::Authors, "司徒岚", "byline"),
                (Field::Authors, "管理员", "meta:Author"),
            ],
            &["\u{3000}\u{3000}因管网检修，7月2日停水。\n请提前储水。"],
        ))
        .unwrap();
        assert_eq!(article.published_on.unwrap().to_string(), "2023-07-01");
        assert_eq!(article.origins[&Field::PublishedOn], "byline");
        assert_eq!(article.authors, ["陆青禾", "司徒岚"]);
        assert_eq!(article.paragraphs, ["因管网检修，7月2日停水。", "请提前储水。"]);
        assert_eq!(article.language.as_deref(), Some("zh-Hans"));
    }

    #[test]
    fn comments_of_publishing_systems_are_no_text() {
        let claims = [(Field::Title, "停水公告<!-- 标题 -->", "t"), (Field::Source, "<!--来源-->青岑网", "t")];
        let mut draft =
            draft(&claims, &["甲<!-- TABLE -->乙", "&lt;!--[if gte mso 9]&gt;", "丙&lt;![endif]--&gt;", "丁"]);
        draft.body_html = Some("<p>甲&lt;!-- TABLE --&gt;乙</p><!-- 尾 -->".to_owned());
        let article = normalize(draft).unwrap();
        assert_eq!((&*article.title, article.source.as_deref()), ("停水公告", Some("青岑网")));
        assert_eq!(article.paragraphs, ["甲乙", "丁"]);
        assert_eq!(article.body_html.as_deref(), Some("<p>甲乙</p>"));
        assert_eq!(article.clone().without_comments(), article);
    }

    #[test]
    fn a_number_that_is_given_is_kept() {
        let of = |value: &str, origin: &'static str| {
            let claims = [(Field::Title, "甲", "t"), (Field::DocumentNumber, value, origin)];
            normalize(draft(&claims, &["乙"])).unwrap().document_number.map(|number| number.as_published().to_owned())
        };
        for number in ["泊云县人民政府令第31号", "公告〔2021〕第5号", "第31号令", "泊政发〔2015〕8-1号", "BY-2021-07"]
        {
            for origin in ["jsonl:doc_no", "label:文号"] {
                assert_eq!(of(number, origin).as_deref(), Some(number));
            }
        }
        assert_eq!((of("主题分类", "label:文号"), of("无", "jsonl:doc_no")), (None, None));
    }

    #[test]
    fn the_name_is_stable() {
        let of = |url: &str| normalize(draft(&[(Field::Title, "甲", "t"), (Field::Url, url, "t")], &[])).unwrap().id;
        assert_eq!(of("http://www.qingcen.example/a/1.html#top"), of("https://qingcen.example/a/1.html"));
        assert_ne!(of("http://qingcen.example/a?id=1"), of("http://qingcen.example/a?id=2"));
        let by_content = |number: &str, body: &[&str]| {
            let claims = [(Field::Title, "甲", "t"), (Field::DocumentNumber, number, "jsonl:doc_no")];
            normalize(draft(&claims, body)).unwrap().id
        };
        let number = "枕航发〔2022〕3号";
        assert_eq!(by_content(number, &["一", "二"]), by_content(number, &["一", "三"]), "a version");
        assert_ne!(by_content(number, &["一"]), by_content(number, &["二"]));
        assert_ne!(by_content("", &["一", "二"]), by_content("", &["一", "三"]), "nothing says that they are one");
        assert_eq!(by_content("", &["一", "二"]), by_content("", &["一", "二"]));
    }

    #[test]
    fn nothing_dangerous_survives() {
        let mut dirty = draft(&[(Field::Title, "甲", "t"), (Field::Url, "javascript:alert(1)", "t")], &["乙"]);
        dirty.body_html = Some(
            "<p onclick=x>乙<script>alert(1)</script><a href='javascript:1'>丙</a><img src=x onerror=1></p>\
             <table><tr><td colspan=2 style='a'>丁</td></tr></table>"
                .into(),
        );
        let article = normalize(dirty).unwrap();
        assert_eq!(article.url, None);
        let html = article.body_html.unwrap();
        for bad in ["script", "onclick", "onerror", "style", "alert"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(html.contains("<td colspan=\"2\">丁</td>"));
    }

    #[test]
    fn what_is_not_a_bulletin_is_refused_with_a_remedy() {
        let error = normalize(draft(&[], &[" "])).unwrap_err();
        assert!(error.to_string().contains("至少需要"));
        let long = "长".repeat(2_001);
        let error = normalize(draft(&[(Field::Title, &long, "t")], &[])).unwrap_err();
        assert_eq!(error.field, Some("title"));
    }
}
