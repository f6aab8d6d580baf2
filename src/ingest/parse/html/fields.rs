//! The fields that a reader sees around a body: the label table, the byline, the breadcrumb, the footer.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::body::Body;
use super::container::Container;
use super::meta::{Metadata, claim_moment};
use super::page::Page;
use super::spelled::{byline_of, day_of_lines};
use crate::ingest::dates;
use crate::ingest::draft::Draft;
use crate::ingest::parse::boilerplate::{compact, is_footer, is_furniture, is_imprint};
use crate::ingest::parse::byline;
use crate::ingest::parse::byline::Byline;
use crate::ingest::parse::document::signature::is_organ;
use crate::ingest::parse::keys::{Key, Pair, key_alone, pairs};
use crate::ingest::parse::labels::claim_label;
use crate::ingest::parse::site::{column_of_breadcrumb, site_of_footer};
use crate::ingest::parse::source::source_name;
use crate::ingest::parse::{credits, people};
use crate::model::text::is_han;
use crate::model::{DocumentNumber, Field};

/// Labels that also head columns of ordinary tables, so that they count only with a colon.
const COMMON: &[&str] = &[
    "标题",
    "名称",
    "分类",
    "时间",
    "日期",
    "来源",
    "记者",
    "作者",
    "编辑",
    "文字",
    "图片",
    "浏览",
    "阅读",
    "点击",
    "人气",
    "审核",
    "校对",
    "签发",
    "文种",
    "关键词",
    "关键字",
    "发布单位",
    "发布时间",
    "发布日期",
];

/// The most labels of one row.
const MAX_HEADINGS: usize = 12;

/// How many lines above the text are searched for labels and bylines.
const ABOVE: usize = 60;

/// Reads the label table; returns its lines, which are no part of the body.
pub fn parse_labels(page: &Page, container: &Container, draft: &mut Draft) -> HashSet<usize> {
    let end = first_prose(page, container);
    let mut table = LabelTable::default();
    let mut at = end.saturating_sub(ABOVE);
    while at < end {
        if let Some(count) = table.take_heading_row(page, at, end) {
            at += count;
            continue;
        }
        let next = page.lines.get(at + 1).filter(|_| at + 1 < end).map(|line| line.text.as_str());
        let value = next.filter(|next| {
            key_alone(next).is_none() && next.chars().count() <= 200 && !pairs(next).1.iter().any(|pair| pair.colon)
        });
        at += table.take(page, at, value);
    }
    // One label may be a word in a text, so its value must be what it says; two are a table of labels.
    let kinds: HashSet<&str> = table.claims.iter().map(|claim| claim.name).collect();
    if kinds.len() < 2 {
        table.claims.retain(Labelled::is_evident);
        table.lines = table.claims.iter().flat_map(|claim| claim.lines.clone()).collect();
    }
    for claim in table.claims {
        claim_label(draft, claim.field, claim.name, claim.value);
    }
    table.lines
}

/// What a label says.
struct Labelled<'p> {
    field: Field,
    /// The label as the table of keys has it.
    name: &'static str,
    value: &'p str,
    /// The lines of both.
    lines: Range<usize>,
}

impl Labelled<'_> {
    /// Whether the value is of the form that the field has, so that nothing else can be meant.
    fn is_evident(&self) -> bool {
        let value = self.value.trim();
        match self.field {
            Field::DocumentNumber => DocumentNumber::parse(value).is_some_and(|number| !number.is_other()),
            Field::IssuedOn => {
                value.chars().count() <= 24 && dates::find(value).is_some_and(|date| date.day().is_some())
            }
            Field::Issuers => is_organ(&compact(value)),
            Field::IndexNumber => {
                let is_code =
                    |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_' | '〔' | '〕' | '[' | ']');
                (6..=60).contains(&value.len())
                    && value.chars().all(is_code)
                    && value.contains(|c: char| c.is_ascii_digit())
            }
            _ => false,
        }
    }
}

/// The line with which the text begins: a long one with sentences.
fn first_prose(page: &Page, container: &Container) -> usize {
    let is_prose = |at: &usize| page.lines[*at].prose() >= 50 && page.lines[*at].text.contains(['。', '，']);
    container.lines.clone().find(is_prose).unwrap_or(container.lines.end).max(container.lines.start)
}

/// The labels above a text.
#[derive(Default)]
struct LabelTable<'p> {
    claims: Vec<Labelled<'p>>,
    /// The lines they stand on.
    lines: HashSet<usize>,
}

