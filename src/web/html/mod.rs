//! Parts of pages that several resources show, as what their templates need.

pub(crate) mod body;
pub(crate) mod cited;
pub(crate) mod conditions;
pub(crate) mod entry;
pub(crate) mod facets;
pub(crate) mod histogram;
pub(crate) mod layout;
pub(crate) mod pictures;
pub(crate) mod record;
pub(crate) mod standing;
pub(crate) mod title;
