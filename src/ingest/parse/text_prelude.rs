//! What stands above a plain text: the address that it was copied from, and a block of fields between lines of `---`, as
//! writers of web pages keep them.

use std::ops::Range;

use serde_json::{Map, Value};

use super::field_names::FieldNames;
use super::record;
use crate::ingest::draft::Draft;
use crate::model::Field;

/// Lines of a block of fields.
const BLOCK_LINES: usize = 60;

/// Words before an address that say what it is.
const BEFORE_ADDRESS: &[&str] = &[
    "原文链接",
    "原文网址",
    "原文地址",
    "本文链接",
    "本文网址",
    "网址",
    "链接",
    "来源链接",
    "来源网址",
    "URL",
    "url",
    "Url",
];

/// Reads what stands above the text; tells how many lines it took.
pub fn read(lines: &[String], draft: &mut Draft) -> usize {
    let taken = match block(lines) {
        Some(within) => {
            let after = within.end + 1;
            claim_fields(&lines[within], draft);
            after
        }
        None => 0,
    };
    let addresses = lines[taken..].iter().take_while(|line| address(line).is_some()).count();
    // A text that is nothing but addresses is none above a text.
    if taken + addresses == lines.len() {
        return taken;
    }
    for line in &lines[taken..taken + addresses] {
        draft.claim(Field::Url, address(line).unwrap_or_default(), "text:url");
    }
    taken + addresses
}

/// The address that a line is, with or without the word for it.
pub fn address(line: &str) -> Option<&str> {
    let bare = BEFORE_ADDRESS.iter().find_map(|word| {
        let rest = line.strip_prefix(word)?.trim_start();
        rest.strip_prefix([':', '：']).map(str::trim_start)
    });
    let text = bare.unwrap_or(line).trim_matches(['<', '>']);
    let is_address = (text.starts_with("http://") || text.starts_with("https://"))
        && !text.contains(|c: char| c.is_whitespace() || ('\u{4E00}'..='\u{9FFF}').contains(&c));
    is_address.then_some(text)
}

/// The lines of a block between `---` and `---`, all of which are fields.
fn block(lines: &[String]) -> Option<Range<usize>> {
    let is_edge = |line: &String| line.chars().count() >= 3 && line.chars().all(|c| c == '-');
    lines.first().filter(|line| is_edge(line))?;
    let end = lines.iter().take(BLOCK_LINES).skip(1).position(is_edge)? + 1;
    let is_field = |line: &String| line.contains([':', '：']) || line.starts_with(['-', '#', ' ']);
    (end > 1 && lines[1..end].iter().all(is_field)).then_some(1..end)
}

fn claim_fields(lines: &[String], draft: &mut Draft) {
    let names = FieldNames::default();
    for (at, line) in lines.iter().enumerate() {
        let Some((name, value)) = line.split_once([':', '：']) else { continue };
        let unquoted = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
        let value = value.trim();
        let value = match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
            Some(items) => Value::from(items.split([',', '，']).map(unquoted).collect::<Vec<_>>()),
            // A list may stand in the lines below.
            None if value.is_empty() => {
                let items = lines[at + 1..].iter().map_while(|line| line.trim_start().strip_prefix("- "));
                Value::from(items.map(unquoted).collect::<Vec<_>>())
            }
            None => Value::from(unquoted(value)),
        };
        let is_body = names.get(name).is_some_and(|named| named.field == Field::Body);
        let field: Map<String, Value> = std::iter::once((name.trim().to_owned(), value)).collect();
        // A value that cannot be one costs no more than itself.
        if !is_body && let Ok(said) = record::parse(&field, "text", &names) {
            draft.claims.extend(said.claims);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn addresses_and_fields_stand_above_texts() {
        let mut draft = Draft::default();
        let text = "---\ntitle: \"停水公告\"\ndate: 2021-03-04\ntags: [停水, 城北]\nauthors:\n- 陆青禾\n---\nhttp://qingcen.example/a.html\n城北停水。";
        assert_eq!(read(&lines(text), &mut draft), 8);
        assert_eq!(draft.first(Field::Title), Some("停水公告"));
        assert_eq!(draft.first(Field::PublishedOn), Some("2021-03-04"));
        assert_eq!(draft.first(Field::Keywords), Some("停水"));
        assert_eq!(draft.first(Field::Authors), Some("陆青禾"));
        assert_eq!(draft.first(Field::Url), Some("http://qingcen.example/a.html"));
        for text in ["停水公告\n城北停水。", "---\n停水公告\n---\n城北停水。", "https://qingcen.example/"]
        {
            let mut draft = Draft::default();
            assert_eq!((read(&lines(text), &mut draft), draft.claims.len()), (0, 0), "{text}");
        }
        assert_eq!(address("原文链接：https://qingcen.example/b"), Some("https://qingcen.example/b"));
        assert_eq!(address("https://qingcen.example/ 是县政府的网站"), None);
    }
}
