//! What pages say: texts in every language of the site, the script of bulletins, and matches as markup.

pub(crate) mod decoration;
pub(crate) mod files;
pub(crate) mod localized_text;
pub(crate) mod markup;
pub(crate) mod script;
pub(crate) mod texts;
mod traditional;
