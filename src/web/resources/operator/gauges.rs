//! What is not counted as it happens but looked at when it is asked for: state, sizes, revisions, what was last done.

use metrics::gauge;

use crate::app::App;
use crate::app::readiness::Status;
use crate::telemetry::metrics::{
    BULLETINS, CACHE_BYTES, DATABASE_BYTES, DISK_FREE_BYTES, INDEX_BYTES, INDEX_REVISION, LAST_BACKUP, LAST_IMPORT,
    STATE, STORE_REVISION,
};
use crate::web::http::error::WebError;

/// Sets them all.
pub async fn set(app: &App) -> Result<(), WebError> {
    let readiness = app.readiness().await?;
    for status in Status::ALL {
        gauge!(STATE, "state" => status.name()).set(if status == readiness.status { 1.0 } else { 0.0 });
    }
    gauge!(STORE_REVISION).set(readiness.store_revision as f64);
    gauge!(INDEX_REVISION).set(readiness.indexed_revision as f64);
    let counts = app.store.counts().await?;
    gauge!(BULLETINS, "state" => "shown").set((counts.articles - counts.withdrawn) as f64);
    gauge!(BULLETINS, "state" => "withdrawn").set(counts.withdrawn as f64);
    if let Some(last) = app.store.newest(1).await?.first() {
        gauge!(LAST_IMPORT).set(last.first_seen.as_second() as f64);
    }
    gauge!(CACHE_BYTES).set(app.search.cached_bytes() as f64);
    let (config, engine) = (app.config.clone(), app.engine());
    let looked = move || (engine.bytes(), config.database_bytes(), config.free_bytes(), config.last_backup());
    let (index, database, free, backup) = tokio::task::spawn_blocking(looked).await.map_err(WebError::internal)?;
    gauge!(INDEX_BYTES).set(index as f64);
    gauge!(DATABASE_BYTES).set(database as f64);
    if let Some(free) = free {
        gauge!(DISK_FREE_BYTES).set(free as f64);
    }
    if let Some(since) = backup.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok()) {
        gauge!(LAST_BACKUP).set(since.as_secs_f64());
    }
    Ok(())
}
