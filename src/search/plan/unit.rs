//! A [`Unit`] is a piece of a text that is asked for as one thing: a word, a name that no dictionary knows, a date, a
//! document number, a number with its unit of measure. What stands between units only carries them.

use std::ops::Range;

use super::latin;
use crate::model::{DocumentNumber, document_number};
use crate::search::analysis::numerals::Written;
use crate::search::analysis::synonyms::{Also, Synonyms};
use crate::search::analysis::{Analyzer, fold, is_ideograph, numerals, units as measures};
use crate::search::query::Text;
use crate::search::ranking;

/// Units of one text that are looked up.
const MAX_UNITS: usize = 64;

/// Characters of a text that is one thing where the dictionary does not know all of it: a name, an abbreviation.
const MAX_SHORT: usize = 3;

/// A piece of a text that is asked for as one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands, in bytes of the folded text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: UnitKind,
    /// Other writings that it stands for, which a reader is told of.
    pub also: Vec<Also>,
    /// Other writings that are the same to a reader, folded.
    pub same: Vec<String>,
    /// The words of a listed form, folded, which do as well apart: whoever types 医保报销 means 医保住院报销 too.
    pub apart: Vec<String>,
    /// The document numbers that it is: the document that bears one need not have it in its text.
    pub numbers: Vec<DocumentNumber>,
}

/// What a [`Unit`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// A word of the dictionary, or a character by itself.
    Word,
    /// Characters that the dictionary does not know together: a name, an abbreviation.
    Unknown,
    /// What is written in a fixed form: a date, a number, a listed form.
    Form,
    /// A word that only carries others.
    Function,
}

impl Unit {
    fn new(range: Range<usize>, kind: UnitKind) -> Self {
        Self { range, kind, also: Vec::new(), same: Vec::new(), apart: Vec::new(), numbers: Vec::new() }
    }

    /// Whether it asks for something.
    pub fn is_content(&self) -> bool {
        self.kind != UnitKind::Function
    }
}

/// The units of a text, in order; `written` is the same as the segmenter is to see it, byte for byte. Of a text of
/// nothing but function words each asks for something.
pub fn units(text: &Text, written: &str, analyzer: &Analyzer, synonyms: &Synonyms) -> Vec<Unit> {
    let folded = text.text.as_str();
    let works = synonyms.works(folded);
    if !works.is_empty() {
        return vec![short_name(0..folded.len(), &works)];
    }
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    for form in forms(text, written, analyzer, synonyms) {
        words(written, at..form.range.start, analyzer, &mut units);
        at = form.range.end;
        units.push(form);
    }
    words(written, at..written.len(), analyzer, &mut units);
    if let Some(whole) = short_unknown(written, &units, analyzer) {
        units = vec![whole];
    }
    // 劳动法全文: the text is wanted, which need not say that it is whole.
    if let [.., before, last] = &mut *units
        && before.is_content()
        && ranking::WHOLE_TEXT.contains(&&folded[last.range.clone()])
    {
        last.kind = UnitKind::Function;
    }
    units.truncate(MAX_UNITS);
    if !units.iter().any(Unit::is_content) {
        units.iter_mut().for_each(|unit| unit.kind = UnitKind::Word);
    }
    units
}

/// The short name of these works.
fn short_name(range: Range<usize>, works: &[&str]) -> Unit {
    let also = works.iter().map(|name| Also { shown: (*name).to_owned(), folded: (*name).to_owned() }).collect();
    Unit { also, ..Unit::new(range, UnitKind::Form) }
}

/// The words of a listed form that ask for something, where these are several.
fn words_of(written: &str, analyzer: &Analyzer) -> Vec<String> {
    let words = analyzer.segment(written, false).filter(|word| !ranking::is_function_word(word));
    let words: Vec<String> = words.map(fold).collect();
    if words.concat().len() == written.len() && words.len() == 1 { Vec::new() } else { words }
}

