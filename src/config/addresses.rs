//! What a setting may be that is an address: of a site, of mail, of a mail server, of a proxy.

use std::net::IpAddr;

use ipnet::IpNet;

/// Addresses and networks between commas; `None` where one is neither.
pub fn networks(text: &str) -> Option<Vec<IpNet>> {
    let network = |text: &str| text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).ok();
    text.split(',').map(|one| network(one.trim())).collect()
}

/// Whether a text is the address of a whole site. What others send over the net is encrypted, but for this machine.
pub fn is_origin(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    is_bare && url.has_host() && (url.scheme() == "https" || url.scheme() == "http" && is_local)
}

/// Whether a text is the address of a collector of traces.
pub fn is_collector(text: &str) -> bool {
    // Without a password, which would be shown with the setting.
    let is_plain = |url: &url::Url| url.username().is_empty() && url.password().is_none() && url.query().is_none();
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && is_plain(&url))
}

/// Whether a text is an address of mail, with a name before it or without.
pub fn is_sender(text: &str) -> bool {
    let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (name, address),
        None => ("", text),
    };
    !name.contains(['<', '>', '"', ',', '\n', '\r']) && address.contains('@') && is_contact(address)
}

/// Whether a text is the address of a mail server, and asks for nothing else.
pub fn is_mail_server(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    let secured = [None, Some("tls=required"), Some("tls=opportunistic")].contains(&url.query());
    url.has_host()
        && matches!(url.path(), "" | "/")
        && match url.scheme() {
            "smtps" => url.query().is_none(),
            "smtp" => secured,
            _ => false,
        }
}

/// The same without the password.
pub fn without_password(text: &str) -> String {
    let Ok(mut url) = url::Url::parse(text) else { return text.to_owned() };
    if url.password().is_none() || url.set_password(Some("***")).is_err() {
        return text.to_owned();
    }
    url.to_string()
}

/// Whether a text is an address of mail or of the web, and nothing else.
pub fn is_contact(text: &str) -> bool {
    let plain = (3..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
    let is_web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let is_mail = || {
        let (name, host) = text.split_once('@').unwrap_or_default();
        !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains([':', '/', '?', '&'])
    };
    plain && (is_web || is_mail())
}
