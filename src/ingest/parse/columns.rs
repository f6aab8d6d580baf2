//! Columns are what the names above a table say of its rows, where each row is a bulletin: of a CSV, and of a sheet.

use serde_json::{Map, Value};

use super::field_names::FieldNames;
use crate::model::Field;
use crate::model::text::is_han;

/// Columns that are read.
pub const MAX_COLUMNS: usize = 200;

/// Names of columns that a message lists.
const MAX_LISTED: usize = 12;

/// The columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// Their names, none twice.
    names: Vec<String>,
}

impl Columns {
    /// Those with these names above them. One without a name, or with that of another, is called by its place.
    pub fn new<'n>(written: impl Iterator<Item = &'n str>) -> Self {
        let mut names: Vec<String> = Vec::new();
        for (number, name) in written.take(MAX_COLUMNS).enumerate() {
            // A name broken over the lines of its cell: 发布\n日期.
            let between = if name.chars().any(is_han) { "" } else { " " };
            let words = name.trim_start_matches('\u{FEFF}').split_whitespace();
            let name = words.collect::<Vec<_>>().join(between);
            let is_new = !name.is_empty() && !names.contains(&name);
            names.push(if is_new { name } else { format!("第{}列", number + 1) });
        }
        Self { names }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Some of their names, for a message.
    pub fn listed(&self) -> String {
        self.names.iter().take(MAX_LISTED).map(String::as_str).collect::<Vec<_>>().join("、")
    }

    /// Whether the names are those of bulletins: one says what they are called or what they say.
    pub fn are_of_bulletins(&self, names: &FieldNames) -> bool {
        let makes_one =
            |name: &String| names.get(name).is_some_and(|named| matches!(named.field, Field::Title | Field::Body));
        self.names.len() > 1 && self.names.iter().any(makes_one)
    }

    /// For each column the field that it means, if any, in words.
    pub fn mapping(&self, names: &FieldNames) -> String {
        let said = |name: &String| match names.get(name) {
            Some(named) => format!("{name} → {}", named.field.label()),
            None => format!("{name}（不读）"),
        };
        self.names.iter().map(said).collect::<Vec<_>>().join("，")
    }

    /// The values of a row under their names; `None` where it says nothing but its own number.
    pub fn values<'c>(&self, cells: impl Iterator<Item = &'c str>) -> Option<Map<String, Value>> {
        let values = self.names.iter().zip(cells).map(|(name, cell)| (name.clone(), Value::from(cell.trim())));
        let values: Map<String, Value> = values.collect();
        let says = |(name, value): (&String, &Value)| {
            value.as_str().is_some_and(|text| !text.is_empty()) && !FieldNames::is_about_the_copy(name)
        };
        values.iter().any(says).then_some(values)
    }
}
