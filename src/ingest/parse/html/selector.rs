//! A CSS selector that stands in the code is parsed once.

/// A CSS selector that is parsed once.
macro_rules! selector {
    ($css:literal) => {{
        static SELECTOR: std::sync::LazyLock<scraper::Selector> = std::sync::LazyLock::new(|| {
            scraper::Selector::parse($css).expect("the selector is a literal and every parse of a page runs it")
        });
        &*SELECTOR
    }};
}

pub(crate) use selector;
