//! `gongbao extract --explain`: each field with its value and where it was read, the readings that lost to it, and
//! what is missing with the places that were looked at.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use super::chosen::Chosen;
use super::read::{Before, each_article};
use crate::config::Config;
use crate::ingest::finding::Limits;
use crate::ingest::parse::{Format, places};
use crate::model::{Article, Field, PartialDate};

/// Characters of a value that are shown.
const MAX_SHOWN: usize = 120;

/// Readings of a field that are listed.
const READINGS: usize = 8;

/// Lines that are no part of the body that are listed.
const LEFT_OUT: usize = 40;

/// Explains the files; stores nothing.
pub fn run(config: &Config, chosen: &Chosen) -> anyhow::Result<ExitCode> {
    let names = Arc::new(chosen.names()?);
    each_article(Limits { drafts: true, names, ..config.limits()? }, chosen, |out, file, draft, article| {
        write(out, file, draft, article)
    })
}

fn write(out: &mut impl Write, file: &str, draft: Before, article: &Article) -> std::io::Result<()> {
    let format = draft.as_ref().map_or("", |(format, _)| format.name());
    writeln!(out, "── {file}  {format}")?;
    let json = article.to_json();
    let mut missing = Vec::new();
    for field in Field::ALL.iter().copied() {
        let value = match field {
            Field::Body => (!article.paragraphs.is_empty()).then(|| body(article)),
            Field::Attachments => (!article.attachments.is_empty()).then(|| {
                article.attachments.iter().map(|attachment| attachment.title.as_str()).collect::<Vec<_>>().join("；")
            }),
            _ => value(&json[field.name()]),
        };
        let Some(value) = value else {
            missing.push(field);
            continue;
        };
        let origin = article.origins.get(&field).map_or("", String::as_str);
        writeln!(out, "{} {}：{}", field.label(), field.name(), shortened(&value))?;
        writeln!(out, "    ← {origin}")?;
        let claims = draft.iter().flat_map(|(_, draft)| &draft.claims).filter(|claim| claim.field == field);
        let lost = claims.filter(|claim| claim.origin != origin);
        for claim in lost.take(READINGS) {
            writeln!(out, "    未采用 {}：{}", claim.origin, shortened(&claim.value))?;
        }
    }
    if !missing.is_empty() {
        writeln!(out, "缺 missing：")?;
    }
    for field in missing {
        let places = draft.as_ref().map_or(Some(""), |(format, _)| places::describe(*format, field));
        let places = places.map_or("这种格式不载".to_owned(), |places| format!("找过 {places}"));
        writeln!(out, "    {} {}：{places}", field.label(), field.name())?;
        let unread = draft.iter().flat_map(|(_, draft)| &draft.claims).filter(|claim| claim.field == field);
        for claim in unread.take(READINGS) {
            // A day is no moment, and nothing is wrong with it.
            let is_day = field == Field::PublishedAt && PartialDate::find(&claim.value).is_some();
            let why = if is_day { "没有时刻" } else { "读不懂" };
            writeln!(out, "        {why} {}：{}", claim.origin, shortened(&claim.value))?;
        }
    }
    let left_out = draft.iter().flat_map(|(_, draft)| &draft.left_out);
    let count = left_out.clone().count();
    if count > 0 {
        writeln!(out, "没有收进正文 left out：{count} 行")?;
    }
    for left in left_out.take(LEFT_OUT) {
        writeln!(out, "    {}：{}", left.reason, shortened(&left.text))?;
    }
    if count > LEFT_OUT {
        writeln!(out, "    还有 {} 行", count - LEFT_OUT)?;
    }
    if draft.as_ref().is_some_and(|(format, _)| *format == Format::Html) {
        writeln!(out, "读错或缺的字段可以为这个网站写一条规则，见 docs/formats.md 的「网站规则」")?;
    }
    writeln!(out)
}

fn body(article: &Article) -> String {
    let chars: usize = article.paragraphs.iter().map(|paragraph| paragraph.chars().count()).sum();
    format!("{} 段 {chars} 字：{}", article.paragraphs.len(), article.paragraphs[0])
}

fn value(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Array(items) if items.is_empty() => None,
        serde_json::Value::Array(items) => {
            Some(items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join("；"))
        }
        other => Some(other.to_string()),
    }
}

/// One line of a value, without what would command a terminal.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_SHOWN).collect();
    if text.chars().count() > MAX_SHOWN {
        short.push('…');
    }
    short
}
