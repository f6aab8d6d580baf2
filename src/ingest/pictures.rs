//! The pictures of bulletins. They stay where they were published; [`Pictures`] fetches one for a reader, so that the reader's
//! address is not told to whoever published it, and keeps it for those who come after.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use url::Url;

use super::crawler::fetch::{Internet, InternetError, InternetOptions, Network, Request};

/// The largest picture, in bytes.
pub const MAX_PICTURE: usize = 8 << 20;

/// What the pictures that are kept may take, in bytes.
const CACHE: u64 = 64 << 20;

/// How long a picture is kept, and how long it is remembered that there is none.
const KEPT: Duration = Duration::from_secs(60 * 60);
const REMEMBERED: Duration = Duration::from_secs(5 * 60);

/// Pictures that are fetched at once; how many more wait, and no longer than this.
const AT_ONCE: usize = 8;
const MAX_WAITING: usize = 64;
const MAX_WAIT: Duration = Duration::from_secs(4);

/// The longest that fetching one may take, and how many redirects lead to it. Together with the wait it is less than the time of a
/// request, so that it is remembered where there is none.
const PATIENCE: Duration = Duration::from_secs(10);
const MAX_REDIRECTS: usize = 3;

/// Kinds that browsers show and that hold no script, with how their files begin: SVG is not among them.
const KINDS: [(&str, usize, &[u8]); 7] = [
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/gif", 0, b"GIF8"),
    ("image/webp", 8, b"WEBP"),
    ("image/avif", 4, b"ftypavif"),
    ("image/bmp", 0, b"BM"),
    ("image/x-icon", 0, b"\0\0\x01\0"),
];

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its media type, as its bytes say.
    pub kind: &'static str,
    /// The file.
    pub bytes: Arc<[u8]>,
}

impl Picture {
    /// What these bytes are, where they are a picture.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        let is = |(_, at, mark): &&(&str, usize, &[u8])| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark));
        let (kind, ..) = KINDS.iter().find(is)?;
        Some(Self { kind, bytes: bytes.into() })
    }
}

/// Fetches them.
pub struct Pictures {
    network: Arc<dyn Network>,
    own: Option<Arc<dyn Network>>,
    kept: Cache<Url, Picture>,
    /// Where there was none lately.
    missing: Cache<Url, ()>,
    at_once: Semaphore,
    waiting: Semaphore,
}

impl Pictures {
    /// From the internet, trusting these certificates (PEM) as well; where `private`, bulletins of private addresses have theirs
    /// from the host that published them.
    ///
    /// # Errors
    /// Where there can be no client.
    pub fn new(private: bool, authorities: Option<&Path>) -> Result<Self, InternetError> {
        let internet = |private| -> Result<Arc<dyn Network>, InternetError> {
            let agent = concat!("gongbao/", env!("CARGO_PKG_VERSION")).to_owned();
            let authorities = authorities.map(Path::to_owned);
            Ok(Arc::new(Internet::new(&InternetOptions { agent, patience: PATIENCE, private, authorities })?))
        };
        Ok(Self::over(internet(false)?, if private { Some(internet(true)?) } else { None }))
    }

    /// From this network, and from that one what the publisher of a bulletin has.
    pub fn over(network: Arc<dyn Network>, own: Option<Arc<dyn Network>>) -> Self {
        let kept = Cache::builder().max_capacity(CACHE).time_to_live(KEPT);
        Self {
            network,
            own,
            kept: kept.weigher(|_, picture: &Picture| picture.bytes.len().try_into().unwrap_or(u32::MAX)).build(),
            missing: Cache::builder().max_capacity(10_000).time_to_live(REMEMBERED).build(),
            at_once: Semaphore::new(AT_ONCE),
            waiting: Semaphore::new(MAX_WAITING),
        }
    }

