//! The contract of every [`Engine`]. A new engine is a new line in [`every_engine`].

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use gongbao::model::{Article, ArticleKey, Facet, Field, StoredArticle};
use gongbao::search::analysis::{Analyzer, Dictionary, Phrase, fold};
use gongbao::search::engine::answer::EngineAnswer;
use gongbao::search::engine::query;
use gongbao::search::engine::query::Sort;
use gongbao::search::engine::query::{Boost, Condition, EngineQuery, Values};
use gongbao::search::engine::tantivy::TantivyEngine;
use gongbao::search::engine::{DayCounts, Deadline, Engine, EngineError};
use gongbao::search::schema::IndexDocument;
use jiff::Timestamp;

use crate::support::{article, article_with, writer_of};

pub type Open<'a> = dyn Fn() -> Arc<dyn Engine> + 'a;

/// Runs a scenario against each kind of engine, empty; the function opens the same index once more.
pub fn every_engine(scenario: impl Fn(&Open<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let path: &Path = folder.path();
    scenario(&|| Arc::new(TantivyEngine::open(path, Dictionary::product(), 32 << 20).unwrap()));
}

pub fn stored(key: i64, article: Article) -> StoredArticle {
    StoredArticle {
        key: ArticleKey(key),
        content_hash: article.content_hash(),
        article,
        version: 1,
        versions: 1,
        created_revision: key,
        revision: key,
        first_seen: Timestamp::UNIX_EPOCH,
        version_seen: Timestamp::UNIX_EPOCH,
        shown_from: Timestamp::UNIX_EPOCH,
        last_seen: Timestamp::UNIX_EPOCH,
        withdrawn_at: None,
        standing: None,
    }
}

fn write(engine: &dyn Engine, articles: &[StoredArticle], revision: i64) {
    let mut writer = writer_of(engine);
    for stored in articles {
        writer.remove(stored.key).unwrap();
        writer.add(&IndexDocument::new(stored)).unwrap();
    }
    writer.commit(revision, None).unwrap();
    assert_eq!(writer.committed(), revision);
    drop(writer);
    engine.refresh().unwrap();
}

fn three_articles() -> Vec<StoredArticle> {
    let with = |id: &str, title: &str, body: &str, date: &str, source: &str| {
        article_with(id, title, body, &[(Field::PublishedOn, date), (Field::Source, source)])
    };
    vec![
        stored(1, with("a", "青岑县部署防汛", "全县水库开展防汛检查。", "2020-06-01", "青岑新闻网")),
        stored(2, with("b", "泊云县通报疫情防控", "回磐人员请报备，不得谎报。", "2021-02-03", "泊云发布")),
        stored(3, with("c", "防汛演练", "防汛演练，防汛物资，防汛值守。", "2020-07-01", "青岑新闻网")),
        stored(4, article("d", "无日期的旧文", "防汛")),
    ]
}

pub fn ask_for(condition: Condition) -> EngineQuery {
    EngineQuery { facet_values: 10, ..EngineQuery::new(condition) }
}

pub fn ask(engine: &dyn Engine, condition: Condition, change: impl Fn(&mut EngineQuery)) -> EngineAnswer {
    let mut query = ask_for(condition);
    change(&mut query);
    engine.search(&query, &Deadline::NONE).unwrap()
}

fn keys(answer: &EngineAnswer) -> Vec<i64> {
    answer.hits.iter().map(|hit| hit.key.0).collect()
}

pub fn sorted_keys(answer: &EngineAnswer) -> Vec<i64> {
    let mut keys = keys(answer);
    keys.sort_unstable();
    keys
}

pub fn word(text: &str) -> Condition {
    Condition::Word(text.to_owned())
}

fn characters(text: &str) -> Condition {
    query::lookup(&fold(text), &Analyzer::new())
}

#[test]
fn conditions_mean_what_they_say() {
    every_engine(|open| {
        let engine = open();
        write(&*engine, &three_articles(), 4);
        let found = |condition: Condition| sorted_keys(&ask(&*engine, condition, |_| {}));
        assert_eq!(found(Condition::All), [1, 2, 3, 4]);
        assert_eq!(found(Condition::Nothing), [0; 0]);
        assert_eq!(found(word("防汛")), [1, 3, 4]);
        assert_eq!(found(characters("磐")), [2], "one character inside a word");
        assert_eq!(found(characters("情防控回")), [0; 0], "a phrase does not cross from title to body");
        assert_eq!(found(characters("情防")), [2]);
        assert_eq!(found(characters("人員請報備")), [2], "the other script");
        assert_eq!(found(Condition::And(vec![word("防汛"), characters("水库")])), [1]);
        assert_eq!(found(Condition::Or(vec![word("水库"), word("疫情防控")])), [1, 2]);
        assert_eq!(found(Condition::Except(Box::new(word("防汛")), Box::new(word("演练")))), [1, 4]);
        // Regression (c459c2c): tantivy asks what is excluded for documents before the one where it stands, at which a
        // phrase panics in builds with assertions.
        let first_in_the_third = Condition::Except(Box::new(Condition::All), Box::new(characters("汛演练，防汛")));
        assert_eq!(found(first_in_the_third), [1, 2, 4], "a phrase that excludes a later document than the first");
        assert_eq!(found(Condition::Boost(Box::new(word("演练")), 2.0)), [3]);
        let some = |least| Condition::Some(vec![word("防汛"), word("水库"), word("演练")], least);
        assert_eq!((found(some(1)), found(some(2))), (vec![1, 3, 4], vec![1, 3]));
        assert_eq!(found(Condition::TitleField(Box::new(word("水库")))), [0; 0]);
        assert_eq!(found(Condition::TitleField(Box::new(characters("部署防汛")))), [1]);
        let near = |texts: &[&str], distance| {
            Phrase::near(texts, distance, &Analyzer::new()).map_or(Condition::Nothing, Condition::Phrase)
        };
        assert_eq!(found(near(&["水库", "防汛"], 10)), [1]);
        // Regression (7659347): each of 240 equal parts was compared with each of the others, for minutes.
        assert_eq!(near(&["水库", "防汛", "水库", "水库"], 10), near(&["水库", "防汛"], 10));
        assert_eq!(found(near(&["水库", "水库"], 10)), found(characters("水库")));
    });
}

#[test]
fn work_ends_at_its_deadline() {
    every_engine(|open| {
        let engine = open();
        write(&*engine, &three_articles(), 4);
        let (query, over) = (EngineQuery::new(word("防汛")), Deadline::after(Duration::ZERO));
        assert!(matches!(engine.search(&query, &over), Err(EngineError::TimedOut)));
        assert!(matches!(engine.day_counts(&query, &over), Err(EngineError::TimedOut)));
        assert!(matches!(engine.explain(&query, ArticleKey(1), &over), Err(EngineError::TimedOut)));
        assert_eq!(engine.search(&query, &Deadline::after(Duration::from_secs(3_600))).unwrap().total, 3);
    });
}

#[test]
fn matches_are_counted_by_month() {
    every_engine(|open| {
        let engine = open();
        write(&*engine, &three_articles(), 4);
        let of_year = article_with("e", "防汛年报", "防汛", &[(Field::PublishedOn, "2019")]);
        write(&*engine, &[stored(5, of_year)], 5);
        let counted = |condition: Condition, change: &dyn Fn(&mut EngineQuery)| {
            let answer = ask(&*engine, condition, |query| {
                query.months = true;
                change(query);
            });
            let months: Vec<(String, usize)> =
                answer.months.months.iter().map(|(month, count)| (month.to_string(), *count)).collect();
            assert_eq!(months.iter().map(|(_, count)| count).sum::<usize>() + answer.months.undated, answer.total);
            (months, answer.months.undated)
        };
        let months = |months: &[(&str, usize)]| -> Vec<(String, usize)> {
            months.iter().map(|(month, count)| ((*month).to_owned(), *count)).collect()
        };
        let all = months(&[("2019-01", 1), ("2020-06", 1), ("2020-07", 1)]);
        assert_eq!(counted(word("防汛"), &|_| ()), (all.clone(), 1), "a year counts as its first month");
        assert_eq!(counted(word("防汛"), &|query| query.limit = 0), (all, 1), "hits are not needed");
        let june = |query: &mut EngineQuery| query.days = (Some(18_414), Some(18_443));
        assert_eq!(counted(word("防汛"), &june), (months(&[("2020-06", 1)]), 0));
        assert_eq!(counted(Condition::Nothing, &|_| ()), (Vec::new(), 0));
        let source = Facet::from_name("source").unwrap();
        let answer = ask(&*engine, Condition::All, |query| (query.months, query.facets) = (true, vec![source]));
        assert_eq!((answer.months.months.len(), answer.facets.len(), answer.facets[0].missing), (4, 1, 2));
        assert_eq!(ask(&*engine, Condition::All, |_| ()).months, Default::default(), "only where it is asked for");
    });
}

#[test]
fn an_explanation_adds_up_to_the_score() {
    every_engine(|open| {
        let engine = open();
        write(&*engine, &three_articles(), 4);
        let source = Facet::from_name("source").unwrap();
        let some = |least| {
            Condition::Some(vec![word("防汛"), word("水库"), Condition::Boost(Box::new(word("演练")), 0.3)], least)
        };
        for condition in [
            Condition::All,
            word("防汛"),
            characters("防汛演练"),
            Condition::TitleField(Box::new(characters("防汛"))),
            Condition::And(vec![word("防汛"), Condition::Facet(source, vec!["青岑新闻网".to_owned()])]),
            Condition::And(vec![Condition::All, word("防汛")]),
            // The first of these does not hold where the second does, and must count nothing there.
            Condition::Or(vec![Condition::And(vec![word("防汛"), word("疫情")]), characters("水库")]),
            some(1),
            some(2),
            Condition::Except(Box::new(word("防汛")), Box::new(characters("检查"))),
            Condition::Part("甲".to_owned(), Box::new(Condition::Boost(Box::new(some(1)), 2.0))),
        ] {
            let query = EngineQuery {
                boosts: vec![Boost::fixed(characters("防汛演练"), 1000.0), Boost::fixed(characters("谎报"), 10.0)],
                ..ask_for(condition.clone())
            };
            let answer = engine.search(&query, &Deadline::NONE).unwrap();
            assert!(answer.total > 0, "{condition:?}");
            for hit in &answer.hits {
                let explanation =
                    engine.explain(&query, hit.key, &Deadline::NONE).unwrap().expect("what is found is explained");
                let close = |score: f32| (score - hit.score).abs() < hit.score * 1e-4 + 1e-6;
                assert!(close(explanation.sum()) && close(explanation.score), "{condition:?} {hit:?} {explanation:?}");
                assert!(explanation.terms.iter().all(|term| term.contribution == 0.0 || term.documents > 0));
            }
            let found: Vec<_> = answer.hits.iter().map(|hit| hit.key).collect();
            for key in (0..=4).map(ArticleKey).filter(|key| !found.contains(key)) {
                assert_eq!(engine.explain(&query, key, &Deadline::NONE).unwrap(), None, "{condition:?} {key:?}");
            }
        }
    });
}

#[test]
fn preferences_lift_however_many_match() {
    every_engine(|open| {
        let engine = open();
        // Documents with the words many times and apart, more than are looked at first, and one as typed.
        let mut articles: Vec<_> =
            (1..=150).map(|key| stored(key, article(&key.to_string(), "演练", "防汛。演练。防汛。演练。"))).collect();
        let filler = "全县各乡镇和有关部门按照预案要求认真做好各项准备工作。".repeat(20);
        articles.push(stored(151, article("151", "简讯", &format!("{filler}防汛演练。"))));
        write(&*engine, &articles, 151);
        let both = || Condition::And(vec![word("防汛"), word("演练")]);
        let plain = ask(&*engine, both(), |_| {});
        let boosted = ask(&*engine, both(), |query| query.boosts = vec![Boost::fixed(characters("防汛演练"), 1000.0)]);
        assert_eq!((plain.total, boosted.total), (151, 151));
        assert_ne!(keys(&plain)[0], 151);
        assert_eq!(keys(&boosted)[0], 151);
        let others: Vec<i64> = keys(&plain).into_iter().take(9).collect();
        assert_eq!(keys(&boosted)[1..], others, "the others keep their order");
    });
}

#[test]
fn order_days_filters_counts_and_pages() {
    every_engine(|open| {
        let engine = open();
        write(&*engine, &three_articles(), 4);
        let source = Facet::from_name("source").unwrap();
        let by = |sort| keys(&ask(&*engine, Condition::All, |query| query.sort = sort));
        assert_eq!(by(Sort::Newest), [2, 3, 1, 4]);
        assert_eq!(by(Sort::Oldest), [1, 3, 2, 4], "what has no date comes last in either order");
        assert_eq!((by(Sort::NewestSeen), by(Sort::OldestSeen)), (vec![4, 3, 2, 1], vec![1, 2, 3, 4]));
        let ranked = ask(&*engine, word("防汛"), |_| {});
        assert_eq!(ranked.total, 3);
        assert_eq!(keys(&ranked)[0], 3, "the title and many mentions win");
        assert!(ranked.hits.is_sorted_by(|a, b| a.score >= b.score) && ranked.hits[0].score > 0.0);

        let day = |text: &str| Some(i64::from(text.parse::<gongbao::model::PartialDate>().unwrap().first_day()));
        let within = ask(&*engine, Condition::All, |query| query.days = (day("2020-06-01"), day("2020-12-31")));
        assert_eq!(sorted_keys(&within), [1, 3]);
        let since = ask(&*engine, Condition::All, |query| query.days = (day("2020-07-01"), None));
        assert_eq!(sorted_keys(&since), [2, 3]);

        let filtered = ask(&*engine, Condition::All, |query| {
            query.filters = vec![(source, vec!["青岑新闻网".to_owned(), "无此来源".to_owned()])];
            query.facets = vec![source, Facet::from_name("year").unwrap()];
        });
        assert_eq!(sorted_keys(&filtered), [1, 3]);
        assert_eq!(filtered.facets[0].values, [("青岑新闻网".to_owned(), 2)]);
        assert_eq!(filtered.facets[1].values, [("2020".to_owned(), 2)]);

        let page = ask(&*engine, Condition::All, |query| {
            (query.sort, query.offset, query.limit) = (Sort::Newest, 1, 2);
        });
        assert_eq!((page.total, keys(&page)), (4, vec![3, 1]));
        assert_eq!(ask(&*engine, Condition::All, |query| query.limit = 0).hits, []);
        assert_eq!((engine.document_frequency(&word("防汛")), engine.document_frequency(&word("没有"))), (3, 0));
        assert!(engine.cost(&word("防汛")) >= 3);
    });
}

#[test]
fn values_of_a_facet_are_known_folded() {
    every_engine(|open| {
        let engine = open();
        let with = |id: &str, source: &str| {
            article_with(id, "题", "文", &[(Field::Source, source), (Field::Editor, "沈漱 孔海燕")])
        };
        let sources = ["青岑新聞網", "青岑新闻网", "泊云发布", "Qingcen Daily"];
        let articles: Vec<_> =
            sources.iter().zip(1..).map(|(source, key)| stored(key, with(&key.to_string(), source))).collect();
        write(&*engine, &articles, 4);
        let values = |name: &str, wanted: Values<'_>, limit| {
            engine.facet_values(Facet::from_name(name).unwrap(), wanted, false, limit).unwrap()
        };
        let mut both = values("source", Values::Equal(&["青岑新闻网", "没有", "青岑新闻网"]), 9);
        both.sort();
        assert_eq!(both, ["青岑新聞網", "青岑新闻网"], "both writings, each once");
        assert_eq!(values("source", Values::Equal(&["泊云发布", "qingcen daily"]), 9), ["泊云发布", "Qingcen Daily"]);
        assert_eq!(values("source", Values::Equal(&["青岑"]), 9), [""; 0]);
        assert_eq!(values("source", Values::Containing("云发"), 9), ["泊云发布"]);
        assert_eq!(values("source", Values::Containing("青岑"), 1).len(), 1, "no more than asked for");
        assert_eq!(values("source", Values::Like("泊云新闻"), 1).len(), 1);
        assert_eq!(values("source", Values::Like("泊云发不"), 1), ["泊云发布"]);
        assert_eq!(values("source", Values::Like("完全无关"), 3), [""; 0]);
        assert_eq!(values("editor", Values::Equal(&["孔海燕"]), 9), ["孔海燕"], "each of several names");
        write(&*engine, &[stored(5, with("5", "新来源"))], 5);
        assert_eq!(values("source", Values::Equal(&["新来源"]), 9), ["新来源"], "what was committed is known");
    });
}

