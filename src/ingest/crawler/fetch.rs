//! Fetching: one request, one answer, nothing followed. [`Network`] is what crawls see of the world;
//! [`Internet`] is the real one, and the only place that holds an HTTP client. It reaches public addresses
//! only, unless the operator allows others: a name is looked up once, every address it has is checked, and the
//! connection goes to what was checked.

use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::{Host, Url};

use super::address::is_public;

/// A request to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub url: Url,
    /// The `ETag` that is known.
    pub etag: Option<String>,
    /// The `Last-Modified` that is known.
    pub last_modified: Option<String>,
    /// Bytes of an answer's content, as sent.
    pub most: usize,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Name, in lower case, and value of each header.
    pub headers: Vec<(String, String)>,
    /// The content as sent, perhaps compressed.
    pub body: Vec<u8>,
    /// Where it came from.
    pub from: Option<IpAddr>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The address is not a public one.
    #[error("{0} 不是公网地址，没有抓取；内网站点须设 crawl_private")]
    NotPublic(String),
    /// The name is not known.
    #[error("查不到域名：{0}")]
    Unknown(String),
    /// Its certificate is not one to trust.
    #[error("证书不可信：{0}；内部证书机构须设 crawl_ca")]
    Untrusted(String),
    /// Nobody answers there.
    #[error("连接不上：{0}")]
    Unreachable(String),
    /// It took too long.
    #[error("超过时限没有完成")]
    Late,
    /// It is too large, as sent or decompressed.
    #[error("超过 {0} 字节")]
    TooLarge(usize),
    /// It broke off, or is not what it says.
    #[error("应答不完整或不合规：{0}")]
    Broken(String),
}

impl Failure {
    /// The kind of failure, for summaries.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NotPublic(_) => "不是公网地址",
            Self::Unknown(_) => "查不到域名",
            Self::Untrusted(_) => "证书不可信",
            Self::Unreachable(_) => "连接不上",
            Self::Late => "超时",
            Self::TooLarge(_) => "过大",
            Self::Broken(_) => "应答有误",
        }
    }

    /// Whether another attempt may go better.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::Unreachable(_) | Self::Late | Self::Broken(_))
    }

    /// Whether the host as a whole is out of reach.
    pub fn concerns_host(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::Unreachable(_) | Self::Untrusted(_) | Self::Late)
    }
}

impl Answer {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The content, decompressed, at most `most` bytes of it.
    ///
    /// # Errors
    /// Where it is larger, cut short, or compressed in a way that was not asked for.
    pub fn content(&self, most: usize) -> Result<Vec<u8>, Failure> {
        let mut content = self.body.clone();
        let codings = self.header("content-encoding").unwrap_or_default().to_ascii_lowercase();
        let codings: Vec<&str> = codings.split(',').map(str::trim).filter(|coding| !coding.is_empty()).collect();
        if codings.len() > 2 {
            return Err(Failure::Broken("压缩了多次".to_owned()));
        }
        for coding in codings.iter().rev() {
            content = inflate(&content, coding, most)?;
        }
        if content.len() > most {
            return Err(Failure::TooLarge(most));
        }
        Ok(content)
    }
}

/// Decompresses, never beyond `most` bytes.
fn inflate(bytes: &[u8], coding: &str, most: usize) -> Result<Vec<u8>, Failure> {
    let reader: Box<dyn Read + '_> = match coding {
        "identity" => Box::new(bytes),
        // Some servers say gzip and send plain.
        "gzip" | "x-gzip" if !bytes.starts_with(&[0x1F, 0x8B]) => Box::new(bytes),
        "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(bytes)),
        "deflate" if bytes.first().is_some_and(|first| first & 0x0F == 8) => {
            Box::new(flate2::read::ZlibDecoder::new(bytes))
        }
        "deflate" => Box::new(flate2::read::DeflateDecoder::new(bytes)),
        "br" => Box::new(brotli::Decompressor::new(bytes, 4_096)),
        "zstd" => {
            Box::new(zstd::stream::read::Decoder::new(bytes).map_err(|error| Failure::Broken(error.to_string()))?)
        }
        other => return Err(Failure::Broken(format!("不认识的压缩 {}", other.chars().take(20).collect::<String>()))),
    };
    bounded(reader, most)
}

/// Reads to the end, never beyond `most` bytes.
///
/// # Errors
/// Where there is more, or the reader fails.
pub fn bounded(reader: impl Read, most: usize) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    let read = reader.take(most as u64 + 1).read_to_end(&mut content);
    read.map_err(|error| Failure::Broken(error.to_string()))?;
    if content.len() > most {
        return Err(Failure::TooLarge(most));
    }
    Ok(content)
}

/// What crawls see of the world.
#[async_trait]
pub trait Network: Send + Sync {
    /// Makes one request and returns its answer, a redirect too.
    async fn get(&self, request: &Request) -> Result<Answer, Failure>;
}

/// The real network.
pub struct Internet {
    client: reqwest::Client,
    private: bool,
}

/// How the real network is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternetOptions {
    /// The `User-Agent`.
    pub agent: String,
    /// The longest that one request may take, its content included.
    pub patience: Duration,
    /// Whether addresses may be fetched that are not public.
    pub private: bool,
    /// A file of certificates (PEM) that are trusted beside those of the public authorities.
    pub authorities: Option<PathBuf>,
}

