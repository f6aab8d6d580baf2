//! The data of the audit.

use axum::response::Response;

use crate::store::audit::Audit;
use crate::web::http::response;
use crate::web::json::audit::audit_json;

/// `GET /audit`.
pub fn render(audit: &Audit) -> Response {
    response::json(&audit_json(audit))
}
