//! An official document as a web page has the layout of one (GB/T 9704): 发文机关标志 and 发文字号 above or below its title,
//! the signature with the 成文日期 below its text. What was decided on a case may stand in a table instead: 处罚决定书文号,
//! 决定机关, 决定日期.

use super::body::Body;
use super::page::Page;
use crate::ingest::dates;
use crate::ingest::draft::Draft;
use crate::ingest::parse::boilerplate::compact;
use crate::ingest::parse::document::signature::{self, is_organ};
use crate::ingest::parse::numbers;
use crate::model::text::is_blank;
use crate::model::{DocumentNumber, Field, TitleNumber};

/// Lines above a text in which the title, and below it the number, are looked for.
const ABOVE: usize = 60;

/// Lines of a text in which its own number may stand.
const NUMBER_LINES: usize = 6;

/// Lines above a title in which its number may stand.
const NUMBER_ABOVE: usize = 3;

/// Kinds of documents that are dated by their last line alone.
const KINDS: &[&str] = &[
    "通知", "公告", "通告", "通报", "决定", "意见", "批复", "办法", "规定", "细则", "方案", "函", "令", "公示", "决议",
    "命令", "复函",
];

/// Claims what the layout says; labels have been read before.
pub fn claim(page: &Page, body: &Body, title: &str, draft: &mut Draft) {
    claim_mark(page, body, title, draft);
    claim_number(page, body, title, draft);
    claim_record(&body.paragraphs, draft);
    claim_number_of_title(title, draft);
    claim_number_of_year(body, title, draft);
    claim_signature(body, title, draft);
    claim_order(body, draft);
}

/// The line of the title above the text.
fn title_line(page: &Page, body: &Body, title: &str) -> Option<usize> {
    let title = compact(title);
    let above = body.lines.start.saturating_sub(ABOVE)..body.lines.start.min(page.lines.len());
    above.rev().find(|at| !title.is_empty() && compact(&page.lines[*at].text) == title)
}

/// 发文机关标志: 青岑县人民政府文件, above the title or at the head of the text.
fn claim_mark(page: &Page, body: &Body, title: &str, draft: &mut Draft) {
    let title = title_line(page, body, title);
    let above = title.map_or(0..0, |at| at.saturating_sub(NUMBER_ABOVE)..at);
    let above = page.lines[above].iter().filter(|line| line.linked() == 0).map(|line| &line.text);
    for line in above.chain(body.paragraphs.iter().take(NUMBER_LINES)).filter(|line| line.len() < 200) {
        let compact = compact(line);
        if let Some(organ) = compact.strip_suffix("文件").filter(|organ| is_organ(organ)) {
            draft.claim(Field::Issuers, organ, "text:发文机关标志");
        }
    }
}

/// The number on a line of its own between the title and the text, or above the text within it: （青岑县人民政府令第12号）.
fn claim_number(page: &Page, body: &Body, title: &str, draft: &mut Draft) {
    let title = compact(title);
    let end = page.lines.len().min(body.lines.end.min(body.lines.start + NUMBER_LINES));
    let begin = (body.lines.start.saturating_sub(ABOVE)..end)
        .rev()
        .find(|at| !title.is_empty() && compact(&page.lines[*at].text) == title);
    // Without its title on the page only the text itself is looked at.
    let begin = begin.unwrap_or(body.lines.start);
    if draft.first(Field::DocumentNumber).is_some() {
        return;
    }
    // Above the title it has a line, too: 青岑县人民政府令 / 第12号.
    for at in begin.saturating_sub(NUMBER_ABOVE).min(end)..end {
        let line = &page.lines[at];
        let is_title = compact(&line.text) == title;
        let one = numbers::number_in(&line.text).filter(|_| !is_title && line.linked() == 0).map(|(number, _)| number);
        let two = || {
            let next = page.lines.get(at + 1).filter(|_| at + 1 < end)?;
            Some(numbers::on_two_lines(&line.text, &next.text)?.as_published().to_owned())
        };
        if let Some(number) = one.or_else(two) {
            draft.claim(Field::DocumentNumber, unspaced(&number), "text:发文字号");
            return;
        }
    }
}

