//! Alerts by mail: `/alerts` asks for one, `/alert` is where the links in its mails lead. Both are pages only, and only where
//! the operator has set a mail server.

mod page;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use self::page::{AlertPage, Step};
use crate::app::App;
use crate::store::alerts::{Alert, Period, Wish, WishLimits};
use crate::web::alerts::letter::{Letterhead, address};
use crate::web::alerts::wish::Search;
use crate::web::alerts::{confirmation, schedule, token};
use crate::web::http::error::WebError;
use crate::web::http::query_string::Query;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::see_other;

/// The longest address that is typed again into a form, in characters.
const MAX_TYPED: usize = 300;

/// Mails to people who did not ask for them are few, whoever has the site write them.
const LIMITS: WishLimits = WishLimits { of_address: 3, altogether: 10_000, again_after_ms: 3_600_000 };

/// `GET /alerts?q=…`: the form that asks for an alert of this search.
pub async fn form(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    letterhead(&app)?;
    let search = Search::read(context.query(), |_, _| Ok(false))?;
    Ok(AlertPage::new(&context, Step::Ask { typed: String::new(), is_wrong: false }, &search, Period::ALL[0]).render())
}

/// `POST /alerts`: takes the wish down and writes to the address. What is answered does not tell whether the address is known.
pub async fn ask(State(app): State<Arc<App>>, context: RequestContext, body: Bytes) -> Result<Response, WebError> {
    let letterhead = letterhead(&app)?;
    let (mut typed, mut period) = (String::new(), Period::ALL[0]);
    let search = Search::read(form_of(&body)?, |name, value| {
        match name {
            "address" => typed = value.chars().take(MAX_TYPED).collect(),
            "period" => period = Period::from_name(value).unwrap_or(period),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let Some(address) = address(&typed) else {
        return Ok(AlertPage::new(&context, Step::Ask { typed, is_wrong: true }, &search, period).render());
    };
    let wish = Wish {
        address: address.clone(),
        search: search.text.clone(),
        language: context.preferences.language.tag().to_owned(),
        period,
    };
    if let Some(alert) = app.store.ask_for_alert(&wish, app.clock.now(), LIMITS).await? {
        confirmation::ask(&app, &letterhead, &alert, &search).await?;
    }
    Ok(AlertPage::new(&context, Step::Asked { address }, &search, period).render())
}

/// `GET /alert?key=…`: what the alert is, with the buttons that confirm, change and end it. Opening the page does none of that:
/// programs that look for what is evil in mails open every link.
pub async fn show(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    let alert = named(&app, &context).await?;
    let search = search_of(&alert)?;
    let step = match alert.due {
        Some(due) => Step::Confirmed { address: alert.wish.address, due: context.texts().moment(due) },
        None => Step::Unconfirmed { address: alert.wish.address },
    };
    Ok(private(AlertPage::new(&context, step, &search, alert.wish.period).render()))
}

/// `POST /alert?key=…`: confirms, changes or ends it. `List-Unsubscribe=One-Click` (RFC 8058) ends it as the button does.
pub async fn change(State(app): State<Arc<App>>, context: RequestContext, body: Bytes) -> Result<Response, WebError> {
    let alert = named(&app, &context).await?;
    let now = app.clock.now();
    let mut wanted = None;
    for pair in form_of(&body)?.pairs() {
        let (name, value) = pair?;
        wanted = wanted.or(match (name.as_str(), value?.as_str()) {
            ("do", "remove") | ("List-Unsubscribe", "One-Click") => Some(Change::Remove),
            ("do", "confirm") => Some(Change::Confirm),
            ("do", period) => Period::from_name(period).map(Change::Period),
            _ => None,
        });
    }
    match wanted {
        Some(Change::Remove) => {
            app.store.remove_alert(alert.id).await?;
            let search = search_of(&alert)?;
            return Ok(private(AlertPage::new(&context, Step::Removed, &search, alert.wish.period).render()));
        }
        Some(Change::Confirm) => {
            app.store.confirm_alert(alert.id, now, schedule::next(alert.wish.period, now)).await?;
        }
        Some(Change::Period(period)) => {
            app.store.set_alert_period(alert.id, period, schedule::next(period, now)).await?;
        }
        None => {}
    }
    Ok(private(see_other(context.here())?))
}

/// What a form of [`show`] asks for.
enum Change {
    Confirm,
    Period(Period),
    Remove,
}

/// # Errors
/// 404 where mail is not configured.
fn letterhead(app: &App) -> Result<Letterhead, WebError> {
    Letterhead::new(app).ok_or_else(WebError::no_alerts)
}

/// The alert that the address names.
///
/// # Errors
/// 404 where there is none, or the key is not ours.
async fn named(app: &App, context: &RequestContext) -> Result<Alert, WebError> {
    letterhead(app)?;
    let mut key = String::new();
    for pair in context.query().pairs() {
        let (name, value) = pair?;
        if name == "key" {
            key = value?;
        }
    }
    let alert = match token::verify(&*app.store, &key).await? {
        Some(id) => app.store.alert(id).await?,
        None => None,
    };
    alert.ok_or_else(WebError::no_alert)
}

fn search_of(alert: &Alert) -> Result<Search, WebError> {
    Search::read(Query::of_page(Some(&alert.wish.search)), |_, _| Ok(false))
}

fn form_of(body: &Bytes) -> Result<Query<'_>, WebError> {
    std::str::from_utf8(body)
        .map(|text| Query::of_page(Some(text)))
        .map_err(|_| WebError::from_status(StatusCode::BAD_REQUEST))
}

/// The address of the page is a key: it is neither kept nor told to the pages that it leads to.
fn private(mut response: Response) -> Response {
    let said: [(HeaderName, &str); 2] = [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")];
    for (name, value) in said {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
