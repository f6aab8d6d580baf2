//! TLS (1.2 and 1.3) by the program itself, for those who have no proxy before it. Certificates are read again when their files
//! change, so that whoever renews them need not restart anything; a pair that does not fit leaves the one in use.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("无法读取 {0}：{1}")]
    Unreadable(PathBuf, rustls::pki_types::pem::Error),
    /// It holds no certificate.
    #[error("{0} 里没有证书（PEM）")]
    NoCertificate(PathBuf),
    /// Key and certificate do not fit, or are none.
    #[error("证书 {0} 与私钥 {1} 不能用：{2}")]
    Unfit(PathBuf, PathBuf, rustls::Error),
}

/// A certificate with its key, as files, and what they say now.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    /// When the files were changed that were read first.
    read: [Option<SystemTime>; 2],
    acceptor: RwLock<TlsAcceptor>,
}

impl Tls {
    /// Of these files (PEM): the certificate with those between it and its authority, and its private key.
    ///
    /// # Errors
    /// Where they cannot be used.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        // Looked at before they are read: what changes meanwhile is read again.
        let read = changed_at(certificate, key);
        let acceptor = RwLock::new(acceptor(certificate, key)?);
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), read, acceptor })
    }

    /// What takes a connection.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the files again whenever they change, until the task is dropped.
    pub async fn keep_fresh(self: Arc<Self>) {
        let mut read = self.read;
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let changed = changed_at(&self.certificate, &self.key);
            if changed == read {
                continue;
            }
            read = changed;
            match self.reload() {
                Ok(()) => tracing::info!("已换用新的证书 {}", self.certificate.display()),
                Err(error) => tracing::error!("{error}；沿用先前的证书"),
            }
        }
    }

    /// Reads the files again.
    ///
    /// # Errors
    /// Where they cannot be used; what was in use stays.
    pub fn reload(&self) -> Result<(), TlsError> {
        let acceptor = acceptor(&self.certificate, &self.key)?;
        *self.acceptor.write().unwrap_or_else(PoisonError::into_inner) = acceptor;
        Ok(())
    }
}

fn changed_at(certificate: &Path, key: &Path) -> [Option<SystemTime>; 2] {
    let changed = |file: &Path| -> io::Result<SystemTime> { file.metadata()?.modified() };
    [certificate, key].map(|file| changed(file).ok())
}

fn acceptor(certificate: &Path, key: &Path) -> Result<TlsAcceptor, TlsError> {
    let unreadable = |file: &Path| {
        let file = file.to_owned();
        move |error| TlsError::Unreadable(file, error)
    };
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(certificate).map_err(unreadable(certificate))?.collect();
    let chain = chain.map_err(unreadable(certificate))?;
    if chain.is_empty() {
        return Err(TlsError::NoCertificate(certificate.to_owned()));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    let unfit = |error| TlsError::Unfit(certificate.to_owned(), key.to_owned(), error);
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unfit)?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(unfit)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