#[test]
fn a_change_replaces_and_a_removal_removes() {
    every_engine(|open| {
        let engine = open();
        write(&*engine, &three_articles(), 4);
        let mut changed = stored(1, article("a", "改了题目", "改了内容"));
        changed.revision = 5;
        write(&*engine, &[changed], 5);
        assert_eq!(sorted_keys(&ask(&*engine, word("防汛"), |_| {})), [3, 4]);
        let mut writer = writer_of(&*engine);
        writer.remove(ArticleKey(2)).unwrap();
        writer.commit(6, None).unwrap();
        engine.refresh().unwrap();
        let entries: Vec<_> = engine.entries().unwrap().into_iter().map(|(key, revision)| (key.0, revision)).collect();
        assert_eq!(entries, [(1, 5), (3, 3), (4, 4)]);
        assert_eq!((engine.revision(), engine.documents()), (6, 3));
    });
}

#[test]
fn one_writes_and_all_see_what_was_committed() {
    every_engine(|open| {
        let (one, two) = (open(), open());
        let mut writer = one.writer().unwrap().expect("the first takes the writer");
        assert!(two.writer().unwrap().is_none(), "the second is told that it is taken");
        for stored in &three_articles() {
            writer.add(&IndexDocument::new(stored)).unwrap();
        }
        two.refresh().unwrap();
        assert_eq!(two.documents(), 0, "what is not committed is not seen");
        writer.commit(4, None).unwrap();
        two.refresh().unwrap();
        assert_eq!((two.documents(), two.revision()), (4, 4));
        drop(writer);
        assert_eq!(writer_of(&*two).committed(), 4, "the writer is free again");
    });
}

