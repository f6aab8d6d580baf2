//! What documents of each kind become: as their writers and converters really write them, made here from invented texts.
//! Each kind has siblings, so that the kind is read and not the example.

mod archives;
mod hostile;
mod layout;
mod messages;
mod office;
mod page_sheets;
mod record_sheets;
mod word97;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::support::{gongbao, printed, run};

/// An archive of these entries.
pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What `extract --json` prints of a file with this name and content: its articles, and what is said on standard error.
pub fn extracted(name: &str, content: &[u8]) -> (Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    extracted_from(&path)
}

/// The same of a file that is there.
pub fn extracted_from(path: &Path) -> (Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = gongbao(&folder.path().join("data"));
    let output = run(command.env("GONGBAO_DOCUMENT_HELPERS", "false").args(["extract", "--json"]).arg(path));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let articles = text.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap());
    (articles.collect(), String::from_utf8(output.stderr).unwrap())
}

/// The only article of a file.
pub fn article(name: &str, content: &[u8]) -> Value {
    let (mut articles, said) = extracted(name, content);
    assert_eq!(articles.len(), 1, "{name}: {said}");
    articles.remove(0)
}

/// The paragraphs of an article.
pub fn paragraphs(article: &Value) -> Vec<&str> {
    article["paragraphs"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

/// The names of an article's attachments.
pub fn attachments(article: &Value) -> Vec<&str> {
    article["attachments"].as_array().unwrap().iter().filter_map(|one| one["title"].as_str()).collect()
}

/// Imports a file with this name and content; what was printed.
pub fn imported(name: &str, content: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    let mut command = gongbao(&folder.path().join("data"));
    printed(&run(command.env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(&path)))
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An office file: what its main part is called and is, and its other parts with the kind of their relation to it.
pub fn package(main: &str, kind: &str, text: &str, parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/{main}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}.main+xml\"/></Types>"
    );
    let relation = |number: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/{kind}\" Target=\"/{target}\"/>")
    };
    let list = |relations: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
        )
    };
    let root = list(relation(1, "officeDocument", main));
    let own = list((1..).zip(parts).map(|(number, (kind, target, _))| relation(number, kind, target)).collect());
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = format!("{folder}/_rels/{name}.rels");
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        (main, text.as_bytes()),
        (relations.trim_start_matches('/'), own.as_bytes()),
    ];
    entries.extend(parts.iter().map(|(_, target, content)| (*target, content.as_bytes())));
    zipped(&entries)
}

/// A DOCX with this body.
pub fn docx(body: &str, parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let text = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    package("word/document.xml", "wordprocessingml.document", &text, parts)
}

/// A paragraph of a DOCX.
pub fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}