impl<'p> LabelTable<'p> {
    /// Takes the labels of a line; `next` is the line after it where that may be a value. Returns how many lines were
    /// read.
    fn take(&mut self, page: &'p Page, at: usize, next: Option<&'p str>) -> usize {
        let text = page.lines[at].text.as_str();
        let alone = key_alone(text).filter(|(name, _)| text.contains([':', '：']) || !COMMON.contains(name));
        let Some((name, key)) = alone else { return self.take_pairs(text, at, next) };
        let same_table = page.lines[at].cell.is_none_or(|cell| {
            page.lines.get(at + 1).and_then(|next| next.cell).is_some_and(|next| next.row == cell.row)
        });
        let value = next.filter(|_| same_table);
        if let Key::Label(field) = key {
            let lines = at..at + 1 + usize::from(value.is_some());
            self.claims.push(Labelled { field, name, value: value.unwrap_or_default(), lines });
        }
        if matches!(key, Key::Author | Key::Editor | Key::Source | Key::Published | Key::Updated) {
            return 1;
        }
        self.take_lines(at, value.is_some())
    }

    /// Takes a row of labels with the row of their values below it. Returns how many lines these are.
    fn take_heading_row(&mut self, page: &'p Page, at: usize, end: usize) -> Option<usize> {
        let row_of = |at: usize| page.lines.get(at).filter(|_| at < end)?.cell.map(|cell| (cell, cell.row));
        let (first, row) = row_of(at)?;
        let begins = at == 0 || row_of(at - 1).is_none_or(|(_, before)| before != row);
        let width =
            (at..end).take(MAX_HEADINGS).take_while(|at| row_of(*at).is_some_and(|(_, own)| own == row)).count();
        if !begins || width < 2 || row_of(at + width).is_none_or(|(cell, _)| cell.table != first.table) {
            return None;
        }
        let keys: Option<Vec<_>> = page.lines[at..at + width].iter().map(|line| key_alone(&line.text)).collect();
        let keys = keys?;
        let (_, below) = row_of(at + width)?;
        let values = at + width..at + 2 * width;
        let fits =
            |at: usize| row_of(at).is_some_and(|(_, own)| own == below) && key_alone(&page.lines[at].text).is_none();
        if !values.clone().all(fits) || row_of(values.end).is_some_and(|(_, own)| own == below) {
            return None;
        }
        for ((name, key), value) in keys.into_iter().zip(values) {
            let field = match key {
                Key::Label(field) => field,
                Key::Published => Field::PublishedOn,
                Key::Source => Field::Source,
                _ => continue,
            };
            self.claims.push(Labelled { field, name, value: &page.lines[value].text, lines: at..at + 2 * width });
        }
        self.lines.extend(at..at + 2 * width);
        Some(2 * width)
    }

    /// Takes the labels of a line that holds their values, too; that of the last may be on the next line.
    fn take_pairs(&mut self, text: &'p str, at: usize, next: Option<&'p str>) -> usize {
        let (before, pairs) = pairs(text);
        let is_label = |pair: &Pair<'_>| pair.colon && matches!(pair.key, Key::Label(_) | Key::Ignored);
        let opens = before.trim_matches(['【', '[', '［', '〖', ' ', '\u{3000}']).is_empty();
        let Some((last, others)) = pairs.split_last().filter(|_| opens && is_label(&pairs[0])) else {
            return 1;
        };
        let of_last = if last.value.is_empty() { next.unwrap_or_default() } else { last.value };
        let values = others.iter().map(|pair| (pair, pair.value)).chain([(last, of_last)]);
        for (pair, value) in values {
            let field = match pair.key {
                Key::Label(field) => Some(field),
                Key::Published if pair.colon => Some(Field::PublishedOn),
                _ => None,
            };
            if let Some(field) = field {
                let lines = at..at + 1 + usize::from(last.value.is_empty() && next.is_some());
                self.claims.push(Labelled { field, name: pair.name, value, lines });
            }
        }
        self.take_lines(at, last.value.is_empty() && next.is_some())
    }

    fn take_lines(&mut self, at: usize, with_next: bool) -> usize {
        let count = 1 + usize::from(with_next);
        self.lines.extend(at..at + count);
        count
    }
}

/// The bylines above and below a body.
pub struct Bylines {
    found: Vec<Byline>,
    /// The lines between the title and the text.
    above: Range<usize>,
}

