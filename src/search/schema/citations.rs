//! A citation is what a text says of another document by name: its title in 《》, or its 发文字号.
//!
//! Documents that many others cite are the ones that questions are about, as pages that many link to are
//! (Craswell, Robertson, Zaragoza and Taylor, SIGIR 2005): laws, plans, the notice that everyone carries out.

use super::identity::Identity;
use crate::model::Article;
use crate::search::analysis::fold;

/// Characters of the longest title that is taken for one.
const MAX_TITLE_CHARS: usize = 80;

/// Characters of the longest organ's code: 20 is what a number may have, no real one comes near.
const MAX_ORGAN_CHARS: usize = 10;

/// A place in a text that names another document.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// What may be meant, the longest first: one for a title, several for a number.
    pub readings: Vec<Reading>,
    /// Where it ends, in characters.
    pub end: usize,
    /// Whether it stands within another title: 《关于贯彻〈条例〉的通知》.
    pub is_within: bool,
}

/// One way to read a mention.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where it begins, in characters.
    pub start: usize,
    pub identity: Identity,
}

/// The places in a text that name other documents, in order of their ends.
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = titles(text);
    found.extend(numbers(text));
    found.sort_by_key(|mention| mention.end);
    found
}

/// What others cite an article as: by its title, by its number.
pub fn names(article: &Article) -> Vec<Identity> {
    work(&article.title).into_iter().chain(article.document_number.as_ref().map(Identity::number)).collect()
}

/// What a document of this title is cited as: without the state's name and without the article behind it, so
/// that 《民法典》 cites 中华人民共和国民法典第五百条.
pub fn work(title: &str) -> Option<Identity> {
    let folded = fold(title);
    let trimmed = folded.trim_end_matches(|c: char| !c.is_alphanumeric());
    let trimmed = match trimmed.rfind('第') {
        Some(at) if is_article(&trimmed[at..]) => &trimmed[..at],
        _ => trimmed,
    };
    let trimmed = trimmed.trim_start_matches(|c: char| !c.is_alphanumeric());
    Identity::work(&trimmed.replace("中华人民共和国", ""))
}

/// 第五百条, 第十二条之一, 第3条.
fn is_article(folded: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百千".contains(c);
    let Some(rest) = folded.strip_prefix('第') else { return false };
    let Some(rest) = rest.trim_start_matches(is_number).strip_prefix('条') else { return false };
    rest.strip_prefix('之').unwrap_or(rest).chars().all(is_number)
}

/// Titles in 《》; of one within another both, since the outer is a title, too.
fn titles(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (place, (at, c)) in text.char_indices().enumerate() {
        match c {
            '《' | '〈' => open.push((place, at + c.len_utf8())),
            '》' | '〉' => {
                let Some((start, inside)) = open.pop() else { continue };
                let title = &text[inside..at];
                if (2..=MAX_TITLE_CHARS).contains(&(place - start - 1))
                    && let Some(identity) = work(title)
                {
                    let readings = vec![Reading { start, identity }];
                    found.push(Mention { readings, end: place + 1, is_within: !open.is_empty() });
                }
            }
            // A title does not run over lines; a mark without its partner ends there.
            '\n' => open.clear(),
            _ => {}
        }
    }
    found
}

/// Document numbers. Where an organ's code begins cannot be seen (根据国办发〔2017〕47号): each ending of what
/// stands before the year is kept, and the number's own key is one of them.
fn numbers(text: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find(['〔', '[', '［', '(', '（', '【', '﹝']) {
        let open = from + found;
        let inside = open + text[open..].chars().next().map_or(1, char::len_utf8);
        from = inside;
        let folded: String = fold(&text[inside..].chars().take(16).collect::<String>());
        let Some((year, tail)) = folded.split_at_checked(4) else { continue };
        if !year.bytes().all(|byte| byte.is_ascii_digit()) || !tail.starts_with(')') {
            continue;
        }
        let begins = tail[1..].trim_start_matches('第');
        let digits = begins.len() - begins.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if !(1..=6).contains(&digits) || !begins[digits..].starts_with('号') {
            continue;
        }
        let before: Vec<char> =
            text[..open].chars().rev().take(MAX_ORGAN_CHARS).take_while(|c| c.is_alphanumeric()).collect();
        let bracket = text[..open].chars().count();
        let reading = |length: usize| {
            let organ: String = before[..length].iter().rev().collect();
            let identity = Identity::number_parts(&organ, year, &begins[..digits])?;
            Some(Reading { start: bracket - length, identity })
        };
        let readings: Vec<Reading> = (2..=before.len()).rev().filter_map(reading).collect();
        if !readings.is_empty() {
            // The bracket and the year, its partner, 第 where it stands, the digits and 号.
            let end = bracket + 6 + (tail.chars().count() - 1 - begins.chars().count()) + digits + 1;
            mentions.push(Mention { readings, end, is_within: false });
        }
    }
    mentions
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::DocumentNumber;

    fn cited(text: &str) -> BTreeSet<Identity> {
        mentions(text).into_iter().flat_map(|mention| mention.readings).map(|reading| reading.identity).collect()
    }

    #[test]
    fn a_work_is_cited_by_any_of_its_names() {
        for (one, other) in [
            ("中华人民共和国民法典第五百条", "民法典"),
            ("中華人民共和國民法典", "民法典"),
            ("青岑县防汛条例第十二条之一", "青岑县防汛条例"),
            ("青岑县防汛条例（试行）", "青岑县防汛条例(试行)"),
        ] {
            assert_eq!(work(one), work(other), "{one}");
        }
        assert_ne!(work("第一条战线"), None);
        assert_eq!(work("。"), None);
    }

    #[test]
    fn titles_and_numbers_are_citations() {
        let all = cited("根据《关于贯彻〈青岑县防汛条例〉的通知》（青政办发〔2021〕8号）和《未完");
        for title in ["青岑县防汛条例", "关于贯彻〈青岑县防汛条例〉的通知"] {
            assert!(work(title).is_some_and(|work| all.contains(&work)), "{title} in {all:?}");
        }
        let number = DocumentNumber::parse("青政办发[2021]第8号").map(|number| Identity::number(&number));
        assert!(number.is_some_and(|number| all.contains(&number)), "{all:?}");
        assert!(cited("（2021）第8页，〔2021〕8号，(20a1)8号").is_empty());
    }

    #[test]
    fn mentions_say_where_they_stand() {
        let text = "按照《青岑县防汛条例》和青政办发[2021]第8号的要求";
        let standing = |mention: &Mention| {
            let start = mention.readings[0].start;
            text.chars().skip(start).take(mention.end - start).collect::<String>()
        };
        let found: Vec<String> = mentions(text).iter().map(standing).collect();
        assert_eq!(found, ["《青岑县防汛条例》", "和青政办发[2021]第8号"]);
    }
}
