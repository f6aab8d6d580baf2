//! The print of a text: a hash of it that only the same text has, and a MinHash signature by which the likeness of
//! two texts is estimated without either. Made of the folded letters and digits of the body, five at a time.

use std::collections::HashSet;

use crate::model::{PartialDate, StoredArticle};
use crate::search::analysis;
use crate::search::analysis::fold_char;
use crate::store::Fingerprint;

/// Changes whenever the same text gives another print; prints of another method are made anew.
pub const METHOD: i64 = 1 + 1_000 * analysis::VERSION as i64;

/// Characters of a gram.
const GRAM: usize = 5;

/// Values of a signature.
const BINS: usize = 64;

/// Bands, and values of each. At a likeness of 0.9 two texts share a band in 998 of 1,000 cases, at 0.5 in 32 of 100.
const BANDS: usize = 6;

const ROWS: usize = 4;

/// A shorter text is told by its title too, and only by being the same.
const SHORT: usize = 100;

/// Title and text together that say less say nothing: 公告, 见附件.
const NOTHING: usize = 40;

/// Folded letters, digits and ideographs; blanks and punctuation are what copying changes.
pub fn letters<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Vec<char> {
    paragraphs.flat_map(str::chars).map(fold_char).filter(|c| c.is_alphanumeric()).collect()
}

/// The print of an article; `None` where it says too little to be told from another.
pub fn fingerprint(stored: &StoredArticle) -> Option<Fingerprint> {
    let article = &stored.article;
    let letters = letters(article.paragraphs.iter().map(String::as_str));
    let mut hasher = blake3::Hasher::new();
    if letters.len() < SHORT {
        let title = self::letters(std::iter::once(&*article.title));
        if letters.is_empty() || title.len() + letters.len() < NOTHING {
            return None;
        }
        hasher.update(title.iter().collect::<String>().as_bytes());
        hasher.update(b"\n");
    }
    hasher.update(letters.iter().collect::<String>().as_bytes());
    let exact = first_eight(hasher.finalize().as_bytes());
    let mut bands = vec![exact];
    let mut signature = Vec::new();
    if letters.len() >= SHORT {
        let bins = bins(&letters);
        signature = bins.iter().flat_map(|value| value.to_le_bytes()).collect();
        for (number, rows) in bins.chunks_exact(ROWS).take(BANDS).enumerate() {
            let band = rows.iter().fold(number as u64 + 1, |band, value| mixed(band ^ u64::from(*value)));
            bands.push(band as i64);
        }
    }
    let length = u32::try_from(letters.len()).unwrap_or(u32::MAX);
    let day = article.published_on.map(PartialDate::first_day);
    Some(Fingerprint { key: stored.key, exact, day, length, signature, bands })
}

/// The estimated likeness of the texts of two prints, 0 to 1 (Jaccard, of grams).
pub fn likeness(one: &Fingerprint, other: &Fingerprint) -> f64 {
    if one.exact == other.exact {
        return 1.0;
    }
    let pairs = one.signature.chunks_exact(2).zip(other.signature.chunks_exact(2));
    pairs.filter(|(one, other)| one == other).count() as f64 / BINS as f64
}

/// The grams of a text.
pub fn grams(letters: &[char]) -> HashSet<u64> {
    let mut grams = HashSet::with_capacity(letters.len());
    each_gram(letters, |gram| {
        grams.insert(gram);
    });
    grams
}

/// The likeness of two sets of grams, 0 to 1 (Jaccard).
pub fn jaccard(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let common = one.intersection(other).count();
    common as f64 / (one.len() + other.len() - common).max(1) as f64
}

/// One permutation hashing: each gram falls into a bin, each bin keeps its least, an empty one borrows from the next.
fn bins(letters: &[char]) -> [u16; BINS] {
    let mut least = [u32::MAX; BINS];
    each_gram(letters, |gram| {
        let bin = &mut least[(gram >> 58) as usize];
        *bin = (*bin).min((gram >> 26) as u32);
    });
    let mut bins = [0; BINS];
    for (number, bin) in bins.iter_mut().enumerate() {
        let lender = (0..BINS).find(|away| least[(number + away) % BINS] != u32::MAX).unwrap_or(0);
        let value = u64::from(least[(number + lender) % BINS]) << 8 | lender as u64;
        *bin = mixed(value) as u16;
    }
    bins
}

fn each_gram(letters: &[char], mut tell: impl FnMut(u64)) {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    const LEAVING: u64 = BASE.wrapping_pow(GRAM as u32);
    let mut rolling = 0_u64;
    for (place, letter) in letters.iter().enumerate() {
        rolling = rolling.wrapping_add(u64::from(u32::from(*letter))).wrapping_mul(BASE);
        if place >= GRAM {
            let gone = u64::from(u32::from(letters[place - GRAM]));
            rolling = rolling.wrapping_sub(gone.wrapping_mul(LEAVING).wrapping_mul(BASE));
        }
        if place + 1 >= GRAM {
            tell(mixed(rolling));
        }
    }
}

/// The finaliser of SplitMix64.
fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

fn first_eight(digest: &[u8; 32]) -> i64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&digest[..8]);
    i64::from_le_bytes(eight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of `count` different sentences.
    fn text(count: usize) -> Vec<char> {
        let sentence = |n: usize| format!("第{n}条各乡镇{}要把责任落实到人，{}日前报送。", n * 7, n * 31);
        letters((0..count).map(sentence).collect::<Vec<_>>().iter().map(String::as_str))
    }

    #[test]
    fn a_gram_is_the_same_wherever_it_stands() {
        let one = grams(&text(30));
        let moved: Vec<char> = "前言若干字".chars().chain(text(30)).collect();
        assert!(one.is_subset(&grams(&moved)));
        assert!(grams(&['甲'; 4]).is_empty());
    }

    #[test]
    fn the_estimate_is_near_the_likeness() {
        let whole = text(200);
        for kept in [200, 190, 160, 100] {
            let part = &whole[..whole.len() * kept / 200];
            let exact = jaccard(&grams(&whole), &grams(part));
            let equal = bins(&whole).iter().zip(bins(part)).filter(|(one, other)| *one == other).count();
            let estimate = equal as f64 / BINS as f64;
            assert!((estimate - exact).abs() < 0.16, "{estimate} for {exact}");
        }
    }

    #[test]
    fn copying_changes_blanks_marks_and_script_only() {
        let as_published = letters(["３月３日，縣長主持召開「專題」會議。"].into_iter());
        let as_copied = letters(["3 月 3 日 县长主持", "召开“专题”会议"].into_iter());
        assert_eq!(as_published, as_copied);
    }
}
