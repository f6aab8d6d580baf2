//! Titles that their writers broke into lines: 国家税务总局青岑县税务局2023年度 / 拟录用公务员公示公告（第二批）. Old Word files do
//! not say that such lines stand in the middle or are large; what they say must tell that they are one.

use std::sync::LazyLock;

use regex::Regex;

use crate::ingest::parse::text;

/// The longest title that is pieced together, in characters.
const TITLE_CHARS: usize = 80;

/// What titles end in.
const KINDS: &[&str] = &[
    "通知",
    "意见",
    "决定",
    "公告",
    "通告",
    "通报",
    "批复",
    "办法",
    "方案",
    "报告",
    "规定",
    "函",
    "令",
    "细则",
    "纪要",
    "说明",
    "要点",
    "计划",
    "规划",
    "公示",
    "简章",
    "规程",
    "大纲",
    "目录",
    "名单",
    "名册",
    "清单",
    "统计表",
    "一览表",
    "汇总表",
    "登记表",
    "申请表",
    "安排表",
    "职位表",
    "岗位表",
    "成绩表",
    "条例",
    "章程",
    "标准",
    "规范",
    "预案",
    "指南",
    "须知",
    "制度",
    "协议",
    "合同",
    "倡议书",
    "通知书",
    "决定书",
    "承诺书",
    "责任书",
    "公报",
    "总结",
    "讲话",
    "议案",
    "建议",
    "答复",
    "请示",
    "命令",
];

/// Whether `next` is the rest of the title that `before` begins, where neither by itself is one.
pub fn goes_on(before: &str, next: &str) -> bool {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|第[一二三四五六七八九十百\d]+[条章节编期号]|\d+[.、．]\D|[—\-－])")
            .expect("the pattern is a literal and a test runs it")
    });
    let closes = |text: &str| KINDS.iter().any(|kind| without_brackets(text).ends_with(kind));
    let sentence = |text: &str| text.ends_with(['。', '；', '，', '：', ':', '！', '？']) || text.contains('\t');
    before.chars().count() >= 4
        && next.chars().count() >= 2
        && before.chars().count() + next.chars().count() <= TITLE_CHARS
        && !sentence(before)
        && !sentence(next)
        && !closes(before)
        && closes(next)
        && !HEADING.is_match(before)
        && !HEADING.is_match(next)
}

/// The parts of a title as one line.
pub fn joined(parts: &[&str]) -> String {
    let mut title = String::new();
    for part in parts {
        title = if title.is_empty() || goes_on(&title, part) {
            format!("{title}{part}")
        } else {
            text::joined_title(&[&title, part])
        };
    }
    title
}

/// A line without what stands in brackets at its end: （第二批）.
fn without_brackets(line: &str) -> &str {
    let line = line.trim_end();
    let open = match line.chars().next_back() {
        Some('）' | ')') => ['（', '('],
        Some('】') => ['【', '['],
        Some('〕') => ['〔', '['],
        _ => return line,
    };
    line.rfind(open).map_or(line, |at| line[..at].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_title_are_told_from_others() {
        let check =
            |before: &str, next: &str, expected: bool| assert_eq!(goes_on(before, next), expected, "{before} / {next}");
        check("国家税务总局泊云县税务局2023年度", "拟录用公务员公示公告（第二批）", true);
        check("青岑县教育局", "2023年公开招聘教师公告", true);
        check("云澜省2022年度考试录用公务员", "专业科目考试大纲", true);
        check("青岑县自然资源局国有建设用地使用权", "挂牌出让公告（青自然告字〔2021〕5号）", true);
        check("关于停水的公告", "青岑县水务局情况说明", false);
        check("青岑县农田水利规划", "一、编制说明", false);
        check("全县召开春耕工作会议", "会议听取了春耕情况的报告。", false);
        check("青岑县人民政府办公室", "各乡镇人民政府：", false);
        check("青岑县防汛抗旱", "关于启动四级响应的命令", true);
        assert_eq!(
            joined(&["国家税务总局泊云县税务局2023年度", "拟录用公务员公示公告"]),
            "国家税务总局泊云县税务局2023年度拟录用公务员公示公告"
        );
        assert_eq!(joined(&["县委召开会议", "部署春耕生产"]), "县委召开会议 部署春耕生产");
    }
}
