//! A cursor is a place in a walk as an address carries it: opaque to clients, and good only for the search that it
//! was given for. Its tag is a checksum over both: a client that computed one of its own could name no more than
//! another place in a search that it may read anyway, so there is no secret to keep.

use jiff::civil::Date;

use crate::model::ArticleKey;
use crate::search::engine::query::{Position, Sort};
use crate::search::types::request::{ScanCursor, SearchRequest};

/// What begins a walk.
pub const BEGIN: &str = "*";

const VERSION: u8 = 1;

const TAG_BYTES: usize = 8;

/// Bytes of a cursor: version, condition, date, score, value of the order, key, state and tag.
const CURSOR_BYTES: usize = 1 + 1 + 4 + 4 + 8 + 8 + 8 + TAG_BYTES;

/// A place in the walk of a request, which knows the day on which it was begun.
pub fn encode(request: &SearchRequest, walk: &ScanCursor) -> Option<String> {
    let after = walk.after?;
    let today = request.today?;
    let mut bytes = Vec::with_capacity(CURSOR_BYTES);
    bytes.push(VERSION);
    bytes.push(u8::try_from(walk.condition).ok()?);
    bytes.extend(today.year().to_be_bytes());
    bytes.extend([today.month() as u8, today.day() as u8]);
    bytes.extend(after.score.to_bits().to_be_bytes());
    bytes.extend(after.sort_value.to_be_bytes());
    bytes.extend(after.key.0.to_be_bytes());
    bytes.extend(walk.snapshot_id.unwrap_or(0).to_be_bytes());
    bytes.extend(tag(request, &bytes));
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The place and the day that a cursor of this request names; `None` where it is none of this request.
pub fn decode(request: &SearchRequest, text: &str) -> Option<(ScanCursor, Date)> {
    if text.len() != CURSOR_BYTES * 2 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let bytes: Vec<u8> =
        (0..CURSOR_BYTES).map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16)).collect::<Result<_, _>>().ok()?;
    let (said, given) = bytes.split_at(CURSOR_BYTES - TAG_BYTES);
    if given != tag(request, said) || said[0] != VERSION {
        return None;
    }
    let today = Date::new(i16::from_be_bytes([said[2], said[3]]), said[4] as i8, said[5] as i8).ok()?;
    let long = |at: usize| said[at..at + 8].try_into().map(u64::from_be_bytes).unwrap_or_default();
    let score = f32::from_bits(u32::from_be_bytes([said[6], said[7], said[8], said[9]]));
    let after = Position { score, sort_value: long(10) as i64, key: ArticleKey(long(18) as i64) };
    let snapshot_id = (effective_sort(request) == Sort::Relevance).then(|| long(26));
    Some((ScanCursor { after: Some(after), condition: usize::from(said[1]), snapshot_id }, today))
}

fn effective_sort(request: &SearchRequest) -> Sort {
    request.effective_sort()
}

/// What only these bytes and this search have in common.
fn tag(request: &SearchRequest, said: &[u8]) -> [u8; TAG_BYTES] {
    let SearchRequest { query, matching, filters, missing, excluded, from, to, as_of, synonyms, .. } = request;
    let search = (query, matching, filters, missing, excluded, from, to, synonyms, effective_sort(request));
    let mut hasher = blake3::Hasher::new_derive_key("gongbao 2026 cursor of a search");
    hasher.update(said);
    hasher.update(format!("{search:?}").as_bytes());
    // By itself, so that cursors from before there was such a parameter stay good.
    if let Some(as_of) = as_of {
        hasher.update(as_of.to_string().as_bytes());
    }
    *hasher.finalize().as_bytes().first_chunk().unwrap_or(&[0; TAG_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::types::as_of::AsOf;

    fn request(query: &str) -> SearchRequest {
        SearchRequest { today: Some(jiff::civil::date(2021, 2, 3)), ..SearchRequest::new(query) }
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_by_its_own_search() {
        let after = Position { score: 1003.25, sort_value: i64::MIN, key: ArticleKey(70_000) };
        let walk = ScanCursor { after: Some(after), condition: 1, snapshot_id: Some(u64::MAX - 5) };
        let text = encode(&request("防汛"), &walk).unwrap();
        assert_eq!(decode(&request("防汛"), &text), Some((walk, jiff::civil::date(2021, 2, 3))));
        assert_eq!(decode(&request("防洪"), &text), None);
        let exact = SearchRequest { sort: Sort::Oldest, ..request("防汛") };
        assert_eq!(decode(&exact, &text), None);
        let past = SearchRequest { as_of: "2021".parse().ok().map(AsOf::Date), ..request("防汛") };
        assert_eq!(decode(&past, &text), None);
        let other = if text.starts_with("01") { text.replacen("01", "02", 1) } else { text.clone() };
        for bad in ["", "*", "00", &text[2..], &format!("{text}00"), &other, &"é".repeat(CURSOR_BYTES)] {
            assert_eq!(decode(&request("防汛"), bad), None, "{bad}");
        }
    }
}
