//! The query language by examples, for its page and its data. Every example is a query that works; the
//! grammar itself is in `docs/query.md`.

use crate::web::url::links::escaped;

/// Examples of one kind.
pub struct Section {
    /// The key of its name.
    pub title: &'static str,
    /// What to type, and the key of what it means.
    pub examples: &'static [(&'static str, &'static str)],
}

/// The search for an example.
pub fn url(query: &str) -> String {
    format!("/search?q={}", escaped(query))
}

/// Every example, the simplest first.
pub const SECTIONS: &[Section] = &[
    Section {
        title: "help-words",
        examples: &[
            ("防汛 演练", "help-words-both"),
            ("防汛和演练", "help-words-function"),
            ("“应急演练”", "help-words-phrase"),
            ("汛", "help-words-character"),
            ("防汛*", "help-words-prefix"),
            ("\"防汛 物资\"~10", "help-words-near"),
        ],
    },
    Section {
        title: "help-boolean",
        examples: &[
            ("防汛 -演练", "help-boolean-not"),
            ("防汛 -\"演练\"", "help-boolean-not-characters"),
            ("防汛 不含 “应急演练”", "help-boolean-not-word"),
            ("防汛 OR 抗旱", "help-boolean-or"),
            ("工作 防汛 或 抗旱", "help-boolean-or-word"),
            ("(防汛 OR 抗旱) -(演练 OR 物资)", "help-boolean-brackets"),
        ],
    },
    Section {
        title: "help-fields",
        examples: &[
            ("标题:防汛", "help-fields-title"),
            ("标题:(防汛 OR 抗旱)", "help-fields-title-several"),
            ("来源:青岑", "help-fields-source"),
            ("来源:(青岑 OR 泊云) 防汛", "help-fields-source-several"),
            ("栏目:乡镇", "help-fields-more"),
            ("公文种类:通知", "help-fields-official"),
            ("地区:青岑", "help-fields-place"),
            ("文号:青政办发", "help-fields-number"),
        ],
    },
    Section {
        title: "help-dates",
        examples: &[
            ("日期:2020-02", "help-dates-date"),
            ("日期:2020-01..2020-03", "help-dates-range"),
            ("日期:2020年1月至6月", "help-dates-chinese"),
            ("日期:>=2020-06", "help-dates-compare"),
            ("年份:2020", "help-dates-year"),
            ("日期:去年", "help-dates-relative"),
            ("日期:最近30天", "help-dates-last"),
        ],
    },
];
