//! A label is a word of a page or a text that names a field: 发文字号, 主题分类. What stands after it is a claim.

use crate::ingest::draft::Draft;
use crate::model::Field;

/// Claims a field read from a label: lists are taken apart as labels write them.
pub fn claim_label(draft: &mut Draft, field: Field, label: &str, value: &str) {
    let separators: &[char] = match field {
        // 发文机关 are several, by space; a subject's own levels hold no blank but may hold a comma.
        Field::Issuers | Field::Keywords => &[' ', '\u{3000}', '、', '；', ';', ',', '，', '\t', '|'],
        Field::Subjects => &['；', ';', '|'],
        _ => &[],
    };
    if field == Field::PublishedOn {
        draft.claim(Field::PublishedAt, value.trim(), format!("label:{label}"));
    }
    for part in value.split(separators) {
        draft.claim(field, part.trim(), format!("label:{label}"));
    }
}
