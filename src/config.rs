//! Every setting: its default, its variable and its check. Flags win over `GONGBAO_*` variables, those
//! over the TOML file, that over the defaults. The environment is read nowhere else.

mod addresses;
mod places;
mod source;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

pub use self::source::SourceConfig;

use self::addresses::{is_collector, is_contact, is_mail_server, is_origin, is_sender, networks, without_password};

/// The name of a site that was given none.
const DEFAULT_SITE_NAME: &str = "公报";

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder that holds everything: database, index.
    pub data: PathBuf,
    /// Address and port that `serve` listens on.
    pub listen: SocketAddr,
    /// A certificate (PEM, with those between it and its authority) for TLS by the program itself; read again when it changes.
    pub tls_certificate: Option<PathBuf>,
    /// Its private key (PEM).
    pub tls_key: Option<PathBuf>,
    /// The name shown on every page.
    pub site_name: String,
    /// Who runs the site, as `/about` says it.
    pub operator: Option<String>,
    /// How readers reach whoever runs it, an address of mail or the web, as `/about` says it.
    pub contact: Option<String>,
    /// Where the site is on the web, as links in pages, feeds and mails say it: `https://gongbao.example.org`.
    pub public_url: Option<String>,
    /// The mail server of alerts by mail: `smtps://name:password@host:465`, `smtp://name:password@host:587?tls=required`, or
    /// `smtp://host:25` of the same house. Without it there are no alerts.
    pub smtp: Option<String>,
    /// Who the mails are from: `公报 <gongbao@example.org>`.
    pub mail_from: Option<String>,
    /// Whether `serve` takes in the sample bulletins when there are no others.
    pub sample: bool,
    /// Memory for article texts ready to be shown, in MiB.
    pub cache_mb: u64,
    /// Memory the indexer fills before it writes a segment, in MiB.
    pub index_memory_mb: usize,
    /// Searches that may wait for their turn; more are refused with 503.
    pub max_waiting: usize,
    /// Connections at once; more are taken in the place of idle ones, or refused with 503.
    pub max_connections: usize,
    /// Seconds that one search may work; what takes longer is broken off with 503.
    pub search_seconds: u64,
    /// Requests that one client address may send in a minute; more are refused with 429. 0: as many as it likes.
    pub rate_limit: u32,
    /// The request header in which a proxy before this program names the client's address; without it the address of
    /// the connection counts.
    pub client_header: Option<String>,
    /// Addresses or networks of the proxies before this program, between commas: what they say of the client, the host and
    /// the scheme is believed, and of nobody else.
    pub trusted_proxies: Option<String>,
    /// The longest line of a JSON Lines file, in MiB.
    pub max_line_mb: usize,
    /// The largest web page or text file, in MiB.
    pub max_file_mb: usize,
    /// The largest office file, book or attachment, in MiB.
    pub max_document_mb: usize,
    /// Whether installed programs (LibreOffice, Tesseract, poppler) may help to read documents.
    pub document_helpers: bool,
    /// The operator's words for the segmenter; read when an index is made.
    pub dictionary: Option<PathBuf>,
    /// The operator's synonyms; read at the start, and again when the file changes.
    pub synonyms: Option<PathBuf>,
    /// How the crawler can be reached about, an address of mail or the web; it is told to every site.
    pub crawl_contact: Option<String>,
    /// The pause between two requests to one host, in milliseconds.
    pub crawl_delay_ms: u64,
    /// The longest that one request may take, in seconds.
    pub crawl_timeout_s: u64,
    /// Whether addresses may be crawled that are not public.
    pub crawl_private: bool,
    /// A file of certificates (PEM) that crawls trust beside those of the public authorities.
    pub crawl_ca: Option<PathBuf>,
    /// What `serve` crawls by itself, and `crawl` by name.
    pub source: Vec<SourceConfig>,
    /// The operator's rules for the pages of single sites: a folder of TOML files, read at each import.
    pub rules: Option<PathBuf>,
    /// How the pictures of bulletins are shown: `site`, fetched by this site, or `none`, as links to where they were published.
    pub pictures: String,
    /// What is logged, in the language of `tracing`'s `EnvFilter`.
    pub log: String,
    /// How it is logged: `text`, or `json` for programs that collect it.
    pub log_format: String,
    /// Address and port of the pages and metrics for whoever runs the site; without it there are none. Not for the public.
    pub admin_listen: Option<SocketAddr>,
    /// From how many milliseconds on a request is told of in the log as slow; 0: none is.
    pub slow_request_ms: u64,
    /// For how many days it is kept what was searched for, without who asked; 0: not at all.
    pub query_log_days: u16,
    /// The collector that traces are sent to by OTLP over HTTP: `http://127.0.0.1:4318`.
    pub trace_endpoint: Option<String>,
    /// Of the traces that begin here, how many in a hundred are sent.
    pub trace_percent: u8,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("gongbao-data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls_certificate: None,
            tls_key: None,
            site_name: DEFAULT_SITE_NAME.to_owned(),
            operator: None,
            contact: None,
            public_url: None,
            smtp: None,
            mail_from: None,
            sample: true,
            cache_mb: 256,
            index_memory_mb: 192,
            max_waiting: 256,
            max_connections: 2_048,
            search_seconds: 2,
            rate_limit: 0,
            client_header: None,
            trusted_proxies: None,
            max_line_mb: 64,
            max_file_mb: 16,
            max_document_mb: 64,
            document_helpers: true,
            dictionary: None,
            synonyms: None,
            crawl_contact: None,
            crawl_delay_ms: 1_000,
            crawl_timeout_s: 60,
            crawl_private: false,
            crawl_ca: None,
            source: Vec::new(),
            rules: None,
            pictures: "site".to_owned(),
            log: "info".to_owned(),
            log_format: "text".to_owned(),
            admin_listen: None,
            slow_request_ms: 1_000,
            query_log_days: 0,
            trace_endpoint: None,
            trace_percent: 100,
        }
    }
}

