//! A citation is what a text says of another document by name: its title in 《》, or its 发文字号.
//!
//! Documents that many others cite are the ones that questions are about, as pages that many link to are
//! (Craswell, Robertson, Zaragoza and Taylor, SIGIR 2005): laws, plans, the notice that everyone carries out.

use super::identity::Identity;
use crate::model::{Article, DocumentNumber, document_number};
use crate::search::analysis::fold;

/// Characters of the longest title that is taken for one.
const MAX_TITLE_CHARS: usize = 80;

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
    /// Where what it says begins: before `start` for 44号 of 43号、44号, whose organ stands there once.
    pub organ: usize,
    pub identity: Identity,
}

/// The places in a text that name other documents, in order of their ends.
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = titles(text);
    found.extend(numbers(text));
    found.sort_by_key(|mention| mention.end);
    found
}

/// What others cite an article as: by its title, by any of its numbers.
pub fn names(article: &Article) -> Vec<Identity> {
    work(&article.title).into_iter().chain(article.document_numbers().iter().map(Identity::number)).collect()
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
                    let readings = vec![Reading { start, organ: start, identity }];
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

/// Document numbers of every kind. Where an organ's name begins cannot be seen (根据国办发〔2017〕47号): each ending of what
/// stands before the year is kept, and the number's own key is one of them.
fn numbers(text: &str) -> impl Iterator<Item = Mention> {
    // In the folded text every word that may stand before an organ is known in either script.
    let folded = if text.contains(['号', '號']) { fold(text) } else { String::new() };
    document_number::occurrences(&folded).into_iter().map(|found| {
        let longest = found.readings.first().map_or(0, |(organ, _)| *organ);
        let reading = |(organ, number): (usize, DocumentNumber)| {
            // The second of several (44号 of 43号、44号) stands apart from its organ.
            let start = if found.place.start > longest { found.place.start } else { organ };
            Reading { start, organ, identity: Identity::number(&number) }
        };
        Mention { end: found.place.end, readings: found.readings.into_iter().map(reading).collect(), is_within: false }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

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

    #[test]
    fn numbers_of_every_kind_are_citations() {
        for (text, number) in [
            ("根据《渔船管理办法》（泊云县人民政府令第31号）的规定", "泊云县人民政府第31号令"),
            ("泊云县人民政府第31号令于2019年5月公布", "泊云县人民政府令第31号"),
            ("雲瀾省人民政府令第七號", "云澜省人民政府令第7号"),
            ("見國令第714號", "国务院令第714号"),
            ("按泊政发〔2018〕 6 号执行", "泊政发〔2018〕6号"),
            ("按泊政发2018年6号执行", "泊政发〔2018〕6号"),
            ("泊政发〔2018〕6、7号同时废止", "泊政发〔2018〕7号"),
            ("泊政发〔2018〕6号至8号同时废止", "泊政发〔2018〕7号"),
            ("泊政发〔2018〕9-1号", "泊政发〔2018〕9—1号"),
            ("据泊云县税务局公告2022年第3号", "泊云县税务局公告〔2022〕3号"),
            ("（2022）云0105民初17号判决", "(2022)云0105民初第17号"),
        ] {
            let number = DocumentNumber::parse(number).map(|number| Identity::number(&number));
            let all = cited(text);
            assert!(number.as_ref().is_some_and(|number| all.contains(number)), "{text}: {number:?} in {all:?}");
        }
    }

    #[test]
    fn numbers_are_read_as_the_folded_text_has_them() {
        for text in ["令第三号之一", "公告通告布告通报决定命令字", "政发函规电知办复批任议", "初终再申监执异保民刑行赔"]
        {
            assert_eq!(fold(text), text);
        }
    }
}
