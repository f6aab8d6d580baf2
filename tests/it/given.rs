//! What others give is not dropped: records under other names, wrapped, in tables, in other encodings, as markup; and what is
//! no bulletin is named.

use std::fs;
use std::path::Path;

use crate::support::{gongbao, printed, run};

/// The bulletins that a file becomes, as JSON, and what is said beside them.
fn extracted(file: &Path, arguments: &[&str]) -> (Vec<serde_json::Value>, String) {
    let data = tempfile::tempdir().unwrap();
    let output = run(gongbao(data.path()).args(["extract", "--json"]).args(arguments).arg(file));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let articles = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (articles, String::from_utf8_lossy(&output.stderr).into_owned())
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    (folder, file)
}

#[test]
fn records_under_other_names_are_read_and_unknown_names_are_told() {
    let record = r#"{"headline":"渡口停航公告","pubDate":"2022-06-03","source_url":"http://zhenxi.example/3.html","original_text":"因水位上涨，枕溪渡口停航三天。","weather":"雨","crawl_time":"2022-06-04"}"#;
    let other = r#"{"title":"渡口复航公告","nr":"枕溪渡口恢复通航。","weather":"晴"}"#;
    let (_folder, file) = written("a.jsonl", format!("{record}\n{other}\n").as_bytes());
    let (articles, said) = extracted(&file, &[]);
    assert_eq!(articles[0]["title"], "渡口停航公告");
    assert_eq!(articles[0]["published_on"], "2022-06-03");
    assert_eq!(articles[0]["url"], "http://zhenxi.example/3.html");
    assert_eq!(articles[0]["paragraphs"][0], "因水位上涨，枕溪渡口停航三天。");
    assert!(said.contains("字段 nr（1 条）、weather（2 条） 没有读，1 条没有正文"), "{said}");
    assert!(said.contains("--map 正文=nr"), "{said}");
    let (articles, said) = extracted(&file, &["--map", "正文=nr"]);
    assert_eq!(articles[1]["paragraphs"][0], "枕溪渡口恢复通航。");
    assert!(said.contains("字段 weather（2 条） 没有读；"), "{said}");
    let (_, said) = extracted(&file, &["--map", "天气=weather"]);
    assert!(said.contains("「天气」不是字段"), "{said}");
}

/// A document with a broken character says so, as a line does, and nothing of quotes and commas.
#[test]
fn a_broken_character_is_told_as_what_it_is() {
    let (_folder, file) = written("a.json", b"[\n{\"title\":\"\xE6\xB8\xA1\xE5\x8F\"}]");
    let (_, said) = extracted(&file, &[]);
    assert!(said.contains("a.json:2：第 16 个字节起不是 UTF-8"), "{said}");
}

/// Where a body is missing, the name with the longest text is proposed for it, and no address.
#[test]
fn the_longest_text_is_proposed_as_the_body() {
    let line = r#"{"title":"渡口开渡公告","a_link":"http://zhenxi.example/zwgk/tzgg/20220603/5.html","m":"晴","zz":"枕溪渡口开渡。"}"#;
    let (_folder, file) = written("a.jsonl", line.as_bytes());
    let (_, said) = extracted(&file, &[]);
    assert!(said.contains("--map 正文=zz"), "{said}");
}

/// What `extract --json` prints is read again without a word.
#[test]
fn what_is_printed_is_read_again_in_silence() {
    let line = r#"{"title":"渡口停航公告","doc_no":"枕政发〔2022〕3号","body":"<p>枕溪渡口停航。</p><table><tr><td>渡口</td><td>天数</td></tr></table>","url":"http://zhenxi.example/4.html"}"#;
    let (folder, file) = written("a.jsonl", line.as_bytes());
    let (articles, said) = extracted(&file, &[]);
    assert_eq!(said, "");
    assert_eq!(articles[0]["paragraphs"], serde_json::json!(["枕溪渡口停航。", "渡口\t天数"]));
    assert!(articles[0]["body_html"].as_str().unwrap().contains("<table>"));
    let again = folder.path().join("b.jsonl");
    fs::write(&again, articles[0].to_string()).unwrap();
    let (more, said) = extracted(&again, &[]);
    assert_eq!(said, "");
    for field in ["id", "title", "paragraphs", "body_html", "document_number", "url"] {
        assert_eq!(more[0][field], articles[0][field], "{field}");
    }
}

