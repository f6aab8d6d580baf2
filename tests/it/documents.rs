//! Documents and attachments as an operator and a reader meet them: what each format becomes, what hostile
//! files cost, and that a hit says on which page of which file it stands.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use serde_json::Value;
use zip::write::SimpleFileOptions;

use crate::support::{TestApp, bytes, corpus, encoded, gongbao, json, page, printed, run, send, skipped};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/documents")
}

/// An archive of these entries.
fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A PDF of one page whose content is this, deflated.
fn pdf_of(content: &[u8]) -> Vec<u8> {
    let stream =
        [format!("<</Length {}/Filter/FlateDecode>>stream\n", content.len()).as_bytes(), content, b"\nendstream"]
            .concat();
    let objects: [&[u8]; 4] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>",
        &stream,
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut table = b"xref\n0 5\n0000000000 65535 f \n".to_vec();
    for (number, object) in (1..).zip(objects) {
        table.extend(format!("{:010} 00000 n \n", pdf.len()).as_bytes());
        pdf.extend(format!("{number} 0 obj\n").as_bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    let at = pdf.len();
    pdf.extend(table);
    pdf.extend(format!("trailer<</Size 5/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").as_bytes());
    pdf
}

/// A DOCX whose document is this XML.
fn docx(document: &[u8]) -> Vec<u8> {
    let types = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    zipped(&[("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", document)])
}

#[test]
fn every_fixture_becomes_its_expected_bulletin() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = gongbao(&folder.path().join("data"));
    // What is installed on this machine must not change the outcome.
    let output = run(command.env("GONGBAO_DOCUMENT_HELPERS", "false").args(["extract", "--json"]).arg(fixtures()));
    let mut wrong = Vec::new();
    let mut checked = 0;
    for line in String::from_utf8(output.stdout.clone()).unwrap().lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        let file = PathBuf::from(article["file"].as_str().unwrap());
        // The expectations are themselves JSON files of the folder.
        if file.extension().is_some_and(|extension| extension == "json") {
            continue;
        }
        let path = file.with_extension(format!("{}.expected.json", file.extension().unwrap().to_string_lossy()));
        let expected: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        for (field, value) in expected.as_object().unwrap() {
            let found = match field.as_str() {
                "state" | "reason" | "pages" => &article["attachments"][0]["file"][field],
                field => &article[field],
            };
            if found != value {
                wrong.push(format!("{} {field}:\n  expected {value}\n  found    {found}", file.display()));
            }
        }
        checked += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(checked, 18, "{}", printed(&output));
}

#[test]
fn hostile_files_cost_one_refusal_each() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("in");
    fs::create_dir(&inputs).unwrap();
    let file = |name: &str, content: &[u8]| fs::write(inputs.join(name), content).unwrap();
    let pdf = fs::read(fixtures().join("notice.pdf")).unwrap();
    file("good.pdf", &pdf);
    file("truncated.pdf", &pdf[..pdf.len() / 3]);
    let text = String::from_utf8_lossy(&pdf).into_owned();
    assert!(text.contains("trailer<<"));
    let lock = b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/P -4/O<000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f>/U<000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f>>>/ID[<00><00>]";
    let at = memchr::memmem::find(&pdf, b"trailer<<").unwrap();
    file("locked.pdf", &[&pdf[..at], lock, &pdf[at + 9..]].concat());
    file("noise.pdf", &[b"%PDF-1.7\n".as_slice(), &[0xA5; 100_000]].concat());

    // Two gigabytes of blanks on one page, and a million arrays within each other: each takes its reader down.
    file(
        "flood.pdf",
        &pdf_of(&{
            let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            for _ in 0..2_048 {
                deflated.write_all(&[b' '; 1 << 20]).unwrap();
            }
            deflated.finish().unwrap()
        }),
    );
    let arrays = b"[".repeat(1_000_000);
    file(
        "arrays.pdf",
        &[b"%PDF-1.4\n1 0 obj\n".as_slice(), &arrays, b"\nendobj\ntrailer<</Size 2/Root 1 0 R>>\n%%EOF"].concat(),
    );

    let mut locked = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for stream in ["EncryptionInfo", "EncryptedPackage"] {
        locked.create_stream(stream).unwrap().write_all(&[7; 5_000]).unwrap();
    }
    file("locked.docx", &locked.into_inner().into_inner());
    file("broken.doc", &[[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].as_slice(), &[0x41; 4_000]].concat());

    // Six hundred megabytes of nothing in half a megabyte.
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    bomb.write_all(b"<Types/>").unwrap();
    bomb.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..600 {
        bomb.write_all(&[0; 1 << 20]).unwrap();
    }
    file("bomb.docx", &bomb.finish().unwrap().into_inner());
    let mut nested = zipped(&[("深.txt", "最里面".as_bytes())]);
    for _ in 0..6 {
        nested = zipped(&[("inner.zip", &nested)]);
    }
    file("nested.zip", &nested);
    file("no-documents.zip", &zipped(&[("a.png", b"x")]));

    let deep = [b"<a>".repeat(200_000), b"</a>".repeat(200_000)].concat();
    file("deep.ofd", &zipped(&[("OFD.xml", &deep)]));
    file("deep.docx", &docx(&deep));
    let outside = r#"<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;">]>
        <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>关于外部实体的通知&x;&b;</w:t></w:r></w:p></w:body></w:document>"#;
    file("outside.docx", &docx(outside.as_bytes()));
    let slip = "从压缩包里逃不出去的通知\n各单位：\n请照此办理。";
    file("slip.zip", &zipped(&[("../../../escaped.txt", slip.as_bytes()), ("/escaped-too.txt", slip.as_bytes())]));
    // A gigabyte of nothing takes no room on the disk.
    let nothing = fs::File::create(inputs.join("nothing.pdf")).unwrap();
    nothing.set_len(1 << 30).unwrap();
    drop(nothing);
    let mut big = fs::File::create(inputs.join("big.pdf")).unwrap();
    big.write_all(b"%PDF-1.7\n").unwrap();
    big.set_len(1 << 30).unwrap();
    drop(big);

    let data = folder.path().join("data");
    let output = run(gongbao(&data).env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(&inputs));
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    for expected in [
        "truncated.pdf：",
        "locked.pdf：文件有密码",
        "noise.pdf：",
        "flood.pdf：读取时出错而中止",
        "arrays.pdf：读取时出错而中止",
        "locked.docx：文件有密码",
        "broken.doc：",
        "bomb.docx：压缩包展开后超过上限",
        "压缩包嵌套超过 3 层",
        "no-documents.zip：压缩包里没有能读的文档",
        "deep.ofd：OFD 中的 XML 嵌套超过",
        "nothing.pdf：内容与扩展名不符",
        "big.pdf：文件超过上限",
    ] {
        assert!(text.contains(expected), "「{expected}」 is not in:\n{text}");
    }
    assert!(!text.contains("good.pdf"), "{text}");
    assert!(!folder.path().join("escaped.txt").exists() && !Path::new("/escaped-too.txt").exists());
    let listed = run(gongbao(&data).args(["extract", "--json"]).arg(inputs.join("outside.docx")));
    assert!(!printed(&listed).contains("root:") && !printed(&listed).contains("哈哈"), "{}", printed(&listed));
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
}

