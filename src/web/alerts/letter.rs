//! A [`Letter`] is a mail before it is written as the network wants it (RFC 5322); the [`Letterhead`] is what all of a site's
//! have in common.

use std::time::Duration;

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::app::App;
use crate::web::http::site_name::SiteName;

/// Who sends, and where the links lead.
pub struct Letterhead {
    from: Mailbox,
    /// The address of the site, without a slash at its end.
    pub site: String,
    /// What the site is called.
    pub site_name: SiteName,
}

/// A mail to be written.
pub struct Letter<'a> {
    /// To whom.
    pub to: &'a str,
    /// The subject.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The same with links and headings.
    pub html: Option<String>,
    /// The address that ends the alert when it is posted to (RFC 8058), for mails that come again and again.
    pub unsubscribe: Option<&'a str>,
    /// What tells this mail from every other, in ASCII letters, digits and dots.
    pub name: String,
}

impl Letterhead {
    /// The letterhead of the site, where mail is configured.
    pub fn new(app: &App) -> Option<Self> {
        let config = &app.config;
        config.smtp.as_ref()?;
        Some(Self {
            from: config.mail_from.as_deref()?.parse().ok()?,
            site: config.public_url.as_deref()?.trim_end_matches('/').to_owned(),
            site_name: SiteName::new(config.own_site_name()),
        })
    }

    /// Writes a mail.
    ///
    /// # Errors
    /// Where the address, which was checked when it was given, is none.
    pub fn write(&self, letter: Letter<'_>, at: Timestamp) -> Result<Vec<u8>, lettre::error::Error> {
        let to: Address = letter.to.parse().map_err(|_| lettre::error::Error::MissingTo)?;
        let domain = self.from.email.domain();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(&letter.subject))
            .date(std::time::UNIX_EPOCH + Duration::from_millis(at.as_millisecond().unsigned_abs()))
            .message_id(Some(format!("<{}@{domain}>", letter.name)))
            // RFC 3834: no automatic answers, please.
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(address) = letter.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{address}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
                .raw_header(header("List-Id", &format!("<alerts.{domain}>")));
        }
        let text = SinglePart::plain(letter.text);
        let message = match letter.html {
            Some(html) => message
                .multipart(MultiPart::alternative().singlepart(text).singlepart(part(ContentType::TEXT_HTML, html))),
            None => message.singlepart(text),
        };
        Ok(message?.formatted())
    }
}

fn part(kind: ContentType, body: String) -> SinglePart {
    SinglePart::builder().header(kind).body(body)
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A subject: one line, and not longer than a list of mails shows. What was typed into a search may be neither.
fn one_line(subject: &str) -> String {
    let line = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_SUBJECT_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The longest subject, in characters.
const MAX_SUBJECT_CHARS: usize = 120;

/// An address of mail as it was typed: trimmed, its host in lower case; `None` where it is none.
pub fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.len() > MAX_ADDRESS || !typed.is_ascii() {
        return None;
    }
    let (user, host) = typed.rsplit_once('@')?;
    let address: Address = format!("{user}@{}", host.to_ascii_lowercase()).parse().ok()?;
    // A host without a dot is of this machine or this house: nothing a reader can be reached at.
    address.domain().contains('.').then(|| address.to_string())
}

/// The longest address, in bytes (RFC 5321, 4.5.3.1.3, without the brackets).
const MAX_ADDRESS: usize = 254;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_a_line() {
        assert_eq!(one_line("防汛\r\nBcc: a@b.example"), "防汛 Bcc: a@b.example");
        assert_eq!(one_line(&"汛".repeat(500)).chars().count(), MAX_SUBJECT_CHARS + 1);
    }

    #[test]
    fn addresses_are_read_as_typed() {
        assert_eq!(address(" Li.Si@Qingcen.EXAMPLE "), Some("Li.Si@qingcen.example".to_owned()));
        let long = format!("{}@qingcen.example", "a".repeat(250));
        for none in ["", "a", "a@", "@b.c", "a@b", "a b@c.d", "a@b.c, d@e.f", "a@b.c\r\nBcc: d@e.f", "甲@乙.丙", &long]
        {
            assert_eq!(address(none), None, "{none}");
        }
    }
}