/// A row of the settings table: name, what it is for.
pub const SETTINGS: &[(&str, &str)] = &[
    ("data", "数据目录：数据库与索引"),
    ("listen", "serve 监听的地址与端口"),
    ("tls_certificate", "TLS 证书（PEM，含中间证书），没有反向代理时用；改动后自动换用"),
    ("tls_key", "证书的私钥（PEM）"),
    ("site_name", "页面上的站名"),
    ("operator", "谁在运行这个站点，写在 /about 上"),
    ("contact", "读者怎样联系运行者：邮箱或网址，写在 /about 上"),
    ("public_url", "站点对外的网址，写进页面、订阅和邮件里的链接，如 https://gongbao.example.org"),
    ("smtp", "邮件提醒用的邮件服务器，如 smtps://用户:口令@主机:465；不设则没有邮件提醒"),
    ("mail_from", "邮件的发件人，如 公报 <gongbao@example.org>"),
    ("sample", "空目录时 serve 是否载入示例公报"),
    ("cache_mb", "正文缓存上限（MiB）"),
    ("index_memory_mb", "建索引用的内存（MiB，至少 32）"),
    ("max_waiting", "可排队的查询数，超出即 503"),
    ("max_connections", "同时的连接数（16 至 65536），超出时先断开最久没有动静的"),
    ("search_seconds", "一项查询最多算几秒（1 至 15），超出即中止并答 503"),
    ("rate_limit", "每个客户端地址每分钟的请求数，超出即 429；0 为不限"),
    ("client_header", "反向代理写明客户端地址的请求头，如 x-forwarded-for；没有代理时不要设"),
    (
        "trusted_proxies",
        "反向代理的 IP 地址或网段，以逗号分开；它们写的 x-forwarded-host、x-forwarded-proto 和 client_header 才作数",
    ),
    ("max_line_mb", "JSONL 一行的上限（MiB）"),
    ("max_file_mb", "一个网页或文本文件的上限（MiB）"),
    ("max_document_mb", "一个文档或附件的上限（MiB）"),
    ("document_helpers", "读文档时是否使用已安装的 LibreOffice、Tesseract"),
    ("dictionary", "用户词典文件，重建索引时读入"),
    ("synonyms", "同义词文件，启动时读入，改动后几秒内自动采用"),
    ("crawl_contact", "抓取时告诉对方的联系方式：邮箱或网址"),
    ("crawl_delay_ms", "对同一主机两次请求的间隔（毫秒）"),
    ("crawl_timeout_s", "抓取时一次请求的时限（秒）"),
    ("crawl_private", "是否可以抓取内网地址"),
    ("crawl_ca", "抓取时另外信任的证书机构，PEM 文件"),
    ("source", "serve 定时抓取的站点，见 docs/crawling.md"),
    ("rules", "单个网站的抽取规则目录，每次导入或抓取时读入"),
    ("pictures", "公报里的图片：site 由本站取来给读者看，none 只给链接；读者的浏览器都不直接去原网站"),
    ("log", "日志级别，如 info、debug、gongbao=debug"),
    ("log_format", "日志的写法：text 给人看，json 每行一个对象"),
    ("admin_listen", "运行者的页面与指标（/metrics）监听的地址与端口，不设则没有；不要对外开放"),
    ("slow_request_ms", "请求超过多少毫秒在日志里说明各阶段用时，0 为不说"),
    ("query_log_days", "检索了什么保留几天（不记是谁、何时），0 为不记；见 gongbao queries"),
    ("trace_endpoint", "OpenTelemetry 收集器的地址（OTLP/HTTP），如 http://127.0.0.1:4318"),
    ("trace_percent", "由本程序开始的跟踪里，发送百分之几（0 至 100）"),
];

