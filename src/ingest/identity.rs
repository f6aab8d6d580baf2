//! An [`Identity`] is what tells a bulletin that states no id from all others: its address, or what it says. Two files that
//! say different things never share an id, unless they state one address or one 发文字号.

use crate::model::{Article, ArticleId, Attachment, DocumentNumber, Field, PartialDate};
use crate::store::{Store, StoreError};

/// The origin of an id that was made of what a bulletin says.
const OF_CONTENT: &str = "derived:content";

/// What separates the parts of an identity; no text has it.
const SEPARATOR: &str = "\u{1F}";

/// What is known of a bulletin that tells it from others.
pub struct Identity<'a> {
    /// Its address.
    pub url: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// The day of its publication.
    pub published_on: Option<PartialDate>,
    /// Its source, or else its site.
    pub publisher: Option<&'a str>,
    /// Its 发文字号.
    pub number: Option<&'a DocumentNumber>,
    /// Its body.
    pub paragraphs: &'a [String],
    /// Its files; where it is a document, the document is the first.
    pub attachments: &'a [Attachment],
}

impl<'a> Identity<'a> {
    fn of(article: &'a Article) -> Self {
        Self {
            url: article.url.as_deref(),
            title: &article.title,
            published_on: article.published_on,
            publisher: article.source.as_deref().or(article.site.as_deref()),
            number: article.document_number.as_ref(),
            paragraphs: &article.paragraphs,
            attachments: &article.attachments,
        }
    }

    /// The id of its address, or else of what it says; and the origin of the id.
    pub fn derive_id(&self) -> (ArticleId, &'static str) {
        if let Some(url) = self.url {
            return (ArticleId::derive('u', &identity_of_url(url)), "derived:url");
        }
        let mut identity = self.opening();
        // Under one number a corrected paragraph is a new version. Without one, forms of one title and notices of one
        // opening are told apart by all that they say.
        if self.number.is_none() {
            identity.push_str(SEPARATOR);
            identity.push_str(&self.content());
        }
        (ArticleId::derive('c', &identity), OF_CONTENT)
    }

    /// What it says at its beginning.
    fn opening(&self) -> String {
        let published = self.published_on.map(|date| date.to_string()).unwrap_or_default();
        let number = self.number.map(DocumentNumber::key).unwrap_or_default();
        let opening = self.paragraphs.first().map(String::as_str).unwrap_or_default();
        [self.title, &published, &number, self.publisher.unwrap_or_default(), opening].join(SEPARATOR)
    }

    /// All that it says. A document is its file, however well it is read; a page without text is what it offers.
    fn content(&self) -> String {
        if let Some(hash) = self.own_file() {
            return hash.to_owned();
        }
        if !self.paragraphs.is_empty() {
            return self.paragraphs.join("\n");
        }
        let offered = self.attachments.iter().map(|attachment| match &attachment.file {
            Some(file) => file.hash.as_str(),
            None => attachment.url.as_str(),
        });
        offered.collect::<Vec<_>>().join("\n")
    }

    /// The hash of the file that the bulletin is. Where an archive stands for its members, it tells none from another.
    fn own_file(&self) -> Option<&str> {
        let file = self.attachments.first().filter(|first| first.url.is_empty())?.file.as_ref()?;
        let is_own = self.paragraphs.is_empty() || file.pages.iter().any(|page| page.first.is_some());
        let name = file.name.to_ascii_lowercase();
        let is_archive = [".zip", ".7z", ".rar"].iter().any(|ending| name.ends_with(ending));
        (is_own && !is_archive).then_some(file.hash.as_str())
    }

    /// Whether the other says the same.
    fn says_the_same(&self, other: &Self) -> bool {
        match (self.own_file(), other.own_file()) {
            (Some(one), Some(other)) => one == other,
            _ => self.paragraphs == other.paragraphs && self.content() == other.content(),
        }
    }
}

/// Gives bulletins the ids under which the store has them from when only the opening was part of an id.
///
/// # Errors
/// Of the store.
pub async fn keep_known_ids(store: &dyn Store, articles: &mut [Article]) -> Result<(), StoreError> {
    for article in articles {
        let is_of_content = article.origins.get(&Field::Id).is_some_and(|origin| origin == OF_CONTENT);
        if !is_of_content || article.document_number.is_some() {
            continue;
        }
        let identity = Identity::of(article);
        let former = ArticleId::derive('c', &identity.opening());
        let known = match store.article(&former).await {
            // What does not read says nothing; taken in under an id of its own it heals nothing either.
            Err(StoreError::Damaged(_)) => None,
            known => known?,
        };
        if known.is_some_and(|known| identity.says_the_same(&Identity::of(&known.article))) {
            article.id = former;
        }
    }
    Ok(())
}

