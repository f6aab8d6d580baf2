//! The mail that asks whether an alert is really wanted: whoever typed the address may be anybody.

use askama::Template;

use super::letter::{Letter, Letterhead};
use super::token;
use super::wish::Search;
use crate::app::App;
use crate::locale::Language;
use crate::store::alerts::{Alert, Period};
use crate::web::html::conditions;
use crate::web::http::error::WebError;
use crate::web::i18n::texts::Texts;

#[derive(Template)]
#[template(path = "mail_confirm.txt")]
struct ConfirmationText<'a> {
    texts: &'static Texts,
    site_name: String,
    search: &'a str,
    /// The key of how often.
    period: &'static str,
    url: String,
}

/// The key of how often somebody is told.
pub fn period_key(period: Period) -> &'static str {
    match period {
        Period::Daily => "alert-daily",
        Period::Weekly => "alert-weekly",
    }
}

/// Queues the mail with the link that confirms an alert. One that is confirmed gets it as well, and finds there how to end it.
///
/// # Errors
/// Of the store.
pub async fn ask(app: &App, letterhead: &Letterhead, alert: &Alert, search: &Search) -> Result<(), WebError> {
    let texts = Texts::new(Language::from_tag(&alert.wish.language).unwrap_or(Language::Hans));
    let name = conditions::name(&search.params.request, texts);
    let token = token::sign(&*app.store, alert.id).await?;
    let text = ConfirmationText {
        texts,
        site_name: letterhead.site_name.title(texts),
        search: &name,
        period: period_key(alert.wish.period),
        url: format!("{}/alert?key={token}", letterhead.site),
    };
    let letter = Letter {
        to: &alert.wish.address,
        subject: texts.format("mail-confirm-subject").with("search", name.as_str()).to_string(),
        text: text.render().map_err(WebError::internal)?,
        html: None,
        unsubscribe: None,
        name: format!("confirm.{}.{}", alert.id, alert.asked.as_millisecond()),
    };
    let content = letterhead.write(letter, app.clock.now()).map_err(WebError::internal)?;
    Ok(app.store.queue_mail(alert.id, &content, app.clock.now()).await?)
}