/// An empty cell holds its column, and so does one that reaches down; the page shows them where they stand.
#[test]
fn empty_cells_hold_their_columns() {
    let rows = "<tr><th>类别<th>渡口<th>天数<th>备注</tr><tr><td rowspan=2>停航</td><td></td><td>3</td><td> </td></tr><tr><td>枕溪</td><td></td><td>夜间</td></tr><tr><td></td><td>合计</td><td></td><td></td></tr>";
    let body = format!("<p>枕溪渡口停航。</p><table>{rows}</table>");
    let expected = ["枕溪渡口停航。", "类别\t渡口\t天数\t备注", "停航\t\t3", "\t枕溪\t\t夜间", "合计"];
    let line = serde_json::json!({"id": "t1", "title": "渡口停航公告", "body": body}).to_string();
    let (folder, file) = written("a.jsonl", line.as_bytes());
    let (articles, _) = extracted(&file, &[]);
    assert_eq!(articles[0]["paragraphs"], serde_json::json!(expected));
    // What is printed is read again as it is, and so is what stands in a page.
    let again = folder.path().join("b.jsonl");
    fs::write(&again, serde_json::json!({"title": "渡口停航公告", "paragraphs": expected}).to_string()).unwrap();
    assert_eq!(extracted(&again, &[]).0[0]["paragraphs"], articles[0]["paragraphs"]);
    let page = folder.path().join("a.html");
    let text = "因水位上涨，枕溪渡口停航三天，请相互转告，并按下表安排出行。";
    fs::write(&page, format!("<html><meta charset=utf-8><title>渡口停航公告</title><h1>渡口停航公告</h1><div class=TRS_Editor><p>{text}</p><table>{rows}</table></div></html>")).unwrap();
    let (articles, _) = extracted(&page, &[]);
    assert_eq!(
        articles[0]["paragraphs"].as_array().unwrap()[1..],
        serde_json::json!(expected).as_array().unwrap()[1..]
    );
}

