//! The source of a bulletin is a name among words of the page that stand on the same line: `青岑日报 网友评论 0 条`,
//! `青岑县水务局 扫一扫在手机打开当前页`, `泊云网2021-03-05`.

use crate::ingest::dates::written_moment;
use crate::model::text::is_blank;

/// Words of the reading tools that stand in the line of a byline and say nothing of the bulletin.
pub const TOOLS: &[&str] = &[
    "我要评论",
    "参与评论",
    "分享到",
    "分享至",
    "分享",
    "打印本页",
    "打印本文",
    "打印",
    "关闭窗口",
    "关闭本页",
    "关闭",
    "收藏本文",
    "收藏",
    "字号",
    "字体",
    "放大",
    "缩小",
    "默认",
    "正常",
    "标准",
    "超大",
    "大中小",
    "大",
    "中",
    "小",
    "复制链接",
    "语音播报",
    "下载",
    "纠错",
    "举报",
    "浏览",
    "次",
    "人",
    "返回",
    "保护视力色",
    "手机观看",
    "点赞",
    "网友评论",
    "参与互动",
    "语音阅读",
    "语音朗读",
    "扫一扫在手机打开当前页",
    "扫一扫",
    "手机看新闻",
    "听新闻",
    "订阅",
    "关注",
    "无障碍浏览",
    "我要打印",
    "打印文章",
    "打印页面",
    "关闭页面",
    "返回列表",
    "返回顶部",
    "微信分享",
    "分享文章",
    "一键分享",
];

/// Beginnings of words behind a source that belong to the page; longer words that begin so are none of a name.
const TAILS: &[&str] = &[
    "网友",
    "评论",
    "我要",
    "参与",
    "互动",
    "扫一扫",
    "微信",
    "微博",
    "扫码",
    "语音",
    "朗读",
    "听",
    "打印",
    "分享",
    "字号",
    "字体",
    "收藏",
    "关闭",
    "点击",
    "浏览",
    "阅读",
    "访问",
    "人气",
    "我有话",
    "我来说",
    "手机",
    "用手机",
    "下载",
    "复制",
    "纠错",
    "举报",
    "返回",
    "视力",
    "保护",
    "放大",
    "缩小",
    "默认",
    "超大",
    "朋友圈",
    "二维码",
    "点赞",
    "关注",
    "订阅",
    "发布者",
    "发布人",
    "录入",
    "繁体",
    "简体",
    "无障碍",
    "进入论坛",
    "查看",
    "转发",
    "文章类型",
    "文章分类",
    "原创稿",
    "稿件类型",
    "更多",
    "播放",
    "展开",
    "收起",
    "全文",
    "责任编辑",
    "编辑",
    "审核",
    "作者",
    "记者",
    "浏览量",
    "QQ",
    "A+",
    "A-",
    "T+",
    "T-",
    "T|",
    "+",
    "-",
    "|",
    "(",
    "（",
    "【",
    "[",
    "发布时间",
    "时间",
    "次数",
    "[打印",
    "[关闭",
];

/// Words behind a source that are the page's only by themselves.
const TAILS_ALONE: &[&str] =
    &["大", "中", "小", "次", "条", "人", "A", "T", "原创", "转载", "标准", "正常", "评", "赞", "藏", "顶", "踩"];

/// What stands in the place of a source and names none.
const NO_SOURCES: &[&str] = &[
    "转载文章",
    "转载",
    "原创",
    "原创文章",
    "本站原创",
    "本网原创",
    "网络",
    "互联网",
    "网络转载",
    "互联网转载",
    "网络整理",
    "来自网络",
    "其他",
    "其它",
    "未知",
    "不详",
    "本站",
    "本网",
    "本网站",
    "本站整理",
    "综合",
    "综合整理",
    "整理",
    "无",
    "暂无",
    "佚名",
    "admin",
    "administrator",
    "管理员",
    "系统管理员",
    "超级管理员",
    "null",
    "none",
    "undefined",
    "来源",
    "网友投稿",
    "投稿",
    "自采",
    "自撰",
    "其他来源",
    "未注明",
    "编辑",
    "本报",
    "本刊",
    "本台",
    "采编",
    "发布",
    "匿名",
];

