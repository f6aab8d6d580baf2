//! A [`TitleNumber`] is the document number in brackets at the end of a title: 出让公告（青自然告字〔2021〕5号）. It is a field of
//! its own, and the title is shown without it.

use super::number::DocumentNumber;

/// Words of titles that speak of another document: the number is that document's.
const OF_OTHERS: &[&str] = &["转发", "解读", "废止", "修订", "修改", "学习", "贯彻", "宣传", "》的", "有关"];

/// Words of titles that hand out what they name: 关于印发《…》的通知.
const HANDING_OUT: &[&str] = &["印发", "公布", "发布", "下达"];

/// Characters of the shortest title that is one without its number.
const LEAST_CHARS: usize = 4;

/// A number that closes a title.
#[derive(Debug, PartialEq, Eq)]
pub struct TitleNumber<'t> {
    /// The title without it.
    pub bare: &'t str,
    /// The number.
    pub number: DocumentNumber,
    /// Whether nothing in the title says that the number is that of another document.
    pub is_own: bool,
}

impl<'t> TitleNumber<'t> {
    /// That of a title. A number that only counts (第12号) is none without what stands before it.
    pub fn of(title: &'t str) -> Option<Self> {
        let title = title.trim_end();
        let bracketed = title.strip_suffix(['）', ')'])?;
        let opened = bracketed.char_indices().filter(|(_, c)| matches!(c, '（' | '('));
        let (at, number) = opened.into_iter().find_map(|(at, c)| {
            let number = DocumentNumber::parse(&bracketed[at + c.len_utf8()..]);
            Some((at, number.filter(|number| !number.is_other())?))
        })?;
        let bare = title[..at].trim_end();
        let counts_only = number.as_published().starts_with(|c: char| c == '第' || c.is_numeric());
        (!counts_only && bare.chars().count() >= LEAST_CHARS).then(|| Self {
            bare,
            number,
            is_own: Self::is_own_of(title),
        })
    }

    /// Whether a number at the end of a title is that of the bulletin.
    pub fn is_own_of(title: &str) -> bool {
        let hands_out = HANDING_OUT.iter().any(|word| title.contains(word));
        !OF_OTHERS.iter().any(|word| title.contains(word) && !(*word == "》的" && hands_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_brackets_close_titles() {
        let check = |title: &str, expected: Option<(&str, &str, bool)>| {
            let found = TitleNumber::of(title);
            let found = found.as_ref().map(|of| (of.bare, of.number.as_published(), of.is_own));
            assert_eq!(found, expected, "{title}");
        };
        check("挂牌出让公告（青自然告字〔2021〕5号）", Some(("挂牌出让公告", "青自然告字〔2021〕5号", true)));
        check(
            "关于印发《渡口管理办法》的通知(青政发[2021]3号)",
            Some(("关于印发《渡口管理办法》的通知", "青政发[2021]3号", true)),
        );
        check("渡口管理办法（青岑县人民政府令第12号）", Some(("渡口管理办法", "青岑县人民政府令第12号", true)));
        check(
            "《渡口管理办法》的解读（青政发〔2021〕3号）",
            Some(("《渡口管理办法》的解读", "青政发〔2021〕3号", false)),
        );
        check("转发《渡口管理办法》（云政发〔2021〕1号）的通知", None);
        check("青岑县人民政府令（第12号）", None);
        check("青岑县水利局公告（2021年第5号）", None);
        check("拟录用人员公示（第二批）", None);
        check("通知（青政发〔2021〕3号）", None);
    }
}