#[test]
fn wrapped_documents_and_other_encodings_are_read_and_told() {
    let wrapped = r#"{"code":200,"result":{"total":2,"rows":[{"标题":"甲公告","内容":"渡口停航。"},{"标题":"乙公告","内容":"渡口复航。"}]}}"#;
    let (_folder, file) = written("a.json", wrapped.as_bytes());
    let (articles, said) = extracted(&file, &[]);
    assert_eq!(articles.len(), 2);
    assert!(said.contains("记录取自其中的 result.rows（2 条）"), "{said}");

    let (gbk, _, _) = encoding_rs::GB18030
        .encode(r#"[{"title":"枕溪渡口停航公告","body":"因水位上涨，枕溪渡口停航三天，请相互转告。"}]"#);
    for name in ["a.json", "a.jsonl"] {
        let bytes = if name == "a.json" { gbk.to_vec() } else { gbk[1..gbk.len() - 1].to_vec() };
        let (_folder, file) = written(name, &bytes);
        let (articles, said) = extracted(&file, &[]);
        assert_eq!(articles[0]["title"], "枕溪渡口停航公告", "{said}");
        assert!(said.contains("不是 UTF-8，按 gb"), "{said}");
    }
}

#[test]
fn a_table_is_a_bulletin_a_row() {
    let table = "id,名称,发布时间,发文机关,文号,全文,附件,备注\n1,渡口停航公告,2022-06-03 08:30,枕溪县航务局,枕航发〔2022〕3号,\"枕溪渡口停航。\n请转告。\",http://zhenxi.example/f/mingdan.pdf,急\n2,渡口复航公告,2022年6月6日,枕溪县航务局,,枕溪渡口复航。,名单,\n";
    let (folder, file) = written("抓取.csv", table.as_bytes());
    let data = folder.path().join("data");
    let dry = run(gongbao(&data).args(["import", "--dry-run", "--map", "标题=名称"]).arg(&file));
    let said = printed(&dry);
    assert!(said.contains("按表头读：id → 编号，名称 → 标题，发布时间 → 发布时间"), "{said}");
    assert!(said.contains("备注（不读）") && said.contains("新增 2"), "{said}");
    let (articles, said) = extracted(&file, &["--map", "标题=名称"]);
    assert!(said.contains("字段 附件（1 条） 没有读"), "{said}");
    assert_eq!(articles[0]["title"], "渡口停航公告");
    assert_eq!(articles[0]["published_on"], "2022-06-03");
    assert_eq!(articles[0]["document_number"], "枕航发〔2022〕3号");
    assert_eq!(articles[0]["paragraphs"], serde_json::json!(["枕溪渡口停航。", "请转告。"]));
    assert_eq!(articles[0]["attachments"][0]["url"], "http://zhenxi.example/f/mingdan.pdf");
    assert_eq!(articles[1]["published_on"], "2022-06-06");
    assert!(articles.iter().all(|article| article["id"].as_str().unwrap().len() > 8), "a row's number is no id");

    let figures = folder.path().join("产量.csv");
    fs::write(&figures, "年份,产量\n2020,3\n").unwrap();
    let named = run(gongbao(&data).args(["import", "--dry-run"]).arg(&figures));
    assert_eq!(named.status.code(), Some(3));
    assert!(printed(&named).contains("表头里没有认出标题或正文（表头：年份、产量）"), "{}", printed(&named));
    let met = run(gongbao(&data).args(["import", "--dry-run"]).arg(folder.path()));
    assert!(printed(&met).contains("略过 1 个不认识格式的文件"), "{}", printed(&met));
}

#[test]
fn parts_of_saved_pages_and_lists_in_a_folder_are_no_bulletins() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir_all(pages.join("公告_files")).unwrap();
    let page = "<html><head><meta charset=utf-8><title>渡口停航公告</title></head><body><h1>渡口停航公告</h1><p>发布时间：2022-06-03 来源：枕溪县航务局</p><p>因水位上涨，枕溪渡口停航三天，请相互转告。</p></body></html>";
    let row = "<li><a href=1.html>枕溪县关于渡口停航的公告</a><span>2022-06-03</span></li>";
    let list = format!(
        "<html><head><meta charset=utf-8><title>通知公告</title></head><body><ul>{}</ul></body></html>",
        row.repeat(20)
    );
    let login = "<html><head><meta charset=utf-8><title>用户登录</title></head><body><form>用户名<input>密码<input></form><p>欢迎登录</p></body></html>";
    fs::write(pages.join("公告.html"), page).unwrap();
    fs::write(pages.join("公告_files/part.html"), page.replace("停航", "复航")).unwrap();
    fs::write(pages.join("index.html"), &list).unwrap();
    fs::write(pages.join("login.html"), login).unwrap();
    let data = folder.path().join("data");
    let imported = run(gongbao(&data).arg("import").arg(&pages));
    let said = printed(&imported);
    assert_eq!(imported.status.code(), Some(0), "{said}");
    assert!(said.contains("新增 1，") && said.contains("没有收录 2 个网页"), "{said}");
    let listed = printed(&run(gongbao(&data).args(["rejects", "list"])));
    assert!(listed.contains("index.html") && listed.contains("login.html") && listed.contains("登录页"), "{listed}");
    // Who names a page means it.
    let named = printed(&run(gongbao(&data).arg("import").arg(pages.join("login.html"))));
    assert!(named.contains("新增 1，"), "{named}");
}