#[test]
fn what_is_rejected_or_has_no_value_is_left_out_or_asked_for() {
    every_engine(|open| {
        let engine = open();
        write(&*engine, &three_articles(), 4);
        let source = Facet::from_name("source").unwrap();
        let editor = Facet::from_name("editor").unwrap();
        let news = || vec![(source, vec!["青岑新闻网".to_owned()])];
        let keys = |change: &dyn Fn(&mut EngineQuery)| {
            let answer = ask(&*engine, Condition::All, |query| {
                query.sort = Sort::Newest;
                query.facets = vec![source];
                change(query);
            });
            let mut keys: Vec<i64> = answer.hits.iter().map(|hit| hit.key.0).collect();
            assert_eq!(answer.total, keys.len());
            keys.sort_unstable();
            (keys, answer.facets[0].missing)
        };
        assert_eq!(keys(&|_| ()), (vec![1, 2, 3, 4], 1));
        assert_eq!(keys(&|query| query.excluded = news()), (vec![2, 4], 1));
        assert_eq!(keys(&|query| query.missing = vec![source]), (vec![4], 1));
        assert_eq!(keys(&|query| query.missing = vec![source, editor]), (vec![4], 1));
        assert_eq!(keys(&|query| (query.filters, query.missing) = (news(), vec![source])), (vec![1, 3, 4], 1));
        assert_eq!(keys(&|query| (query.excluded, query.missing) = (news(), vec![editor])), (vec![2, 4], 1));
    });
}

