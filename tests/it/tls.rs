//! TLS by the program itself: certificates, new ones while it serves, and what is said under it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use gongbao::web::{Bounds, Entrance, Tls, serve};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

use crate::support::{TestApp, article, gongbao, printed, run};

/// A certificate of its own authority in files, and what trusts it.
struct Authority {
    certificate: PathBuf,
    key: PathBuf,
    der: CertificateDer<'static>,
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let [certificate, key] = ["cert", "key"].map(|kind| folder.join(format!("{name}-{kind}.pem")));
        std::fs::write(&certificate, cert.pem()).unwrap();
        std::fs::write(&key, signing_key.serialize_pem()).unwrap();
        Self { certificate, key, der: cert.der().clone() }
    }

    /// What a client that trusts this one alone is answered; `None` where it does not trust the server.
    async fn get(&self, address: SocketAddr, path: &str) -> Option<String> {
        let mut roots = RootCertStore::empty();
        roots.add(self.der.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?;
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        Some(String::from_utf8_lossy(&answer).into_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_is_served_by_tls_and_a_new_certificate_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (Authority::new(folder.path(), "first"), Authority::new(folder.path(), "second"));
    let tls = Arc::new(Tls::load(&first.certificate, &first.key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let test = TestApp::build().articles(&[article("a", "防汛通知", "水库")]).settings(|config| {
        config.tls_certificate = Some(first.certificate.clone());
        config.tls_key = Some(first.key.clone());
    });
    let test = test.open().await;
    let bounds = Bounds { head: Duration::from_millis(500), ..Bounds::default() };
    let (app, entrance) = (test.app.clone(), Entrance::new(listener, Some(tls.clone())));
    let serving = tokio::spawn(async move { serve(app, entrance, bounds, std::future::pending()).await });

    let answer = first.get(address, "/robots.txt").await.expect("it is trusted");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");
    assert!(answer.contains("Sitemap: https://localhost/sitemap.xml"), "addresses are by TLS: {answer}");
    assert_eq!(second.get(address, "/robots.txt").await, None);

    // What is no TLS, and half a handshake, are let go of.
    for bytes in [&b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"[..], &b"\x16\x03\x01\x02\x00\x01"[..]] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer).await);
        assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));
    }

    // A pair that does not fit leaves the one in use; one that does is used from then on.
    std::fs::copy(&second.certificate, &first.certificate).unwrap();
    assert!(tls.reload().is_err());
    assert!(first.get(address, "/healthz").await.is_some());
    std::fs::copy(&second.key, &first.key).unwrap();
    tls.reload().unwrap();
    assert!(second.get(address, "/healthz").await.is_some());
    assert_eq!(first.get(address, "/healthz").await, None);
    serving.abort();
}

#[test]
fn what_is_no_certificate_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new(folder.path(), "own");
    let serve = |certificate: &Path, key: &Path| {
        let mut command = gongbao(&folder.path().join("data"));
        command.env("GONGBAO_TLS_CERTIFICATE", certificate).env("GONGBAO_TLS_KEY", key);
        let output = run(command.args(["serve", "--listen", "127.0.0.1:0"]));
        assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
        printed(&output)
    };
    let missing = folder.path().join("missing.pem");
    assert!(serve(&missing, &authority.key).contains("missing.pem"));
    assert!(serve(&authority.key, &authority.key).contains("里没有证书"));
    assert!(serve(&authority.certificate, &authority.certificate).contains("own-cert.pem"));
}