/// Settings given as flags; `None` leaves the setting to the other sources.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Flags {
    /// `--data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// `--listen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// `--no-sample` as `Some(false)`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<bool>,
}

/// A setting that cannot be used, and where it was read.
#[derive(Debug, thiserror::Error)]
#[error("设置有误：{0}")]
pub struct ConfigError(String);

/// The settings in force and where each was read.
pub struct Loaded {
    /// The settings.
    pub config: Config,
    sources: Figment,
}

impl Config {
    /// Reads every source and checks the result. `file` is the TOML file named by flag; without it
    /// `GONGBAO_CONFIG` names one, and `gongbao.toml` in the working folder is read where it exists.
    ///
    /// # Errors
    /// Names the setting, its source and what is wrong.
    pub fn load(file: Option<&Path>, flags: &Flags) -> Result<Loaded, ConfigError> {
        let named = file.map(Path::to_owned).or_else(|| std::env::var_os("GONGBAO_CONFIG").map(PathBuf::from));
        if let Some(path) = named.as_ref().filter(|path| !path.is_file()) {
            return Err(ConfigError(format!("配置文件 {} 不存在或不是文件", path.display())));
        }
        let path = named.unwrap_or_else(|| PathBuf::from("gongbao.toml"));
        let names: Vec<&str> = SETTINGS.iter().map(|(name, _)| *name).collect();
        let mut sources = Figment::from(Serialized::defaults(Self::default()));
        if path.is_file() {
            sources = sources.merge(Toml::file_exact(path));
        }
        let sources = sources.merge(Env::prefixed("GONGBAO_").only(&names)).merge(Serialized::globals(flags));
        let config: Self = sources.extract().map_err(|error| ConfigError(error.to_string()))?;
        config.check()?;
        Ok(Loaded { config, sources })
    }

