//! A relation is what a bulletin does to another document: it ends, amends, forwards or explains it.

use super::amendments;
use super::document::is_order;
use super::kind::RelationKind;
use super::object::{Object, objects};
use super::repeals;
use crate::model::Article;
use crate::search::schema::identity::Identity;

/// What a bulletin does to another document, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What it does.
    pub kind: RelationKind,
    /// What the title of the other calls for.
    pub work: Option<Identity>,
    /// What its number may be.
    pub numbers: Vec<Identity>,
    /// The paragraph of the body, from 0; `None` for the title or a file.
    pub paragraph: Option<usize>,
    /// The half-open range in it, in Unicode scalar values.
    pub range: (usize, usize),
}

impl Relation {
    fn new(kind: RelationKind, object: Object, paragraph: Option<usize>) -> Self {
        let range = (object.place.start, object.place.end);
        Self { kind, work: object.work, numbers: object.numbers, paragraph, range }
    }

    /// Whether it speaks of the document by this name.
    pub fn names(&self, name: &Identity) -> bool {
        self.work.as_ref() == Some(name) || self.numbers.contains(name)
    }

    /// Whether it is this document that is meant, by its numbers and by what its title is called. A number that both
    /// have decides; titles are used again.
    pub fn means(&self, numbers: &[Identity], works: &[Identity]) -> bool {
        if !self.numbers.is_empty() && !numbers.is_empty() {
            return self.numbers.iter().any(|number| numbers.contains(number));
        }
        self.work.as_ref().is_some_and(|work| works.contains(work))
    }
}

/// Relations of one bulletin that are kept.
const MAX_RELATIONS: usize = 1_000;

/// What a bulletin does to other documents, in the order of its text.
pub fn relations(article: &Article) -> Vec<Relation> {
    let mut found = in_title(&article.title);
    if is_order(article) {
        let amends = amendments::may_amend(&article.title);
        let mut list = List::of_title(&article.title);
        let body = article.paragraphs.iter().enumerate().map(|(at, text)| (Some(at), text));
        for (paragraph, text) in body.chain(texts_of_files(article).map(|text| (None, text))) {
            let acts = list.read(text, amends);
            found.extend(acts.into_iter().map(|(kind, object)| Relation::new(kind, object, paragraph)));
            if found.len() >= MAX_RELATIONS {
                break;
            }
        }
    }
    found.truncate(MAX_RELATIONS);
    found
}

/// The texts of what is annexed: names of annexes say what they list.
fn texts_of_files(article: &Article) -> impl Iterator<Item = &String> {
    article.attachments.iter().flat_map(|attachment| {
        let pages = attachment.file.iter().flat_map(|file| &file.pages);
        std::iter::once(&attachment.title).chain(pages.flat_map(|page| page.name.iter().chain(&page.paragraphs)))
    })
}

/// What a title says: 关于修改《…》的决定, 转发《…》的通知, 《…》解读.
fn in_title(title: &str) -> Vec<Relation> {
    let chars: Vec<char> = title.chars().collect();
    let objects = objects(title, &chars);
    let Some(first) = objects.iter().find(|object| object.work.is_some()) else { return Vec::new() };
    let before: String = chars[..first.place.start].iter().collect();
    let after: String = chars[first.place.end..].iter().collect();
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let explains = ["解读", "图解", "一图读懂", "一图看懂", "问答", "答记者问", "起草说明", "政策说明", "图说"];
    let orders = ["决定", "决议", "通知", "公告", "令", "通告"].iter().any(|kind| after.ends_with(kind));
    let kind = if says(title, &explains) {
        RelationKind::Explains
    } else if says(&before, &["转发", "批转"]) {
        RelationKind::Forwards
    } else if orders && says(&before, &["废止", "宣布失效", "停止执行", "停止施行"]) && !says(&before, &["修改"])
    {
        RelationKind::Repeals
    } else if orders && amendments::may_amend(title) && says(&before, &["修改", "修正", "修订", "废止"]) {
        RelationKind::Amends
    } else {
        return Vec::new();
    };
    // Of several in one title all are meant: 关于废止《…》和《…》的决定.
    let all = objects.into_iter().filter(|object| object.work.is_some());
    let said = matches!(kind, RelationKind::Repeals | RelationKind::Amends);
    all.take(if said { usize::MAX } else { 1 }).map(|object| Relation::new(kind, object, None)).collect()
}

/// Whether the paragraphs that follow list documents that end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    /// They are text.
    None,
    /// They list what ends.
    Ends,
    /// They list what stays or is amended.
    Stays,
}

impl List {
    /// A decision on nothing but ending documents lists them.
    fn of_title(title: &str) -> Self {
        let ends = ["废止", "失效", "停止执行"].iter().any(|word| title.contains(word));
        let other = ["修改", "修订", "修正", "继续有效", "保留", "印发", "转发", "解读"]
            .iter()
            .any(|word| title.contains(word));
        if ends && !other { Self::Ends } else { Self::None }
    }

    fn read(&mut self, text: &str, amends: bool) -> repeals::Acts {
        self.turn(text);
        let acts = repeals::in_paragraph(text);
        if !acts.is_empty() {
            return acts;
        }
        match self {
            Self::Ends if is_row(text) => repeals::in_list(text),
            Self::None | Self::Stays if amends => amendments::in_paragraph(text),
            _ => Vec::new(),
        }
    }

    /// Looks for a heading: 一、废止下列文件, 附件2：继续有效的文件目录. What ends elsewhere, such as a certificate, heads no list.
    fn turn(&mut self, text: &str) {
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let heads = text.ends_with(['：', ':']) || says(&["目录", "清单", "下列", "以下", "如下", "附件"]);
        let of_documents = says(&["文件", "法规", "规章", "规定", "办法", "解释", "政策", "制度", "目录", "清单"]);
        let other =
            says(&["情形", "证书", "许可证", "资格", "执照"]) || text.contains('《') || text.chars().count() > 80;
        if !heads || other {
            return;
        }
        if says(&["继续有效", "保留", "修改", "修订", "有效的"]) {
            *self = Self::Stays;
        } else if of_documents && says(&["废止", "失效", "停止执行"]) {
            *self = Self::Ends;
        }
    }
}

/// Whether a paragraph is a row of a list: it begins with a number or a title, or is a row of a table.
fn is_row(text: &str) -> bool {
    let text = text.trim_start();
    let numbered = || {
        let rest = text.trim_start_matches(['（', '(', '第']);
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)).len() < rest.len()
    };
    text.starts_with('《') || text.contains('\t') || numbered()
}
