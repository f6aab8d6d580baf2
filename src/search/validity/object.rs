//! An object is a document that a sentence names as what it acts on: by its title, by its number, or by both
//! (《…办法》（青政发〔2018〕6号）), with where it stands.

use std::ops::Range;

use crate::search::schema::citations::mentions;
use crate::search::schema::identity::Identity;

/// Readings of a number that are kept.
const MAX_READINGS: usize = 12;

/// A document that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Where it stands, in characters.
    pub place: Range<usize>,
    /// What its title calls for.
    pub work: Option<Identity>,
    /// What its number may be; see [`crate::search::schema::citations::Reading`].
    pub numbers: Vec<Identity>,
}

/// The documents that a text names, in order.
pub fn objects(text: &str, chars: &[char]) -> Vec<Object> {
    let mut objects: Vec<Object> = Vec::new();
    let mut all = mentions(text);
    all.retain(|mention| !mention.is_within && !mention.readings.is_empty());
    all.sort_by_key(|mention| mention.readings.iter().map(|reading| reading.start).max());
    for mention in all {
        let is_number = mention.readings[0].identity.is_number();
        let last_start = mention.readings.iter().map(|reading| reading.start).max().unwrap_or(mention.end);
        let identities =
            || mention.readings.iter().take(MAX_READINGS).map(|reading| reading.identity.clone()).collect();
        match objects.last_mut() {
            // A title within the span of a number, as 《…》（…令第3号） has none; what overlaps is the same mention.
            Some(last) if last_start < last.place.end => {}
            Some(last) if is_number && last.numbers.is_empty() && is_behind(chars, last.place.end, last_start) => {
                last.numbers = identities();
                last.place.end = past_bracket(chars, mention.end);
            }
            _ if is_number => {
                // Where the organ begins cannot be seen; what is certain begins with the number.
                objects.push(Object { place: last_start..mention.end, work: None, numbers: identities() });
            }
            _ => objects.push(Object {
                place: last_start..mention.end,
                work: Some(mention.readings[0].identity.clone()),
                numbers: Vec::new(),
            }),
        }
    }
    objects
}

/// Whether a number stands in the bracket that opens right behind a title.
fn is_behind(chars: &[char], end: usize, number: usize) -> bool {
    let opens = matches!(chars.get(end), Some('（' | '('));
    opens && number > end && number - end <= 60 && !chars[end + 1..number].iter().any(|c| "《》。；".contains(*c))
}

/// The end of the bracket that the number stands in.
fn past_bracket(chars: &[char], end: usize) -> usize {
    let closes = chars[end..].iter().take(30).position(|c| matches!(c, '）' | ')'));
    closes.map_or(end, |at| end + at + 1)
}