    fn check(&self) -> Result<(), ConfigError> {
        let wrong = |name: &str, value: &dyn std::fmt::Display, rule: &str| {
            Err(ConfigError(format!("{name} = {value}：{rule}")))
        };
        if self.index_memory_mb < 32 || self.index_memory_mb > 16_384 {
            return wrong("index_memory_mb", &self.index_memory_mb, "须在 32 与 16384 之间");
        }
        if !(1..=15).contains(&self.search_seconds) {
            return wrong("search_seconds", &self.search_seconds, "须在 1 与 15 之间");
        }
        if !(16..=65_536).contains(&self.max_connections) {
            return wrong("max_connections", &self.max_connections, "须在 16 与 65536 之间");
        }
        if self.rate_limit > 1_000_000 {
            return wrong("rate_limit", &self.rate_limit, "须在 0 与 1000000 之间");
        }
        if self.tls_certificate.is_some() != self.tls_key.is_some() {
            let other = if self.tls_key.is_some() { "tls_key" } else { "tls_certificate" };
            return wrong(other, &"…", "tls_certificate 与 tls_key 要一起设");
        }
        if !matches!(self.pictures.as_str(), "site" | "none") {
            return wrong("pictures", &self.pictures, "须是 site 或 none");
        }
        if !matches!(self.log_format.as_str(), "text" | "json") {
            return wrong("log_format", &self.log_format, "须是 text 或 json");
        }
        if let Some(address) = self.admin_listen.filter(|address| *address == self.listen && address.port() != 0) {
            return wrong("admin_listen", &address, "须与 listen 不同");
        }
        if self.query_log_days > 3_660 {
            return wrong("query_log_days", &self.query_log_days, "须在 0 与 3660 之间");
        }
        if self.trace_endpoint.as_ref().is_some_and(|text| !is_collector(text)) {
            // The value may hold a password.
            return wrong(
                "trace_endpoint",
                &"…",
                "须是 http:// 或 https:// 开头的网址，不带用户和口令，如 http://127.0.0.1:4318",
            );
        }
        if self.trace_percent > 100 {
            return wrong("trace_percent", &self.trace_percent, "须在 0 与 100 之间");
        }
        let token =
            |name: &str| (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if let Some(name) = self.client_header.as_ref().filter(|name| !token(name)) {
            return wrong("client_header", name, "须是请求头的名字：英文字母、数字和连字符");
        }
        if let Some(proxies) = self.trusted_proxies.as_ref().filter(|text| networks(text).is_none()) {
            return wrong("trusted_proxies", proxies, "须是 IP 地址或网段，以逗号分开，如 127.0.0.1, 10.0.0.0/8");
        }
        if let Some(name) = self.client_header.as_ref().filter(|_| self.trusted_proxies.is_none()) {
            return wrong("client_header", name, "还要设 trusted_proxies（相信谁写的这个请求头），如 127.0.0.1");
        }
        if self.max_line_mb == 0 || self.max_line_mb > 1_024 {
            return wrong("max_line_mb", &self.max_line_mb, "须在 1 与 1024 之间");
        }
        if self.max_file_mb == 0 || self.max_file_mb > 16 {
            return wrong("max_file_mb", &self.max_file_mb, "须在 1 与 16 之间，解析网页的内存与时间以此为界");
        }
        if self.max_document_mb == 0 || self.max_document_mb > 512 {
            return wrong("max_document_mb", &self.max_document_mb, "须在 1 与 512 之间");
        }
        if self.crawl_delay_ms > 600_000 {
            return wrong("crawl_delay_ms", &self.crawl_delay_ms, "须在 0 与 600000 之间");
        }
        if self.crawl_timeout_s == 0 || self.crawl_timeout_s > 3_600 {
            return wrong("crawl_timeout_s", &self.crawl_timeout_s, "须在 1 与 3600 之间");
        }
        if let Some(contact) =
            self.crawl_contact.as_ref().filter(|text| !text.chars().all(|c| (' '..='~').contains(&c)))
        {
            return wrong("crawl_contact", contact, "只能用英文字母、数字和符号，它是请求头的一部分");
        }
        for (number, source) in self.source.iter().enumerate() {
            if source.name.is_empty() || self.source[..number].iter().any(|other| other.name == source.name) {
                return wrong("source.name", &source.name, "每个站点要有不同的名字");
            }
            if source.interval_minutes == 0 {
                return wrong("source.interval_minutes", &source.name, "须大于 0");
            }
        }
        if self.site_name.trim().is_empty() || self.site_name.chars().count() > 40 {
            return wrong("site_name", &self.site_name, "须有 1 到 40 个字");
        }
        if let Some(operator) = self.operator.as_ref().filter(|text| !(1..=100).contains(&text.trim().chars().count()))
        {
            return wrong("operator", operator, "须有 1 到 100 个字");
        }
        if let Some(contact) = self.contact.as_ref().filter(|text| !is_contact(text)) {
            return wrong("contact", contact, "须是邮箱（如 name@example.org）或以 https:// 开头的网址");
        }
        if let Some(address) = self.public_url.as_ref().filter(|text| !is_origin(text)) {
            return wrong("public_url", address, "须是 https:// 开头、没有路径的网址（本机可用 http://）");
        }
        if let Some(from) = self.mail_from.as_ref().filter(|text| !is_sender(text)) {
            return wrong("mail_from", from, "须是邮箱，或 名称 <邮箱>");
        }
        let Some(server) = &self.smtp else { return Ok(()) };
        if !is_mail_server(server) {
            // The value may hold a password.
            return wrong(
                "smtp",
                &"…",
                "须形如 smtps://用户:口令@主机:465、smtp://用户:口令@主机:587?tls=required 或 smtp://主机:25",
            );
        }
        if self.public_url.is_none() || self.mail_from.is_none() {
            return wrong("smtp", &"…", "邮件提醒还要设 public_url（链接指向哪里）和 mail_from（发件人）");
        }
        Ok(())
    }

    /// The name of the site, where it is another than the default, which every language writes in its own way.
    pub fn own_site_name(&self) -> Option<&str> {
        Some(self.site_name.trim()).filter(|name| *name != DEFAULT_SITE_NAME)
    }

    /// The networks of the proxies that are believed.
    pub fn trusted_proxies(&self) -> Vec<IpNet> {
        self.trusted_proxies.as_deref().and_then(networks).unwrap_or_default()
    }
}

impl Loaded {
    /// The settings as TOML, each with where it was read.
    pub fn describe(&self) -> String {
        let shown = Config { smtp: self.config.smtp.as_deref().map(without_password), ..self.config.clone() };
        let value = serde_json::to_value(&shown).unwrap_or_default();
        let mut text = String::new();
        for (name, meaning) in SETTINGS {
            let source = self.sources.find_metadata(name).map_or("", |metadata| &metadata.name);
            let source = match source {
                name if name.contains("TOML") => "配置文件",
                name if name.contains("environment") => "环境变量",
                name if name.contains("Flags") => "命令行",
                _ => "默认",
            };
            text.push_str(&format!("{name} = {}  # {meaning}；{source}\n", value[name]));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_setting() {
        let value = serde_json::to_value(Config::default()).unwrap();
        let mut fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let mut rows: Vec<&str> = SETTINGS.iter().map(|(name, _)| *name).collect();
        fields.sort_unstable();
        rows.sort_unstable();
        assert_eq!(fields, rows);
    }

    #[test]
    fn a_file_gives_way_to_flags_and_a_wrong_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("g.toml");
        std::fs::write(&file, "cache_mb = 8\nlisten = \"127.0.0.1:9000\"\n").unwrap();
        let flags = Flags { listen: Some(([127, 0, 0, 1], 9001).into()), ..Flags::default() };
        let loaded = Config::load(Some(&file), &flags).unwrap();
        assert_eq!((loaded.config.cache_mb, loaded.config.listen.port()), (8, 9001));
        assert!(loaded.describe().contains("cache_mb = 8"), "{}", loaded.describe());

        let fails = |toml: &str, expected: &str| {
            std::fs::write(&file, toml).unwrap();
            let message = Config::load(Some(&file), &Flags::default()).err().unwrap().to_string();
            assert!(message.contains(expected), "{message}");
        };
        fails("cache = 8", "cache");
        fails("cache_mb = \"viel\"", "cache_mb");
        fails("index_memory_mb = 1", "须在 32");
        fails("rate_limit = -1", "rate_limit");
        fails("client_header = \"x forwarded\"", "client_header");
        fails("client_header = \"x-forwarded-for\"", "trusted_proxies");
        fails("trusted_proxies = \"10.0.0.0/33\"", "trusted_proxies");
        fails("public_url = \"http://gongbao.example.org\"", "须是 https://");
        fails("public_url = \"https://gongbao.example.org/x\"", "public_url");
        fails("mail_from = \"公报\"", "mail_from");
        fails("smtp = \"mail.example.org:25\"", "smtp");
        fails("smtp = \"smtp://mail.example.org:25\"", "public_url");
    }

    #[test]
    fn a_password_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("g.toml");
        let text = "smtp = \"smtps://li:geheim@mail.example.org:465\"\nmail_from = \"公报 <a@example.org>\"\n\
                    public_url = \"https://gongbao.example.org\"\n";
        std::fs::write(&file, text).unwrap();
        let shown = Config::load(Some(&file), &Flags::default()).unwrap().describe();
        assert!(shown.contains("li:***@mail.example.org") && !shown.contains("geheim"), "{shown}");
    }
}
