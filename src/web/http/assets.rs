//! Assets are the files that pages need: style, script, icon. They are part of the binary and live at
//! addresses that contain their content's hash, so a browser keeps them for good and never keeps a stale one.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// A file and its address.
struct Asset {
    address: String,
    file: EmbeddedFile,
}

static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let files = Files::iter().filter_map(|name| Files::get(&name).map(|file| (name.into_owned(), file)));
    files
        .map(|(name, file)| (name.clone(), Asset { address: format!("/static/{}", fingerprinted(&name, &file)), file }))
        .collect()
});

/// `site.css` as `site.<hash>.css`.
fn fingerprinted(name: &str, file: &EmbeddedFile) -> String {
    let mut hash = String::with_capacity(12);
    for byte in &file.metadata.sha256_hash()[..6] {
        // Writing to a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}

/// The address of a file; the file's plain name where there is no such file, so the page says 404 for it.
pub fn address(name: &'static str) -> &'static str {
    ASSETS.get(name).map_or(name, |asset| &asset.address)
}

/// `GET /static/{*name}`. A plain name is not found: only an address with its hash may be kept for good.
pub async fn serve(Path(name): Path<String>) -> Response {
    let wanted = format!("/static/{name}");
    match ASSETS.values().find(|asset| asset.address == wanted) {
        Some(asset) => respond(asset, "public, max-age=31536000, immutable"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /favicon.ico`: browsers ask for this name by themselves.
pub async fn icon() -> Response {
    match ASSETS.get("icon.svg") {
        Some(asset) => respond(asset, "public, max-age=86400"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(asset: &Asset, kept: &'static str) -> Response {
    let mut response = Response::new(Body::from(asset.file.data.clone().into_owned()));
    let headers = response.headers_mut();
    let media_type = match asset.file.metadata.mimetype() {
        text @ ("text/css" | "text/javascript") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    if let Ok(media_type) = HeaderValue::try_from(media_type) {
        headers.insert(header::CONTENT_TYPE, media_type);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}