impl Bylines {
    /// Reads them; `labels` are lines that were read already.
    pub fn parse(page: &Page, body: &Body, title: &str, labels: &HashSet<usize>) -> Self {
        let title = compact(title);
        let titled = (body.lines.start.saturating_sub(ABOVE)..body.lines.start)
            .rev()
            .find(|at| !title.is_empty() && compact(&page.lines[*at].text) == title);
        let above_from = titled.map_or(body.lines.start.saturating_sub(12), |at| at.saturating_sub(3));
        let above = above_from..body.lines.start;
        let closing = body.kept.iter().copied().rev().take(CLOSING);
        let below = body.lines.end..(body.lines.end + 12).min(page.lines.len());
        let mut found = Vec::new();
        let passed = body.passed.iter().copied().take(CLOSING);
        for at in above.clone().chain(passed).chain(closing).chain(below.clone()) {
            let line = &page.lines[at];
            if line.is_link() && line.linked() == line.chars() {
                continue;
            }
            let text = byline_of(page, line);
            let mut byline = byline::parse(&text).unwrap_or_default();
            // Among labels the office is the issuer.
            byline.office = byline.office.filter(|_| !labels.contains(&at));
            if let (Some(key), Some(next)) = (byline.dangling, page.lines.get(at + 1)) {
                complete(&mut byline, key, &next.text);
            }
            if above.contains(&at) {
                if titled.is_some_and(|titled| at > titled) {
                    take_people(&mut byline, &text);
                    byline.published = byline.published.take().or_else(|| day_apart(page, at, &text));
                    // Below the title a date needs no word to say what it is.
                    byline.is_dated |= byline.published.is_some();
                } else if let Some(date) = titled.and_then(|titled| day_before(page, at, titled)) {
                    byline.published = byline.published.take().or(Some(date));
                    byline.is_dated = true;
                }
            } else if below.contains(&at) && !byline.is_dated || !below.contains(&at) {
                // A bare date below the text is that of another page, within it that of the signature.
                (byline.published, byline.updated) = (None, None);
            }
            if body.lines.contains(&at) {
                // A sentence may look like a byline; credits are read by themselves.
                byline.authors.clear();
                if !(body.passed.contains(&at) && byline.editors.iter().all(|name| people::is_personal(name))) {
                    byline.editors.clear();
                }
            }
            found.push(byline);
        }
        Self { found, above }
    }

    /// Claims the dates of which a reader sees that they are those of publication.
    pub fn claim_seen_dates(&self, draft: &mut Draft) {
        for byline in self.found.iter().filter(|byline| byline.is_dated) {
            claim_moment(draft, byline.published.as_deref().unwrap_or_default(), "byline");
        }
    }

    /// Claims everything else that they say, and the credits inside the body.
    pub fn claim(&self, page: &Page, body: &Body, draft: &mut Draft) {
        for byline in &self.found {
            claim_moment(draft, byline.published.as_deref().unwrap_or_default(), "byline");
            draft.claim(Field::Source, byline.source.as_deref().unwrap_or_default(), "byline");
            draft.claim(Field::Source, byline.office.as_deref().unwrap_or_default(), "byline");
            for author in &byline.authors {
                draft.claim(Field::Authors, author.as_str(), "byline");
            }
        }
        let mut editors: Vec<&str> =
            self.found.iter().flat_map(|byline| byline.editors.iter().map(String::as_str)).collect();
        let mut seen = HashSet::new();
        editors.retain(|name| seen.insert(*name));
        draft.claim(Field::Editor, editors.join(" "), "byline");
        for author in byline::credits(&body.paragraphs) {
            draft.claim(Field::Authors, author, "byline");
        }
        for byline in &self.found {
            claim_moment(draft, byline.updated.as_deref().unwrap_or_default(), "byline");
        }
        if draft.first(Field::PublishedOn).is_none() {
            for line in &page.lines[self.above.clone()] {
                let moment = byline::written_moment(&line.text).filter(|_| line.text.chars().count() <= 60);
                claim_moment(draft, moment.unwrap_or_default(), "text:date");
            }
        }
    }
}

/// A day beside the title that is written in eight digits, or whose month stands on the line before or behind it.
fn day_apart(page: &Page, at: usize, text: &str) -> Option<String> {
    if let Some(digits) = byline::eight_digits(text).filter(|digits| *digits == text.trim()) {
        return Some(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?));
    }
    day_of_lines(page, at).map(|(date, _)| date)
}

/// A day in parts that ends right above the title.
fn day_before(page: &Page, at: usize, titled: usize) -> Option<String> {
    if let Some((date, lines)) = day_of_lines(page, at) {
        return (at + lines == titled).then_some(date);
    }
    let line = page.lines.get(at).filter(|_| at + 1 == titled)?;
    let Cow::Owned(spelled) = byline_of(page, line) else { return None };
    byline::written_moment(&spelled).filter(|moment| moment.len() == spelled.len()).map(str::to_owned)
}

/// The last lines of a body, among which its supplier may stand: 供稿：县水务局.
const CLOSING: usize = 3;

/// Takes the people of a line above the text that has no key with a colon: 苏晚/青岑日报, 青岑日报记者 苏晚.
fn take_people(byline: &mut Byline, line: &str) {
    if let Some((authors, medium)) = people::person_of_medium(line) {
        byline.authors.extend(authors);
        byline.source = byline.source.take().or(Some(medium));
    } else if byline.authors.is_empty() && byline.source.is_none() {
        byline.authors = credits::reporters(line);
    }
}

