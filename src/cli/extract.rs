//! `gongbao extract`: shows the article that a file would become, and where each field was read.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use super::chosen::Chosen;
use super::read::each_article;
use crate::config::Config;
use crate::ingest::finding::Limits;
use crate::model::{Article, Field};

/// Prints the articles of the files; stores nothing.
pub fn run(config: &Config, chosen: &Chosen, json: bool) -> anyhow::Result<ExitCode> {
    let limits = Limits { names: Arc::new(chosen.names()?), ..config.limits()? };
    each_article(
        limits,
        chosen,
        |out, file, _, article| {
            if json { write_json(out, file, article) } else { write_text(out, file, article) }
        },
    )
}

fn write_json(out: &mut impl Write, file: &str, article: &Article) -> std::io::Result<()> {
    let mut object = serde_json::Map::from_iter([("file".to_owned(), file.into())]);
    object.extend(article.to_json());
    writeln!(out, "{}", serde_json::Value::Object(object))
}

fn write_text(out: &mut impl Write, file: &str, article: &Article) -> std::io::Result<()> {
    writeln!(out, "── {file}")?;
    let json = article.to_json();
    for field in Field::ALL.iter().filter(|field| **field != Field::Body) {
        let origin = article.origins.get(field).map_or(String::new(), |origin| format!("  ← {origin}"));
        let value = match &json[field.name()] {
            serde_json::Value::Null => "（无）".to_owned(),
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(items) if items.is_empty() => "（无）".to_owned(),
            serde_json::Value::Array(items) => {
                let text = |item: &serde_json::Value| match (item.as_str(), &item["title"]) {
                    (Some(text), _) => text.to_owned(),
                    (None, title) => format!("{} {}", title.as_str().unwrap_or(""), item["url"].as_str().unwrap_or("")),
                };
                items.iter().map(text).collect::<Vec<_>>().join("；")
            }
            other => other.to_string(),
        };
        writeln!(out, "{} {}：{value}{origin}", field.label(), field.name())?;
    }
    let origin = article.origins.get(&Field::Body).map_or(String::new(), |origin| format!("  ← {origin}"));
    writeln!(out, "正文 body：{} 段{origin}", article.paragraphs.len())?;
    for paragraph in &article.paragraphs {
        writeln!(out, "    {paragraph}")?;
    }
    for attachment in &article.attachments {
        for page in attachment.file.iter().flat_map(|file| &file.pages).filter(|page| !page.paragraphs.is_empty()) {
            let number = page.number.map_or(String::new(), |number| format!(" 第 {number} 页"));
            let name = page.name.as_ref().map_or(String::new(), |name| format!(" {name}"));
            writeln!(out, "附件《{}》{name}{number}：{} 段", attachment.title, page.paragraphs.len())?;
            for paragraph in &page.paragraphs {
                writeln!(out, "    {paragraph}")?;
            }
        }
    }
    writeln!(out)
}
