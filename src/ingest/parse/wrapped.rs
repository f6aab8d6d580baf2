//! The records within a JSON document that an interface answered with: lists at whatever depth, objects under their ids,
//! rows under their heads, a single record within others. All are found, and what of them is not read is told.

use serde_json::{Map, Value};

use super::columns::Columns;
use super::field_names::FieldNames;
use super::record;

/// Objects within objects that are looked into for records.
const MAX_DEPTH: usize = 6;

/// Lists that are found in one document.
const MAX_LISTS: usize = 100;

/// Ways to lists that a note names.
const MAX_NAMED: usize = 8;

/// Records that stand together.
struct List {
    /// The way there: `data.list`.
    way: String,
    items: Vec<Value>,
    /// Whether one of them says more than what it is called.
    has_bodies: bool,
}

/// What was found in a document.
pub struct Found {
    /// The records.
    pub items: Vec<Value>,
    /// Where they were: `data.list`, `a.list、b.list`.
    pub within: String,
    /// What was passed over, in words.
    pub left: Option<String>,
}

/// The records within an object that is none itself, or that has none of the text that they have.
pub fn records(object: &Map<String, Value>, names: &FieldNames) -> Option<Found> {
    let mut lists = Vec::new();
    let is_record = record::is_record(object, names);
    if is_record && record::has_body(object, names) {
        return None;
    }
    look(object, "", 0, names, is_record, &mut lists);
    if lists.is_empty() && !is_record {
        // Some wrap as text what they wrap.
        let unpacked = unpacked(object)?;
        look(&unpacked, "", 0, names, false, &mut lists);
    }
    if is_record {
        // A bulletin may name others and its files; a feed says what they say.
        lists.retain(|list| list.has_bodies);
    }
    chosen(lists)
}

/// Those that have bodies or, where none has, the longest.
fn chosen(lists: Vec<List>) -> Option<Found> {
    let longest = (0..lists.len()).rev().max_by_key(|at| lists[*at].items.len())?;
    let some_have = lists.iter().any(|list| list.has_bodies);
    let mut found = Found { items: Vec::new(), within: String::new(), left: None };
    let (mut ways, mut left) = (Vec::new(), Vec::new());
    for (at, list) in lists.into_iter().enumerate() {
        if if some_have { list.has_bodies } else { at == longest } {
            ways.push(list.way);
            found.items.extend(list.items);
        } else {
            left.push(format!("{}（{} 条）", list.way, list.items.len()));
        }
    }
    found.within = named(&ways);
    found.left = (!left.is_empty()).then(|| named(&left));
    Some(found)
}

fn named(ways: &[String]) -> String {
    let shown = ways.iter().take(MAX_NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    if ways.len() > MAX_NAMED { format!("{shown} 等 {} 处", ways.len()) } else { shown }
}

/// Looks through an object. `passes_fields`: what means a field of its own is no list of others.
fn look(
    object: &Map<String, Value>,
    way: &str,
    depth: usize,
    names: &FieldNames,
    passes_fields: bool,
    lists: &mut Vec<List>,
) {
    let is_found = |value: &Value| record::record_in(value, names).is_some();
    let mut alone: Vec<(&String, &Value)> = Vec::new();
    for (name, value) in object {
        if passes_fields && names.get(name).is_some() || lists.len() >= MAX_LISTS {
            continue;
        }
        let inner_way = if way.is_empty() { name.clone() } else { format!("{way}.{name}") };
        match value {
            Value::Object(inner) if record::is_record(inner, names) => alone.push((name, value)),
            Value::Object(inner) if depth < MAX_DEPTH => look(inner, &inner_way, depth + 1, names, false, lists),
            Value::Array(items) if items.iter().any(is_found) => put(lists, inner_way, items.clone(), names),
            Value::Array(rows) if rows.first().is_some_and(Value::is_array) => {
                let heads = ["columns", "header", "headers", "fields"].iter().find_map(|key| object.get(*key));
                if let Some(items) = of_rows(heads, rows, names) {
                    put(lists, inner_way, items, names);
                }
            }
            Value::Array(items) if depth < MAX_DEPTH => {
                for inner in items.iter().filter_map(Value::as_object) {
                    look(inner, &inner_way, depth + 1, names, false, lists);
                }
            }
            _ => {}
        }
    }
    // Under names of their own one is the bulletin, and others are what stands before and behind it; under ids all are.
    let is_id = |name: &str| name.chars().any(|c| c.is_ascii_digit());
    let all = alone.iter().all(|(name, _)| is_id(name));
    let has_body = |value: &Value| record::record_in(value, names).is_some_and(|of| record::has_body(of, names));
    let (with, without): (Vec<_>, Vec<_>) = alone.into_iter().partition(|(_, value)| all || has_body(value));
    for group in [with, without].into_iter().filter(|group| !group.is_empty()) {
        let name = |name: &str| if way.is_empty() { name.to_owned() } else { format!("{way}.{name}") };
        let place = match group.as_slice() {
            [(only, _)] => name(only),
            [(first, _), .., (last, _)] => format!("{}……{last}", name(first)),
            [] => continue,
        };
        put(lists, place, group.into_iter().map(|(_, value)| value.clone()).collect(), names);
    }
}

/// Adds a list, or items to one at the same place in another object.
fn put(lists: &mut Vec<List>, way: String, items: Vec<Value>, names: &FieldNames) {
    let bodies = |value: &Value| record::record_in(value, names).is_some_and(|of| record::has_body(of, names));
    let has_bodies = items.iter().any(bodies);
    match lists.iter_mut().find(|list| list.way == way) {
        Some(list) => {
            list.items.extend(items);
            list.has_bodies |= has_bodies;
        }
        None => lists.push(List { way, items, has_bodies }),
    }
}

/// The rows of a table as records: under `heads`, or under the names in the first.
pub fn of_rows(heads: Option<&Value>, rows: &[Value], names: &FieldNames) -> Option<Vec<Value>> {
    let texts = |row: &Value| -> Option<Vec<String>> {
        row.as_array()?.iter().map(|cell| cell.as_str().map(str::to_owned)).collect()
    };
    let (heads, rows) = match heads.and_then(texts) {
        Some(heads) => (heads, rows),
        None => (texts(rows.first()?)?, &rows[1..]),
    };
    let columns = Columns::new(heads.iter().map(String::as_str));
    if !columns.are_of_bulletins(names) {
        return None;
    }
    let record = |row: &Value| -> Option<Value> {
        let cells = row.as_array()?.iter().cloned();
        Some(Value::Object(columns.names().iter().cloned().zip(cells).collect()))
    };
    Some(rows.iter().filter_map(record).collect())
}

/// An object of which the texts that are JSON themselves have been read.
fn unpacked(object: &Map<String, Value>) -> Option<Map<String, Value>> {
    let read = |value: &Value| -> Option<Value> {
        let text = value.as_str().filter(|text| text.trim_start().starts_with(['[', '{']))?;
        serde_json::from_str::<Value>(text).ok().filter(|value| value.is_array() || value.is_object())
    };
    let mut is_changed = false;
    let mut unpack = |value: &Value| match read(value) {
        Some(read) => {
            is_changed = true;
            read
        }
        None => value.clone(),
    };
    let mut outer = Map::new();
    for (name, value) in object {
        let value = match value {
            Value::Object(inner) => {
                Value::Object(inner.iter().map(|(name, value)| (name.clone(), unpack(value))).collect())
            }
            value => unpack(value),
        };
        outer.insert(name.clone(), value);
    }
    is_changed.then_some(outer)
}
