//! Alerts: the searches that readers are told about by mail. An alert is another representation of a search, as a feed is:
//! [`run`] asks what is new and queues one mail for all of it, [`post`] sends what is queued.
//!
//! Nothing is told twice or never: the mail, and what it has told, are written in one step, and a bulletin is new to an alert
//! by its place in the order of acceptance. A mail that was accepted while this program ended may be sent once more, under the same
//! `Message-ID`.

pub mod confirmation;
pub mod letter;
pub mod news;
pub mod post;
pub mod schedule;
pub mod token;
pub mod wish;

use std::sync::Arc;
use std::time::Duration;

use metrics::counter;

use self::letter::Letterhead;
use self::post::Post;
use crate::app::App;
use crate::store::StoreError;
use crate::telemetry::metrics::ALERT_MAILS;

/// How often it is looked at what is due.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Alerts that are looked at in one go.
const BATCH: usize = 100;

/// What a look at everything that is due came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Alerts that had something to tell.
    pub told: usize,
    /// Mails that were accepted.
    pub sent: usize,
    /// Mails that were not, now or for good.
    pub failed: usize,
}

/// Tells what is new, and sends what is queued, until the task is dropped. Does nothing where mail is not configured.
pub async fn keep_alerting(app: Arc<App>) {
    let (Some(letterhead), Some(post)) = (Letterhead::new(&app), Post::new(&app)) else { return };
    let mut told = false;
    loop {
        match run(&app, &letterhead, &post).await {
            Ok(outcome) if outcome == Outcome::default() => told = false,
            Ok(Outcome { told: news, sent, failed }) => {
                counter!(ALERT_MAILS, "outcome" => "sent").increment(sent as u64);
                counter!(ALERT_MAILS, "outcome" => "failed").increment(failed as u64);
                tracing::info!("邮件提醒：{news} 条有新公报，发出 {sent} 封，未能发出 {failed} 封");
                told = false;
            }
            Err(error) if !told => {
                tracing::warn!("邮件提醒：{error}；稍后再试");
                told = true;
            }
            Err(_) => {}
        }
        app.clock.sleep(LOOK_EVERY).await;
    }
}

/// Tells what is due to be told, and sends what is queued.
///
/// # Errors
/// Of the store. What a search or the mail server refuses is tried again later.
pub async fn run(app: &App, letterhead: &Letterhead, post: &Post) -> Result<Outcome, StoreError> {
    let now = app.clock.now();
    app.store.forget_unconfirmed(now - schedule::CONFIRM_WITHIN).await?;
    let mut outcome = Outcome::default();
    for alert in app.store.alerts_due(now, BATCH).await? {
        outcome.told += usize::from(news::tell(app, letterhead, &alert).await?);
    }
    let (sent, failed) = post.deliver(&*app.store, now).await?;
    Ok(Outcome { sent, failed, ..outcome })
}
