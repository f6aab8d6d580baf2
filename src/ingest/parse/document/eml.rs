//! EML: a mail. Its subject is the title, its date the date, what it says the text; the files that it carries are its
//! attachments.

use super::archive::{Budget, ReadEntry};
use super::content::{Document, Line};
use super::members::Members;
use super::mime::Entity;
use super::{epub, mime};
use crate::ingest::draft::Rejection;
use crate::model::date::CHINA;

/// What mail programs put before the subject of an answer.
const PREFIXES: &[&str] =
    &["re:", "fw:", "fwd:", "re：", "fw：", "fwd：", "回复:", "回复：", "转发:", "转发：", "答复:", "答复："];

/// Reads a mail.
pub fn parse(bytes: &[u8], budget: &mut Budget, read_entry: ReadEntry<'_>) -> Result<Document, Rejection> {
    let message = mime::parse("EML", bytes)?;
    budget.enter()?;
    let leaves = message.leaves();
    let files: Vec<(String, &Entity)> = leaves.iter().filter_map(|leaf| Some((attached(leaf)?, *leaf))).collect();
    let texts: Vec<&&Entity> = leaves.iter().filter(|leaf| attached(leaf).is_none()).collect();
    let of = |kind: &str| texts.iter().copied().filter(|leaf| leaf.media_type() == kind).copied().collect::<Vec<_>>();
    let plain: Vec<Line> = of("text/plain").iter().flat_map(|leaf| lines_of(&leaf.text())).collect();
    // Mails say the same twice; in markup, tables are still tables.
    let marked: Vec<Line> = of("text/html").iter().flat_map(|leaf| epub::chapter(&leaf.text()).lines).collect();
    let lines = if marked.iter().any(|line| !line.text.is_empty()) { marked } else { plain };

    let mut members = Members::new(files.iter().map(|(name, _)| name.as_str()));
    for (name, leaf) in &files {
        members.read(name, leaf.content.clone(), budget, read_entry);
    }
    budget.depth -= 1;
    let (annexes, left_out) = members.into_files("邮件");
    Ok(Document {
        title: Some(subject(&message.text_of("subject"))).filter(|title| !title.is_empty()),
        date: date(&message.text_of("date")),
        is_book: true,
        annexes,
        left_out,
        ..Document::of_lines(lines)
    })
}

/// The name of a part that is a file; pictures that the text shows are none.
fn attached(leaf: &Entity) -> Option<String> {
    let disposition = leaf.text_of("content-disposition").to_ascii_lowercase();
    let kind = leaf.media_type();
    let is_shown = kind.starts_with("image/") && leaf.has("content-id") && !disposition.starts_with("attachment");
    if is_shown {
        return None;
    }
    match leaf.file_name() {
        Some(name) => Some(name),
        None if kind == "message/rfc822" => Some("转发的邮件.eml".to_owned()),
        None if disposition.starts_with("attachment") => Some("附件".to_owned()),
        None => None,
    }
}

fn lines_of(text: &str) -> Vec<Line> {
    text.lines().map(Line::plain).filter(|line| !line.text.is_empty()).collect()
}

/// A subject without what was put before it on its way.
fn subject(text: &str) -> String {
    let mut text = text.trim();
    for _ in 0..8 {
        let lower = text.to_lowercase();
        let Some(prefix) = PREFIXES.iter().find(|prefix| lower.starts_with(**prefix)) else { break };
        text = text.get(prefix.len()..).unwrap_or_default().trim_start();
    }
    text.to_owned()
}

/// The day of a mail, in China.
fn date(text: &str) -> Option<String> {
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text.trim()).ok()?;
    Some(CHINA.to_datetime(moment).date().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_and_dates_are_plain() {
        assert_eq!(subject("转发：Re: 关于停水的公告"), "关于停水的公告");
        assert_eq!(subject(" 回复： "), "");
        assert_eq!(date("Thu, 4 Mar 2021 18:30:00 +0000 (UTC)").as_deref(), Some("2021-03-05"));
        assert_eq!(date("昨天"), None);
    }
}