/// Why there is no HTTP client.
#[derive(Debug, thiserror::Error)]
#[error("无法准备网络：{0}")]
pub struct InternetError(String);

/// The roots that Mozilla trusts, and those of the operator's file.
fn roots(authorities: Option<&Path>) -> Result<RootCertStore, InternetError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let Some(file) = authorities else { return Ok(roots) };
    let fail = |why: String| InternetError(format!("crawl_ca 的文件 {}：{why}", file.display()));
    let remedy = "须是 PEM 格式的证书，以 -----BEGIN CERTIFICATE----- 开头";
    let mut found = 0;
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| fail(format!("{error}；{remedy}")))? {
        let certificate = certificate.map_err(|error| fail(format!("{error}；{remedy}")))?;
        roots.add(certificate).map_err(|error| fail(format!("{error}；{remedy}")))?;
        found += 1;
    }
    match found {
        0 => Err(fail(format!("没有证书；{remedy}"))),
        _ => Ok(roots),
    }
}

impl Internet {
    /// A client. Certificates are checked against the roots that Mozilla trusts, which the program brings along, and
    /// those of the operator.
    ///
    /// # Errors
    /// Where the operator's certificates cannot be read, the user agent cannot be a header, or the machine gives no
    /// randomness.
    pub fn new(options: &InternetOptions) -> Result<Self, InternetError> {
        let roots = roots(options.authorities.as_deref())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| InternetError(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(&options.agent)
            // A proxy would look names up by itself, past the check; a redirect would go past robots.txt.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Arc::new(Checked { private: options.private }))
            .connect_timeout(options.patience.min(Duration::from_secs(15)))
            .timeout(options.patience)
            .pool_max_idle_per_host(1)
            .build()
            .map_err(|error| InternetError(error.to_string()))?;
        Ok(Self { client, private: options.private })
    }
}

#[async_trait]
impl Network for Internet {
    async fn get(&self, request: &Request) -> Result<Answer, Failure> {
        // The client looks up names only; an address that is written out is checked here.
        let literal = match request.url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            _ => None,
        };
        if let Some(address) = literal.filter(|address| !self.private && !is_public(*address)) {
            return Err(Failure::NotPublic(address.to_string()));
        }
        let mut sent = self
            .client
            .get(request.url.clone())
            .header("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            .header("accept-language", "zh-CN,zh;q=0.9,en;q=0.5")
            .header("accept-encoding", "gzip");
        if let Some(etag) = &request.etag {
            sent = sent.header("if-none-match", etag);
        }
        if let Some(moment) = &request.last_modified {
            sent = sent.header("if-modified-since", moment);
        }
        let mut response = sent.send().await.map_err(|error| failure(&error))?;
        if response.content_length().is_some_and(|length| length > request.most as u64) {
            return Err(Failure::TooLarge(request.most));
        }
        let headers = response.headers().iter();
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: headers
                .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            body: Vec::new(),
            from: response.remote_addr().map(|address| address.ip()),
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
            if answer.body.len() + chunk.len() > request.most {
                return Err(Failure::TooLarge(request.most));
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

/// Looks names up and refuses those that lead anywhere but to the public internet.
struct Checked {
    private: bool,
}

/// A name with an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Forbidden(String);

/// A name that has no address.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Nameless(String);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found: Vec<SocketAddr> = found.map_err(|error| Nameless(format!("{name}：{error}")))?.collect();
            // One private address among public ones is one too many.
            if let Some(bad) = found.iter().find(|address| !private && !is_public(address.ip())) {
                return Err(Forbidden(format!("{name}（{}）", bad.ip())).into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

fn failure(error: &reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    let mut deepest = error.to_string();
    while let Some(inner) = cause {
        if let Some(forbidden) = inner.downcast_ref::<Forbidden>() {
            return Failure::NotPublic(forbidden.0.clone());
        }
        if let Some(nameless) = inner.downcast_ref::<Nameless>() {
            return Failure::Unknown(nameless.0.clone());
        }
        if let Some(rustls::Error::InvalidCertificate(why)) = unwrapped(inner).downcast_ref() {
            return Failure::Untrusted(in_words(why));
        }
        deepest = inner.to_string();
        cause = inner.source();
    }
    if error.is_timeout() {
        Failure::Late
    } else if error.is_connect() {
        Failure::Unreachable(deepest)
    } else {
        Failure::Broken(deepest)
    }
}

/// What an I/O error wraps, which it does not count among its sources.
fn unwrapped<'a>(error: &'a (dyn std::error::Error + 'static)) -> &'a (dyn std::error::Error + 'static) {
    let mut error = error;
    while let Some(inner) = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        error = inner;
    }
    error
}

/// What is wrong with a certificate, for the operator.
fn in_words(why: &rustls::CertificateError) -> String {
    use rustls::CertificateError as Why;
    let words = match why {
        Why::Expired | Why::ExpiredContext { .. } => "已过期",
        Why::NotValidYet | Why::NotValidYetContext { .. } => "尚未生效",
        Why::Revoked => "已吊销",
        Why::UnknownIssuer => "签发者不明",
        Why::NotValidForName | Why::NotValidForNameContext { .. } => "不是这个主机的证书",
        _ => return why.to_string(),
    };
    format!("{words}（{why}）")
}
