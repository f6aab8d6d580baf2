//! Whether a document is in force is decided from its own statement and from those that speak of it, for one day.

use jiff::civil::Date;

use super::statement::Statement;
use crate::model::{ArticleKey, Evidence, PartialDate, Standing, Validity};

/// A document that says something of another, or is another text of it.
#[derive(Debug, Clone, Copy)]
pub struct Other<'a> {
    pub key: ArticleKey,
    pub statement: &'a Statement,
}

/// Days that two texts of one name lie apart at least where neither says from when it is in force: copies of one text are dated
/// by their pages.
const APART: i32 = 365;

/// Days within which two headings of one text may differ: of several bodies that pass it one copy names the first, another the last.
const COPIED: i32 = 30;

/// The standing of a document on a day, given in days since 1970-01-01, and the day on which it changes by the mere passing of time.
///
/// `others` are those that speak of any of its names, and other texts of it.
pub fn decide(own: &Statement, others: &[Other<'_>], today: i32) -> (Option<Standing>, Option<i32>) {
    let mut ends = Vec::new();
    for other in others {
        ends.extend(end_by(own, *other));
    }
    // What ended it first is what ended it; a repeal says more than a change.
    let applies = |end: &&End| end.from.is_none_or(|from| from.first_day() <= today);
    let by_day = |end: &&End| (end.rank, end.from.map_or(i32::MIN, PartialDate::first_day));
    let ended = ends.iter().filter(applies).min_by_key(by_day);
    let coming = ends.iter().filter(|end| !applies(end)).min_by_key(|end| end.from.map(PartialDate::first_day));

    let expires = own.until.filter(|until| until.last_day() < today);
    let standing = if let Some(said) = own.published.filter(|said| said.is_over()) {
        // Who ended it may be known as well.
        let by = ended.filter(|end| end.validity == said);
        Some(Standing {
            validity: said,
            evidence: Evidence::Published,
            since: by.and_then(|end| end.from),
            until: None,
            by: by.map(|end| end.by),
        })
    } else if let Some(end) = ended.filter(|end| end.validity == Validity::Repealed) {
        Some(end.standing())
    } else if let Some(until) = expires {
        let since = PartialDate::from_day(until.last_day() + 1).filter(|_| until.day().is_some());
        Some(Standing { validity: Validity::Expired, evidence: Evidence::Term, since, until: None, by: None })
    } else if let Some(end) = ended {
        Some(end.standing())
    } else if let Some(from) = own.from.filter(|from| from.first_day() > today) {
        Some(Standing {
            validity: Validity::NotYetInForce,
            evidence: Evidence::Commencement,
            since: Some(from),
            until: None,
            by: None,
        })
    } else if own.published == Some(Validity::NotYetInForce) && own.from.is_none() {
        Some(Standing {
            validity: Validity::NotYetInForce,
            evidence: Evidence::Published,
            since: None,
            until: None,
            by: None,
        })
    } else if own.published.is_some() || own.from.is_some() || own.at_issue {
        let evidence = if own.published.is_some() { Evidence::Published } else { Evidence::Commencement };
        let last = coming.and_then(|end| PartialDate::from_day(end.from?.first_day() - 1));
        let until = [own.until, last].into_iter().flatten().min_by_key(|date| date.last_day());
        Some(Standing { validity: Validity::InForce, evidence, since: own.from, until, by: coming.map(|end| end.by) })
    } else {
        None
    };
    let turns = [
        own.from.map(PartialDate::first_day),
        own.until.map(|until| until.last_day() + 1),
        coming.and_then(|end| end.from).map(PartialDate::first_day),
    ];
    (standing, turns.into_iter().flatten().filter(|day| *day > today).min())
}

/// What ends a document.
struct End {
    validity: Validity,
    evidence: Evidence,
    from: Option<PartialDate>,
    by: ArticleKey,
    rank: u8,
}

impl End {
    fn standing(&self) -> Standing {
        Standing { validity: self.validity, evidence: self.evidence, since: self.from, until: None, by: Some(self.by) }
    }
}

/// How another document ends this one, if it does.
fn end_by(own: &Statement, other: Other<'_>) -> Option<End> {
    let statement = other.statement;
    let (from, by) = (statement.acts_from(), other.key);
    let meant = || statement.acts.iter().filter(|act| act.means(own));
    if meant().any(|act| act.ends && is_earlier(own, statement, act.means_by_number(own))) {
        return Some(End { validity: Validity::Repealed, evidence: Evidence::Repeal, from, by, rank: 0 });
    }
    if is_newer_text(own, statement) {
        // A text that was amended says from when the law is in force, not from when its new text is.
        let from = [statement.from, statement.made].into_iter().flatten().max_by_key(|date| date.first_day());
        return Some(End { validity: Validity::Amended, evidence: Evidence::NewerText, from, by, rank: 1 });
    }
    if meant().any(|act| !act.ends && is_earlier(own, statement, act.means_by_number(own))) {
        return Some(End { validity: Validity::Amended, evidence: Evidence::Amendment, from, by, rank: 2 });
    }
    None
}

/// Whether a document was there when the other was made. A title alone says so only with days: laws that repeal another of the same
/// name are common, and so are copies dated when they were made.
fn is_earlier(own: &Statement, other: &Statement, by_number: bool) -> bool {
    let made = own.made.zip(other.made);
    // What was made after the repeal was in force is another document.
    if own.made.zip(other.from).is_some_and(|(own, from)| own.first_day() > from.last_day()) {
        return false;
    }
    if by_number {
        return made.is_none_or(|(own, other)| own.first_day() <= other.last_day());
    }
    let Some((made, later)) = made else { return false };
    let same_name = own.works.iter().any(|work| other.works.contains(work));
    if same_name { is_older_text(own, other) } else { made.last_day() < later.first_day() }
}

/// Whether the other is a newer text of the same law.
fn is_newer_text(own: &Statement, other: &Statement) -> bool {
    let same = own.text_of().iter().any(|work| other.text_of().contains(work));
    same && own.made.zip(other.made).is_some_and(|(own, other)| own.last_day() + COPIED < other.first_day())
}

/// Whether of two texts of one name this is the older, and no copy.
fn is_older_text(own: &Statement, other: &Statement) -> bool {
    let apart = own.made.zip(other.made).is_some_and(|(own, other)| own.last_day() + APART < other.first_day());
    match own.from.zip(other.from) {
        Some((own, other)) => own.last_day() < other.first_day(),
        None => apart,
    }
}

/// A day in days since 1970-01-01.
pub fn day_number(day: Date) -> i32 {
    PartialDate::new(day.year(), Some(day.month()), Some(day.day())).map_or(0, PartialDate::first_day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::validity::test_articles::article;

    const DAY: &str = "2024-06-01";

    fn statement(title: &str, published_on: &str, paragraphs: &[&str]) -> Statement {
        Statement::read(&article(title, published_on, paragraphs)).unwrap_or_default()
    }

    /// The standing of the first on a day: its label, since when, until when, and which of the others told, from 1.
    fn shown_on(day: &str, own: &Statement, others: &[&Statement]) -> String {
        let others: Vec<Other<'_>> =
            others.iter().zip(1..).map(|(statement, key)| Other { key: ArticleKey(key), statement }).collect();
        let day: PartialDate = day.parse().unwrap();
        let (standing, _) = decide(own, &others, day.first_day());
        standing.map_or_else(String::new, |standing| {
            let date = |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
            let by = standing.by.map_or_else(String::new, |key| key.0.to_string());
            format!("{} {}/{} {}", standing.validity.label(), date(standing.since), date(standing.until), by)
                .trim()
                .to_owned()
        })
    }

    #[test]
    fn a_document_is_in_force_from_its_day_to_its_last() {
        let own = statement("渡口办法", "2021-03-04", &["本办法自2021年5月1日起施行，有效期3年。"]);
        for (day, expected) in [
            ("2021-04-30", "尚未施行 2021-05-01/"),
            ("2021-05-01", "现行有效 2021-05-01/2024-04-30"),
            ("2024-04-30", "现行有效 2021-05-01/2024-04-30"),
            ("2024-05-01", "失效 2024-05-01/"),
        ] {
            assert_eq!(shown_on(day, &own, &[]), expected, "{day}");
            let (_, due) = decide(&own, &[], day.parse::<PartialDate>().unwrap().first_day());
            assert_eq!(due.is_some(), day < "2024-05-01", "{day}");
        }
        assert_eq!(shown_on(DAY, &statement("县城春灌", "2021-03-04", &["春灌在即。"]), &[]), "");
    }

    #[test]
    fn others_end_and_amend_what_was_there_before() {
        let old = statement("青岑县渡口办法", "2008-03-04", &["本办法自发布之日起施行。"]);
        let repeal = statement(
            "青岑县水路办法",
            "2021-03-04",
            &["第九条 本办法自2021年5月1日起施行。《青岑县渡口办法》同时废止。"],
        );
        assert_eq!(shown_on(DAY, &old, &[&repeal]), "废止 2021-05-01/ 1");
        assert_eq!(shown_on("2021-04-01", &old, &[&repeal]), "现行有效 2008-03-04/2021-04-30 1");
        let later = statement("青岑县渡口办法", "2022-03-04", &["本办法自发布之日起施行。"]);
        assert_eq!(shown_on(DAY, &later, &[&repeal]), "现行有效 2022-03-04/");
        let amends =
            statement("青岑县人民政府关于修改《青岑县渡口办法》的决定", "2019-01-02", &["一、第三条修改为：略。"]);
        assert_eq!(shown_on(DAY, &old, &[&amends]), "已修改 2019-01-02/ 1");
        assert_eq!(shown_on(DAY, &old, &[&amends, &repeal]), "废止 2021-05-01/ 2");
        let news = statement("青岑县废止渡口办法", "2021-03-04", &["县政府决定，《青岑县渡口办法》予以废止。"]);
        assert_eq!(shown_on(DAY, &old, &[&news]), "现行有效 2008-03-04/");
        let draft = statement("青岑县水路办法（征求意见稿）", "2021-03-04", &["《青岑县渡口办法》同时废止。"]);
        assert_eq!(shown_on(DAY, &old, &[&draft]), "现行有效 2008-03-04/");
    }

    #[test]
    fn a_number_decides_between_documents_of_one_title() {
        let numbered = |number: &str| {
            let mut article = article("关于停水的通知", "2008-03-04", &["本通知自发布之日起施行。"]);
            article.document_number = crate::model::DocumentNumber::parse(number);
            Statement::read(&article).unwrap()
        };
        let repeal =
            statement("关于清理文件的决定", "2021-03-04", &["《关于停水的通知》（青政发〔2008〕6号）予以废止。"]);
        assert_eq!(shown_on(DAY, &numbered("青政发〔2008〕6号"), &[&repeal]), "废止 2021-03-04/ 1");
        assert_eq!(shown_on(DAY, &numbered("青政发〔2008〕7号"), &[&repeal]), "现行有效 2008-03-04/");
    }

    #[test]
    fn a_copy_of_the_new_text_is_not_ended_by_it() {
        let text = ["第九条 本办法自2021年5月1日起施行。2008年3月4日公布的《青岑县渡口办法》同时废止。"];
        let (new, copy) =
            (statement("青岑县渡口办法", "2021-03-04", &text), statement("青岑县渡口办法", "2021-09-01", &text));
        let old = statement("青岑县渡口办法", "2008-03-04", &["本办法自2008年4月1日起施行。"]);
        assert_eq!(shown_on(DAY, &new, &[&copy]), "现行有效 2021-05-01/");
        assert_eq!(shown_on(DAY, &copy, &[&new]), "现行有效 2021-05-01/");
        assert_eq!(shown_on(DAY, &old, &[&new, &copy]), "废止 2021-05-01/ 1");
    }

    #[test]
    fn a_newer_text_of_a_law_follows_the_older() {
        let old = statement(
            "青岑县防汛条例",
            "2009-01-01",
            &["2001年2月3日 县人大通过", "第十条 本条例自2001年5月1日起施行。"],
        );
        let new = statement(
            "青岑县防汛条例",
            "2019-01-01",
            &["2001年2月3日 县人大通过", "2018年5月6日 县人大修正", "第十条 本条例自2001年5月1日起施行。"],
        );
        assert_eq!(shown_on(DAY, &old, &[&new]), "已修改 2018-05-06/ 1");
        assert_eq!(shown_on(DAY, &new, &[&old]), "现行有效 2001-05-01/");
        let copy = statement(
            "青岑县防汛条例",
            "2019-01-01",
            &["2018年5月16日 县人大修正", "第十条 本条例自2001年5月1日起施行。"],
        );
        assert_eq!(shown_on(DAY, &new, &[&copy]), "现行有效 2001-05-01/");
    }

    #[test]
    fn what_a_page_says_stands_unless_it_was_ended_since() {
        let mut page = article("青岑县渡口办法", "2008-03-04", &["县政府制定本办法。"]);
        page.validity = Some("有效".to_owned());
        let own = Statement::read(&page).unwrap();
        let repeal = statement("青岑县水路办法", "2021-03-04", &["第九条 《青岑县渡口办法》同时废止。"]);
        assert_eq!(shown_on(DAY, &own, &[]), "现行有效 /");
        assert_eq!(shown_on(DAY, &own, &[&repeal]), "废止 2021-03-04/ 1");
        page.validity = Some("失效".to_owned());
        assert_eq!(shown_on(DAY, &Statement::read(&page).unwrap(), &[]), "失效 /");
        assert_eq!(shown_on(DAY, &statement("【废止】青岑县渡口办法", "2008-03-04", &["略"]), &[]), "废止 /");
    }
}