/// A folder with a page, a record, and the files that they link to.
fn folder_of_pages() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("in/2021");
    fs::create_dir_all(pages.join("附件")).unwrap();
    let copy = |name: &str, to: &str| fs::copy(fixtures().join(name), pages.join("附件").join(to)).unwrap();
    copy("notice.pdf", "禁火 通告.pdf");
    copy("table.xlsx", "table.xlsx");
    copy("notice.ofd", "未被引用.ofd");
    let html = r#"<html><head><meta charset="utf-8"><title>泊云县召开森林防火会议</title></head><body><h1>泊云县召开森林防火会议</h1>
        <div class="TRS_Editor"><p>三月十日，泊云县召开春季森林防火工作会议，部署近期重点工作。</p><p>会议要求，各乡镇严格落实责任。</p>
        <p>附件：<a href="附件/%E7%A6%81%E7%81%AB%20%E9%80%9A%E5%91%8A.pdf">禁火通告</a></p><p><a href="../../../secret.pdf">别处的文件.pdf</a></p></div></body></html>"#;
    fs::write(pages.join("page.html"), html).unwrap();
    fs::write(folder.path().join("secret.pdf"), fs::read(fixtures().join("notice-gbk.pdf")).unwrap()).unwrap();
    let record = r#"{"id":"qudao","title":"泊云县渠道情况","body":"详见附件。","attachments":[{"title":"渠道清单","url":"附件/table.xlsx"},{"title":"远处","url":"https://boyun.example/a.pdf"}]}"#;
    fs::write(pages.join("records.jsonl"), record).unwrap();
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_in_a_file_says_which_file_and_page() {
    let folder = folder_of_pages();
    let data = folder.path().join("data");
    let output =
        run(gongbao(&data).env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(folder.path().join("in")));
    // The page, the record, and the document that no page links to.
    assert!(printed(&output).contains("新增 3，更新 0，未变 0，拒收 0"), "{}", printed(&output));
    let again =
        run(gongbao(&data).env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(folder.path().join("in")));
    assert!(printed(&again).contains("新增 0，更新 0，未变 3，拒收 0"), "{}", printed(&again));
    // The index is made again from the store alone, texts of files and all.
    let reindexed = run(gongbao(&data).arg("reindex"));
    assert_eq!(reindexed.status.code(), Some(0), "{}", printed(&reindexed));
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
    let test = TestApp::over(folder).await;

    let hit = async |query: &str| {
        let path = format!("/search?q={}", encoded(query));
        let (_, answer) = json(&test, &path).await;
        assert_eq!(answer["total"], 1, "{query}: {answer}");
        (answer["results"][0].clone(), page(&test, &path).await.1)
    };
    let (found, html) = hit("\"护林员巡查制度\"").await;
    assert_eq!(found["title"], "泊云县召开森林防火会议");
    let place = &found["highlights"]["attachment"];
    assert_eq!((&place["number"], &place["page"]), (&1.into(), &2.into()), "{place}");
    assert_eq!(place["title"], "禁火通告");
    assert!(found["highlights"]["body"]["html"].as_str().unwrap().contains("<mark>护林员巡查制度</mark>"));
    assert!(html.contains("见附件《") && html.contains("》第 2 页"), "{html}");
    let (found, _) = hit("\"青岑水库\"").await;
    assert_eq!(found["highlights"]["attachment"]["name"], "水库");
    assert_eq!(found["highlights"]["attachment"]["page"], Value::Null);
    // A document that is a bulletin by itself knows its pages as well.
    let (found, _) = hit("\"养护台账\"").await;
    assert_eq!(found["highlights"]["attachment"]["page"], 2);
    let (found, _) = hit("\"部署近期重点工作\"").await;
    assert_eq!(found["highlights"]["attachment"], Value::Null);

    let (_, record) = json(&test, "/articles/qudao").await;
    let files = record["attachments"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(files[0]["file"]["state"], "read");
    assert_eq!(files[0]["file"]["pages"][1]["paragraphs"][1], "青岑水库\t1200");
    assert_eq!(files[1]["file"], Value::Null);
    let (_, html) = page(&test, &format!("/articles/qudao?q={}", encoded("青岑水库"))).await;
    assert!(html.contains("<details open>") && html.contains("<mark>青岑水库</mark>"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn originals_are_served_as_they_were_and_safely() {
    let folder = folder_of_pages();
    let data = folder.path().join("data");
    let pages = folder.path().join("in");
    run(gongbao(&data).env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(pages));
    let test = TestApp::over(folder).await;
    let original = fs::read(fixtures().join("table.xlsx")).unwrap();
    let get = async |path: &str, headers: &[(&str, &str)]| {
        let headers = [&[("accept-encoding", "gzip")], headers].concat();
        let (parts, body) = send(&test, "GET", path, &headers).await.into_parts();
        (parts.clone(), bytes(axum::response::Response::from_parts(parts, body)).await)
    };
    let path = "/articles/qudao/attachments/1";
    let (parts, body) = get(path, &[]).await;
    assert_eq!((parts.status, &body), (StatusCode::OK, &original));
    let header = |name: &str| parts.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_eq!(header("content-disposition"), "attachment; filename=\"table.xlsx\"; filename*=UTF-8''table.xlsx");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(header("content-length"), original.len().to_string());
    assert!(!parts.headers.contains_key("content-encoding"));
    let tag = header("etag");
    assert_eq!(get(path, &[("if-none-match", &tag)]).await.0.status, StatusCode::NOT_MODIFIED);
    let (parts, body) = get(path, &[("range", "bytes=10-19")]).await;
    assert_eq!((parts.status, body.as_slice()), (StatusCode::PARTIAL_CONTENT, &original[10..20]));
    assert_eq!(get(path, &[("range", "bytes=999999-")]).await.0.status, StatusCode::RANGE_NOT_SATISFIABLE);
    for path in [
        "/articles/qudao/attachments/2",
        "/articles/qudao/attachments/9",
        "/articles/qudao/attachments/0",
        "/articles/qudao/attachments/x",
        "/articles/nobody/attachments/1",
    ] {
        assert_eq!(get(path, &[]).await.0.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scanned_pages_are_said_to_be_so() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut command = gongbao(&data);
    let output =
        run(command.env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(fixtures().join("scanned.pdf")));
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).contains("第 2 页是图片，没有文字层"), "{}", printed(&output));
}

#[test]
fn scanned_pages_are_recognised_where_tesseract_is_installed() {
    let lists_chinese = |output: std::process::Output| String::from_utf8_lossy(&output.stdout).contains("chi_sim");
    let installed = std::process::Command::new("tesseract").arg("--list-langs").output().is_ok_and(lists_chinese);
    if !installed || std::process::Command::new("pdftoppm").arg("-v").output().is_err() {
        skipped("recognition of scanned pages", "tesseract with chi_sim, or pdftoppm, is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ocr/scan.pdf");
    let output = run(gongbao(&folder.path().join("data")).args(["extract", "--json"]).arg(scan));
    let article: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", printed(&output)));
    assert!(printed(&output).contains("现就有关事项通知如下"), "{article}");
    assert_eq!(article["attachments"][0]["file"]["state"], "read");
}

/// How much of what `reference` says, character by character, `text` says too.
fn overlap(reference: &str, text: &str) -> f64 {
    let mut counts = std::collections::HashMap::new();
    text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| *counts.entry(c).or_insert(0) += 1);
    let wanted: Vec<char> = reference.chars().filter(|c| c.is_alphanumeric()).collect();
    let found = wanted
        .iter()
        .filter(|c| {
            counts.get_mut(c).is_some_and(|left| {
                *left -= 1;
                *left >= 0
            })
        })
        .count();
    found as f64 / wanted.len().max(1) as f64
}

/// What another program makes of a file, as text; `None`, said aloud, where it is not installed.
fn printed_by_others(file: &Path, folder: &Path) -> Option<String> {
    let is_pdf = file.extension().is_some_and(|extension| extension == "pdf");
    let output = if is_pdf {
        std::process::Command::new("pdftotext").arg(file).arg("-").output()
    } else {
        std::process::Command::new("soffice")
            .args(["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"])
            .arg(folder)
            .arg(file)
            .env("HOME", folder)
            .output()
    };
    let Ok(output) = output else {
        let program = if is_pdf { "pdftotext" } else { "soffice" };
        skipped(&file.display().to_string(), &format!("{program} is not installed"));
        return None;
    };
    if is_pdf {
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let text = fs::read_to_string(folder.join(file.with_extension("txt").file_name()?));
        Some(text.unwrap_or_else(|error| panic!("soffice made no text of {}: {error}", file.display())))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_documents_say_what_other_programs_say_they_do() {
    let Some(corpus) = corpus("real_documents_say_what_other_programs_say_they_do") else { return };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let documents = corpus.join("docs");
    let (mut compared, mut uncompared) = (0, 0);
    for entry in fs::read_dir(&documents).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|extension| extension == "tsv") {
            continue;
        }
        let output = run(gongbao(&data).args(["extract", "--json"]).arg(&file));
        let article: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", printed(&output)));
        let ours: Vec<&str> = article["paragraphs"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let ours = format!("{}\n{}", article["title"].as_str().unwrap(), ours.join("\n"));
        let Some(others) = printed_by_others(&file, folder.path()) else {
            uncompared += 1;
            continue;
        };
        let (found, beyond) = (overlap(&others, &ours), overlap(&ours, &others));
        eprintln!("{}: {found:.4} of theirs, {beyond:.4} of ours", file.file_name().unwrap().to_string_lossy());
        assert!(found > 0.97 && beyond > 0.97, "{} {found} {beyond}", file.display());
        compared += 1;
    }
    assert_eq!(compared + uncompared, 6, "{compared} documents compared");

    let output = run(gongbao(&data).arg("import").arg(&documents));
    assert!(printed(&output).contains("新增 6"), "{}", printed(&output));
    let test = TestApp::over(folder).await;
    let (_, answer) = json(&test, &format!("/search?q={}", encoded("\"户籍人口性别比为97.73\""))).await;
    assert_eq!(answer["results"][0]["highlights"]["attachment"]["page"], 2, "{answer}");
}
