//! A plain text is a bulletin as copied from a news page: title, date and byline, paragraphs, 编辑, and
//! after them whatever else the page held, which is no part of the bulletin.

use super::boilerplate::{
    is_contact, is_disclaimer, is_footer, is_furniture, is_imprint, may_head_text, opens_other_bulletins,
};
use super::byline::Byline;
use super::document::signature;
use super::keys::{Key, pairs};
use super::labels::claim_label;
use super::site::{column_of_breadcrumb, site_of_footer};
use super::{byline, charset, numbers, people, text_prelude};
use crate::ingest::draft::{Draft, LeftOut, Rejection};
use crate::model::Field;
use crate::model::text::{is_han, tidy_line};

/// The largest text accepted, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// How many lines may precede the byline.
const HEAD_LINES: usize = 24;

/// The longest line that can be a title or a part of one, in characters.
const TITLE_CHARS: usize = 80;

/// Lines left out that are listed.
const MAX_LEFT_OUT: usize = 200;

/// Lines that are looked at for whether a text goes on.
const MAX_LOOKED_AT: usize = 200;

/// Widths at which lines are cut, Chinese letters counting two.
const MIN_WIDTH: usize = 40;
const MAX_WIDTH: usize = 200;

/// How many lines a title may be wrapped into.
const TITLE_LINES: usize = 3;

/// Reads a plain text.
///
/// # Errors
/// Input that is empty, too large, or no text in any encoding gongbao knows.
pub fn parse(bytes: &[u8]) -> Result<Draft, Rejection> {
    let decoded = readable(bytes)?;
    let mixed = decoded.mixed_with.as_deref().map(|other| (decoded.encoding.as_str(), other));
    parse_decoded(&decoded.text, mixed)
}

/// Reads a text that is decoded; `mixed` are the two encodings that it was in, where it was in two.
///
/// # Errors
/// Input that is empty.
pub fn parse_decoded(text: &str, mixed: Option<(&str, &str)>) -> Result<Draft, Rejection> {
    let mut lines = unwrapped(text);
    if lines.is_empty() {
        return Err(Rejection::new("文件里没有文字", "请确认文件已经保存，内容不是空白"));
    }
    let mut draft = Draft { body_origin: "text:body".into(), ..Draft::default() };
    lines.drain(..text_prelude::read(&lines, &mut draft));
    let head = parse_head(&lines, &mut draft);
    if let Some(first) = lines.get_mut(head) {
        without_label(first);
    }
    let head = if lines.get(head).is_some_and(String::is_empty) { head + 1 } else { head };
    let tail = parse_body(&lines[head..], &mut draft) + head;
    let after =
        lines[tail..].iter().take(MAX_LEFT_OUT).map(|line| LeftOut { text: line.clone(), reason: "正文之后" });
    draft.left_out.extend(after);
    parse_footer(&lines[tail..], &mut draft);
    for name in byline::credits(&draft.paragraphs) {
        draft.claim(Field::Authors, name, "byline");
    }
    claim_signature(&mut draft);
    draft.note_damage(mixed);
    Ok(draft)
}

