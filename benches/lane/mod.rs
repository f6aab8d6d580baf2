//! One lane: a tantivy index of a single text field, segmented by jieba alone or into gongbao's words. What both
//! lanes cost is measured against it.
#![allow(dead_code, reason = "each benchmark uses its own part of this")]

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use gongbao::config::Config;
use gongbao::ingest::finding::Finding;
use gongbao::ingest::inputs;
use gongbao::ingest::read::read_all;
use gongbao::model::{Article, ArticleKey, StoredArticle};
use gongbao::search::analysis::{Analyzer, fold, squeeze};
use gongbao::search::schema::IndexDocument;
use jieba_rs::Jieba;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexWriter, TantivyDocument};

/// Indexes every article's texts in the one lane, nothing stored.
pub fn words(config: &Config, file: &Path, segmenter: Segmenter, option: IndexRecordOption) -> anyhow::Result<()> {
    let (mut writer, field) = writer(config, segmenter, option, false)?;
    read_articles(config, file, |stored| {
        let mut row = TantivyDocument::new();
        for (text, weight) in IndexDocument::new(stored).texts {
            (0..weight).for_each(|_| row.add_text(field, &text));
        }
        writer.add_document(row)?;
        Ok(())
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// A tantivy index of one text field, with as many threads and as much memory as gongbao's.
pub fn writer(
    config: &Config,
    segmenter: Segmenter,
    option: IndexRecordOption,
    stored: bool,
) -> anyhow::Result<(IndexWriter, Field)> {
    let indexing = TextFieldIndexing::default().set_tokenizer("segmenter").set_index_option(option);
    let options = TextOptions::default().set_indexing_options(indexing);
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", if stored { options.set_stored() } else { options });
    std::fs::create_dir_all(config.index())?;
    let index = Index::create_in_dir(config.index(), schema.build())?;
    index.tokenizers().register("segmenter", TextAnalyzer::from(segmenter));
    Ok((index.writer_with_num_threads(threads(), config.index_memory_mb << 20)?, field))
}

/// As many as gongbao's own writer has.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(4)
}

/// Reads and normalises as an import does, and numbers the articles as a database would.
pub fn read_articles(
    config: &Config,
    file: &Path,
    mut take: impl FnMut(&StoredArticle) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (inputs, _) = inputs::find(&[file.to_owned()], inputs::Links::default());
    let mut number = 0;
    let mut outcome = Ok(());
    read_all(&inputs, crate::corpus::limits(config), &Arc::default(), &mut |finding| {
        if let Finding::Article(article) = finding {
            number += 1;
            outcome = take(&stored(number, *article));
        }
        outcome.is_ok()
    });
    outcome
}

fn stored(number: i64, article: Article) -> StoredArticle {
    StoredArticle {
        key: ArticleKey(number),
        article,
        content_hash: String::new(),
        version: 1,
        versions: 1,
        created_revision: number,
        revision: number,
        first_seen: jiff::Timestamp::UNIX_EPOCH,
        version_seen: jiff::Timestamp::UNIX_EPOCH,
        shown_from: jiff::Timestamp::UNIX_EPOCH,
        last_seen: jiff::Timestamp::UNIX_EPOCH,
        withdrawn_at: None,
        standing: None,
    }
}

/// Segments inside tantivy's threads.
#[derive(Clone)]
pub enum Segmenter {
    /// The text as it is, every token of jieba a term.
    Bare(Arc<Jieba>),
    /// Folded, and the terms of gongbao's word lane.
    Words(Analyzer),
}

/// The terms of a text as ranges of it.
pub struct Terms<'a> {
    text: Cow<'a, str>,
    ranges: Vec<(usize, usize)>,
    next: usize,
    token: Token,
}

impl Tokenizer for Segmenter {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        let text = match self {
            Self::Bare(_) => Cow::Borrowed(text),
            Self::Words(_) => Cow::Owned(squeeze(fold(text))),
        };
        let mut ranges = Vec::with_capacity(text.len() / 3);
        let begin = text.as_ptr() as usize;
        let mut push = |term: &str| {
            // Terms are slices of the text, so their place in it is the distance of the pointers.
            let start = term.as_ptr() as usize - begin;
            ranges.push((start, start + term.len()));
        };
        match self {
            Self::Bare(jieba) => jieba.cut_for_search(&text, true).iter().for_each(|token| push(token.word)),
            Self::Words(analyzer) => analyzer.words(&text, push),
        }
        Terms { text, ranges, next: 0, token: Token::default() }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(start, end)) = self.ranges.get(self.next) else { return false };
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..end]);
        self.token.position = self.next;
        (self.token.offset_from, self.token.offset_to) = (start, end);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The bytes of a folder once nothing tidies up in it any more: merges go on for a while after the last commit.
pub fn settled_bytes(folder: &Path) -> u64 {
    let mut known = bytes_in(folder);
    loop {
        std::thread::sleep(std::time::Duration::from_secs(2));
        match bytes_in(folder) {
            bytes if bytes == known => return bytes,
            bytes => known = bytes,
        }
    }
}

/// The bytes of a folder; files that go while it is read count nothing.
fn bytes_in(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            entry.metadata().map_or(0, |data| if data.is_dir() { bytes_in(&entry.path()) } else { data.len() })
        })
        .sum()
}