/// What of an address identifies a page: no scheme, no `www.`, no fragment, no closing slash.
fn identity_of_url(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches('/');
    let (host, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let host = host.to_ascii_lowercase();
    format!("{}{path}", host.strip_prefix("www.").unwrap_or(&host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::draft::Draft;
    use crate::ingest::normalize;
    use crate::model::{AttachedFile, AttachedPage};
    use crate::store::Outcome;

    fn identity<'a>(title: &'a str, paragraphs: &'a [String], attachments: &'a [Attachment]) -> Identity<'a> {
        Identity { url: None, title, published_on: None, publisher: None, number: None, paragraphs, attachments }
    }

    fn id(identity: &Identity<'_>) -> ArticleId {
        identity.derive_id().0
    }

    fn lines(text: &str) -> Vec<String> {
        text.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn file(name: &str, hash: &str, first: Option<usize>) -> Attachment {
        let pages = vec![AttachedPage { first, ..AttachedPage::default() }];
        let file = AttachedFile { name: name.into(), hash: hash.into(), pages, ..AttachedFile::default() };
        Attachment { title: name.into(), url: String::new(), media_type: None, file: Some(file) }
    }

    #[test]
    fn texts_that_begin_alike_are_told_apart() {
        for (title, one, other) in [
            ("附件1", "附件1|渡口登记表|渡口名称", "附件1|船只登记表|船只名称"),
            ("申请表", "姓名|性别|住址", "姓名|性别|单位"),
            ("公示", "现将拟补助名单公示如下：|陆青禾", "现将拟补助名单公示如下：|司徒岚"),
        ] {
            let (one, other) = (lines(one), lines(other));
            let (mut one, mut other) = (identity(title, &one, &[]), identity(title, &other, &[]));
            assert_ne!(id(&one), id(&other), "{title}");
            for identity in [&mut one, &mut other] {
                identity.published_on = PartialDate::find("2022-06-03");
                identity.publisher = Some("枕溪县航务局");
            }
            assert_ne!(id(&one), id(&other), "{title} of one day and office");
            let number = DocumentNumber::given("枕航发〔2022〕3号").unwrap();
            for identity in [&mut one, &mut other] {
                identity.number = Some(&number);
            }
            assert_eq!(id(&one) == id(&other), one.paragraphs[0] == other.paragraphs[0]);
        }
    }

    #[test]
    fn a_document_is_its_file_however_it_is_read() {
        let (poor, well) = (lines("登记表|姓 名"), lines("登记表|姓名"));
        let one = [file("附件1.docx", "aa", Some(0))];
        let other = [file("附件1.docx", "bb", Some(0))];
        assert_eq!(id(&identity("附件1", &poor, &one)), id(&identity("附件1", &well, &one)));
        assert_ne!(id(&identity("附件1", &poor, &one)), id(&identity("附件1", &poor, &other)));
        // Pictures of pages have no text; members for which their archive stands are told apart by theirs.
        let scanned = |hash| [file("扫描件.pdf", hash, None)];
        assert_ne!(id(&identity("扫描件", &[], &scanned("aa"))), id(&identity("扫描件", &[], &scanned("bb"))));
        let archive = [file("附件.zip", "aa", Some(0))];
        assert_ne!(id(&identity("附件1", &poor, &archive)), id(&identity("附件1", &well, &archive)));
        let offers = |url: &str| [Attachment { title: "名单".into(), url: url.into(), media_type: None, file: None }];
        let (one, other) = (offers("http://zhenxi.example/1.pdf"), offers("http://zhenxi.example/2.pdf"));
        assert_ne!(id(&identity("名单", &[], &one)), id(&identity("名单", &[], &other)));
    }

    /// What an older version of the program kept stays under its id; only what says something else gets one of its own.
    #[tokio::test]
    async fn what_is_known_by_its_opening_keeps_its_id() {
        let article = |body: &[&str]| {
            let mut draft = Draft::default();
            draft.claim(Field::Title, "公示", "test");
            draft.paragraphs = body.iter().map(|line| (*line).to_owned()).collect();
            normalize(draft).unwrap()
        };
        let folder = tempfile::tempdir().unwrap();
        let store = crate::app::open_store(&folder.path().join("store.sqlite")).await.unwrap();
        let mut known = article(&["现将拟补助名单公示如下：", "陆青禾"]);
        known.id = ArticleId::derive('c', &Identity::of(&known).opening());
        store.upsert(&[known.clone()], jiff::Timestamp::now()).await.unwrap();
        let mut again =
            [article(&["现将拟补助名单公示如下：", "陆青禾"]), article(&["现将拟补助名单公示如下：", "司徒岚"])];
        keep_known_ids(&*store, &mut again).await.unwrap();
        assert_eq!(again[0].id, known.id);
        assert_ne!(again[1].id, known.id);
        let outcomes = store.upsert(&again, jiff::Timestamp::now()).await.unwrap();
        assert_eq!(outcomes, [Outcome::Unchanged, Outcome::New]);
    }
}