/// What is written in fixed forms, in order, none overlapping another; the longest are taken first.
fn forms(text: &Text, written: &str, analyzer: &Analyzer, synonyms: &Synonyms) -> Vec<Unit> {
    let folded = text.text.as_str();
    let form = |range: Range<usize>| Unit::new(range, UnitKind::Form);
    let told = |texts: Vec<String>| -> Vec<Also> {
        let told = texts.into_iter().filter(|_| synonyms.has_writings());
        told.map(|text| Also { folded: fold(&text), shown: text }).collect()
    };
    let numbers = document_number::find(folded).into_iter().map(|(range, number)| {
        let same = number.writings().iter().map(|writing| fold(writing)).collect();
        // What only looks like a number comes apart where it stands nowhere.
        let is_sure = number.is_plain() || folded[range.clone()].contains('(');
        let kind = if is_sure { UnitKind::Form } else { UnitKind::Unknown };
        Unit { same, numbers: number.alike(), ..Unit::new(range, kind) }
    });
    let mut candidates: Vec<Unit> = numbers.collect();
    candidates.extend(text.meant.iter().map(|meant| Unit {
        also: told(meant.also.clone()),
        same: meant.same.clone(),
        numbers: meant.numbers.clone(),
        ..form(meant.range.clone())
    }));
    candidates.extend(synonyms.found_in(folded, written, analyzer).into_iter().map(|found| {
        let form = &written[found.range.clone()];
        let (kind, apart) = match analyzer.knows(form) {
            true => (UnitKind::Word, Vec::new()),
            false => (UnitKind::Form, words_of(form, analyzer)),
        };
        Unit { also: found.also.to_vec(), apart, ..Unit::new(found.range, kind) }
    }));
    let names = synonyms.works_in(folded, written, analyzer).into_iter();
    candidates.extend(names.map(|(range, works)| short_name(range, &works)));
    for Written { range, also, same } in numerals::writings(folded) {
        // 二人转 is one word, which may be written 2人转.
        let (range, rest) = to_end_of_word(written, range, analyzer);
        let all = |forms: Vec<String>| forms.iter().map(|form| format!("{form}{}", &folded[rest.clone()])).collect();
        let mut same: Vec<String> = all(same);
        same.extend(latin::writings_at(folded, range.clone()));
        candidates.push(Unit { also: told(all(also)), same, ..form(range) });
    }
    for Written { range, also, .. } in measures::writings(folded) {
        // With its number: 100m2 is one run of letters and digits.
        let start = number_before(folded, range.start);
        let number = &folded[start..range.start];
        let also = also.iter().map(|unit| format!("{}{unit}", number.trim_end())).collect();
        let mut also = told(also);
        // 20t is one run of letters and digits, 20 t are two.
        let apart: Vec<Also> = also.iter().filter_map(apart).collect();
        also.extend(apart);
        let same = latin::writings_at(folded, start..range.end);
        candidates.push(Unit { also, same, ..form(start..range.end) });
    }
    for range in latin::runs(folded) {
        candidates.push(Unit { same: latin::writings_in(folded, range.clone()), ..form(range) });
    }
    candidates.extend(dates(folded).into_iter().map(|range| {
        // 2020年度 is 2020年, in any of its writings.
        let Some(year) = folded[range.clone()].strip_suffix('度') else { return form(range) };
        let (mut also, mut same) = (Vec::new(), vec![year.to_owned()]);
        for written in numerals::writings(year) {
            also.extend(told(written.also));
            same.extend(written.same);
        }
        Unit { also, same, ..form(range) }
    }));
    candidates.sort_by_key(|unit| std::cmp::Reverse(unit.range.len()));
    let mut forms: Vec<Unit> = Vec::new();
    for unit in candidates {
        if let Some(known) = forms.iter_mut().find(|known| known.range == unit.range) {
            known.also.extend(unit.also);
            known.same.extend(unit.same);
            known.numbers.extend(unit.numbers);
        } else if !forms.iter().any(|known| known.range.start < unit.range.end && unit.range.start < known.range.end) {
            forms.push(unit);
        }
    }
    forms.sort_by_key(|unit| unit.range.start);
    forms
}