/// A number without the blanks that space it out.
fn unspaced(number: &str) -> String {
    let is_latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
    let chars: Vec<char> = number.chars().collect();
    let kept = chars.iter().enumerate().filter(|(at, c)| {
        !is_blank(**c) || is_latin(at.checked_sub(1).and_then(|at| chars.get(at))) && is_latin(chars.get(at + 1))
    });
    kept.map(|(_, c)| *c).collect()
}

/// The number of an announcement within its year, on a line of its own at the head of the text: 2021年第3号.
fn claim_number_of_year(body: &Body, title: &str, draft: &mut Draft) {
    let may_have = ["公告", "通告", "令"].iter().any(|kind| title.trim_end().ends_with(kind));
    if !may_have || draft.first(Field::DocumentNumber).is_some() {
        return;
    }
    let number_of = |line: &String| -> Option<String> {
        let bare = compact(line);
        let bare = bare.trim_matches(['（', '）', '(', ')', '〔', '〕']);
        let digits = |text: &str, length: std::ops::RangeInclusive<usize>| {
            length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (year, rest) = bare.split_once("年第")?;
        let number = rest.strip_suffix('号')?;
        (digits(year, 4..=4) && digits(number, 1..=4)).then(|| bare.to_owned())
    };
    if let Some(number) = body.paragraphs.iter().take(3).find_map(number_of) {
        draft.claim(Field::DocumentNumber, number, "text:发文字号");
    }
}

/// Who signs an order: its organ stands in the number, and the head of it, with the day, below what is ordered.
fn claim_order(body: &Body, draft: &mut Draft) {
    let Some(number) = draft.first(Field::DocumentNumber).map(compact) else { return };
    let organ = number.split_once("令第").map(|(organ, _)| organ.to_owned()).filter(|organ| is_organ(organ));
    let Some(organ) = organ else { return };
    let is_head = |line: &str| {
        let line = compact(line);
        let posts = [
            "县长", "市长", "区长", "州长", "省长", "主席", "主任", "部长", "局长", "署长", "厅长", "总理", "行长",
            "镇长",
        ];
        (4..=14).contains(&line.chars().count())
            && posts.iter().any(|post| line.strip_prefix('代').unwrap_or(&line).starts_with(post))
    };
    let lines = &body.paragraphs;
    let day = (1..lines.len()).find_map(|at| dates::on_line(&lines[at]).filter(|_| is_head(&lines[at - 1])));
    if let Some(day) = day {
        draft.claim(Field::IssuedOn, day.to_string(), "text:成文日期");
    }
    draft.claim(Field::Issuers, organ, "text:发文字号");
}

/// The number in brackets that closes a title: 公开表（青水罚决字〔2021〕3号）. What a title reports of another document is its
/// matter, not its number.
fn claim_number_of_title(title: &str, draft: &mut Draft) {
    let title = title.trim_end();
    // 青岑县人民政府令第7号 is title and number in one.
    let whole = DocumentNumber::parse(title).filter(|number| TitleNumber::is_own_of(title) && !number.is_other());
    let closing = || TitleNumber::of(title).filter(|of| of.is_own).map(|of| of.number);
    if let Some(number) = whole.or_else(closing) {
        draft.claim(Field::DocumentNumber, number.as_published(), "title:发文字号");
    }
}

/// The signature. A page of news that ends with a date and nothing above it is not thereby a document.
fn claim_signature(body: &Body, title: &str, draft: &mut Draft) {
    let bare = title.trim_end_matches(|c: char| !c.is_alphanumeric());
    let bare = bare.rsplit_once(['（', '(']).filter(|_| title.ends_with(['）', ')'])).map_or(bare, |(head, _)| head);
    let is_document = draft.first(Field::DocumentNumber).is_some() || KINDS.iter().any(|kind| bare.ends_with(kind));
    let lines: Vec<&str> = body.paragraphs.iter().map(String::as_str).collect();
    let Some(signature) = signature::find(&lines, 3) else { return };
    if signature.organs.is_empty() && !is_document {
        return;
    }
    draft.claim(Field::IssuedOn, signature.date.to_string(), "text:成文日期");
    for organ in signature.organs {
        draft.claim(Field::Issuers, organ, "text:落款");
    }
}

/// Rows of a table that may be the record of one case.
const RECORD_ROWS: usize = 60;

/// The record of a decision as a table: a row for each matter, or one row below the row of headings. A table of several cases
/// says nothing of the bulletin as a whole.
fn claim_record(paragraphs: &[String], draft: &mut Draft) {
    let rows: Vec<Vec<&str>> = paragraphs
        .iter()
        .filter(|paragraph| paragraph.contains('\t') && paragraph.len() < 4_000)
        .take(RECORD_ROWS + 1)
        .map(|paragraph| paragraph.split('\t').map(str::trim).collect())
        .collect();
    if rows.len() > RECORD_ROWS {
        return;
    }
    // Rows may be counted in their first cell.
    let counted = |row: &Vec<&str>| row.len() == 3 && row[0].bytes().all(|byte| byte.is_ascii_digit());
    let in_row = rows
        .iter()
        .map(|row| if counted(row) { &row[1..] } else { &row[..] })
        .map(|row| row.iter().copied().filter(|cell| !cell.is_empty()).collect::<Vec<&str>>())
        .filter(|row| matches!(row.len(), 2 | 4))
        .flat_map(|row| row.chunks(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>());
    let labelled: Vec<(&str, &str)> = paragraphs
        .iter()
        .take(RECORD_ROWS)
        .filter(|paragraph| !paragraph.contains('\t') && paragraph.len() < 400)
        .filter_map(|paragraph| paragraph.split_once(['：', ':']))
        .map(|(name, value)| (name.trim(), value.trim()))
        .filter(|(name, _)| matter(name).is_some())
        .collect();
    // One such line may be a sentence's.
    let labelled = if labelled.len() > 1 { labelled } else { Vec::new() };
    let heads = |at: &usize| {
        let (above, row) = (&rows[*at], &rows[*at + 1]);
        let is_last = rows.get(at + 2).is_none_or(|next| next.len() != row.len());
        above.len() == row.len() && row.len() > 2 && is_last && above.iter().any(|cell| matter(cell).is_some())
    };
    let in_columns = (0..rows.len().saturating_sub(1))
        .filter(heads)
        .flat_map(|at| rows[at].iter().copied().zip(rows[at + 1].iter().copied()));
    let mut found: Vec<(Field, String)> = Vec::new();
    for (name, value) in in_row.chain(in_columns).chain(labelled) {
        let Some(field) = matter(name) else { continue };
        let value = match field {
            Field::DocumentNumber => DocumentNumber::parse(value)
                .filter(|number| !number.is_other())
                .map(|number| number.as_published().to_owned()),
            Field::Issuers => Some(compact(value)).filter(|name| is_organ(name)),
            _ => dates::find(value)
                .filter(|date| date.day().is_some() && value.chars().count() <= 24)
                .map(|date| date.to_string()),
        };
        found.extend(value.map(|value| (field, value)).filter(|claim| !found.contains(claim)));
    }
    for field in [Field::DocumentNumber, Field::Issuers, Field::IssuedOn] {
        let mut values = found.iter().filter(|(of, _)| *of == field);
        if let (Some((_, value)), None) = (values.next(), values.next()) {
            draft.claim(field, value.as_str(), "table:决定");
        }
    }
}

/// What the heading of a cell announces of a decision.
fn matter(heading: &str) -> Option<Field> {
    const ACTS: &[&str] = &["处罚", "许可", "决定", "强制", "裁决", "执法", "认定", "审批"];
    if heading.len() > 120 {
        return None;
    }
    let heading = compact(heading);
    let heading = heading.trim_end_matches([':', '：']);
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    if ["文号", "文书号", "决定书号", "决定书编号", "发文字号"].iter().any(|end| heading.ends_with(end))
    {
        return Some(Field::DocumentNumber);
    }
    if !has(ACTS) {
        return None;
    }
    if has(&["机关", "部门", "单位", "机构"]) && !has(&["代码", "来源", "当事", "被", "相对人", "备注"])
    {
        return Some(Field::Issuers);
    }
    let other_day =
        has(&["有效", "截止", "公示", "公开", "履行", "期限", "整改", "违法", "更新", "生效", "废止", "立案"]);
    (has(&["日期", "时间"]) && !other_day).then_some(Field::IssuedOn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraphs: &[&str], expected: [Option<&str>; 3]) {
        let paragraphs: Vec<String> = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        let mut draft = Draft::default();
        claim_record(&paragraphs, &mut draft);
        let found = [Field::DocumentNumber, Field::Issuers, Field::IssuedOn].map(|field| draft.first(field));
        assert_eq!(found, expected, "{paragraphs:?}");
    }

    #[test]
    fn a_table_records_one_decision() {
        let expected = [Some("青市监罚〔2021〕12号"), Some("青岑县市场监督管理局"), Some("2021-03-04")];
        check(
            &[
                "行政处罚决定书文号\t青市监罚〔2021〕12号",
                "当事人名称\t泊云食品店",
                "作出行政处罚的机关\t青岑县市场监督管理局",
                "处罚机关统一社会信用代码\t0000",
                "作出处罚决定日期\t2021/3/4",
                "公示截止日期\t2022/3/4",
            ],
            expected,
        );
        check(
            &[
                "决定书文号\t处罚事由\t处罚机关\t处罚决定日期",
                "青市监罚〔2021〕12号\t未明码标价\t青岑县市场监督管理局\t2021年3月4日",
            ],
            expected,
        );
        check(
            &["许可文号\t青市监罚〔2021〕12号\t许可机关\t青岑县市场监督管理局", "许可决定日期\t2021-03-04\t备注\t无"],
            expected,
        );
        check(
            &[
                "1\t行政处罚决定书文号\t青市监罚〔2021〕12号",
                "2\t作出处罚的机关名称\t青岑县市场监督管理局",
                "3\t作出处罚的日期\t2021年3月4日",
            ],
            expected,
        );
        check(
            &[
                "行政处罚决定书文号：青市监罚〔2021〕12号",
                "处罚机关：青岑县市场监督管理局",
                "处罚决定日期：2021/3/4",
                "处罚内容：罚款贰万元整，限期改正。",
            ],
            expected,
        );
        check(&["处罚机关：青岑县市场监督管理局"], [None, None, None]);
        check(
            &[
                "决定书文号\t处罚事由\t处罚机关",
                "青市监罚〔2021〕12号\t未明码标价\t青岑县市场监督管理局",
                "青市监罚〔2021〕13号\t未明码标价\t青岑县市场监督管理局",
            ],
            [None, None, None],
        );
    }

    #[test]
    fn the_number_in_a_title() {
        let check = |title: &str, expected: Option<&str>| {
            let mut draft = Draft::default();
            claim_number_of_title(title, &mut draft);
            assert_eq!(draft.first(Field::DocumentNumber), expected, "{title}");
        };
        check("青岑县水务局行政处罚信息公开表（青水罚决字〔2021〕3号）", Some("青水罚决字〔2021〕3号"));
        check("转发关于做好春灌工作的通知（青政发〔2021〕3号）", None);
        check("青岑县人民政府令第7号", Some("青岑县人民政府令第7号"));
        check("青岑县水利工程名单（第二批）", None);
    }
}