    /// The picture at this address, of a bulletin that was published at another; `None` where there is none to be had.
    pub async fn get(&self, address: &str, bulletin: Option<&str>) -> Option<Picture> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        if let Some(known) = self.known(&url) {
            return known;
        }
        let _place = self.waiting.try_acquire().ok()?;
        let _turn = timeout(MAX_WAIT, self.at_once.acquire()).await.ok()?.ok()?;
        // Another may have asked for it meanwhile.
        if let Some(known) = self.known(&url) {
            return known;
        }
        let publisher = bulletin.and_then(|address| Url::parse(address).ok());
        let is_own = publisher.is_some_and(|publisher| publisher.host() == url.host() && url.host().is_some());
        let network = self.own.as_ref().filter(|_| is_own).unwrap_or(&self.network);
        let fetched = timeout(PATIENCE, fetch(&**network, url.clone())).await.ok().flatten();
        match &fetched {
            Some(picture) => self.kept.insert(url, picture.clone()),
            None => self.missing.insert(url, ()),
        }
        fetched
    }

    /// What is known of it: the picture, or that there is none.
    fn known(&self, url: &Url) -> Option<Option<Picture>> {
        let kept = self.kept.get(url).map(Some);
        kept.or_else(|| self.missing.contains_key(url).then_some(None))
    }
}

async fn fetch(network: &dyn Network, mut url: Url) -> Option<Picture> {
    for _ in 0..=MAX_REDIRECTS {
        let request = Request { url: url.clone(), etag: None, last_modified: None, most: MAX_PICTURE };
        let answer = network.get(&request).await;
        let answer = answer.inspect_err(|failure| tracing::debug!("图片 {url} 没有取到：{failure}")).ok()?;
        match answer.status {
            200 => return Picture::new(answer.content(MAX_PICTURE).ok()?),
            300..=399 => {
                let next = url.join(answer.header("location")?).ok()?;
                url = Some(next).filter(|next| matches!(next.scheme(), "http" | "https"))?;
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use async_trait::async_trait;

    use super::super::crawler::fetch::{Answer, Failure};
    use super::*;

    /// A small world: a picture, ways to it, and what is none.
    #[derive(Default)]
    struct World(AtomicUsize);

    #[async_trait]
    impl Network for World {
        async fn get(&self, request: &Request) -> Result<Answer, Failure> {
            self.0.fetch_add(1, Ordering::Relaxed);
            let redirect = |to: &str| Answer {
                status: 302,
                headers: vec![("location".to_owned(), to.to_owned())],
                ..Answer::default()
            };
            let found = |body: &[u8]| Answer { status: 200, body: body.to_vec(), ..Answer::default() };
            Ok(match request.url.path() {
                "/a.png" => found(b"\x89PNG\r\n\x1a\nrest"),
                "/way" => redirect("/a.png"),
                "/round" => redirect("/round"),
                "/file" => redirect("file:///etc/passwd"),
                "/page" => found(b"<html><script>alert(1)</script>"),
                "/a.svg" => found(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
                _ => return Err(Failure::NotPublic("10.0.0.1".to_owned())),
            })
        }
    }

    #[tokio::test]
    async fn pictures_are_fetched_once_and_nothing_else_is_handed_on() {
        let world = Arc::new(World::default());
        let pictures = Pictures::over(world.clone(), None);
        let get = async |path: &str| {
            pictures.get(&format!("http://www.qingcen.example{path}"), None).await.map(|picture| picture.kind)
        };
        assert_eq!(get("/a.png").await, Some("image/png"));
        assert_eq!(get("/way").await, Some("image/png"));
        let asked = world.0.load(Ordering::Relaxed);
        assert_eq!((get("/a.png").await, get("/way").await), (Some("image/png"), Some("image/png")));
        assert_eq!(world.0.load(Ordering::Relaxed), asked, "they are kept");
        for none in ["/round", "/file", "/page", "/a.svg", "/inside"] {
            assert_eq!(get(none).await, None, "{none}");
            let asked = world.0.load(Ordering::Relaxed);
            assert_eq!(get(none).await, None, "{none}");
            assert_eq!(world.0.load(Ordering::Relaxed), asked, "{none}: it is remembered that there is none");
        }
        assert_eq!(pictures.get("file:///etc/passwd", None).await, None);
        assert_eq!(pictures.get("data:image/png;base64,AAAA", None).await, None);
    }
}
