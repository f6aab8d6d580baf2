//! The page of an alert: asking for it, and what became of it.

use askama::Template;
use axum::response::Response;

use crate::store::alerts::Period;
use crate::web::alerts::confirmation::period_key;
use crate::web::alerts::wish::Search;
use crate::web::format::Representation;
use crate::web::html::conditions;
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::{Change, SearchLinks};

/// Where an alert is on its way.
pub enum Step {
    /// It is asked for.
    Ask {
        /// What was typed as the address.
        typed: String,
        /// Whether that is none.
        is_wrong: bool,
    },
    /// A mail is on its way.
    Asked { address: String },
    /// The mail was opened.
    Unconfirmed { address: String },
    /// It is on.
    Confirmed {
        /// Where the mails go.
        address: String,
        /// When it is looked at next, as a reader sees it.
        due: String,
    },
    /// It was ended.
    Removed,
}

#[derive(Template)]
#[template(path = "alert.html")]
pub struct AlertPage<'a> {
    context: &'a RequestContext,
    layout: PageLayout<'a>,
    step: Step,
    /// What a reader would call the search.
    search: String,
    search_url: String,
    feed_url: String,
    /// What the form repeats.
    hidden: Vec<(String, String)>,
    /// Each with its key and whether it is chosen.
    periods: Vec<(Period, &'static str, bool)>,
}

impl<'a> AlertPage<'a> {
    pub fn new(context: &'a RequestContext, step: Step, search: &Search, period: Period) -> Self {
        let texts = context.texts();
        let links = SearchLinks::new(&search.params);
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            context,
            layout: PageLayout::new(context, texts.text("alert-title"), search.params.request.query.as_str()).nowhere(),
            step,
            search: conditions::name(&search.params.request, texts),
            search_url: links.url(Change::Nothing),
            feed_url: links.url(Change::Representation(Representation::Atom)),
            hidden: links.in_form().map(owned).collect(),
            periods: Period::ALL.map(|each| (each, period_key(each), each == period)).to_vec(),
        }
    }

    pub fn render(&self) -> Response {
        self.context.page(self)
    }
}
