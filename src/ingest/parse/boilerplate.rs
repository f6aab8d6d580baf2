//! Boilerplate is what a page says on every page: navigation, share bars, related news, the footer.
//! It is no part of a bulletin, but the footer names the site and the breadcrumb the column ([`super::site`]).

use std::sync::LazyLock;

use regex::Regex;

use crate::model::text::{is_blank, is_han};

/// Headings after which a page speaks of other bulletins.
const OTHERS: &[&str] = &[
    "相关阅读",
    "相关新闻",
    "相关链接",
    "相关文章",
    "相关报道",
    "相关稿件",
    "相关推荐",
    "相关信息",
    "相关专题",
    "相关资讯",
    "相关内容",
    "相关解读",
    "相关文档",
    "相关文件",
    "延伸阅读",
    "推荐阅读",
    "热门推荐",
    "热门新闻",
    "热点推荐",
    "热点新闻",
    "为您推荐",
    "猜你喜欢",
    "精彩推荐",
    "编辑推荐",
    "重点推荐",
    "最新新闻",
    "最新文章",
    "网友评论",
    "全部评论",
    "最新评论",
    "发表评论",
    "往期回顾",
    "便民",
    "便民服务",
    "更多新闻",
    "关联阅读",
    "新闻排行",
    "点击排行",
    "热播榜",
    "友情链接",
    "扫一扫",
    "政策解读链接",
    "新闻推荐",
    "图片新闻",
    "精彩图片",
    "大家都在看",
    "网友留言",
    "我要纠错",
    "版权与免责声明",
    "免责声明",
    "版权声明",
    "网站声明",
];

/// Beginnings of lines that belong to the reading tools or to the footer.
const FURNITURE: &[&str] = &[
    "打印本页",
    "打印本文",
    "打印本稿",
    "打印此页",
    "关闭窗口",
    "关闭本页",
    "关闭页面",
    "返回顶部",
    "返回列表",
    "返回首页",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "上一页",
    "下一页",
    "分享到",
    "分享至",
    "扫一扫",
    "微信扫一扫",
    "字体：",
    "字号：",
    "收藏本站",
    "加入收藏",
    "设为首页",
    "我要评论",
    "我要分享",
    "查看更多",
    "点击查看更多",
    "加载更多",
    "原创版权禁止",
    "转载申请事宜",
    "发表评论",
    "已推荐",
    "推荐成功",
    "阅读全文",
    "热门评论",
    "共找到",
    "上一版",
    "下一版",
    "下载word",
    "下载pdf",
    "【关闭",
    "【打印",
    "[打印",
    "[关闭",
];

/// Words a line of reading tools consists of; of two that begin alike the longer comes first.
const TOOLS: &[&str] = &[
    "打印",
    "关闭",
    "字号",
    "字体",
    "收藏",
    "分享",
    "返回顶部",
    "返回",
    "顶部",
    "纠错",
    "TOP",
    "放大",
    "缩小",
    "默认",
    "超大",
    "标准",
    "正常",
    "本页",
    "窗口",
    "页面",
    "本文",
    "微信",
    "微博",
    "我要",
    "推荐",
    "评论",
    "复制",
    "链接",
    "更多",
    "QQ",
    "空间",
    "新浪",
    "朋友圈",
    "文字版",
    "图片版",
    "下载",
    "word",
    "Word",
    "WORD",
    "pdf",
    "PDF",
    "正文",
    "大",
    "中",
    "小",
    "到",
    "【",
    "】",
    "[",
    "]",
    "|",
    "｜",
    "/",
    "：",
    ":",
    "+",
    "-",
    "·",
];

/// Marks of a footer that no bulletin has in its text.
const FOOTER: &[&str] = &[
    "Copyright©",
    "CopyRight©",
    "COPYRIGHT©",
    "copyright©",
    "AllRightsReserved",
    "allrightsreserved",
    "ALLRIGHTSRESERVED",
    "网站标识码",
    "未经书面授权",
    "书面特别授权",
    "网站备案号",
];

/// Marks of a footer in a line that is no sentence.
const FOOTER_LINKS: &[&str] = &[
    "联系我们",
    "网站地图",
    "网站声明",
    "广告联系",
    "不良信息举报",
    "新闻道德委员会",
    "网络监督专区",
    "举报中心",
    "技术支持：",
    "技术支持:",
    "新闻热线：",
    "新闻热线:",
];

/// Bytes of the longest line that is looked at for a heading of other bulletins.
const MAX_HEADING: usize = 1_200;

/// Whether a line is a heading of other bulletins: 相关阅读, 便民 …
pub fn opens_other_bulletins(line: &str) -> bool {
    if line.len() > MAX_HEADING {
        return false;
    }
    let compact = compact(line);
    let name = compact.trim_matches(|c: char| !is_han(c));
    OTHERS.contains(&name)
        || OTHERS
            .iter()
            .any(|other| compact.strip_prefix(other).is_some_and(|rest| rest.starts_with(['：', ':', '>', '»', '更'])))
}

