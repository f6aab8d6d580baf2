//! What is odd about the records of an input: names that mean nothing, other encodings. It is told once, at the end.

use std::collections::BTreeMap;

use super::draft::Draft;

/// Names that mean no field of which one input tells.
const MAX_UNREAD: usize = 30;

/// What was odd so far.
#[derive(Default)]
pub struct Oddities {
    /// Names that mean no field, and how many records have each.
    unread: BTreeMap<String, u64>,
    /// How often each of them had the longest text of a record without a body.
    longest: BTreeMap<String, u64>,
    /// Records that have such names and no body.
    bodiless: u64,
    /// Records that were read without signs that mean nothing.
    slips: u64,
    /// Encodings other than UTF-8, the first line in each, and how many are.
    encodings: BTreeMap<String, (u64, u64)>,
}

impl Oddities {
    /// Counts what a record has that was not read.
    pub fn count(&mut self, draft: &Draft) {
        for name in &draft.unread {
            if let Some(count) = self.unread.get_mut(name) {
                *count += 1;
            } else if self.unread.len() < MAX_UNREAD {
                self.unread.insert(name.clone(), 1);
            }
        }
        self.slips += u64::from(draft.has_slips);
        let is_bodiless = !draft.unread.is_empty() && draft.paragraphs.is_empty();
        self.bodiless += u64::from(is_bodiless);
        if let Some(name) = draft.longest_unread.as_ref().filter(|name| is_bodiless && self.unread.contains_key(*name))
        {
            *self.longest.entry(name.clone()).or_default() += 1;
        }
    }

    /// Counts a line that is in this encoding.
    pub fn count_encoding(&mut self, encoding: String, line: u64) {
        self.encodings.entry(encoding).or_insert((line, 0)).1 += 1;
    }

    /// What there is to tell.
    pub fn told(self) -> Vec<String> {
        let Self { unread, longest, bodiless, slips, encodings } = self;
        let of_encoding = |(encoding, (line, count)): (String, (u64, u64))| {
            format!("第 {line} 行起有 {count} 处不是 UTF-8，按 {encoding} 读；请核对")
        };
        let mut told: Vec<String> = encodings.into_iter().map(of_encoding).collect();
        if slips > 0 {
            told.push(format!("有 {slips} 条不是严格的 JSON（末尾多余的逗号、注释等），略过这些读出；请核对"));
        }
        // Where bodies are missing, the name that mostly had the longest text is the likeliest to mean them.
        let likeliest = longest.iter().max_by_key(|(_, count)| **count).map(|(name, _)| name);
        if let Some(name) = likeliest.or(unread.keys().next()) {
            let listed = unread.iter().map(|(name, count)| format!("{name}（{count} 条）"));
            let listed = listed.collect::<Vec<_>>().join("、");
            let bodiless = if bodiless > 0 { format!("，{bodiless} 条没有正文") } else { String::new() };
            told.push(format!("字段 {listed} 没有读{bodiless}；若是公报的内容，可以指定，如 --map 正文={name}"));
        }
        told
    }
}