/// The line beside the title, above or below it, that is no byline, label, link or tool: a headline's second part.
pub fn claim_subtitle(page: &Page, body: &Body, labels: &HashSet<usize>, title: &str, draft: &mut Draft) {
    let title = compact(title);
    let container = page.span(body.node);
    let Some(at) = (body.lines.start.saturating_sub(10)..body.lines.start)
        .rev()
        .find(|at| compact(&page.lines[*at].text) == title)
    else {
        return;
    };
    let above = at.checked_sub(1).filter(|above| container.contains(above));
    let below = Some(at + 1).filter(|below| *below < body.lines.start);
    let is_subtitle = |at: &usize| {
        let line = &page.lines[*at];
        let furniture =
            is_furniture(&line.text) || is_footer(&line.text) || byline::written_moment(&line.text).is_some();
        (5..=60).contains(&line.chars())
            && line.text.chars().filter(|c| is_han(*c)).count() * 2 >= line.chars()
            && line.linked() == 0
            && !line.aside
            && !labels.contains(at)
            && !furniture
            && pairs(&line.text).1.is_empty()
            && people::person_of_medium(&line.text).is_none()
            && credits::reporters(&line.text).is_empty()
            && !line.text.contains(['>', '＞', '|', '【', '。'])
            && compact(&line.text) != title
    };
    if let Some(at) = below.filter(is_subtitle).or(above.filter(is_subtitle)) {
        draft.claim(Field::Subtitle, page.lines[at].text.as_str(), "heading");
    }
}

/// Drops authors that are the source or the site by another name: a medium is no person.
pub fn drop_media_from_authors(draft: &mut Draft) {
    let names = [Field::Source, Field::Site].into_iter().filter_map(|field| draft.first(field)).map(compact);
    let names: Vec<String> = names.collect();
    let is_person = |name: &str| people::is_personal(name) && people::begins_with_surname(name);
    draft.claims.retain(|claim| {
        claim.field != Field::Authors || is_person(&claim.value) || !names.contains(&compact(&claim.value))
    });
}

/// Whether a line says whose the site is in a sentence.
fn tells_owner(text: &str) -> bool {
    let owns =
        ["版权归", "版权属", "版权均归", "版权均属", "版权都归", "版权都属"].iter().any(|word| text.contains(word));
    let speaks = ["本站", "本网", "网站", "所有", "转载"].iter().any(|word| text.contains(word));
    owns && speaks
        || text.contains("主办") && ["本站", "本网", "网站", "承办", "维护"].iter().any(|word| text.contains(word))
        || text.contains("未经") && text.contains("转载")
        || text.trim_end().ends_with("主办") && text.chars().count() <= 30
}

/// Gives a key without a value that of the next line.
fn complete(byline: &mut Byline, key: Key, next: &str) {
    let is_value = next.chars().count() <= 20 && byline::parse(next).is_none() && pairs(next).1.is_empty();
    match key {
        Key::Source if is_value => byline.source = byline.source.take().or_else(|| source_name(next)),
        Key::Author if is_value => byline.authors.extend(byline::names(next)),
        Key::Editor if is_value => byline.editors.extend(people::editors(next)),
        Key::Published | Key::Label(Field::PublishedOn) => {
            byline.is_dated |= byline::written_moment(next).is_some();
            byline.published = byline.published.take().or_else(|| byline::written_moment(next).map(str::to_owned))
        }
        _ => {}
    }
}

/// Claims what only the page around the bulletin tells: column, site, and the `author` of the page.
pub fn claim_surroundings(page: &Page, body: &Body, title: &str, metadata: &Metadata, draft: &mut Draft) {
    for line in &page.lines[..body.lines.start] {
        if let Some(column) = column_of_breadcrumb(&line.text, title) {
            draft.claim(Field::Column, column, "breadcrumb");
        }
    }
    let footer = page.lines[body.lines.end.min(page.lines.len())..]
        .iter()
        .map(|line| line.text.as_str())
        .filter(|text| is_footer(text) || is_imprint(text) || text.len() < 400 && tells_owner(text));
    if let Some(site) = site_of_footer(footer) {
        draft.claim(Field::Site, site, "footer");
    }
    if let Some(author) = metadata.author() {
        let editor = draft.first(Field::Editor).unwrap_or_default();
        let site = draft.first(Field::Site).unwrap_or_default();
        let heading = metadata.title.as_deref().unwrap_or_default();
        // The page's author is often its editor, or the site itself, and neither wrote the bulletin.
        let other = editor.split(' ').any(|name| name == author)
            || site.contains(author)
            || heading.ends_with(author)
            || heading.contains(&format!("_{author}"));
        if !other {
            for name in byline::names(author).into_iter().filter(|name| !people::is_medium(name)) {
                draft.claim(Field::Authors, name, "meta:author");
            }
        }
    }
}
