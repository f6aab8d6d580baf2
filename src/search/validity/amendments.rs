//! An amendment is what a decision says to change another document: 将《…》第三条修改为…. Decisions on several name them at the
//! beginnings of their paragraphs.

use std::sync::LazyLock;

use regex::Regex;

use super::kind::RelationKind;
use super::object::objects;
use super::repeals::Acts;

/// Whether a document of this title amends others.
pub fn may_amend(title: &str) -> bool {
    let changes = ["修改", "修正", "修订"].iter().any(|word| title.contains(word));
    let orders = ["决定", "决议", "通知", "公告", "令", "通告", "修正案"];
    let stem = title.split(['（', '(']).next().unwrap_or(title).trim_end();
    // 关于修改后的《…》如何适用的规定 amends nothing.
    changes && !title.contains("修改后的") && orders.iter().any(|kind| stem.ends_with(kind))
}

/// What a paragraph of such a document amends: the document that it begins with.
pub fn in_paragraph(text: &str) -> Acts {
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*[（(]?[0-9一二三四五六七八九十百]*[）)]?[、.．\s]*(?:将|对|修改|删去|删除|在)?$")
            .expect("a literal pattern, and a test runs it")
    });
    if !text.contains('《')
        || !["修改", "修正", "修订", "删去", "删除", "增加", "作如下", "改为"].iter().any(|word| text.contains(word))
    {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut objects = objects(text, &chars).into_iter();
    let Some(first) = objects.next().filter(|first| first.work.is_some()) else { return Vec::new() };
    let opening: String = chars[..first.place.start].iter().collect();
    if OPENING.is_match(&opening) { vec![(RelationKind::Amends, first)] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_amend_what_their_paragraphs_begin_with() {
        let count = |text: &str| in_paragraph(text).len();
        assert_eq!(count("一、将《渡口办法》第三条修改为：“渡口由县交通局管理。”"), 1);
        assert_eq!(count("（二）对《渡口办法》作如下修改："), 1);
        assert_eq!(count("《渡口办法》（青政令第3号）第五条中的“县运管所”修改为“县交通局”。"), 1);
        assert_eq!(count("根据《水法》，对《渡口办法》作如下修改："), 0);
        assert_eq!(count("第三条修改为：“依照《水法》办理。”"), 0);
        assert!(may_amend("青岑县人民政府关于修改《渡口办法》的决定"));
        assert!(may_amend("青岑县人民政府关于修改部分规章的决定"));
        assert!(!may_amend("关于修改后的《渡口办法》如何适用的规定"));
        assert!(!may_amend("青岑县修订渡口办法"));
    }
}