#[test]
fn hits_after_a_position_are_the_rest_and_a_named_state_is_kept() {
    every_engine(|open| {
        let engine = open();
        let articles = three_articles();
        write(&*engine, &articles, 4);
        for (sort, boosted) in [
            (Sort::Relevance, true),
            (Sort::Relevance, false),
            (Sort::Newest, false),
            (Sort::Oldest, false),
            (Sort::NewestSeen, false),
            (Sort::OldestSeen, false),
        ] {
            let query = EngineQuery {
                sort,
                limit: 100,
                snapshot_id: Some(engine.snapshot_id()),
                boosts: if boosted { vec![Boost::fixed(characters("防汛演练"), 1000.0)] } else { Vec::new() },
                ..ask_for(word("防汛"))
            };
            let all = engine.search(&query, &Deadline::NONE).unwrap();
            let mut met = Vec::new();
            let mut after = None;
            // Whatever comes meanwhile does not change the state that is walked.
            loop {
                let step = engine.search(&EngineQuery { after, limit: 1, ..query.clone() }, &Deadline::NONE).unwrap();
                assert_eq!((step.total, step.snapshot_id), (all.total, all.snapshot_id));
                let Some(hit) = step.hits.first() else { break };
                met.push(*hit);
                after = Some(hit.position());
                let number = engine.revision() + 1;
                write(&*engine, &[stored(number, article(&format!("n{number}"), "防汛", "防汛"))], number);
            }
            assert_eq!(met, all.hits, "{sort:?} {boosted}");
            let nobodys = EngineQuery { snapshot_id: Some(all.snapshot_id ^ 1), ..query };
            assert!(matches!(engine.search(&nobodys, &Deadline::NONE), Err(EngineError::Gone)));
            write(&*engine, &articles, engine.revision() + 1);
        }
    });
}

