//! What reads like an exclusion and is looked for as words: 会议 不包含工作, 会议 !工作. It may be meant as it stands, so it is
//! only said how it is excluded.

use super::part::{Part, PartKind};
use crate::search::analysis::fold;
use crate::search::message::{Message, message};

/// What stands before a word that is to be left out.
const SIGNS: &[&str] = &["不包含", "不包括", "不含", "除了", "!"];

/// Characters of what may be meant to be left out: more of them go on with a sentence.
const MAX_CHARS: usize = 12;

/// That words after a sign of exclusion are looked for, and how they are excluded.
pub fn in_words(parts: &[Part]) -> Option<Message> {
    let mut sources: Vec<String> = Vec::new();
    let mut first: Option<&str> = None;
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let (source, next) = (part.source(), parts.get(at + 1));
        let is_words = |part: &Part| part.kind == PartKind::Words && part.source().chars().count() <= MAX_CHARS;
        let rest = behind_sign(source).filter(|_| is_words(part));
        let next = next.filter(|next| matches!(next.kind, PartKind::Words | PartKind::Phrase));
        let (excluded, taken) = match (rest, next) {
            (None, _) | (Some(""), None) => (None, 1),
            (Some(""), Some(next)) => (Some(next.source()), 2),
            (Some(rest), _) => (Some(rest), 1),
        };
        sources.push(excluded.map_or_else(|| source.to_owned(), |excluded| format!("-{excluded}")));
        first = first.or(excluded.map(|_| source));
        at += taken;
    }
    first.map(|word| message!("message-reads-excluded", word = word, query = sources.join(" ")))
}

/// What stands behind a sign of exclusion, if a text begins with one; nothing where the sign is all of it.
fn behind_sign(source: &str) -> Option<&str> {
    let folded = fold(source);
    let sign = SIGNS.iter().find(|sign| folded.starts_with(**sign))?;
    let start = source.char_indices().nth(sign.chars().count()).map_or(source.len(), |(at, _)| at);
    let rest = &source[start..];
    // 不含税, 不含糖 are words.
    let is_long = *sign == "!" || rest.chars().nth(1).is_some();
    (rest.is_empty() || (is_long && rest.starts_with(char::is_alphanumeric))).then_some(rest)
}

#[cfg(test)]
mod tests {
    use crate::search::query::{Match, ParsedQuery};

    #[test]
    fn what_reads_like_an_exclusion_is_hinted_at() {
        let hint = |typed: &str| {
            let warnings = ParsedQuery::parse(typed, Match::Words).warnings;
            warnings.into_iter().find(|message| message.key == Some("message-reads-excluded"))
        };
        for (typed, query) in [
            ("会议 不包含 工作", "会议 -工作"),
            ("会议 不含工作", "会议 -工作"),
            ("会议 除了工作 通知", "会议 -工作 通知"),
            ("会议 !工作", "会议 -工作"),
            ("会议 ！工作", "会议 -工作"),
            ("会议 不包括 “工作”", "会议 -“工作”"),
        ] {
            let said = hint(typed).unwrap_or_else(|| panic!("{typed}"));
            assert!(said.as_str().contains(query), "{typed}: {}", said.as_str());
        }
        for typed in
            ["会议 -工作", "会议 不含 工作", "除了", "会议！", "除了交通部门以外还有哪些单位负责", "包含工作", "不含税"]
        {
            assert_eq!(hint(typed), None, "{typed}");
        }
    }
}
