//! Mojibake is text that was read in the wrong encoding, here or by whoever supplied it: `¹ØÓÚ×öºÃ`, `å…³äºŽ`, `鍏充簬`,
//! `锟斤拷`. It is told from text so that none is taken in as if it were sound.

use encoding_rs::{GB18030, WINDOWS_1252};

use crate::model::text::is_han;

/// Characters beyond ASCII that are looked at.
const SAMPLE: usize = 4_000;

/// Characters that are too few to tell.
const TOO_FEW: usize = 8;

/// Why a text is none, in words; `None` where nothing speaks against it. `parts` are its title and its paragraphs.
pub fn describe<'a>(parts: impl Iterator<Item = &'a str> + Clone) -> Option<&'static str> {
    let beyond: usize = parts.clone().map(|part| part.chars().filter(|c| !c.is_ascii()).take(SAMPLE).count()).sum();
    if beyond < TOO_FEW {
        return None;
    }
    let (mut latin, mut doubled, mut lost, mut seen) = (0, 0, 0, 0);
    for part in parts {
        latin += latin_runs(part);
        doubled += read_as_gb18030(part);
        lost += lost_characters(part);
        seen += part.chars().filter(|c| !c.is_ascii()).count();
        if seen > SAMPLE {
            break;
        }
    }
    match seen {
        _ if latin * 2 > seen => Some("中文被当作西文编码读过"),
        _ if doubled * 2 > seen => Some("UTF-8 的文字被当作 GB18030 读过"),
        _ if lost * 4 > seen => Some("大部分文字在转码时丢失"),
        _ => None,
    }
}

/// Paragraphs that are looked at one by one.
const PARAGRAPHS: usize = 2_000;

/// How many of the paragraphs are none, one by one.
pub fn garbled(paragraphs: &[String]) -> usize {
    let sample = paragraphs.iter().take(PARAGRAPHS);
    sample.filter(|paragraph| describe([paragraph.as_str()].into_iter()).is_some()).count()
}

/// Characters of Western letters and signs beyond ASCII that stand four and more in a row, as no Western language has
/// them.
fn latin_runs(text: &str) -> usize {
    let is_western = |c: char| {
        matches!(c as u32, 0x80..=0xFF)
            || !c.is_ascii() && !is_han(c) && !WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])).2
    };
    // Signs that Chinese text has as well, alone or doubled.
    let is_common = |c: char| "“”‘’…—·×°•–".contains(c);
    text.split(|c: char| !is_western(c))
        .filter(|run| run.chars().count() >= 4 && !run.chars().all(is_common))
        .map(|run| run.chars().count())
        .sum()
}

/// Characters of runs of ideographs whose bytes in GB18030 are UTF-8.
fn read_as_gb18030(text: &str) -> usize {
    text.split(|c: char| c.is_ascii() || c == '\u{FFFD}')
        .filter(|run| run.chars().count() >= 3)
        .filter(|run| {
            let (bytes, _, unmappable) = GB18030.encode(run);
            // What was cut from its neighbours ends, and may begin, inside a character.
            let (mut good, mut bad) = (0, 0);
            for chunk in bytes.utf8_chunks() {
                good += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
                bad += usize::from(!chunk.invalid().is_empty());
            }
            !unmappable && good >= 2 && bad <= 1 + good / 8
        })
        .map(|run| run.chars().count())
        .sum()
}

/// Characters that stand for what is lost: U+FFFD, and U+FFFD read again as GB18030 (锟斤拷).
fn lost_characters(text: &str) -> usize {
    text.chars().filter(|c| *c == '\u{FFFD}').count() + text.matches("锟斤拷").count() * 3
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_8;

    use super::*;

    #[test]
    fn text_in_the_wrong_encoding_is_told_from_text() {
        let text = "关于做好春季农田水利设施维护工作的通知，各乡镇人民政府要认真贯彻执行。";
        let check = |text: &str, expected: bool| {
            assert_eq!(describe([text].into_iter()).is_some(), expected, "{text}");
        };
        check(&WINDOWS_1252.decode(&GB18030.encode(text).0).0, true);
        check(&WINDOWS_1252.decode(&UTF_8.encode(text).0).0, true);
        check(&GB18030.decode(text.as_bytes()).0, true);
        check(&"锟斤拷".repeat(9), true);
        check(text, false);
        check("鑫淼公司、犇羴鱻餐饮有限公司与嘉峪关市签约，麒麟、饕餮、魑魅等纹样列入非物质文化遗产名录。", false);
        check("L’été à Gif-sur-Yvette, où déjà naïveté et cœur…", false);
        check("面积为 5×10³ m²，误差 ±0.5℃——“合格”……", false);
        check("Привет из города", false);
        check("縣政府關於加強農田水利設施維護工作的通知", false);
    }
}
