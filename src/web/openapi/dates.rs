//! Dates and times as JSON Schema, by patterns that no day fits which does not exist.

use serde_json::{Value, json};

/// A year, a month or a day that exists, of the years 1000 to 2999; blanks are as if nothing was stated.
pub fn date() -> Value {
    json!({ "type": "string", "pattern": format!("^\\s*({YEAR}|{YEAR}-{MONTH}|{})?\\s*$", day()) })
}

/// The same, or a time as RFC 3339 has it.
pub fn date_or_time() -> Value {
    const CLOCK: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])";
    let moment = json!({ "type": "string", "pattern": format!("^({})T{CLOCK}$", day()) });
    json!({ "anyOf": [date(), moment] })
}

const YEAR: &str = "[12][0-9]{3}";

const MONTH: &str = "(0[1-9]|1[0-2])";

/// A day that exists.
fn day() -> String {
    const LEAP_YEAR: &str = "([12][0-9](0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)";
    let day = [
        format!("{MONTH}-(0[1-9]|1[0-9]|2[0-8])"),
        "(0[13-9]|1[0-2])-(29|30)".to_owned(),
        "(0[13578]|1[02])-31".to_owned(),
    ]
    .join("|");
    format!("{YEAR}-({day})|{LEAP_YEAR}-02-29")
}