/// Whether what stands in the place of a source or an author says that there is none.
pub fn says_none(name: &str) -> bool {
    NO_SOURCES.contains(&name.to_ascii_lowercase().as_str())
}

/// The name in the value of 来源; `None` where there is none.
pub fn source_name(value: &str) -> Option<String> {
    // What stands behind a date is a tool or a tab of the page.
    let (before, after) = written_moment(value).and_then(|moment| value.split_once(moment)).unwrap_or((value, ""));
    [before, after].into_iter().find_map(name_in)
}

fn name_in(value: &str) -> Option<String> {
    // Fonts of icons have theirs where no character is.
    let is_edge =
        |c: char| is_blank(c) || ('\u{E000}'..='\u{F8FF}').contains(&c) || "【】[]［］(|》《：:;；，,-—".contains(c);
    let value = value.trim_matches(is_edge);
    let value = ["来源：", "来源:", "转自：", "转自:", "转载自", "来自："]
        .iter()
        .fold(value, |value, before| value.strip_prefix(before).unwrap_or(value).trim_start());
    let mut end = 0;
    let mut rest = value;
    while !rest.is_empty() {
        let word = rest.split(is_blank).next().unwrap_or(rest);
        let at = value.len() - rest.len();
        if at > 0 && is_tail(word) {
            break;
        }
        end = at + word.len();
        rest = rest[word.len()..].trim_start_matches(is_blank);
    }
    let name = without_tools_at_end(&value[..end]).trim_matches(is_edge).trim_end_matches(['（', '(']);
    let name = ['（', '('].iter().fold(name, |name, open| name.strip_prefix(*open).unwrap_or(name));
    // A bracket that was opened before the key is closed behind the name.
    let stray = name.ends_with(['）', ')']) && !name.contains(['（', '(']);
    let name = if stray { name.trim_end_matches(['）', ')']) } else { name };
    (name.chars().any(char::is_alphabetic) && !says_none(name) && !TOOLS.contains(&name)).then(|| name.to_owned())
}

fn is_tail(word: &str) -> bool {
    TAILS.iter().any(|tail| word.starts_with(tail))
        || TAILS_ALONE.contains(&word)
        || word.chars().all(|c| c.is_ascii_digit())
}

/// A text with blanks for the words of tools.
pub fn without_tools(text: &str) -> String {
    TOOLS
        .iter()
        .fold(text.to_owned(), |text, tool| if tool.chars().count() > 1 { text.replace(tool, " ") } else { text })
}

fn without_tools_at_end(value: &str) -> &str {
    let mut value = value.trim_end();
    loop {
        let shorter = TOOLS
            .iter()
            .filter(|tool| tool.chars().count() > 1)
            .find_map(|tool| value.strip_suffix(tool).filter(|rest| rest.chars().count() > 1));
        match shorter {
            Some(shorter) => {
                value = shorter
                    .trim_end_matches(|c: char| is_blank(c) || matches!(c, '【' | '[' | '|' | '：' | ':' | '】'));
            }
            None => return value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_told_from_what_stands_around_it() {
        let check =
            |value: &str, expected: Option<&str>| assert_eq!(source_name(value).as_deref(), expected, "{value}");
        for value in [
            "青岑日报 ]\u{e5c2}",
            "青岑日报 网友评论 0 条",
            "青岑日报参与互动",
            "青岑日报 扫一扫在手机打开当前页",
            "青岑日报 语音阅读",
            "青岑日报 文章类型：原创",
            "青岑日报）",
            "青岑日报（",
            "（青岑日报）",
            "《青岑日报》",
            "青岑日报 大 中 小",
            "青岑日报 【打印】 【关闭】",
            "青岑日报 A+ A-",
            "青岑日报2021-03-05 10:20",
            "2021-03-05 青岑日报",
            "来源：青岑日报",
            "青岑日报 | 浏览量 12",
        ] {
            check(value, Some("青岑日报"));
        }
        check("泊云县水务局 泊云县财政局", Some("泊云县水务局 泊云县财政局"));
        check("青岑网(泊云)", Some("青岑网(泊云)"));
        check("微信公众号 青岑发布", Some("微信公众号 青岑发布"));
        for value in ["转载文章", "网络", "本站", "", "【打印】", "admin", "0", "-"] {
            check(value, None);
        }
    }
}
