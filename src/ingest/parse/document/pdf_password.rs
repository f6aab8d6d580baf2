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

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that is locked with a reader's password, whose owner's password is empty, by the rules of revision 3.
    fn locked(password: &[u8]) -> Vec<u8> {
        let padded: Vec<u8> = password.iter().chain(&PADDING).copied().take(32).collect();
        let stretched = |first: [u8; 16]| (0..50).fold(first, |digest, _| Md5::digest(digest).into());
        let rounds = |key: &[u8], text: Vec<u8>| {
            (0..20)
                .fold(text, |text, round| decrypt_rc4(&key.iter().map(|byte| byte ^ round).collect::<Vec<_>>(), &text))
        };
        let owner = rounds(&stretched(Md5::digest(PADDING).into()), padded.clone());
        let id = [7_u8; 16];
        let permissions = (-4_i32).to_le_bytes();
        let key = stretched(Md5::digest([&padded[..], &owner[..], &permissions[..], &id[..]].concat()).into());
        let mut reader = rounds(&key, Md5::digest([&PADDING[..], &id[..]].concat()).to_vec());
        reader.resize(32, 0);
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let content = b"BT /F1 12 Tf 100 700 Td (Notice of maintenance) Tj ET";
        let own: [u8; 16] = Md5::digest([&key[..], &[4, 0, 0, 0, 0]].concat()).into();
        let content = decrypt_rc4(&own, content);
        let objects: [Vec<u8>; 5] = [
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>".to_vec(),
            [format!("<</Length {}>>stream\n", content.len()).as_bytes(), &content, b"\nendstream"].concat(),
            format!("<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{}>/U<{}>>>", hex(&owner), hex(&reader)).into_bytes(),
        ];
        let mut file = b"%PDF-1.4\n".to_vec();
        let mut table = "xref\n0 6\n0000000000 65535 f \n".to_owned();
        for (number, object) in (1..).zip(objects) {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.extend([format!("{number} 0 obj\n").as_bytes(), &object, b"\nendobj\n"].concat());
        }
        let trailer = format!(
            "trailer<</Size 6/Root 1 0 R/Encrypt 5 0 R/ID[<{0}><{0}>]>>\nstartxref\n{1}\n%%EOF",
            hex(&id),
            file.len()
        );
        [file, table.into_bytes(), trailer.into_bytes()].concat()
    }

    #[test]
    fn an_empty_owners_password_opens_a_file() {
        let tools = super::super::Tools {
            helpers: false,
            deadline: std::time::Instant::now() + std::time::Duration::from_secs(60),
            names: &Default::default(),
        };
        for password in ["reader", "", "a much longer password of a reader"] {
            let file = locked(password.as_bytes());
            let read = super::super::pdf::parse(&file, tools).unwrap_or_else(|error| panic!("{password}: {error}"));
            assert_eq!(read.pages[0].lines[0].text, "Notice of maintenance", "{password}");
        }
        assert!(opened_by_owner(b"%PDF-1.4 trailer<</Encrypt 5 0 R>>").is_none());
        assert!(opened_by_owner(b"%PDF-1.4 /Encrypt").is_none());
    }
}
