//! What [trends](super) tell of one query: a [`Series`] over the periods, and its [`Peak`]s.

use std::sync::Arc;

use crate::model::{PartialDate, StoredArticle};
use crate::search::message::Message;

/// A period of fewer bulletins is thin: one bulletin more or less moves a share by more than five in a hundred.
pub const THIN_BELOW: usize = 20;

/// One query over time.
#[derive(Debug, Clone)]
pub struct Series {
    /// As it was typed.
    pub query: String,
    /// How many bulletins it finds, exactly.
    pub total: usize,
    /// Those of them without a date, which are in no period.
    pub undated: usize,
    /// How many it finds in each of the periods.
    pub counts: Vec<usize>,
    /// A bulletin of the first day on which it finds any.
    pub first: Option<Arc<StoredArticle>>,
    /// A bulletin of the last such day.
    pub last: Option<Arc<StoredArticle>>,
    /// The period of most, the earliest of several.
    pub peak: Option<Peak>,
    /// The period of the greatest share, the earliest of several; a thin one only where there is no other.
    pub peak_share: Option<Peak>,
    /// What was odd about the query, as plain sentences.
    pub warnings: Vec<Message>,
}

/// A period in which a query finds most.
#[derive(Debug, Clone)]
pub struct Peak {
    /// The period.
    pub period: PartialDate,
    /// How many it finds there.
    pub count: usize,
    /// How many bulletins there are.
    pub of: usize,
    /// The newest few that it finds there.
    pub bulletins: Vec<Arc<StoredArticle>>,
}
