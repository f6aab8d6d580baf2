//! A page that is missing says so in words: 您访问的页面不存在. Many servers send such a page with the status of a
//! good one, so its words are all there is to tell it by.

use super::body::Body;
use super::page::Page;
use crate::ingest::parse::boilerplate::compact;
use crate::model::text::is_han;

/// Characters of running text up to which a page can be nothing but such a notice.
const NOTICE_CHARS: usize = 200;

/// Words that come before the notice itself.
const REGRETS: &[&str] = &[
    "非常抱歉",
    "很抱歉",
    "十分抱歉",
    "抱歉",
    "对不起",
    "對不起",
    "很遗憾",
    "尊敬的用户",
    "亲爱的用户",
    "温馨提示",
    "提示",
    "错误",
    "啊哦",
    "哎呀",
];

/// What the page is called, by someone who speaks of nothing else.
const SUBJECTS: &[&str] = &[
    "您访问的",
    "你访问的",
    "您所访问的",
    "您要访问的",
    "您正在访问的",
    "您当前访问的",
    "您查看的",
    "您要查看的",
    "您请求的",
    "您所请求的",
    "您浏览的",
    "您要找的",
    "您查找的",
    "所访问的",
    "访问的",
    "请求的",
    "当前页面",
    "该页面",
    "此页面",
    "该网页",
    "此网页",
    "该信息",
    "此信息",
    "该文章",
    "此文章",
    "该内容",
    "此内容",
    "该稿件",
    "该文件",
    "您訪問的",
    "您所訪問的",
];

/// What it is called by others, too, so that its fate must follow at once.
const COMMON_SUBJECTS: &[&str] = &["页面", "网页", "文章", "信息", "内容", "稿件", "頁面", "網頁"];

/// What has become of it.
const FATES: &[&str] = &[
    "不存在",
    "已被删除",
    "已删除",
    "被删除",
    "已经删除",
    "找不到",
    "没有找到",
    "未找到",
    "无法找到",
    "已失效",
    "已下线",
    "已下架",
    "已撤下",
    "已撤回",
    "已被撤销",
    "已移除",
    "已被移除",
    "已过期",
    "无法访问",
    "无法显示",
    "无法查看",
    "被移动",
    "走丢了",
    "丢失了",
    "飞走了",
    "已被刪除",
    "找不到了",
];

/// Whole notices of other forms.
const NOTICES: &[&str] = &[
    "找不到页面",
    "找不到该页",
    "找不到网页",
    "找不到您要的页面",
    "无法找到页面",
    "无法找到该页",
    "无法找到该网页",
    "没有找到您要访问的页面",
    "没有找到页面",
    "找不到頁面",
    "查無此頁",
    "pagenotfound",
    "notfound",
    "404notfound",
    "error404",
    "404error",
    "http404",
    "http错误404",
    "404页面",
    "404错误",
    "404",
];

/// The words by which a page says that it is missing; `None` where it is a page. Only its title and the few lines of
/// a body that holds nothing else count: a bulletin may well speak of pages that are missing.
pub fn notice(page: &Page, body: &Body, title: &str) -> Option<String> {
    let chars: usize = body.paragraphs.iter().map(|text| text.chars().filter(|c| is_han(*c)).count()).sum();
    if chars > NOTICE_CHARS {
        return None;
    }
    let heads = page.lines.iter().filter(|line| !line.aside && !line.is_link()).take(40).map(|line| line.text.as_str());
    let mut said = [title].into_iter().chain(body.paragraphs.iter().map(String::as_str)).chain(heads);
    said.find(|text| is_notice(text)).map(|text| text.chars().take(60).collect())
}

fn is_notice(text: &str) -> bool {
    let text = compact(text).to_lowercase();
    if text.chars().count() > 80 {
        return false;
    }
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(after) = REGRETS.iter().find_map(|regret| rest.strip_prefix(regret)) {
        rest = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    }
    // What is said of the page stands near it; further on it is a sentence about something else.
    let meets = |after: &str, within: usize| {
        FATES
            .iter()
            .filter_map(|fate| after.find(fate))
            .any(|at| after[..at].chars().count() <= within && after[..at].chars().all(char::is_alphanumeric))
    };
    let says = SUBJECTS.iter().any(|subject| rest.strip_prefix(subject).is_some_and(|after| meets(after, 8)))
        || COMMON_SUBJECTS.iter().any(|subject| rest.strip_prefix(subject).is_some_and(|after| meets(after, 2)));
    let rest: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
    says || NOTICES.iter().any(|notice| bare == *notice || rest == *notice)
}

#[cfg(test)]
mod tests {
    use crate::ingest::parse::html::parse;

    #[test]
    fn missing_pages_are_told_by_their_words() {
        let check = |title: &str, body: &str, expected: bool| {
            let page = format!(
                "<html><head><title>{title}</title></head><body><div class=nav><a href=/>首页</a></div>{body}</body></html>"
            );
            let gone = parse(page.as_bytes(), None).is_err_and(|rejection| rejection.is_soft_404);
            assert_eq!(gone, expected, "{title} {body}");
        };
        check("404", "<p>抱歉，您访问的页面不存在或已被删除。</p><a href=/>返回首页</a>", true);
        check("青岑县人民政府", "<div>对不起，您要查看的信息已下线！</div><p>5秒后自动跳转到首页</p>", true);
        check("404 Not Found", "<h1>404 Not Found</h1><hr>nginx", true);
        check("出错了", "<h2>啊哦~ 页面走丢了</h2>", true);
        check("提示信息", "<p>该文章不存在！</p>", true);
        check("網頁", "<p>很抱歉，您訪問的頁面不存在</p>", true);
        check("页面不存在_青岑县人民政府", "<p>您可以返回首页</p>", true);
        // A bulletin may speak of the same.
        check(
            "关于网站部分页面不存在等问题的通报",
            "<h1>关于网站部分页面不存在等问题的通报</h1><p>来源：县政府办 2021-05-09</p><p>经检查，个别单位网站存在链接打不开的问题，限期整改。</p>",
            false,
        );
        check("停水公告", "<h1>停水公告</h1><p>因管道检修，城北停水一天，请相互转告。</p>", false);
        check(
            "信息公开年度报告",
            "<h1>信息公开年度报告</h1><p>信息公开申请中，三件因信息不存在而无法提供。</p>",
            false,
        );
    }
}