/// Headings of [`OTHERS`] that a text may have as well: what follows them tells.
const ALSO_IN_TEXTS: &[&str] = &[
    "相关链接",
    "相关阅读",
    "相关新闻",
    "相关报道",
    "相关信息",
    "相关内容",
    "相关文件",
    "相关文档",
    "相关解读",
    "相关资讯",
    "相关专题",
    "延伸阅读",
    "便民",
    "便民服务",
    "往期回顾",
    "图片新闻",
    "免责声明",
    "版权声明",
    "网站声明",
];

/// Headings of [`OTHERS`] under which a text may speak of what they name; what readers say and what sites offer is never its own.
const ALSO_OF_SECTIONS: &[&str] = &[
    "友情链接",
    "政策解读链接",
    "推荐阅读",
    "关联阅读",
    "相关文章",
    "相关稿件",
    "重点推荐",
    "热点新闻",
    "新闻推荐",
    "精彩图片",
    "扫一扫",
];

/// Whether a line may head a section of the text, where its paragraphs follow plainly.
pub fn may_head_section(line: &str) -> bool {
    let compact = compact(line);
    let name = compact.trim_matches(|c: char| !is_han(c));
    may_head_text(line) || !is_disclaimer(line) && ALSO_OF_SECTIONS.contains(&name)
}

/// Whether a heading of other bulletins may as well be one of the text itself; a line that goes on to disclaim is none.
pub fn may_head_text(line: &str) -> bool {
    let compact = compact(line);
    let name = compact.trim_matches(|c: char| !is_han(c));
    let is_one =
        |word: &&str| name == *word || name.strip_prefix(*word).is_some_and(|rest| rest.starts_with(['：', ':']));
    !is_disclaimer(line) && (ALSO_IN_TEXTS.iter().any(is_one) || !opens_other_bulletins(line))
}

/// Whether a line belongs to the reading tools: 打印, 关闭, 上一篇 …
pub fn is_furniture(line: &str) -> bool {
    if line.len() > MAX_FOOTER * 4 {
        return false;
    }
    let compact = compact(line);
    match compact.chars().count() {
        0 => false,
        length if length <= 40 && consists_of_tools(&compact) => true,
        length => length <= 120 && FURNITURE.iter().any(|start| compact.starts_with(start)),
    }
}

/// Whether a line is nothing but the words of tools, and not one word that a text may have for a heading.
fn consists_of_tools(compact: &str) -> bool {
    let mut rest = compact;
    while !rest.is_empty() {
        let Some(shorter) = TOOLS.iter().find_map(|tool| rest.strip_prefix(tool)) else { return false };
        rest = shorter;
    }
    !["标准", "正常", "大", "中", "小", "空间", "推荐", "评论"].contains(&compact)
}

/// Whether a line belongs to a site's footer: 版权所有, ICP备 …
pub fn is_footer(line: &str) -> bool {
    if line.len() > MAX_FOOTER * 4 {
        return false;
    }
    let compact = compact(line);
    let links = || !compact.contains('。') && FOOTER_LINKS.iter().any(|mark| compact.contains(mark));
    names_owner(line, &compact) || compact.chars().count() <= 80 && links()
}

/// Whether a line belongs to a footer by what no text has: 联系我们 and 技术支持 are also lines of a notice.
pub fn is_surely_footer(line: &str) -> bool {
    line.len() <= MAX_FOOTER * 4 && names_owner(line, &compact(line))
}

fn names_owner(line: &str, compact: &str) -> bool {
    compact.chars().count() <= MAX_FOOTER
        && (FOOTER.iter().any(|mark| compact.contains(mark)) || claims_rights(compact) || claims_rights(line))
}

/// Characters of the longest line of a footer.
const MAX_FOOTER: usize = 300;

/// Whether a line without blanks says whose the site is or under which number it is registered. A text may speak of rights
/// and registrations as well (网站须依法取得ICP备案): there no number follows and the words stand within a sentence.
fn claims_rights(compact: &str) -> bool {
    static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)ICP(?:备案?|证)(?:案?号|编号)?[:：]?(?:第|\d)|ICP(?:备|(?:备案?|证)(?:案?号|编号)[:：]?)$|^.?ICP备案$|公网安备(?:案号)?[:：]?(?:第|\d|$)|Copyright(?:[^A-Za-z]|by|$)|©")
            .expect("the pattern is a literal and a test runs it")
    });
    static RIGHTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"版权所有(?:[^\p{Han}、”》]|[不未违翻侵转保京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼泊]|$)")
            .expect("the pattern is a literal and a test runs it")
    });
    NUMBERS.is_match(compact) || RIGHTS.is_match(compact)
}

