//! The files of a bulletin as data: what is known of each, what it says, and where in it a passage stands.

use serde::Serialize;

use crate::model::{Article, AttachedFile, Attachment};
use crate::search::types::response::FilePlace;
use crate::web::url::links::attachment_url;

/// Where in a file the passage stands.
#[derive(Serialize)]
pub struct PlaceJson<'a> {
    number: usize,
    title: &'a str,
    page: Option<u32>,
    name: Option<&'a str>,
    url: String,
}

impl<'a> PlaceJson<'a> {
    /// In an article as it is now, or in this version of it.
    pub fn new(article: &'a Article, version: Option<u32>, place: &'a FilePlace) -> Option<Self> {
        let FilePlace { attachment: number, page, name } = place;
        let title = &article.attachments.get(number - 1)?.title;
        let url = attachment_url(&article.id, *number, version);
        Some(Self { number: *number, title, page: *page, name: name.as_deref(), url })
    }
}

/// A file that a bulletin offers.
#[derive(Serialize)]
pub struct AttachmentJson<'a> {
    number: usize,
    title: &'a str,
    url: &'a str,
    media_type: Option<&'a str>,
    /// The file as it was taken in, with its text; `null` where only its address is known.
    file: Option<FileJson<'a>>,
}

#[derive(Serialize)]
struct FileJson<'a> {
    url: String,
    #[serde(flatten)]
    file: &'a AttachedFile,
}

/// The file of that number, from 1, in an article as it is now or in this version of it.
pub fn attachment<'a>(
    article: &'a Article,
    version: Option<u32>,
    number: usize,
    attachment: &'a Attachment,
) -> AttachmentJson<'a> {
    let Attachment { title, url, media_type, file } = attachment;
    let file = file.as_ref().map(|file| FileJson { url: attachment_url(&article.id, number, version), file });
    AttachmentJson { number, title, url, media_type: media_type.as_deref(), file }
}