fn readable(bytes: &[u8]) -> Result<charset::Decoded, Rejection> {
    if bytes.len() > MAX_BYTES {
        let mebibytes = bytes.len().div_ceil(1 << 20);
        return Err(Rejection::new(
            format!("文件约 {mebibytes} MiB，超过上限 {} MiB", MAX_BYTES >> 20),
            "请拆分成几篇再导入",
        ));
    }
    let decoded = charset::decode_plain(bytes);
    let characters = decoded.text.chars().count();
    let unreadable =
        decoded.text.chars().filter(|c| matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{FFFD}')).count();
    // A slip of the copying hand is forgiven; beyond one character in twenty it is no text.
    if unreadable * 20 > characters {
        return Err(Rejection::new(
            format!("不是文本：{characters} 个字符中有 {unreadable} 个无法识别"),
            "请导出为 UTF-8 或 GB18030 编码的纯文本；Word、PDF 等文件请先转换",
        ));
    }
    Ok(decoded)
}

/// The lines of a text. Where its paragraphs begin with blanks and their lines were cut at one width, each is one line.
fn unwrapped(text: &str) -> Vec<String> {
    let raw: Vec<&str> = text.lines().collect();
    let is_indented = |line: &&str| line.starts_with("\u{3000}\u{3000}") || line.starts_with("    ");
    let width = |line: &str| line.trim_end().chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let widest = raw.iter().filter(|line| is_indented(line)).map(|line| width(line)).max().unwrap_or_default();
    let is_cut = (MIN_WIDTH..MAX_WIDTH).contains(&widest) && raw.iter().filter(|line| is_indented(line)).count() >= 2;
    let mut lines: Vec<String> = Vec::new();
    // Whether the line before is one of a paragraph, filled to its end.
    let mut is_open = false;
    for line in raw {
        let tidied = tidy_line(line);
        if tidied.is_empty() {
            is_open = false;
            continue;
        }
        let indented = is_indented(&line);
        let is_full = width(line) + 4 >= widest && width(line) <= widest + 4;
        let ends = tidied.ends_with(['。', '！', '？', '：', '；']);
        match lines.last_mut() {
            Some(last) if is_cut && is_open && !indented => last.push_str(&tidied),
            _ => lines.push(tidied),
        }
        is_open = is_full && !ends && (indented || is_open);
    }
    lines
}

/// Takes off the word that says that the text begins: 正文：.
fn without_label(line: &mut String) {
    let rest = ["正文", "内容", "全文"].iter().find_map(|word| {
        let compact = line.trim_start_matches(['【', '[']).strip_prefix(word)?;
        compact.trim_start_matches(['】', ']', ' ']).strip_prefix([':', '：'])
    });
    if let Some(rest) = rest.map(|rest| rest.trim().to_owned()) {
        *line = rest;
    }
}

/// Claims what the signature of an official document says; its lines stay in the text.
fn claim_signature(draft: &mut Draft) {
    let lines: Vec<&str> = draft.paragraphs.iter().map(String::as_str).collect();
    let Some(signature) = signature::find(&lines, 0) else { return };
    draft.claim(Field::IssuedOn, signature.date.to_string(), "text:成文日期");
    for organ in signature.organs {
        draft.claim(Field::Issuers, organ, "text:落款");
    }
}

/// Reads title, byline and labels; returns the number of lines they took.
fn parse_head(lines: &[String], draft: &mut Draft) -> usize {
    let mut title: Vec<&str> = Vec::new();
    let mut columns: Vec<&str> = Vec::new();
    let mut byline_seen = false;
    let mut taken = 0;
    while let Some(line) = lines.get(taken).filter(|_| taken < HEAD_LINES) {
        let two_lines = lines.get(taken + 1).and_then(|next| numbers::on_two_lines(line, next));
        let is_titled = !title.is_empty() || draft.first(Field::Title).is_some();
        let may_be_byline = is_titled || draft.claims.is_empty() || begins_with_key(line);
        if let Some(byline) = byline::parse(line).filter(|_| may_be_byline) {
            claim_byline(byline, draft);
            // Above the title it does not say where that ends.
            byline_seen |= !title.is_empty();
        } else if parse_labels(line, draft) || is_furniture(line) {
        } else if let Some(address) = text_prelude::address(line) {
            draft.claim(Field::Url, address, "text:url");
        } else if let Some(organ) = letterhead(line).filter(|_| title.is_empty() && taken + 1 < lines.len()) {
            draft.claim(Field::Issuers, organ, "text:发文机关标志");
        } else if column_of_breadcrumb(line, "").is_some() {
            columns.push(line);
        } else if let Some(number) = two_lines {
            draft.claim(Field::DocumentNumber, number.as_published(), "text:发文字号");
            // 青岑县人民政府令 is the title where none follows.
            if title.is_empty() && !lines.get(taken + 2).is_some_and(|next| continues_title(&[], next, lines)) {
                title.push(line);
            }
            taken += 1;
        } else if let Some((number, _)) = numbers::number_in(line)
            .filter(|_| !title.is_empty() || lines.get(taken + 1).is_some_and(|next| continues_title(&[], next, lines)))
        {
            draft.claim(Field::DocumentNumber, number, "text:发文字号");
        } else if draft.first(Field::Title).is_some_and(|known| known == line) {
            // The title of a label, once more above the text.
        } else {
            let has_one = if title.is_empty() { draft.first(Field::Title).is_some() } else { byline_seen };
            if has_one || !continues_title(&title, line, lines) {
                break;
            }
            title.push(line);
        }
        taken += 1;
    }
    if !byline_seen && title.len() > 1 {
        // Without a byline below it, only the wrapped remainder of a title is surely no paragraph.
        let keep = wrapped_lines(&title);
        taken -= title.len() - keep;
        title.truncate(keep);
    }
    let title = joined_title(&title);
    for line in columns {
        draft.claim(Field::Column, column_of_breadcrumb(line, &title).unwrap_or_default(), "text:breadcrumb");
    }
    draft.claim(Field::Title, title, "text:title");
    taken
}

/// The organ whose head a line is: 青岑县人民政府文件.
fn letterhead(line: &str) -> Option<String> {
    let compact: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    compact.strip_suffix("文件").filter(|organ| signature::is_organ(organ)).map(str::to_owned)
}

/// Whether a line begins with a key of a byline and a colon: 发布时间：….
fn begins_with_key(line: &str) -> bool {
    let (before, pairs) = pairs(line);
    let is_of_byline = |key| matches!(key, Key::Published | Key::Updated | Key::Source | Key::Author | Key::Editor);
    before.trim().is_empty() && pairs.first().is_some_and(|pair| pair.colon && is_of_byline(pair.key))
}

/// Whether a line may be the title or its next part.
fn continues_title(title: &[&str], line: &str, lines: &[String]) -> bool {
    let sentence = line.ends_with(['。', '；', '，', '：', ':', ',']) || line.matches(['。', '，']).count() > 2;
    let length = line.chars().count();
    // A text of one line is a title, whatever its length.
    if title.is_empty() {
        return lines.len() == 1 && !line.ends_with('。') || length <= TITLE_CHARS && !sentence;
    }
    title.len() < TITLE_LINES && length <= TITLE_CHARS / 2 && !sentence
}

/// How many of the lines are certainly one wrapped title.
fn wrapped_lines(title: &[&str]) -> usize {
    (1..title.len()).take_while(|at| is_cut(&title[..*at].concat(), title[*at])).count() + 1
}

/// The parts of a title as one line. Two headlines are joined by a space, as their publishers do; a line
/// cut in the middle of its words is mended.
pub(super) fn joined_title(parts: &[&str]) -> String {
    let mut title = String::new();
    for part in parts {
        if !title.is_empty() && !is_cut(&title, part) {
            title.push(' ');
        }
        title.push_str(part);
    }
    title
}

/// Whether `next` goes on in the middle of the words of `before`.
pub(super) fn is_cut(before: &str, next: &str) -> bool {
    const KINDS: &[&str] = &[
        "通知", "意见", "决定", "公告", "通告", "通报", "批复", "办法", "方案", "报告", "规定", "函", "令", "细则",
        "纪要", "说明", "要点", "计划", "规划",
    ];
    let unclosed = |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    let opens = [('《', '》'), ('（', '）'), ('“', '”'), ('(', ')'), ('〔', '〕')]
        .iter()
        .any(|(open, close)| unclosed(*open, *close));
    let clings = next.starts_with(['的', '》', '）', '”', '、', '和', '与', '及', '等'])
        || before.ends_with(['、', '和', '与', '及', '的', '于']);
    let closes = |text: &str| KINDS.iter().any(|kind| text.trim_end_matches(['）', ')', '》']).ends_with(kind));
    // The organ that speaks may have a line of its own: 某局 / 关于…的通告.
    let organ_above = !before.contains("关于") && next.starts_with("关于") && closes(next);
    let official = before.contains("关于") && !closes(before) && closes(next);
    opens || clings || official || organ_above
}

/// Claims the fields of a label line (索引号：… 发文机关：…); `false` where the line is none.
fn parse_labels(line: &str, draft: &mut Draft) -> bool {
    let (before, pairs) = pairs(line);
    let labels = pairs.iter().all(|pair| pair.colon && !matches!(pair.key, Key::Author | Key::Editor));
    let any_label = pairs.iter().any(|pair| matches!(pair.key, Key::Label(_)));
    if !before.trim().is_empty() || !labels || !any_label || line.ends_with('。') {
        return false;
    }
    for pair in pairs {
        match pair.key {
            Key::Label(field) => claim_label(draft, field, pair.name, pair.value),
            Key::Published | Key::Updated => draft.claim(Field::PublishedOn, pair.value, "label:发布日期"),
            Key::Source => draft.claim(Field::Source, pair.value, "byline"),
            Key::Author | Key::Editor | Key::Ignored => {}
        }
    }
    true
}

pub(super) fn claim_byline(byline: Byline, draft: &mut Draft) {
    if let Some(moment) = byline.published.or(byline.updated) {
        draft.claim(Field::PublishedAt, moment.clone(), "byline");
        draft.claim(Field::PublishedOn, moment, "byline");
    }
    draft.claim(Field::Source, byline.source.or(byline.office).unwrap_or_default(), "byline");
    for author in byline.authors {
        draft.claim(Field::Authors, author, "byline");
    }
    draft.claim(Field::Editor, byline.editors.join(" "), "byline");
}

/// Takes paragraphs until the page speaks of something else; returns the number of lines read.
fn parse_body(lines: &[String], draft: &mut Draft) -> usize {
    for (at, line) in lines.iter().enumerate() {
        let imprint = is_imprint(line) && !lines[at..].iter().any(|next| next.ends_with('。'));
        let looks_so = opens_other_bulletins(line) || is_footer(line);
        if imprint || looks_so && !(may_head_text(line) && text_follows(&lines[at + 1..])) {
            return at;
        }
        if is_furniture(line) {
            draft.left_out.push(LeftOut { text: line.clone(), reason: "打印、分享一类的工具" });
            continue;
        }
        match byline::parse(line) {
            // 编辑 closes a bulletin. A date alone is the signature of a document and stays in it.
            // A byline in brackets is the last sentence of its text as well as a byline.
            Some(_) if line.starts_with(['（', '(']) && line.contains("记者") => draft.paragraphs.push(line.clone()),
            Some(byline)
                if byline.published.is_none() && byline.updated.is_none()
                    || byline.source.is_some()
                    || byline.is_edited =>
            {
                let edited = byline.is_edited;
                let closes = edited && !prose_follows(&lines[at + 1..]);
                if edited && !closes && !byline.editors.iter().all(|name| people::is_personal(name)) {
                    // 编辑 asks, and somebody answers.
                    draft.paragraphs.push(line.clone());
                    continue;
                }
                claim_byline(byline, draft);
                if closes {
                    return at + 1;
                }
            }
            _ if is_contact(line) && lines[at..].iter().take(4).any(|next| is_footer(next) || is_imprint(next)) => {
                return at;
            }
            _ => draft.paragraphs.push(line.clone()),
        }
    }
    lines.len()
}

/// Whether the bulletin goes on: sentences that are neither a disclaimer nor a footer. A line that looks like the heading of other
/// bulletins (便民服务, 相关链接) is then one of its own.
fn text_follows(lines: &[String]) -> bool {
    let says = |line: &&String| line.ends_with(['。', '；']) && line.chars().count() >= 20;
    lines.iter().filter(says).any(|line| !is_footer(line) && !is_disclaimer(line) && !is_furniture(line))
}

/// Whether the bulletin plainly goes on below its editors: several sentences before anything that no text has.
fn prose_follows(lines: &[String]) -> bool {
    let is_mark = |line: &str| {
        is_footer(line) || is_imprint(line) || is_furniture(line) || is_disclaimer(line) || opens_other_bulletins(line)
    };
    let says = |line: &&String| line.ends_with(['。', '；', '？', '！']) && line.chars().count() >= 20;
    lines.iter().take(MAX_LOOKED_AT).take_while(|line| !is_mark(line)).filter(says).take(2).count() == 2
}

/// The rest of the page tells the site, and perhaps further editors.
fn parse_footer(lines: &[String], draft: &mut Draft) {
    for line in lines.iter().take(3) {
        if let Some(byline) = byline::parse(line).filter(|byline| byline.published.is_none()) {
            claim_byline(byline, draft);
        }
    }
    let has_han = |line: &&str| line.chars().any(is_han);
    if let Some(site) = site_of_footer(lines.iter().map(String::as_str).filter(has_han)) {
        draft.claim(Field::Site, site, "text:footer");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::normalize::normalize;
    use crate::model::Article;

    fn article(text: &str) -> Article {
        normalize(parse(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn titles_in_parts() {
        let check = |text: &str, expected: &str| assert_eq!(article(text).title, expected, "{text}");
        let rest = "2021-03-05 来源：泊云日报\n全县召开会议，部署春耕。";
        check(&format!("县委召开会议\n部署春耕生产\n{rest}"), "县委召开会议 部署春耕生产");
        check(
            &format!("青岑县人民政府关于印发《防汛\n应急预案》的通知\n{rest}"),
            "青岑县人民政府关于印发《防汛应急预案》的通知",
        );
        check(
            &format!("青岑县人民政府办公室关于做好农田水利\n设施维护工作的通知\n{rest}"),
            "青岑县人民政府办公室关于做好农田水利设施维护工作的通知",
        );
        check(
            "青岑县公安局交通警察大队\n关于实施交通管制的通告\n为确保灯会安全，决定实行交通管制。",
            "青岑县公安局交通警察大队关于实施交通管制的通告",
        );
        check("关于停水的公告\n各用户：\n7月2日停水。", "关于停水的公告");
        check("关于停水的公告", "关于停水的公告");
    }

    #[test]
    fn a_number_of_any_kind_stands_on_its_own_line() {
        let check = |text: &str, title: &str, number: &str| {
            let article = article(text);
            assert_eq!(article.title, title, "{text}");
            assert_eq!(article.document_number.map(|number| number.to_string()).as_deref(), Some(number), "{text}");
        };
        let rest = "2019-05-07 来源：泊云日报\n第一条为了管理渔船，制定本办法。";
        check(
            &format!("泊云县渔船管理办法\n（泊云县人民政府令第31号）\n{rest}"),
            "泊云县渔船管理办法",
            "泊云县人民政府令第31号",
        );
        check(
            &format!("泊云县人民政府令\n第31号\n泊云县渔船管理办法\n{rest}"),
            "泊云县渔船管理办法",
            "泊云县人民政府令第31号",
        );
        check(&format!("关于停航的公告\n公告 2021年第5号\n{rest}"), "关于停航的公告", "公告2021年第5号");
        check(&format!("关于停航的通知\n泊政发〔2021〕8-1号\n{rest}"), "关于停航的通知", "泊政发〔2021〕8-1号");
    }

    #[test]
    fn official_documents_tell_their_fields() {
        let text = "青 岑 县 水 利 局 文 件\n\n青水发〔2021〕15号　　签发人：陆青禾\n\n青岑县水利局关于做好春灌工作的通知\n\n各乡镇人民政府：\n春灌在即，现就有关事项通知如下。\n青岑县水利局\n2021年3月4日\n";
        let read = article(text);
        assert_eq!(read.title, "青岑县水利局关于做好春灌工作的通知");
        assert_eq!(read.issuers, ["青岑县水利局"]);
        assert_eq!(read.document_number.unwrap().as_published(), "青水发〔2021〕15号");
        assert_eq!(read.issued_on.unwrap().to_string(), "2021-03-04");
        assert_eq!(read.paragraphs[0], "各乡镇人民政府：");
    }

    #[test]
    fn labels_stand_above_the_text_in_any_order() {
        let body = "城北停水一天，请各用户提前储水。";
        for text in [
            format!("标题：停水公告\n发布时间：2021-03-04\n来源：青岑县水务局\n正文：\n{body}"),
            format!("发布时间：2021-03-04\n来源：青岑县水务局\n停水公告\n{body}"),
            format!("来源：青岑县水务局\n发布日期：2021年3月4日\n标题：停水公告\n停水公告\n{body}"),
            format!("http://qingcen.example/a.html\n停水公告\n2021-03-04　来源：青岑县水务局\n{body}"),
            format!("---\ntitle: 停水公告\ndate: 2021-03-04\nsource: 青岑县水务局\n---\n\n正文：{body}"),
        ] {
            let read = article(&text);
            assert_eq!(read.title, "停水公告", "{text}");
            assert_eq!(read.published_on.map(|date| date.to_string()).as_deref(), Some("2021-03-04"), "{text}");
            assert_eq!(read.source.as_deref(), Some("青岑县水务局"), "{text}");
            assert_eq!(read.paragraphs, [body], "{text}");
        }
    }

    #[test]
    fn lines_cut_at_one_width_are_mended() {
        let text = "停水公告\n　　因城北片区管道检修需要，定于本月五日上午八时至晚上八时停\n水，请各用户提前储水。\n　　二、抢修电话请见附表。\n青岑县水务局\n";
        let read = article(text);
        assert_eq!(
            read.paragraphs[..2],
            [
                "因城北片区管道检修需要，定于本月五日上午八时至晚上八时停水，请各用户提前储水。",
                "二、抢修电话请见附表。"
            ]
        );
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_remedy() {
        let check = |bytes: &[u8], expected: &str| {
            let message = parse(bytes).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        };
        check(b"", "没有文字");
        check("\u{FEFF} \u{3000}\r\n".as_bytes(), "没有文字");
        check(b"PK\x03\x04\0\0\0\0\0\x01\x02\0\0\0\0\x9c\xfe\xff\0\0", "不是文本");
        check(&vec![b'a'; MAX_BYTES + 1], "超过上限 16 MiB");
    }
}
