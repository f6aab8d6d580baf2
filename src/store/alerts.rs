//! An [`Alert`] is a search that somebody is told about by mail when something new is found; a [`Mail`] is one that waits to
//! be sent. What was told and the mail that tells it are written in one step, so that nothing is told twice or never.

use async_trait::async_trait;
use jiff::Timestamp;

use super::error::StoreError;
use crate::model::ArticleKey;

/// How often somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Every day on which there is something new.
    Daily,
    /// Every week in which there is.
    Weekly,
}

impl Period {
    /// Both; the first is what holds by default.
    pub const ALL: [Period; 2] = [Period::Daily, Period::Weekly];

    /// Its name in forms and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Period::Daily => "daily",
            Period::Weekly => "weekly",
        }
    }

    /// The period of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.name() == name)
    }
}

/// What somebody asks for, not confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The address of mail.
    pub address: String,
    /// The query of the address of the search, as links of the site write it.
    pub search: String,
    /// The language of the mails, as BCP 47 writes it.
    pub language: String,
    /// How often.
    pub period: Period,
}

/// A search that somebody is told about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its number, never given again.
    pub id: i64,
    /// What was asked for.
    pub wish: Wish,
    /// When it was asked for.
    pub asked: Timestamp,
    /// When it was confirmed; until then nothing is told.
    pub confirmed: Option<Timestamp>,
    /// Bulletins up to this key are no news to it.
    pub told: ArticleKey,
    /// When it is to be looked at next.
    pub due: Option<Timestamp>,
}

/// A mail to the address of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its number.
    pub id: i64,
    /// The alert.
    pub alert: i64,
    /// To whom.
    pub address: String,
    /// The whole message (RFC 5322).
    pub content: Vec<u8>,
    /// When it was written.
    pub created: Timestamp,
    /// How often it was tried before.
    pub tries: u32,
}

/// How much may wait for confirmation: mails go to addresses that nobody has confirmed, so that others may not have the
/// site write to strangers without end.
#[derive(Debug, Clone, Copy)]
pub struct WishLimits {
    /// Unconfirmed alerts of one address.
    pub of_address: u64,
    /// Unconfirmed alerts altogether.
    pub altogether: u64,
    /// Milliseconds between two mails about the same alert.
    pub again_after_ms: i64,
}

/// How many alerts there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertCounts {
    /// Confirmed ones.
    pub confirmed: u64,
    /// Those that wait for confirmation.
    pub unconfirmed: u64,
    /// Mails that wait to be sent.
    pub waiting: u64,
    /// Of these, those that failed before.
    pub failing: u64,
}

/// Keeps alerts and their mails.
#[async_trait]
pub trait Alerts: Send + Sync {
    /// What links in mails are signed with: 32 random bytes, the same as long as the database lives.
    async fn alert_secret(&self) -> Result<Vec<u8>, StoreError>;

    /// Takes a wish down and returns the alert to write about; the one that is there already, where the same was asked for
    /// before. `None` where a limit forbids another mail.
    async fn ask_for_alert(&self, wish: &Wish, at: Timestamp, limits: WishLimits) -> Result<Option<Alert>, StoreError>;

    /// The alert of that number.
    async fn alert(&self, id: i64) -> Result<Option<Alert>, StoreError>;

    /// Confirms an alert: what comes from now on is news to it. One that is confirmed stays as it is.
    async fn confirm_alert(&self, id: i64, at: Timestamp, due: Timestamp) -> Result<(), StoreError>;

    /// Changes how often somebody is told.
    async fn set_alert_period(&self, id: i64, period: Period, due: Timestamp) -> Result<(), StoreError>;

    /// Forgets an alert with its address and its mails.
    async fn remove_alert(&self, id: i64) -> Result<(), StoreError>;

    /// Forgets alerts that were asked for before this moment and never confirmed; returns how many.
    async fn forget_unconfirmed(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// Alerts to be looked at, at most `limit`.
    async fn alerts_due(&self, at: Timestamp, limit: usize) -> Result<Vec<Alert>, StoreError>;

    /// The last key up to which no article above `after` waits for an index of this revision.
    async fn settled_key(&self, after: ArticleKey, revision: i64) -> Result<ArticleKey, StoreError>;

    /// Writes down that an alert told what there is up to this key, with the mail that tells it, if anything is new; `false`
    /// where another process has done so meanwhile.
    async fn tell(
        &self,
        alert: &Alert,
        told: ArticleKey,
        due: Timestamp,
        mail: Option<&[u8]>,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Puts a mail to the address of an alert among those that wait.
    async fn queue_mail(&self, alert: i64, content: &[u8], at: Timestamp) -> Result<(), StoreError>;

    /// Takes mails that are to be sent, at most `limit`; nobody else gets them until `until`.
    async fn claim_mails(&self, at: Timestamp, until: Timestamp, limit: usize) -> Result<Vec<Mail>, StoreError>;

    /// A mail was accepted.
    async fn mail_sent(&self, mail: &Mail) -> Result<(), StoreError>;

    /// A mail was not accepted: it is tried again then, or given up where there is no then. An alert whose mails were given up
    /// `most` times in a row is forgotten.
    async fn mail_failed(&self, mail: &Mail, again: Option<Timestamp>, most: u32) -> Result<(), StoreError>;

    /// How many there are.
    async fn alert_counts(&self) -> Result<AlertCounts, StoreError>;
}
