//! A WARC file (ISO 28500, version 1.1) keeps what servers answered, as they answered it, a record after the
//! other, each a gzip member of its own. From it everything can be extracted again without asking anybody.

mod read;
mod write;

pub use self::read::{Record, parse_http, read_at, scan};
pub use self::write::{Exchange, WarcWriter};

#[cfg(test)]
mod tests {
    use std::io::Write;

    use jiff::Timestamp;
    use url::Url;

    use crate::ingest::crawler::fetch::Answer;
    use crate::ingest::crawler::warc::read::Record;
    use crate::ingest::crawler::warc::read::parse_http;
    use crate::ingest::crawler::warc::read::read_at;
    use crate::ingest::crawler::warc::read::scan;
    use crate::ingest::crawler::warc::write::Exchange;
    use crate::ingest::crawler::warc::write::WarcWriter;

    fn moment() -> Timestamp {
        "2020-02-04T08:30:00.123Z".parse().unwrap()
    }

    fn records(path: &std::path::Path, most: usize) -> Vec<Record> {
        let mut records = Vec::new();
        scan(path, most, &mut |record| {
            records.push(record);
            true
        })
        .unwrap();
        records
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = WarcWriter::new(folder.path().join("warc"), "青岑 1", "gongbao/0 (+x)", 1 << 20);
        let url = Url::parse("http://qingcen.example/a?b=1").unwrap();
        let answer = Answer {
            status: 200,
            headers: vec![
                ("content-type".to_owned(), "text/html".to_owned()),
                ("transfer-encoding".to_owned(), "chunked".to_owned()),
            ],
            body: "<p>青岑县\r\n\r\nWARC/1.1\r\n".into(),
            from: Some([192, 0, 2, 1].into()),
        };
        let exchange = Exchange { url: &url, at: moment(), answer: &answer, same: false, agent: "gongbao" };
        writer.write(&exchange).unwrap();
        writer.write(&Exchange { same: true, ..exchange }).unwrap();
        drop(writer);
        let files: Vec<_> = std::fs::read_dir(folder.path().join("warc")).unwrap().map(|f| f.unwrap().path()).collect();
        assert_eq!(files.len(), 1);
        assert!(files[0].to_string_lossy().ends_with("-20200204083000-00000.warc.gz"), "{files:?}");
        let found = records(&files[0], 1 << 20);
        let kinds: Vec<&str> = found.iter().map(|record| record.kind.as_str()).collect();
        assert_eq!(kinds, ["warcinfo", "request", "response", "request", "revisit"]);
        assert_eq!(found[2].url.as_deref(), Some(url.as_str()));
        assert_eq!(found[2].date, "2020-02-04T08:30:00Z");
        let read = parse_http(&found[2].body).unwrap();
        assert_eq!((read.status, &read.body), (200, &answer.body));
        assert_eq!(read.header("transfer-encoding"), None);
        assert_eq!(read_at(&files[0], found[2].offset.unwrap(), 1 << 20).unwrap().unwrap(), found[2]);
        // A record that is larger than allowed is passed over, and so are those after a break.
        assert!(records(&files[0], 10).iter().all(|record| record.body.is_empty()));
        let whole = std::fs::read(&files[0]).unwrap();
        let cut = folder.path().join("cut.warc.gz");
        std::fs::write(&cut, &whole[..whole.len() - 20]).unwrap();
        let mut count = 0;
        assert!(
            scan(&cut, 1 << 20, &mut |_| {
                count += 1;
                true
            })
            .is_err()
        );
        assert_eq!(count, 4);
    }

    #[test]
    fn files_are_rotated_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let url = Url::parse("http://qingcen.example/").unwrap();
        let answer = Answer { status: 404, ..Answer::default() };
        for _ in 0..2 {
            let mut writer = WarcWriter::new(folder.path().to_owned(), "x", "gongbao", 1);
            for _ in 0..3 {
                let exchange = Exchange { url: &url, at: moment(), answer: &answer, same: false, agent: "gongbao" };
                writer.write(&exchange).unwrap();
            }
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 6);
    }

    #[test]
    fn files_of_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let record = |kind: &str, body: &str| {
            format!(
                "WARC/1.0\r\nWARC-Type: {kind}\r\nwarc-target-uri: <http://qingcen.example/a>\r\nWARC-Date: \
                 2020-02-04T00:00:00Z\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
                body.len()
            )
        };
        let http = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6;x=1\r\n青岑\r\n3\r\n县\r\n0\r\n\r\n";
        let text = record("response", http) + &record("resource", "plain");
        let check = |path: &std::path::Path, addressable: &[bool]| {
            let found = records(path, 1 << 20);
            assert_eq!(found.iter().map(|record| record.offset.is_some()).collect::<Vec<_>>(), addressable);
            assert_eq!(found[0].url.as_deref(), Some("http://qingcen.example/a"));
            assert_eq!(parse_http(&found[0].body).unwrap().body, "青岑县".as_bytes());
            assert_eq!(found[1].body, b"plain");
        };
        let plain = folder.path().join("a.warc");
        std::fs::write(&plain, &text).unwrap();
        check(&plain, &[true, true]);
        // Compressed as a whole, only the first record has a place of its own.
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(text.as_bytes()).unwrap();
        let whole = folder.path().join("a.warc.gz");
        std::fs::write(&whole, gz.finish().unwrap()).unwrap();
        check(&whole, &[true, false]);
        for bad in ["WARC/1.0\r\nContent-Length: -1\r\n\r\n", "no", "WARC/1.0\r\n", &"WARC/1.0 ".repeat(100_000)] {
            std::fs::write(&plain, bad).unwrap();
            assert!(scan(&plain, 1 << 20, &mut |_| true).is_err(), "{}", &bad[..2]);
        }
    }

    #[test]
    fn arc_files_are_read_as_well() {
        let folder = tempfile::tempdir().unwrap();
        let http = "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>青岑县</p>";
        let text = format!(
            "filedesc://a.arc 0.0.0.0 20040204083000 text/plain 4\n1 0\n\nhttp://qingcen.example/a 192.0.2.1 20040204083001 \
             text/html {}\n{http}\n",
            http.len()
        );
        let path = folder.path().join("a.arc");
        std::fs::write(&path, &text).unwrap();
        let found = records(&path, 1 << 20);
        assert_eq!(found.iter().map(|record| record.kind.as_str()).collect::<Vec<_>>(), ["arcinfo", "response"]);
        assert_eq!(
            (found[1].url.as_deref(), found[1].date.as_str()),
            (Some("http://qingcen.example/a"), "2004-02-04T08:30:01Z")
        );
        assert_eq!(parse_http(&found[1].body).unwrap().body, "<p>青岑县</p>".as_bytes());
        assert_eq!(read_at(&path, found[1].offset.unwrap(), 1 << 20).unwrap().unwrap(), found[1]);
        std::fs::write(&path, "http://a 1.1.1.1 20040204083001 text/html 99999999999999\nx").unwrap();
        assert!(scan(&path, 1 << 20, &mut |_| true).is_err());
    }
}