/// A number and its unit in Latin letters with a blank between.
fn apart(measure: &Also) -> Option<Also> {
    let at = measure.folded.find(|c: char| c.is_ascii_lowercase())?;
    let (number, unit) = measure.folded.split_at(at);
    let is_number = number.ends_with(|c: char| c.is_ascii_digit());
    is_number.then(|| Also { shown: measure.shown.clone(), folded: format!("{number} {unit}") })
}

/// A piece with the rest of the word of the dictionary that goes on behind it, and what that rest is.
fn to_end_of_word(written: &str, piece: Range<usize>, analyzer: &Analyzer) -> (Range<usize>, Range<usize>) {
    let mut at = 0;
    for word in analyzer.segment(written, false) {
        let range = at..at + word.len();
        at = range.end;
        if range.start == piece.start && range.end > piece.end && word.chars().all(is_ideograph) {
            return (range.clone(), piece.end..range.end);
        }
        if at > piece.start {
            break;
        }
    }
    let end = piece.end;
    (piece, end..end)
}

/// Where the number begins that ends at this byte, a blank between forgiven.
fn number_before(folded: &str, end: usize) -> usize {
    let before = folded[..end].trim_end_matches(' ');
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    if number.len() == before.len() { end } else { number.len() }
}

/// Dates: 2020年2月4日, 2020年2月, 2月4日, 2020年.
fn dates(folded: &str) -> Vec<Range<usize>> {
    let bytes = folded.as_bytes();
    let digits = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut dates = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let count = digits(at);
        if count == 0 {
            at += 1;
            continue;
        }
        let mut end = at;
        for (most, units) in [(4, &["年度", "年"][..]), (2, &["月份", "月"]), (2, &["日", "号"])] {
            let count = digits(end);
            let rest = &folded[end + count..];
            let unit = units.iter().find(|unit| rest.starts_with(**unit));
            if let Some(unit) = unit.filter(|_| (1..=most).contains(&count)) {
                end += count + unit.len();
            }
        }
        // A day by itself is none: 8号楼.
        let is_date = ["年", "月"].iter().any(|unit| folded[at..end].contains(unit));
        if is_date {
            dates.push(at..end);
        }
        at = if is_date { end } else { at + count };
    }
    dates
}

/// The words of a piece of a text, and what the dictionary does not know together: characters by themselves that follow
/// each other.
fn words(written: &str, piece: Range<usize>, analyzer: &Analyzer, units: &mut Vec<Unit>) {
    let mut at = piece.start;
    let mut segments = analyzer.segment(&written[piece], false).peekable();
    while let Some(word) = segments.next() {
        let range = at..at + word.len();
        at = range.end;
        if !word.chars().any(|c| c.is_alphanumeric() || is_ideograph(c)) {
            continue;
        }
        let before = units.last_mut().filter(|before| {
            let joins = before.kind == UnitKind::Unknown
                || (before.kind == UnitKind::Word && is_single(&written[before.range.clone()]));
            joins && before.range.end == range.start && before.also.is_empty()
        });
        let names = match segments.peek() {
            // 从化区, 于丽, and not 从县到村.
            Some(next) => range.start == 0 && begins_name(word, next),
            // 教育局王中.
            None => range.end == written.len() && before.is_some() && may_name(word),
        };
        if ranking::asks_nothing(word) && !names {
            units.push(Unit::new(range, UnitKind::Function));
            continue;
        }
        match before {
            Some(before) if is_single(word) => {
                before.range.end = range.end;
                before.kind = UnitKind::Unknown;
            }
            _ => units.push(Unit::new(range, UnitKind::Word)),
        }
    }
}

fn is_single(text: &str) -> bool {
    text.chars().nth(1).is_none() && text.chars().all(is_ideograph)
}

/// Whether a function word may be a character of a name.
fn may_name(word: &str) -> bool {
    is_single(word) && ranking::NAMING_FUNCTION_WORDS.contains(word)
}