/// Files that begin alike are bulletins each, and stay so when they are imported again.
#[test]
fn two_files_never_share_an_id() {
    let folder = tempfile::tempdir().unwrap();
    let forms = folder.path().join("forms");
    fs::create_dir_all(&forms).unwrap();
    for (name, rest) in [("一", "渡口名称\n管理单位"), ("二", "船只名称\n船主姓名")] {
        fs::write(forms.join(format!("{name}.txt")), format!("附件1\n登记表\n{rest}\n")).unwrap();
        let page = format!(
            "<html><head><meta charset=utf-8><title>公示</title></head><body><h1>公示</h1><p>现将枕溪县渡口改造拟补助单位公示如下，如有异议请在七日内提出。</p><p>第{name}批：枕溪第{name}渡口管理所。</p></body></html>"
        );
        fs::write(forms.join(format!("{name}.html")), page).unwrap();
    }
    let data = folder.path().join("data");
    let imported = run(gongbao(&data).arg("import").arg(&forms));
    assert!(printed(&imported).contains("新增 4，更新 0，未变 0，拒收 0"), "{}", printed(&imported));
    let again = run(gongbao(&data).arg("import").arg(&forms));
    assert!(printed(&again).contains("新增 0，更新 0，未变 4，拒收 0"), "{}", printed(&again));
    // Under one number, a file that was corrected is the same bulletin.
    let numbered = |days: &str| {
        let record = serde_json::json!({"title": "停航公告", "doc_no": "枕航发〔2022〕3号", "body": format!("渡口停航。\n{days}")});
        let file = folder.path().join("a.jsonl");
        fs::write(&file, record.to_string()).unwrap();
        printed(&run(gongbao(&data).arg("import").arg(&file)))
    };
    assert!(numbered("停航三天。").contains("新增 1，更新 0"));
    assert!(numbered("停航五天。").contains("新增 0，更新 1"));
}

