//! The layout of an official document (公文, GB/T 9704-2012): 发文机关标志 and 发文字号 above, the 标题 in
//! large letters in the middle, 主送机关, the text, and at its end the signature with the 成文日期, then
//! 抄送 and 印发. Where a document is none, its first large line is its title and the rest its text.

use std::sync::LazyLock;

use regex::Regex;

use super::content::{Document, Line};
use super::signature::{self, is_organ};
use super::title_parts;
use crate::ingest::draft::Draft;
use crate::ingest::parse::{byline, numbers, text};
use crate::model::text::is_han;
use crate::model::{Field, PartialDate, TitleNumber};

/// Lines in which the head of a document ends.
const HEAD_LINES: usize = 20;

/// The longest line of a title, in characters.
const TITLE_CHARS: usize = 60;

/// The lines of a title.
const TITLE_LINES: usize = 5;

/// What a document, standing for itself, says as a bulletin; with it, for each page, the number of its first
/// paragraph. `name` is the file's own, without folder.
pub fn draft_of(document: &Document, name: &str) -> (Draft, Vec<usize>) {
    let mut draft = Draft { body_origin: "document:text".into(), ..Draft::default() };
    let lines: Vec<(usize, &Line)> = document
        .pages
        .iter()
        .enumerate()
        .flat_map(|(page, content)| content.lines.iter().map(move |line| (page, line)))
        .collect();
    let texts: Vec<&Line> = lines.iter().map(|(_, line)| *line).collect();
    let taken = if document.is_book { vec![false; texts.len()] } else { parse_head(&texts, &mut draft) };
    if !document.is_book {
        parse_tail(&texts, &mut draft);
    }

    let mut starts = vec![0; document.pages.len()];
    let mut page_of = Vec::new();
    for ((page, line), _) in lines.iter().zip(&taken).filter(|(_, taken)| !**taken) {
        page_of.push(*page);
        draft.paragraphs.push(line.text.clone());
    }
    for (page, start) in starts.iter_mut().enumerate() {
        *start = page_of.partition_point(|of| *of < page);
    }
    if let Some(title) = document.title.as_deref().filter(|title| is_descriptive(title)) {
        draft.claim(Field::Title, title, "document:metadata");
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    draft.claim(Field::Title, stem, "document:file name");
    for author in &document.authors {
        let field = if is_organ(author) { Field::Issuers } else { Field::Authors };
        draft.claim(field, author, "document:metadata");
    }
    draft.claim(Field::PublishedOn, document.date.clone().unwrap_or_default(), "document:metadata");
    for credit in byline::credits(&draft.paragraphs) {
        draft.claim(Field::Authors, credit, "byline");
    }
    (draft, starts)
}

/// Reads the lines above the text; tells of each line whether the fields have all that it says.
fn parse_head(lines: &[&Line], draft: &mut Draft) -> Vec<bool> {
    let mut taken = vec![false; lines.len()];
    let head = &lines[..lines.len().min(HEAD_LINES)];
    let number = head.iter().position(|line| numbers::number_in(&line.text).is_some());
    let two_lines = || {
        let pair = |at: &usize| numbers::on_two_lines(&head[*at].text, &head[*at + 1].text);
        let mut places = 0..head.len().saturating_sub(1);
        places.find_map(|at| Some((at, pair(&at)?)))
    };
    if number.is_none()
        && let Some((at, of_two)) = two_lines()
    {
        draft.claim(Field::DocumentNumber, of_two.as_published(), "document:发文字号");
        draft.claim(Field::Issuers, of_two.organ().unwrap_or_default(), "document:发文机关标志");
        // 青岑县人民政府令 is the title where none follows.
        if !title_lines(&head[at + 2..]).is_empty() {
            taken[at..at + 2].fill(true);
        }
    }
    if let Some(at) = number {
        let (number, whole) = numbers::number_in(&head[at].text).unwrap_or_default();
        draft.claim(Field::DocumentNumber, number, "document:发文字号");
        taken[at] = whole;
    }
    // 发文机关标志 stands above the number, or by itself at the top: 青岑县人民政府文件.
    let above = &head[..number.unwrap_or(2).min(head.len())];
    for (at, line) in above.iter().enumerate() {
        let compact: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(organ) = compact.strip_suffix("文件").filter(|organ| is_organ(organ)) {
            draft.claim(Field::Issuers, organ, "document:发文机关标志");
            taken[at] = true;
        }
    }
    let first = taken.iter().rposition(|taken| *taken).map_or(0, |at| at + 1).min(head.len());
    let title = title_lines(&head[first..]);
    if !title.is_empty() {
        let parts: Vec<&str> = title.iter().map(|at| head[first + at].text.as_str()).collect();
        let whole = title_parts::joined(&parts).replace('\t', " ");
        match TitleNumber::of(&whole).filter(|of| of.is_own && draft.first(Field::DocumentNumber).is_none()) {
            Some(TitleNumber { bare, number, .. }) => {
                draft.claim(Field::Title, bare, "document:标题");
                draft.claim(Field::DocumentNumber, number.as_published(), "document:发文字号");
            }
            None => draft.claim(Field::Title, whole, "document:标题"),
        }
        title.iter().for_each(|at| taken[first + at] = true);
    }
    // A news text saved by its writer has a byline below its title.
    let after = title.last().map_or(first, |at| first + at + 1);
    for at in after..head.len().min(after + 3) {
        // A date alone is no byline: it is the document's own.
        let is_byline = |byline: &byline::Byline| byline.source.is_some() || !byline.authors.is_empty();
        if let Some(byline) = byline::parse(&head[at].text).filter(|byline| !title.is_empty() && is_byline(byline)) {
            text::claim_byline(byline, draft);
            taken[at] = true;
        }
    }
    taken
}

/// Which of the lines are the title.
fn title_lines(lines: &[&Line]) -> Vec<usize> {
    let usual = usual_size(lines);
    let may = |line: &Line| {
        let length = line.text.chars().count();
        let sentence = line.text.ends_with(['。', '；', '，', '：', ':', '！']) || line.text.contains('\t');
        length <= TITLE_CHARS && !sentence && !is_label(&line.text) && line.text.chars().any(is_han)
    };
    let stands_out = |line: &Line| (line.centred || line.size > usual * 1.15) && may(line);
    let begin = lines.iter().position(|line| stands_out(line)).filter(|at| {
        // Text above what stands out is the opening of the text: what stands out is a heading within it.
        lines[..*at].iter().all(|line| line.text.chars().count() < 20)
    });
    let Some(begin) = begin else {
        // Nothing stands out: the first short line that is no sentence, with what was broken off it.
        let first = lines.iter().take(3).position(|line| may(line));
        let Some(first) = first.filter(|at| lines[..*at].iter().all(|line| is_label(&line.text))) else {
            return Vec::new();
        };
        let more = lines[first + 1..].iter().take(2).enumerate();
        let is_rest = |line: &Line| {
            text::is_cut(&lines[first].text, &line.text) || title_parts::goes_on(&lines[first].text, &line.text)
        };
        let parts = more.take_while(|(_, line)| may(line) && is_rest(line));
        return std::iter::once(first).chain(parts.map(|(at, _)| first + 1 + at)).collect();
    };
    let size = lines[begin].size;
    let mut title = vec![begin];
    for (at, line) in lines.iter().enumerate().skip(begin + 1).take(TITLE_LINES - 1) {
        let alike = size == 0.0 || line.size == 0.0 || (line.size - size).abs() < size * 0.12;
        let before: String = title.iter().map(|at| lines[*at].text.as_str()).collect();
        let aside = line.text.starts_with(['（', '(']) && PartialDate::find(&line.text).is_some();
        if !may(line) || aside || !(stands_out(line) && alike || text::is_cut(&before, &line.text)) {
            break;
        }
        // Two centred lines of one size that are whole by themselves are title and signature.
        if size == 0.0 && !text::is_cut(&before, &line.text) && before.contains("关于") {
            break;
        }
        title.push(at);
    }
    title
}

/// The size of most letters.
fn usual_size(lines: &[&Line]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for line in lines.iter().filter(|line| line.size > 0.0) {
        let length = line.text.chars().count();
        match sizes.iter_mut().find(|(size, _)| (*size - line.size).abs() < 0.3) {
            Some((_, count)) => *count += length,
            None => sizes.push((line.size, length)),
        }
    }
    sizes.into_iter().max_by_key(|(_, count)| *count).map_or(f32::MAX, |(size, _)| size)
}

/// Lines that name a part of a document and are not its title.
fn is_label(line: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(附件|附表|附)\s*[0-9０-９一二三四五六七八九十]*\s*[:：]?$|^(目\s*录|特急|加急|机密|秘密)|签发人|^[-—–\s·]*\d+[-—–\s·]*$")
            .expect("the pattern is a literal and a test runs it")
    });
    LABEL.is_match(line)
}

