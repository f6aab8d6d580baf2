//! A token names an alert in the links of its mails, signed, so that nobody but whoever gets the mails can make one: a keyed hash
//! (BLAKE3) of the alert's number under the secret of the database.

use crate::store::{Store, StoreError};

/// Hexadecimal digits of the signature: 128 bits.
const SIGNATURE: usize = 32;

/// The token of an alert.
///
/// # Errors
/// Of the store.
pub async fn sign(store: &dyn Store, alert: i64) -> Result<String, StoreError> {
    Ok(format!("{alert}-{}", signature(&store.alert_secret().await?, alert)))
}

/// The alert that a token names, if it was signed here.
///
/// # Errors
/// Of the store.
pub async fn verify(store: &dyn Store, token: &str) -> Result<Option<i64>, StoreError> {
    let Some((number, given)) = token.split_once('-') else { return Ok(None) };
    let Ok(alert) = number.parse::<i64>() else { return Ok(None) };
    let expected = signature(&store.alert_secret().await?, alert);
    // Hashes compare in the same time wherever they differ.
    let hash = |text: &str| blake3::hash(text.as_bytes());
    Ok((hash(given) == hash(&expected)).then_some(alert))
}

fn signature(secret: &[u8], alert: i64) -> String {
    let key = blake3::derive_key("gongbao 2026 links of alerts", secret);
    blake3::keyed_hash(&key, &alert.to_be_bytes()).to_hex()[..SIGNATURE].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_one_alert_and_one_secret() {
        let known = signature(&[7; 32], 1);
        assert_eq!(known.len(), SIGNATURE);
        assert_eq!(known, signature(&[7; 32], 1));
        assert_ne!(known, signature(&[7; 32], 2));
        assert_ne!(known, signature(&[8; 32], 1));
    }
}