#[test]
fn records_anywhere_in_a_document_are_read_and_what_is_not_is_told() {
    let record = |title: &str| {
        format!(r#"{{"title":"{title}","content":"枕溪渡口停航三天。","date":{{"$date":1654045200000}}}}"#)
    };
    let (one, other) = (record("渡口停航公告"), record("渡口复航公告"));
    let check = |document: String, expected: &str| {
        let (_folder, file) = written("a.json", document.as_bytes());
        let (articles, said) = extracted(&file, &[]);
        let titles: Vec<&str> = articles.iter().filter_map(|article| article["title"].as_str()).collect();
        assert_eq!(titles, ["渡口停航公告", "渡口复航公告"], "{document}: {said}");
        assert!(articles.iter().all(|article| article["published_on"] == "2022-06-01"), "{articles:?}");
        assert!(said.contains(expected), "{said}");
    };
    let menu = r#""menu":[{"title":"首页"}]"#;
    check(
        format!(r#"{{"a":{{"list":[{one}],{menu}}},"b":{{"list":[{other}]}}}}"#),
        "记录取自其中的 a.list、b.list（2 条）；a.menu（1 条）只有标题或更短，没有读",
    );
    check(format!(r#"{{"1001":{one},"1002":{other}}}"#), "1001……1002（2 条）");
    check(format!("jsonp([{one},{other}]);"), "");
    check(format!("{{\"index\":{{\"_id\":\"1\"}}}}\n{one}\n{{\"index\":{{\"_id\":\"2\"}}}}\n{other}\n"), "");
    let late = r#"{"title":"渡口停航公告","publish_time":"日前","content":"&lt;p&gt;停航。&lt;/p&gt;&lt;p&gt;请转告。&lt;/p&gt;"}"#;
    let (_folder, file) = written("a.jsonl", late.as_bytes());
    let (articles, said) = extracted(&file, &[]);
    assert_eq!(articles[0]["paragraphs"], serde_json::json!(["停航。", "请转告。"]));
    assert!(said.contains("字段 publish_time（1 条） 没有读"), "{said}");
}

#[test]
fn tables_under_other_names_and_behind_a_line_are_read() {
    let table = "政策标题\t发布日期\t政策文号\t政策内容\n渡口停航公告\t2022/6/3\t枕航发〔2022〕3号\t枕溪渡口停航。\n";
    let semicolons = format!("sep=;\r\n{}", table.replace('\t', ";"));
    for (name, table) in [("抓取.txt", table), ("抓取.csv", semicolons.as_str())] {
        let (_folder, file) = written(name, table.as_bytes());
        let (articles, said) = extracted(&file, &[]);
        assert_eq!(articles[0]["title"], "渡口停航公告", "{said}");
        assert_eq!(articles[0]["published_on"], "2022-06-03");
        assert_eq!(articles[0]["document_number"], "枕航发〔2022〕3号");
        assert_eq!(articles[0]["paragraphs"], serde_json::json!(["枕溪渡口停航。"]));
        assert!(said.contains("政策内容 → 正文"), "{said}");
    }
}

/// Signs that mean nothing in JSON are passed over, and it is said.
#[test]
fn json_with_slips_is_read_and_said_to_be_none() {
    let line = |title: &str| format!("{{\"title\":\"{title}\",\"content\":\"停航三天。\"}}");
    let (one, two) = (line("渡口停航公告"), line("渡口复航公告"));
    let listed = format!("\u{FEFF}[\n {one}, // 第一条\n {two},\n],\n");
    let lines = format!("[\n{one},\n{two},\n]\n");
    for (name, content) in [("a.json", &listed), ("a.jsonl", &lines), ("b.json", &lines)] {
        let (_folder, file) = written(name, content.as_bytes());
        let (articles, said) = extracted(&file, &[]);
        let titles: Vec<_> = articles.iter().map(|article| article["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["渡口停航公告", "渡口复航公告"], "{name}: {said}");
        assert!(said.contains("有 2 条不是严格的 JSON"), "{name}: {said}");
        assert!(!said.contains("拒收"), "{name}: {said}");
    }
    let broken = "{\n  \"title\": \"渡口停航公告\",\n  content: \"停航三天。\"\n}\n";
    let (_folder, file) = written("a.json", broken.as_bytes());
    let (_, said) = extracted(&file, &[]);
    assert!(said.contains("第 3 行第 3 列") && said.contains("双引号"), "{said}");
}

/// A document number that closes a title is a field of its own, whatever the bulletin is written in; a title that was given is
/// never changed.
#[test]
fn numbers_that_close_titles_are_fields() {
    let title = "枕溪县人民政府关于加强渡口管理的通知";
    let number = "枕政发〔2022〕3号";
    let text = format!("{title}（{number}）\n各乡镇人民政府：\n渡口管理事关群众出行安全，现就有关事项通知如下。\n");
    let page = |title: &str| {
        format!(
            "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1><div>发布时间：2022-06-03 来源：枕溪县人民政府</div><div class=TRS_Editor><p>各乡镇人民政府：</p><p>渡口管理事关群众出行安全，现就有关事项通知如下。</p></div></body></html>"
        )
    };
    let record = format!("{{\"title\":\"{title}（{number}）\",\"content\":\"渡口管理。\"}}");
    let read = |name: &str, content: &str| {
        let (_folder, file) = written(name, content.as_bytes());
        extracted(&file, &[]).0.remove(0)
    };
    for (name, content) in [("a.html", page(&format!("{title}（{number}）"))), ("a.txt", text)] {
        let article = read(name, &content);
        assert_eq!((&article["title"], &article["document_number"]), (&title.into(), &number.into()), "{name}");
    }
    let article = read("a.jsonl", &record);
    assert_eq!(article["title"], format!("{title}（{number}）"));
    assert_eq!(article["document_number"], number);
    // Part of the sentence, or of another document.
    for title in ["枕溪县转发《渡口管理办法》（云政发〔2022〕1号）的通知", "《渡口管理办法》解读（云政发〔2022〕1号）"]
    {
        let article = read("a.html", &page(title));
        assert_eq!((&article["title"], &article["document_number"]), (&title.into(), &serde_json::Value::Null));
    }
}
