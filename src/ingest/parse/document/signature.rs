//! The signature (落款) of an official document stands below its text: who issued it and, beneath, the day on which that was
//! decided (成文日期). Annexes may follow it.

use crate::ingest::dates;
use crate::model::PartialDate;
use crate::model::text::is_han;

/// What a signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// 成文日期.
    pub date: PartialDate,
    /// The organs above it, in their order; none where the date stands alone.
    pub organs: Vec<String>,
}

/// Lines of organs above one date.
const MAX_ORGANS: usize = 6;

/// The signature of a text: the last day below an organ, or else a day by itself in one of the last `at_end` lines.
pub fn find(lines: &[&str], at_end: usize) -> Option<Signature> {
    let dates = || (0..lines.len()).rev().filter_map(|at| Some((at, dates::on_line(lines[at])?)));
    let signed = dates().find(|(at, _)| *at > 0 && !organs_of(lines[at - 1]).is_empty());
    if let Some((at, date)) = signed {
        let above =
            (0..at).rev().take(MAX_ORGANS).map(|at| organs_of(lines[at])).take_while(|organs| !organs.is_empty());
        let above: Vec<Vec<String>> = above.collect();
        return Some(Signature { date, organs: above.into_iter().rev().flatten().collect() });
    }
    if let Some(signature) = lines.iter().rev().take(at_end).find_map(|line| on_one_line(line)) {
        return Some(signature);
    }
    let (_, date) = dates().find(|(at, _)| at + at_end >= lines.len() && *at > 0)?;
    Some(Signature { date, organs: Vec::new() })
}

/// An organ and its date on one line: 青岑县水务局　2021年3月4日.
fn on_one_line(line: &str) -> Option<Signature> {
    if line.len() > 200 {
        return None;
    }
    let at = line
        .char_indices()
        .find(|(_, c)| c.is_ascii_digit() || matches!(c, '０'..='９' | '二' | '一' | '〇'))
        .map(|(at, _)| at)?;
    let date = dates::on_line(&line[at..])?;
    let organs = organs_of(&line[..at]);
    (!organs.is_empty()).then_some(Signature { date, organs })
}

/// The organs that a line names and nothing else, without the seal: 青岑县水务局（盖章）.
fn organs_of(line: &str) -> Vec<String> {
    const SEALS: &[&str] = &["盖章", "印章", "公章", "章", "代章", "签章", "印"];
    if line.len() > 400 {
        return Vec::new();
    }
    let line = line.trim();
    let line = line.trim_end_matches(['）', ')', ' ']);
    let name =
        line.rsplit_once(['（', '(']).filter(|(_, seal)| SEALS.contains(&seal.trim())).map_or(line, |(name, _)| name);
    // Two organs on a line stand apart, each whole; the letters of one may as well.
    let parts: Vec<&str> = name.split([' ', '\u{3000}', '\t']).filter(|part| !part.is_empty()).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_organ(part)) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    let compact = parts.concat();
    let is_one = is_organ(&compact) && compact.chars().count() <= 30;
    if is_one { vec![compact] } else { Vec::new() }
}

/// Whether a name may be an office's.
pub fn is_organ(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "政府",
        "办公室",
        "办公厅",
        "委员会",
        "局",
        "厅",
        "部",
        "院",
        "署",
        "总局",
        "党委",
        "县委",
        "市委",
        "省委",
        "区委",
        "中心",
        "委",
        "领导小组",
        "指挥部",
        "党组",
        "大队",
        "支队",
        "总队",
        "协会",
        "联合会",
        "公司",
        "法院",
        "检察院",
        "银行",
        "学院",
        "大学",
        "管委会",
        "街道办事处",
        "办事处",
        "小组",
        "工会",
        "团委",
        "妇联",
        "处",
        "所",
        "站",
    ];
    let length = name.chars().count();
    (4..=40).contains(&length) && name.chars().all(is_han) && ENDS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_in_their_forms() {
        let check = |lines: &[&str], expected: Option<(&[&str], &str)>| {
            let found = find(lines, 3);
            let found = found.as_ref().map(|signature| {
                (signature.organs.iter().map(String::as_str).collect::<Vec<_>>(), signature.date.to_string())
            });
            assert_eq!(found, expected.map(|(organs, date)| (organs.to_vec(), date.to_owned())), "{lines:?}");
        };
        let water: &[&str] = &["青岑县水务局"];
        check(&["请遵照执行。", "青岑县水务局", "2021年3月4日"], Some((water, "2021-03-04")));
        check(
            &["请遵照执行。", "青 岑 县 水 务 局", "二〇二一年三月四日", "（此件公开发布）"],
            Some((water, "2021-03-04")),
        );
        check(&["请遵照执行。", "青岑县水务局（盖章）", "2021 年 3 月 4 日"], Some((water, "2021-03-04")));
        check(&["请遵照执行。", "青岑县水务局　2021年3月4日"], Some((water, "2021-03-04")));
        check(&["请遵照执行。", "青岑县水务局二〇二一年三月四日"], Some((water, "2021-03-04")));
        let two: &[&str] = &["青岑县水务局", "青岑县财政局"];
        check(&["请遵照执行。", "青岑县水务局", "青岑县财政局", "2021年3月4日"], Some((two, "2021-03-04")));
        check(&["请遵照执行。", "青岑县水务局 青岑县财政局", "2021年3月4日", "附件1"], Some((two, "2021-03-04")));
        check(&["请遵照执行。", "2021年3月4日"], Some((&[], "2021-03-04")));
        check(&["2021年3月4日", "一", "二", "三", "四"], None);
        check(&["会议于2021年3月4日召开。", "县水务局负责人参加。"], None);
    }
}
