//! The visibility of an element is whether a reader sees it, and whether it stands beside the text rather than in it, by what
//! the markup says: styles, attributes, the words of its `id` and `class`.

use scraper::node::Element;

/// Which elements count as hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hidden {
    /// Those that a style, an attribute or the name of a class hides: `ng-hide`, `d-none`.
    #[default]
    ByAnyMark,
    /// Those that a style or an attribute hides.
    ByStyle,
    /// None: all are read.
    Read,
}

/// Elements that show nothing a reader reads.
pub const UNREAD: &[&str] = &[
    "head", "script", "style", "noscript", "template", "textarea", "select", "button", "iframe", "object", "embed",
    "svg", "canvas", "audio", "video", "map", "math", "datalist", "title",
];

/// Elements that stand beside the text by their meaning.
const ASIDE_TAGS: &[&str] = &["nav", "footer", "aside"];

/// Words in `id` and `class` that say an element stands beside the text.
const ASIDE_WORDS: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "footer",
    "foot",
    "share",
    "bdsharebuttonbox",
    "related",
    "relatednews",
    "xgyd",
    "xgxw",
    "recommend",
    "comment",
    "comments",
    "sidebar",
    "breadcrumb",
    "crumb",
    "crumbs",
    "copyright",
    "toolbar",
    "tools",
    "qrcode",
    "pagination",
    "pager",
    "ad",
    "ads",
    "advert",
    "advertisement",
    "login",
    "search",
    "popup",
    "dialog",
    "hotnews",
    "rank",
    "ranking",
    "friendlink",
    "links",
    "sitemap",
    "social",
];

/// Whether a style or an attribute hides the element.
pub fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some() || element.attr("style").is_some_and(hides)
}

/// Whether a style shows nothing of its element, or shows it far beyond the border of the screen.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).take(1_000).collect();
    let style = style.to_ascii_lowercase();
    let far = |name: &str| {
        style.split(';').filter_map(|rule| rule.strip_prefix(name)).any(|shift| {
            let digits = shift.chars().take_while(char::is_ascii_digit).count();
            let unit = &shift[digits..];
            // Sprites and margins are shifted by less.
            digits >= 4 || digits == 3 && unit.starts_with("em")
        })
    };
    let is_placed = style.contains("position:absolute") || style.contains("position:fixed");
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || is_placed && (far("left:-") || far("top:-") || far("right:-"))
        || far("text-indent:-")
}

/// Whether the name of a class says that the element is not shown on the screen.
pub fn is_hidden_by_class(element: &Element) -> bool {
    const NAMES: &[&str] = &[
        "ng-hide",
        "d-none",
        "layui-hide",
        "is-hidden",
        "hide",
        "hidden",
        "dn",
        "display-none",
        "displaynone",
        "disnone",
        "visually-hidden",
        "sr-only",
        "print-only",
        "printonly",
        "visible-print",
        "visible-print-block",
        "noshow",
    ];
    let is_name = |class: &str| NAMES.iter().any(|name| class.eq_ignore_ascii_case(name));
    element.attr("class").is_some_and(|classes| classes.split_ascii_whitespace().any(is_name))
}

/// Whether an element stands in navigation, a footer, a share bar or the like.
pub fn is_aside(element: &Element) -> bool {
    ASIDE_TAGS.contains(&element.name()) || words(element).any(|word| ASIDE_WORDS.contains(&word.as_str()))
}

/// The words of an element's `id` and `class`, in lower case: `ep-h1 h1title` → ep, h1, h1title.
pub fn words(element: &Element) -> impl Iterator<Item = String> + '_ {
    [element.attr("id"), element.attr("class")]
        .into_iter()
        .flatten()
        .flat_map(|value| value.split(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
}