#[test]
fn matches_are_counted_by_day_whatever_the_segments() {
    every_engine(|open| {
        let engine = open();
        let count = |query: &EngineQuery| engine.day_counts(query, &Deadline::NONE).unwrap();
        assert_eq!(count(&ask_for(Condition::All)), DayCounts::default(), "nothing is there yet");
        // Each in a segment of its own, one of them without any date.
        for stored in three_articles() {
            let key = stored.key.0;
            write(&*engine, &[stored], key);
        }
        let same_day = article_with("e", "再次部署", "防汛", &[(Field::PublishedOn, "2020-06-01")]);
        write(&*engine, &[stored(5, same_day)], 5);
        let day = |text: &str| i64::from(text.parse::<gongbao::model::PartialDate>().unwrap().first_day());
        let (june, july, february) = (day("2020-06-01"), day("2020-07-01"), day("2021-02-03"));
        let all = count(&ask_for(Condition::All));
        assert_eq!(all, DayCounts { days: vec![(june, 2), (july, 1), (february, 1)], undated: 1 });
        let floods = count(&ask_for(word("防汛")));
        assert_eq!(floods, DayCounts { days: vec![(june, 2), (july, 1)], undated: 1 });
        let source = Facet::from_name("source").unwrap();
        let narrowed = EngineQuery {
            filters: vec![(source, vec!["青岑新闻网".to_owned()])],
            days: (Some(june), Some(june + 20)),
            offset: 7,
            ..ask_for(Condition::All)
        };
        assert_eq!(count(&narrowed), DayCounts { days: vec![(june, 1)], undated: 0 });
        let mut writer = writer_of(&*engine);
        writer.remove(ArticleKey(5)).unwrap();
        writer.commit(6, None).unwrap();
        drop(writer);
        engine.refresh().unwrap();
        assert_eq!(count(&ask_for(word("防汛"))).days[0], (june, 1), "what was removed is not counted");
        assert_eq!(all.total(), 5);
    });
}