/// Whether a line disclaims: 凡本网注明“来源：……”的作品，转载请注明出处.
pub fn is_disclaimer(line: &str) -> bool {
    const SPEAKERS: &[&str] =
        &["本网", "本站", "本平台", "本公众号", "本报", "本公司", "其他媒体", "我们", "作者本人", "原作者", "本文"];
    const MATTERS: &[&str] = &[
        "转载",
        "注明",
        "版权",
        "侵权",
        "侵犯",
        "授权",
        "删除",
        "不代表",
        "立场",
        "著作权",
        "免责",
        "法律责任",
        "自行承担",
    ];
    if line.len() > MAX_FOOTER * 4 {
        return false;
    }
    SPEAKERS.iter().any(|word| line.contains(word)) && MATTERS.iter().filter(|word| line.contains(**word)).count() >= 2
}

/// Whether a line names those responsible: 主管：, 主办：, 承办：. Footers open with it, and so may a
/// paragraph of a bulletin on an event: only what follows tells which.
pub fn is_imprint(line: &str) -> bool {
    if !line.contains([':', '：']) {
        return false;
    }
    let compact = compact(line);
    ["主管", "主办", "主办单位", "主管单位", "承办", "承办单位", "网站主办"]
        .iter()
        .any(|start| compact.strip_prefix(start).is_some_and(|rest| rest.starts_with([':', '：'])))
}

/// Whether a line gives an address or a number such as footers do: 地址：, 邮编：, 热线：.
pub fn is_contact(line: &str) -> bool {
    let compact = compact(line);
    [
        "地址",
        "邮编",
        "邮政编码",
        "电话",
        "联系电话",
        "传真",
        "邮箱",
        "电子邮箱",
        "E-mail",
        "Email",
        "热线",
        "客服电话",
        "值班电话",
    ]
    .iter()
    .any(|start| compact.strip_prefix(start).is_some_and(|rest| rest.starts_with([':', '：'])))
}

/// Whether a line says in passing who hosts the site: 青岑县人民政府办公室主办, 县大数据中心承办.
pub fn names_host(line: &str) -> bool {
    let compact = compact(line);
    (6..=50).contains(&compact.chars().count())
        && !compact.contains(['，', '。', '；', ':', '：', '由'])
        && ["主办", "承办", "主管", "承办维护", "维护"].iter().any(|end| compact.ends_with(end))
}

/// Whether a line is one that footers consist of: whose the site is, its office, its tools.
pub fn is_of_footer(line: &str) -> bool {
    is_footer(line)
        || is_imprint(line)
        || is_contact(line)
        || names_host(line)
        || is_disclaimer(line)
        || is_furniture(line)
}

/// A text without blanks.
pub fn compact(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_furniture_from_text() {
        for line in [
            "【打印本页】 【关闭窗口】",
            "打印 关闭",
            "字号：大 中 小",
            "上一篇：关于停水的公告",
            "分享到：",
            "【 大 中 小 】",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in ["关闭小煤窑二十处。", "大中小学全部复课。", "分享发展成果，县委提出三条措施。"]
        {
            assert!(!is_furniture(line), "{line}");
        }
        for line in [
            "Copyright? V2 2013-2017 泊云新闻网 版权所有",
            "主办：泊云县人民政府办公室 承办：县大数据中心",
            "泊ICP备00000000号",
            "新闻热线:0000-00000000",
        ] {
            assert!(is_footer(line) || is_imprint(line), "{line}");
        }
        for line in [
            "3. 网站须依法取得ICP备案并公示编号。",
            "（三）怎样办理ICP备案",
            "凡在本平台发布的作品，版权所有者应当提供权属证明。",
            "作者须书面说明版权所有情况。",
            "县公安局负责公网安备工作。",
        ] {
            assert!(!is_footer(line), "{line}");
        }
        for line in [
            "版权所有，未经授权不得转载。",
            "云ICP备案号：00000000",
            "云ICP备",
            "ICP备案号",
            "ICP备案",
            "云公网安备 00000000000000号",
            "©2021 泊云网",
        ] {
            assert!(is_footer(line), "{line}");
        }
        assert!(is_disclaimer("1.凡本站注明“来源：泊云网”的所有作品，版权属于本站，转载时必须注明来源。"));
        assert!(!is_disclaimer("本站负责辖区内渠道维护，未经批准不得转让。"));
        for line in ["主办方表示，明年继续举办。", "举报电话：0000-00000000", "食品经营许可证编号：JY0000000000"]
        {
            assert!(!is_footer(line) && !is_furniture(line), "{line}");
        }
        assert!(!is_furniture("郑重声明：近日有人冒充我局工作人员，请勿上当。"));
        assert!(
            opens_other_bulletins("【相关阅读】")
                && opens_other_bulletins("便民")
                && !opens_other_bulletins("便民利民是宗旨")
        );
    }
}