/// Whether a function word before another character by itself is more likely the beginning of a name: not before what all
/// places are called.
fn begins_name(word: &str, next: &str) -> bool {
    may_name(word) && is_single(next) && !ranking::is_function_word(next) && !"省市州县区镇乡村".contains(next)
}

/// The whole text, where it is short and has characters that the dictionary knows in no word there: 国发, 李和坪, 汪成果, 从化,
/// 和平里.
fn short_unknown(written: &str, units: &[Unit], analyzer: &Analyzer) -> Option<Unit> {
    let length = written.chars().count();
    let text = |unit: &Unit| &written[unit.range.clone()];
    // 水的, 对台湾: what stands beside a word only carries it; 里 is the end of many a place.
    let (first, last) = (units.first()?, units.last()?);
    let begins = first.is_content() || units.get(1).is_some_and(|unit| is_single(text(unit)));
    let ends =
        last.is_content() || text(last) == "里" || units.iter().rev().nth(1).is_some_and(|unit| is_single(text(unit)));
    let fits = (2..=MAX_SHORT).contains(&length)
        && units.len() > 1
        && written.chars().all(is_ideograph)
        && !analyzer.knows(written)
        && units.iter().all(|unit| unit.kind != UnitKind::Form && unit.also.is_empty())
        && units.iter().all(|unit| unit.is_content() || may_name(text(unit)))
        && units.iter().any(|unit| is_single(text(unit)))
        && begins
        && ends;
    fits.then(|| Unit::new(0..written.len(), UnitKind::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Clause, Match, ParsedQuery};

    fn check(typed: &str, expected: &[&str]) {
        let parsed = ParsedQuery::parse(typed, Match::Words);
        let Clause::Text(text) = &parsed.clause else { panic!("{typed} is one text: {parsed:?}") };
        let units = units(text, &text.for_words(), &Analyzer::new(), &Synonyms::built_in());
        let said = units.iter().map(|unit| {
            let sign = match unit.kind {
                UnitKind::Word => "",
                UnitKind::Unknown => "?",
                UnitKind::Form => "=",
                UnitKind::Function => "-",
            };
            format!("{sign}{}", text.as_typed(unit.range.clone()))
        });
        assert_eq!(said.collect::<Vec<_>>(), expected, "{typed}");
    }

    #[test]
    fn words_are_cut_as_they_are_written() {
        check("著名", &["著名"]);
        check("座谈会", &["座谈会"]);
        check("與時俱進", &["與時俱進"]);
        check("养老和医疗", &["养老", "-和", "医疗"]);
        check("关于防汛的通知", &["-关于", "防汛", "-的", "通知"]);
        check("的", &["的"]);
    }

    #[test]
    fn short_texts_that_no_dictionary_knows_are_one() {
        check("国发", &["?国发"]);
        check("李和坪", &["?李和坪"]);
        check("汪成果", &["?汪成果"]);
        check("青岑县防汛", &["?青岑县", "防汛"]);
        check("水的", &["水", "-的"]);
        check("防汛演练", &["防汛", "演练"]);
        check("从化", &["?从化"]);
        check("从化区", &["?从化区"]);
        check("于都", &["?于都"]);
        check("和平里", &["?和平里"]);
        check("王中", &["?王中"]);
        check("教育局王中", &["教育局", "?王中"]);
        check("于丽教育局", &["?于丽", "教育局"]);
        check("对台湾", &["-对", "台湾"]);
        check("在县医院", &["-在", "县", "医院"]);
        check("我的", &["我", "的"]);
    }

    #[test]
    fn dates_numbers_and_forms_are_one() {
        check("2020年2月4日", &["=2020年2月4日"]);
        check("2020年度预算", &["=2020年度", "预算"]);
        check("劳动法全文", &["劳动法", "-全文"]);
        check("到2035年", &["-到", "=2035年"]);
        check("GB/T9704", &["=GB/T9704"]);
        check("大米500kg", &["大米", "=500kg"]);
        check("面积100平方米", &["面积", "=100平方米"]);
        check("劳动法第36条", &["劳动法", "=第36条"]);
        check("COVID-19防控", &["=COVID-19", "防控"]);
    }
}
