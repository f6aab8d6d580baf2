//! `GET /articles`: several bulletins at once, by their ids, as data.

mod json;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::model::ArticleId;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{invalid_value, not_taken, pairs};
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::values::parse_format;

/// Bulletins that can be asked for at once.
pub const MAX_IDS: usize = 100;

/// `GET /articles?ids=a,b,c`: bulletins by their ids, in that order; `id=` takes one that has a comma in it.
pub async fn articles(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    let mut ids: Vec<String> = Vec::new();
    for pair in pairs(context.uri.query()) {
        let (name, value) = pair?;
        match name.as_str() {
            "ids" => ids.extend(value.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())),
            "id" => ids.push(value),
            "format" => drop(parse_format(&value)?),
            _ => {
                let taken = LocalizedText::new("taken-ids");
                return Err(not_taken(&name, taken, "ids=a,b"));
            }
        }
    }
    context.negotiate(Representation::OF_DATA)?;
    if ids.is_empty() || ids.len() > MAX_IDS {
        let given = ids.len().to_string();
        let allowed = LocalizedText::new("allowed-ids").with("most", MAX_IDS);
        return Err(invalid_value("ids", &given, allowed, "ids=a,b"));
    }
    let (mut found, mut not_found) = (Vec::new(), Vec::new());
    for text in ids {
        let stored = match ArticleId::new(&text) {
            Some(id) => app.search.article(&id).await?,
            None => None,
        };
        match stored {
            Some(stored) => found.push(stored),
            None => not_found.push(text),
        }
    }
    Ok(json::render(&found, &not_found))
}
