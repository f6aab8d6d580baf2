//! The [`Post`] brings queued mails to the mail server (SMTP), and tries again what it does not take.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lettre::address::Envelope;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::app::App;
use crate::store::alerts::Mail;
use crate::store::{Store, StoreError};

/// The longest that the server may take for a step.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Mails taken from the queue at a time.
const BATCH: usize = 20;

/// Nobody else takes a mail that is being sent for so long.
const CLAIM: SignedDuration = SignedDuration::from_mins(30);

/// When a mail that was not taken is tried again, the first time; later twice as long each time.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(5);

/// The longest between two tries.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

/// How long a mail is tried.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(72);

/// Mails in a row that are given up before their alert is.
const MAX_GIVEN_UP: u32 = 3;

/// The way to the mail server.
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

/// Why a mail was not taken; without the server's words, which often repeat the address.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The server answered so.
    #[error("邮件服务器答复 {code}")]
    Refused {
        /// The code of SMTP.
        code: String,
        /// Whether it will never take it.
        for_good: bool,
    },
    /// There was no answer.
    #[error("连不上邮件服务器或连接中断：{0}")]
    Unreachable(String),
}

impl Post {
    /// The way to the server of the settings, where mail is configured.
    pub fn new(app: &App) -> Option<Self> {
        let config = &app.config;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.smtp.as_deref()?).ok()?;
        let from: lettre::message::Mailbox = config.mail_from.as_deref()?.parse().ok()?;
        Some(Self { transport: transport.timeout(Some(TIMEOUT)).build(), from: from.email })
    }

    /// Sends all that is to be sent now; returns how many mails were taken, and how many were not.
    ///
    /// # Errors
    /// Of the store.
    pub async fn deliver(&self, store: &dyn Store, now: Timestamp) -> Result<(usize, usize), StoreError> {
        let (mut sent, mut failed) = (0, 0);
        loop {
            let mails = store.claim_mails(now, now + CLAIM, BATCH).await?;
            if mails.is_empty() {
                return Ok((sent, failed));
            }
            for mail in mails {
                match self.send(&mail.address, &mail.content).await {
                    Ok(()) => {
                        store.mail_sent(&mail).await?;
                        sent += 1;
                    }
                    Err(error) => {
                        let again = next_try(&mail, &error, now);
                        tracing::warn!("提醒 {} 的邮件未能发出：{error}", mail.alert);
                        store.mail_failed(&mail, again, MAX_GIVEN_UP).await?;
                        failed += 1;
                    }
                }
            }
        }
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// Where the server cannot be reached or does not take it.
    pub async fn send(&self, address: &str, content: &[u8]) -> Result<(), PostError> {
        let refused = |code: &str| PostError::Refused { code: code.to_owned(), for_good: true };
        let to: Address = address.parse().map_err(|_| refused("553"))?;
        let envelope = Envelope::new(Some(self.from.clone()), vec![to]).map_err(|_| refused("553"))?;
        self.transport.send_raw(&envelope, content).await.map(drop).map_err(|error| match error.status() {
            Some(code) => PostError::Refused { code: code.to_string(), for_good: error.is_permanent() },
            None => PostError::Unreachable(error.to_string()),
        })
    }
}

fn next_try(mail: &Mail, error: &PostError, now: Timestamp) -> Option<Timestamp> {
    let for_good = matches!(error, PostError::Refused { for_good: true, .. });
    if for_good || now.duration_since(mail.created) >= GIVE_UP_AFTER {
        return None;
    }
    let doubled = FIRST_WAIT * 2_i32.saturating_pow(mail.tries.min(10));
    Some(now + doubled.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_taken_is_tried_less_and_less_often_and_given_up() {
        let mail = |tries| Mail {
            id: 1,
            alert: 1,
            address: String::new(),
            content: Vec::new(),
            created: Timestamp::UNIX_EPOCH,
            tries,
        };
        let later = PostError::Refused { code: "450".to_owned(), for_good: false };
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        assert_eq!(next_try(&mail(0), &later, at(0)), Some(at(5)));
        assert_eq!(next_try(&mail(2), &later, at(15)), Some(at(35)));
        assert_eq!(next_try(&mail(40), &later, at(0)), Some(at(360)));
        assert_eq!(next_try(&mail(9), &later, at(72 * 60)), None);
        let never = PostError::Refused { code: "550".to_owned(), for_good: true };
        assert_eq!(next_try(&mail(0), &never, at(0)), None);
    }
}
