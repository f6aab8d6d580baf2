//! A survey tells what a crawl would do, without doing it: it asks for the starts alone, with their robots.txt,
//! and says of each way on whether it would be taken. Nothing is stored.

use std::collections::HashMap;

use url::Url;

use super::address::host_of;
use super::extract::{Kind, Read};
use super::fetch::{Failure, Request};
use super::links::Links;
use super::plan::Plan;
use super::robots::Robots;
use super::{Crawler, extract, lists};

/// What would become of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A start that was looked at: what it is.
    Looked(String),
    /// It would be fetched.
    Fetch,
    /// It would not, since it does not belong to the plan.
    OutOfScope,
    /// It would not, since robots.txt forbids it.
    Robots,
    /// A start that could not be looked at.
    Failed(String),
}

impl Crawler {
    /// Looks at the starts of a plan and tells of each address once.
    pub async fn survey(&self, plan: &Plan, sink: &mut (dyn FnMut(&Url, Verdict) + Send)) {
        let mut robots: HashMap<String, Robots> = HashMap::new();
        let mut told = std::collections::HashSet::new();
        for start in &plan.starts {
            self.learn(&mut robots, start).await;
            let missing = robots.get(&host_of(start)).and_then(Robots::why_missing);
            if let Some(why) = missing {
                sink(start, Verdict::Failed(format!("robots.txt 取不到：{why}")));
                continue;
            }
            if !allows(&robots, start) {
                sink(start, Verdict::Robots);
                continue;
            }
            let most = self.manners.page_bytes;
            let looked = self.look(start, most).await;
            let (content, media, moved) = match looked {
                Ok(looked) => looked,
                Err(failure) => {
                    sink(start, Verdict::Failed(failure.to_string()));
                    continue;
                }
            };
            let mut ways: Vec<Url> = moved.into_iter().collect();
            let what = match extract::kind_of(start, media.as_deref(), &content) {
                _ if !ways.is_empty() => "重定向",
                Kind::List => {
                    let list = lists::parse(&content, start);
                    ways.extend(list.lists.into_iter().chain(list.pages.into_iter().map(|(url, _)| url)));
                    "列表"
                }
                Kind::Page => {
                    let links = Links::parse(&content, start, None);
                    ways.extend(links.next.into_iter().chain(links.pages).chain(links.lists));
                    match extract::parse_page(&content, start, plan.is_bulletin(start), &self.manners.rules) {
                        Ok(Read::Bulletin(_)) => "公报",
                        Ok(Read::Column) => "栏目",
                        Err(_) => "没有正文的网页",
                    }
                }
                Kind::Document => "文档",
                Kind::Other => "不读的格式",
            };
            sink(start, Verdict::Looked(what.to_owned()));
            told.insert(start.clone());
            for way in ways {
                if !told.insert(way.clone()) {
                    continue;
                }
                let verdict = if !plan.scope.holds(&way) {
                    Verdict::OutOfScope
                } else {
                    self.learn(&mut robots, &way).await;
                    if allows(&robots, &way) { Verdict::Fetch } else { Verdict::Robots }
                };
                sink(&way, verdict);
            }
        }
    }

    async fn look(&self, url: &Url, most: usize) -> Result<(Vec<u8>, Option<String>, Option<Url>), Failure> {
        self.clock.sleep(self.manners.delay).await;
        let request = Request { url: url.clone(), etag: None, last_modified: None, most };
        let answer = self.network.get(&request).await?;
        let media = answer.header("content-type").map(str::to_owned);
        match answer.status {
            200..=299 => Ok((answer.content(most)?, media, None)),
            300..=399 => {
                let to = answer.header("location").and_then(|to| url.join(to).ok());
                Ok((Vec::new(), media, Some(to.ok_or_else(|| Failure::Broken("没有可用的 Location".to_owned()))?)))
            }
            status => Err(Failure::Broken(format!("HTTP {status}"))),
        }
    }

    async fn learn(&self, robots: &mut HashMap<String, Robots>, url: &Url) {
        if robots.contains_key(&host_of(url)) {
            return;
        }
        let read = match url.join("/robots.txt") {
            Ok(file) => self.read_robots(file).await,
            Err(_) => Robots::missing("地址有误"),
        };
        robots.insert(host_of(url), read);
    }

    async fn read_robots(&self, file: Url) -> Robots {
        let request = Request { url: file, etag: None, last_modified: None, most: 4 << 20 };
        match self.network.get(&request).await {
            Ok(answer) if (200..300).contains(&answer.status) => match answer.content(request.most) {
                Ok(content) => Robots::parse(&content, &self.manners.product),
                Err(failure) => Robots::missing(failure.to_string()),
            },
            Ok(answer) if answer.status < 500 && answer.status != 429 => Robots::everything(),
            Ok(answer) => Robots::missing(format!("HTTP {}", answer.status)),
            Err(failure) => Robots::missing(failure.to_string()),
        }
    }
}

fn allows(robots: &HashMap<String, Robots>, url: &Url) -> bool {
    robots.get(&host_of(url)).is_none_or(|robots| robots.allow(url))
}
