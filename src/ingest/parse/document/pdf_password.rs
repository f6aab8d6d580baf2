//! PDFs that are locked with an owner's password that is empty: it gives everybody the reader's password, which the file
//! holds, and readers open such files without asking (ISO 32000-1, 7.6.3.4, algorithm 7).

use md5::{Digest, Md5};
use unpdf::parser::backend::RawBackend;
use unpdf::parser::raw::PdfDict;
use unpdf::parser::raw::crypt::decrypt_rc4;
use unpdf::parser::raw::tokenizer::{PdfObject, parse_object};

/// What fills a password up to 32 bytes.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00,
    0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

/// Opens a file with the reader's password that its empty owner's password gives; `None` where it gives none.
pub fn opened_by_owner(bytes: &[u8]) -> Option<RawBackend> {
    let password = reader_password(bytes)?;
    RawBackend::load_bytes_with_password(bytes, Some(&password)).ok()
}

/// The reader's password, decrypted from the entry of the owner.
fn reader_password(bytes: &[u8]) -> Option<String> {
    let dictionary = encryption(bytes)?;
    let number = |name: &[u8]| dictionary.get(name).and_then(PdfObject::as_i64);
    let owner = dictionary.get(b"O".as_slice()).and_then(PdfObject::as_str_bytes)?;
    let revision = number(b"R")?;
    if !(2..=4).contains(&revision) || owner.len() < 32 {
        return None;
    }
    let length = if revision == 2 { 5 } else { (number(b"Length").unwrap_or(40) / 8).clamp(5, 16) as usize };
    let mut digest: [u8; 16] = Md5::digest(PADDING).into();
    if revision >= 3 {
        for _ in 0..50 {
            digest = Md5::digest(digest).into();
        }
    }
    let key = &digest[..length];
    let mut password = owner[..32].to_vec();
    let rounds: Vec<u8> = if revision == 2 { vec![0] } else { (0..20).rev().collect() };
    for round in rounds {
        let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
        password = decrypt_rc4(&key, &password);
    }
    let end = (0..=32).find(|at| password[*at..] == PADDING[..32 - at])?;
    password.truncate(end);
    String::from_utf8(password).ok()
}

/// The dictionary of encryption, looked for in the file as it is written.
fn encryption(bytes: &[u8]) -> Option<PdfDict> {
    let at = memchr::memmem::rfind(bytes, b"/Encrypt")? + b"/Encrypt".len();
    let (mut object, _) = parse_object(bytes, at).ok()?;
    if let Some((number, generation)) = object.as_reference() {
        let head = format!("{number} {generation} obj");
        let begins = |at: &usize| at.checked_sub(1).is_none_or(|before| bytes[before].is_ascii_whitespace());
        let found = memchr::memmem::find_iter(bytes, head.as_bytes()).find(begins)?;
        object = parse_object(bytes, found + head.len()).ok()?.0;
    }
    object.as_dict().cloned()
}
