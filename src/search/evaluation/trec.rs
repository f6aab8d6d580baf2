//! The lines of the files that judged sets come in, as TREC has them:
//!
//! * queries: `id TAB text`
//! * judgements (qrels): `query 0 document grade`, separated by blanks; a grade of 0 or less is not relevant
//! * runs: `query Q0 document rank score name`, separated by blanks
//!
//! Reading a line says what is wrong with it; which file and which line, the caller knows.

use std::collections::HashMap;

use super::Answer;
use super::measures::Grades;

/// A query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Its name in the judgements.
    pub id: String,
    /// What is typed, as it is.
    pub text: String,
}

/// Queries in the order of their file.
#[derive(Debug, Default)]
pub struct Queries {
    /// The queries.
    pub list: Vec<Query>,
    known: HashMap<String, ()>,
}

impl Queries {
    /// Takes a line; a blank one says nothing.
    ///
    /// # Errors
    /// What is wrong, and the remedy.
    pub fn take(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            return Ok(());
        }
        let Some((id, text)) = line.split_once('\t') else {
            return Err("没有制表符；每行须是「编号 TAB 查询」".to_owned());
        };
        let id = id.trim();
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(format!("编号「{id}」是空的或含有空白；每行须是「编号 TAB 查询」"));
        }
        if text.trim().is_empty() {
            return Err(format!("查询 {id} 没有文字；请补上，或删去这一行"));
        }
        if self.known.insert(id.to_owned(), ()).is_some() {
            return Err(format!("编号 {id} 重复；每个查询须有自己的编号"));
        }
        self.list.push(Query { id: id.to_owned(), text: text.to_owned() });
        Ok(())
    }
}

/// What people judged.
#[derive(Debug, Default)]
pub struct Judgements {
    /// For each query what is relevant to it; a query that was judged and has nothing relevant is there, empty.
    pub grades: HashMap<String, Grades>,
    judged: HashMap<(String, String), i64>,
}

impl Judgements {
    /// Takes a line; a blank one says nothing.
    ///
    /// # Errors
    /// What is wrong, and the remedy.
    pub fn take(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [query, _, document, grade] = fields.as_slice() else {
            if fields.is_empty() {
                return Ok(());
            }
            return Err(format!("有 {} 栏；每行须是四栏「查询 0 公报 等级」，以空白分隔", fields.len()));
        };
        let Ok(grade) = grade.parse::<i64>() else {
            return Err(format!("等级「{grade}」不是整数；0 表示不相关，1 以上越大越相关"));
        };
        let known = self.judged.insert(((*query).to_owned(), (*document).to_owned()), grade);
        if let Some(known) = known.filter(|known| *known != grade) {
            return Err(format!("{query} 与 {document} 已判为 {known}，这里又判为 {grade}；请只留一个"));
        }
        let grades = self.grades.entry((*query).to_owned()).or_default();
        if grade > 0 {
            grades.insert((*document).to_owned(), u32::try_from(grade).unwrap_or(u32::MAX));
        }
        Ok(())
    }
}

/// A run: what some search answered to each query.
#[derive(Debug, Default)]
pub struct Run {
    ranked: HashMap<String, Vec<(String, f64)>>,
}

impl Run {
    /// Takes a line; a blank one says nothing.
    ///
    /// # Errors
    /// What is wrong, and the remedy.
    pub fn take(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [query, _, document, _, score, _] = fields.as_slice() else {
            if fields.is_empty() {
                return Ok(());
            }
            return Err(format!("有 {} 栏；每行须是六栏「查询 Q0 公报 名次 分数 名称」，以空白分隔", fields.len()));
        };
        let Some(score) = score.parse::<f64>().ok().filter(|score| score.is_finite()) else {
            return Err(format!("分数「{score}」不是数"));
        };
        self.ranked.entry((*query).to_owned()).or_default().push(((*document).to_owned(), score));
        Ok(())
    }

    /// The answers to these queries, by falling score, each document once; as deep as [`crate::search::evaluation::DEPTH`].
    pub fn answers(mut self, queries: &[&Query]) -> Vec<Answer> {
        let mut answer = |query: &&Query| {
            let mut ranked = self.ranked.remove(&query.id).unwrap_or_default();
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
            let mut seen = std::collections::HashSet::new();
            ranked.retain(|(id, _)| seen.insert(id.clone()));
            let total = ranked.len();
            ranked.truncate(crate::search::evaluation::DEPTH);
            let ranking = ranked.into_iter().map(|(id, score)| (id, score as f32)).collect();
            Answer { ranking, total, ..Answer::default() }
        };
        queries.iter().map(&mut answer).collect()
    }
}

/// An answer as the lines of a run. Programs that read runs order by score, so that equal scores are written a
/// hair apart and the order stays.
pub fn run_lines(query: &Query, answer: &Answer, name: &str) -> String {
    let mut lines = String::new();
    let mut before = f32::INFINITY;
    for (place, (id, score)) in answer.ranking.iter().enumerate() {
        let score = if *score < before { *score } else { before.next_down() };
        before = score;
        lines.push_str(&format!("{} Q0 {id} {} {score} {name}\n", query.id, place + 1));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(result: Result<(), String>, expected: &str) {
        let message = result.expect_err(expected);
        assert!(message.contains(expected), "{message}");
    }

    #[test]
    fn queries_keep_what_was_typed() {
        let mut queries = Queries::default();
        queries.take("q1\t “疫情 防控”  -演练\t?").unwrap();
        queries.take("").unwrap();
        assert_eq!(queries.list, [Query { id: "q1".into(), text: " “疫情 防控”  -演练\t?".into() }]);
        refused(queries.take("q2 没有制表符"), "制表符");
        refused(queries.take("\t没有编号"), "编号");
        refused(queries.take("q2\t "), "没有文字");
        refused(queries.take("q1\t又一次"), "重复");
    }

    #[test]
    fn judgements_know_grades() {
        let mut judgements = Judgements::default();
        for line in ["q1 0 a 1", "q1\t0\tb\t3", "q1 0 c 0", "q1 0 a 1", "q2 0 a -2", " "] {
            judgements.take(line).unwrap();
        }
        assert_eq!(judgements.grades["q1"], Grades::from([("a".into(), 1), ("b".into(), 3)]));
        assert!(judgements.grades["q2"].is_empty());
        refused(judgements.take("q1 a 1"), "3 栏");
        refused(judgements.take("q1 0 a yes"), "不是整数");
        refused(judgements.take("q1 0 a 2"), "已判为 1");
    }

    #[test]
    fn a_run_is_read_back_in_its_order() {
        let query = Query { id: "q1".into(), text: "甲".into() };
        let ranking = vec![("b".to_owned(), 2.5), ("a".to_owned(), 2.5), ("c".to_owned(), 2.5), ("d".to_owned(), 0.0)];
        let answer = Answer { ranking, total: 4, ..Answer::default() };
        let mut run = Run::default();
        run_lines(&query, &answer, "test").lines().for_each(|line| run.take(line).unwrap());
        let read = run.answers(&[&query]);
        let ids: Vec<&str> = read[0].ranking.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["b", "a", "c", "d"]);
        refused(Run::default().take("q1 Q0 a 1 name"), "5 栏");
        refused(Run::default().take("q1 Q0 a 1 high name"), "不是数");
    }
}