/// Reads what stands below the text; all of it stays in the text as well.
fn parse_tail(lines: &[&Line], draft: &mut Draft) {
    static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印发$")
            .expect("the pattern is a literal and a test runs it")
    });
    let printed = lines.iter().rev().take(40).find_map(|line| PRINTED.captures(&line.text));
    if let Some(found) = printed {
        draft.claim(Field::PublishedOn, found[1].replace(char::is_whitespace, ""), "document:印发日期");
    }
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let Some(signature) = signature::find(&texts, 8) else { return };
    draft.claim(Field::IssuedOn, signature.date.to_string(), "document:成文日期");
    draft.claim(Field::PublishedOn, signature.date.to_string(), "document:成文日期");
    for organ in signature.organs {
        draft.claim(Field::Issuers, organ, "document:落款");
    }
}

/// Whether the title in a file's properties is one, and not what its program wrote there.
fn is_descriptive(title: &str) -> bool {
    const IDLE: &[&str] =
        &["microsoft word", "powerpoint", "wps", "未命名", "文档", "无标题", "untitled", "幻灯片", "工作簿"];
    let lower = title.trim().to_lowercase();
    let is_file = [".doc", ".docx", ".xls", ".xlsx", ".wps", ".pdf", ".tmp"].iter().any(|end| lower.ends_with(end));
    title.chars().filter(|c| is_han(*c)).count() >= 4 && !is_file && !IDLE.iter().any(|idle| lower.starts_with(idle))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::normalize::normalize;
    use crate::ingest::parse::document::DocumentPage;

    fn document(lines: &[(&str, bool, f32)]) -> Document {
        let lines =
            lines.iter().map(|(text, centred, size)| Line { text: (*text).to_owned(), centred: *centred, size: *size });
        Document {
            pages: vec![DocumentPage { lines: lines.collect(), ..DocumentPage::default() }],
            ..Document::default()
        }
    }

    #[test]
    fn an_official_document_tells_its_fields() {
        let document = document(&[
            ("青 岑 县 人 民 政 府 办 公 室 文 件", true, 42.0),
            ("青政办发〔2021〕8号", true, 16.0),
            ("青岑县人民政府办公室关于做好", true, 22.0),
            ("春季农田水利设施维护工作的通知", true, 22.0),
            ("各乡镇人民政府：", false, 16.0),
            ("为保障春季灌溉用水，现就有关事项通知如下。", false, 16.0),
            ("附件：维护任务表", false, 16.0),
            ("青岑县人民政府办公室", false, 16.0),
            ("二〇二一年三月十一日", false, 16.0),
            ("抄送：县委办公室，县人大办公室。", false, 14.0),
            ("青岑县人民政府办公室\t2021年3月12日印发", false, 14.0),
        ]);
        let article = normalize(draft_of(&document, "08号.pdf").0).unwrap();
        assert_eq!(article.title, "青岑县人民政府办公室关于做好春季农田水利设施维护工作的通知");
        assert_eq!(article.document_number.unwrap().as_published(), "青政办发〔2021〕8号");
        assert_eq!(article.issuers, ["青岑县人民政府办公室"]);
        assert_eq!(article.issued_on.unwrap().to_string(), "2021-03-11");
        assert_eq!(article.published_on.unwrap().to_string(), "2021-03-12");
        assert_eq!(article.paragraphs[0], "各乡镇人民政府：");
        assert_eq!(article.paragraphs.len(), 7);
    }

    #[test]
    fn an_order_has_its_number_below_its_name() {
        let document = document(&[
            ("泊 云 县 人 民 政 府 令", true, 42.0),
            ("第 31 号", true, 16.0),
            ("泊云县渔船管理办法", true, 22.0),
            ("第一条　为了管理渔船，制定本办法。", false, 16.0),
        ]);
        let article = normalize(draft_of(&document, "令.pdf").0).unwrap();
        assert_eq!(article.title, "泊云县渔船管理办法");
        assert_eq!(article.document_number.unwrap().to_string(), "泊云县人民政府令第31号");
        assert_eq!(article.issuers, ["泊云县人民政府"]);
        assert_eq!(article.paragraphs.len(), 1);
    }

    #[test]
    fn other_documents_have_a_title_and_nothing_is_lost() {
        let plain = document(&[("附件1", false, 0.0), ("泊云县渠道清单", false, 0.0), ("编号\t名称", false, 0.0)]);
        let (draft, starts) = draft_of(&plain, "附件1.xlsx");
        assert_eq!(draft.first(Field::Title), Some("泊云县渠道清单"));
        assert_eq!(
            (draft.paragraphs.as_slice(), starts.as_slice()),
            (["附件1".to_owned(), "编号\t名称".to_owned()].as_slice(), [0].as_slice())
        );
        let (draft, _) = draft_of(&Document::default(), "扫描件 2021.pdf");
        assert_eq!(draft.first(Field::Title), Some("扫描件 2021"));
    }
}
