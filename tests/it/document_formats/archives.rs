//! Archives: each member is read as by itself and keeps its own file, what belongs together stays together, what is not
//! read is named.

use std::fs;
use std::path::Path;

use axum::http::StatusCode;

use super::{attachments, docx, extracted, extracted_from, imported, paragraph, paragraphs, zipped};
use crate::support::{TestApp, bytes, gongbao, json, printed, run, send};

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>关于渡口检修的通知_泊云县人民政府</title></head><body><h1>关于渡口检修的通知</h1><div>发布时间：2022-04-06 来源：泊云县交通局</div><div class=\"TRS_Editor\"><p>各渡口：</p><p>定于四月中旬检修渡船，请提前安排好停航期间的群众出行。</p><p>附件：<a href=\"files/%E8%A1%A8.docx\">检修安排表.docx</a></p></div></body></html>";

fn notice(title: &str, text: &str) -> Vec<u8> {
    docx(&[paragraph(title), paragraph(text)].concat(), &[])
}

#[test]
fn pages_in_an_archive_are_bulletins_with_their_files() {
    let table = notice("检修安排表", "桥头渡四月十二日检修。");
    let archive = zipped(&[
        ("网站/通知.html", PAGE.as_bytes()),
        ("网站/files/表.docx", &table),
        ("网站/通知_files/banner.html", b"<html><body><p>banner</p></body></html>"),
        ("网站/logo.bin", &[0, 1, 2, 3]),
        ("网站/style.css", b"body { color: red }"),
        ("网站/记录.jsonl", b"{\"title\":\"a\"}"),
        ("__MACOSX/._通知.html", b"\0\0"),
    ]);
    let (articles, said) = extracted("网站.zip", &archive);
    assert_eq!(articles.len(), 1, "{said}");
    let read = &articles[0];
    assert_eq!(read["title"], "关于渡口检修的通知");
    assert_eq!((&read["published_on"], &read["source"]), (&"2022-04-06".into(), &"泊云县交通局".into()));
    assert_eq!(attachments(read), ["检修安排表.docx"]);
    assert_eq!(read["attachments"][0]["file"]["state"], "read");
    assert!(
        said.contains("另有 3 个文件没有读")
            && said.contains("网站/logo.bin")
            && said.contains("记录.jsonl（请解开后导入）"),
        "{said}"
    );
    assert!(!said.contains("banner") && !said.contains("MACOSX"), "{said}");
}

/// A text in an archive is read as one by itself.
#[test]
fn texts_in_an_archive_are_read_as_by_themselves() {
    let notice = "http://zhenxi.example/7.html\n标题：渡口检修公告\n发布日期：2022-06-07\n来源：枕溪县航务局\n正文：渡口检修一天，请提前安排出行。\n编辑：苏晚\n相关阅读\n渡口停航公告\n";
    let prelude = "---\ntitle: 渡口限载公告\ndate: 2022-06-09\n---\n渡口限载十吨，请互相转告。\n";
    let table = "标题\t发布日期\t正文\n渡口停航公告\t2022-06-03\t停航三天。\n";
    let alone =
        [("检修.txt", notice), ("限载.txt", prelude)].map(|(name, text)| extracted(name, text.as_bytes()).0.remove(0));
    let (gbk, ..) = encoding_rs::GB18030.encode(notice);
    let members: &[(&str, &[u8])] =
        &[("公告/检修.txt", &gbk), ("公告/限载.txt", prelude.as_bytes()), ("公告/表.txt", table.as_bytes())];
    let (articles, said) = extracted("公告.zip", &zipped(members));
    assert_eq!(articles.len(), 2, "{said}");
    for (within, alone) in articles.iter().zip(&alone) {
        for field in ["title", "published_on", "source", "editor", "url", "paragraphs"] {
            assert_eq!(within[field], alone[field], "{field}");
        }
        assert_eq!(within["attachments"][0]["file"]["state"], "read");
    }
    assert_eq!((&articles[0]["editor"], &articles[0]["url"]), (&"苏晚".into(), &"http://zhenxi.example/7.html".into()));
    assert!(
        said.contains("公告/表.txt") && said.contains("一行一篇的表") && said.contains("请解开后单独导入"),
        "{said}"
    );
}

/// Lists and logins in an archive are named, and what they lead to is not theirs.
#[test]
fn lists_in_an_archive_are_left_out_and_named() {
    let head = "<!DOCTYPE html><html><head><meta charset=utf-8><title>";
    let row = "<li><a href=\"停航.docx\">泊云县关于渡口停航的公告</a><span>2022-07-03</span></li>";
    let list = format!("{head}通知公告</title></head><body><ul>{}</ul></body></html>", row.repeat(20));
    let login =
        format!("{head}用户登录</title></head><body><form>用户名<input>密码<input></form>欢迎登录</body></html>");
    let table = format!(
        "{head}渡船检修安排表</title></head><body><h1>渡船检修安排表</h1><table>{}</table></body></html>",
        "<tr><td>桥头渡</td><td>四月十二日</td><td>司徒岚</td></tr>".repeat(5)
    );
    let other = notice("关于停航的公告", "七月停航。");
    let archive = zipped(&[
        ("网站/index.html", list.as_bytes()),
        ("网站/login.html", login.as_bytes()),
        ("网站/停航.docx", &other),
        ("网站/安排.html", table.as_bytes()),
        ("网站/通知.html", PAGE.as_bytes()),
        ("网站/logo.bin", &[0, 1, 2, 3]),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let (path, data) = (folder.path().join("网站.zip"), folder.path().join("data"));
    fs::write(&path, &archive).unwrap();
    let (articles, said) = extracted_from(&path);
    let titles: Vec<&str> = articles.iter().filter_map(|article| article["title"].as_str()).collect();
    assert_eq!(titles, ["关于停航的公告", "渡船检修安排表", "关于渡口检修的通知"], "{said}");
    assert!(said.contains("logo.bin"), "{said}");
    let done = run(gongbao(&data).arg("import").arg(&path));
    assert!(printed(&done).contains("新增 3，更新 0，未变 0，拒收 0"), "{}", printed(&done));
    let listed = printed(&run(gongbao(&data).args(["rejects", "list"])));
    for name in ["网站/index.html", "网站/login.html"] {
        assert!(listed.contains(&format!("压缩包里的 {name}：看来是栏目、列表或登录页")), "{listed}");
    }
    assert!(!listed.contains("停航.docx"), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_keep_their_own_files() {
    let (one, annex, other) = (
        notice("关于渡口检修的通知", "四月检修。"),
        notice("检修安排表", "桥头渡。"),
        notice("关于停航的公告", "七月停航。"),
    );
    let archive = zipped(&[("检修/通知.docx", &one), ("检修/附件：安排表.docx", &annex), ("停航.docx", &other)]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("公告.zip");
    fs::write(&path, &archive).unwrap();
    let (articles, said) = extracted_from(&path);
    assert_eq!(articles.len(), 2, "{said}");
    let found = |title: &str| articles.iter().find(|article| article["title"] == title).unwrap();
    assert_eq!(attachments(found("关于停航的公告")), ["停航.docx"]);
    assert_eq!(attachments(found("关于渡口检修的通知")), ["通知.docx", "附件：安排表.docx"]);
    let id = found("关于渡口检修的通知")["id"].as_str().unwrap().to_owned();

    let data = folder.path().join("data");
    let output = run(gongbao(&data).env("GONGBAO_DOCUMENT_HELPERS", "false").arg("import").arg(&path));
    assert!(printed(&output).contains("新增 2，更新 0，未变 0，拒收 0"), "{}", printed(&output));
    assert_eq!(run(gongbao(&data).arg("check")).status.code(), Some(0));
    let test = TestApp::over(folder).await;
    for (number, content) in [(1, &one), (2, &annex)] {
        let response = send(&test, "GET", &format!("/articles/{id}/attachments/{number}"), &[]).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(&bytes(response).await, content);
    }
    let (_, found) = json(&test, "/search?q=%E6%A1%A5%E5%A4%B4%E6%B8%A1").await;
    assert_eq!(found["results"][0]["title"], "关于渡口检修的通知", "{found}");
}

#[test]
fn what_is_known_and_not_read_is_told_with_a_way() {
    let archive = zipped(&[
        ("通知.docx", &notice("关于渡口检修的通知", "四月检修。")),
        ("旧件/论文.caj", b"CAJ\0\0"),
        ("旧件/资料.rar", b"Rar!\x1A\x07\x00"),
    ]);
    let said = imported("混合.zip", &archive);
    assert!(said.contains("新增 1") && said.contains("拒收 2"), "{said}");
    assert!(said.contains("旧件/论文.caj：是知网（CAJ）文件，不读这种格式；请用 CAJViewer"), "{said}");
    assert!(said.contains("旧件/资料.rar：不是完整的 RAR 文件"), "{said}");
    for (name, content, expected) in [
        ("a.rar", b"Rar!\x1A\x07\x00...".as_slice(), "不是完整的 RAR 文件"),
        ("a.ceb", b"Founder CEB 3.0\0", "打印为 PDF"),
        ("a.wps", b"\x01\x02WPS\0\0\0", "用 WPS 打开，另存为 DOCX"),
        ("a.jpg", b"\xFF\xD8\xFF\xE0\0", "合成 PDF"),
        ("a.tar", &[b'a'; 600], "解开后重新打成 ZIP"),
        ("a.xml", b"<?xml version=\"1.0\" encoding=\"GBK\"?><docs/>", "转换成 JSONL"),
        ("a.md", "# 渡口停航公告\n\n停航三天。\n".as_bytes(), "改成 .txt"),
        ("a.xls", "渡口\t渡船\n桥头渡\t二艘\n石篱渡\t一艘\n".as_bytes(), "改成 .csv"),
    ] {
        let said = imported(name, content);
        assert!(said.contains(expected) && !said.contains("不认识的格式"), "{name}: {said}");
    }
    let tables = zipped(&[
        ("通知.docx", &notice("关于渡口检修的通知", "四月检修。")),
        ("一.csv", b"a,b\n"),
        ("二.jsonl", b"{}"),
    ]);
    let said = imported("数据.zip", &tables);
    assert!(said.contains("新增 1") && said.contains("一.csv（请解开后导入）、二.jsonl（请解开后导入）"), "{said}");
    let behind = [b"\xEF\xBB\xBF".as_slice(), &notice("关于渡口检修的通知", "四月检修。")].concat();
    assert!(imported("通知.docx", &behind).contains("新增 1"));
    let only = zipped(&[("照片/一.png", b"\x89PNG\r\n\x1a\n"), ("a.css", b"p {}")]);
    let said = imported("照片.zip", &only);
    assert!(said.contains("压缩包里没有能读的文档") && said.contains("照片/一.png"), "{said}");
}

#[test]
fn seven_zip_is_read_like_zip() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/archives");
    let (articles, said) = extracted_from(&fixtures.join("notices.7z"));
    assert_eq!(articles.len(), 2, "{said}");
    let titles: Vec<&str> = articles.iter().filter_map(|article| article["title"].as_str()).collect();
    assert_eq!(titles, ["关于停航的公告", "关于渡口检修的通知"]);
    assert_eq!(paragraphs(&articles[1])[..2], ["各渡口：", "定于四月中旬检修渡船。"]);
    assert_eq!(attachments(&articles[1]), ["检修.txt"]);
}

/// An archive of these entries as that version of RAR writes it.
fn packed(version: rars::ArchiveVersion, is_solid: bool, entries: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut builder = rars::Builder::new(version).solid(is_solid);
    for (name, content) in entries {
        builder.add_bytes(name.to_vec(), content.to_vec(), None, None).unwrap();
    }
    let mut archive = Vec::new();
    builder.write_to(&mut archive, &rars::WriterResources::default(), None).unwrap();
    archive
}

#[test]
fn rar_is_read_like_zip() {
    let (one, annex) = (notice("关于渡口检修的通知", "四月检修。"), notice("检修安排表", "桥头渡。"));
    let gbk = |name: &str| encoding_rs::GBK.encode(name).0.into_owned();
    let utf8 = |name: &str| name.as_bytes().to_vec();
    for (version, is_solid) in [
        (rars::ArchiveVersion::Rar50, false),
        (rars::ArchiveVersion::Rar50, true),
        (rars::ArchiveVersion::Rar30, false),
        (rars::ArchiveVersion::Rar30, true),
    ] {
        let named = if version == rars::ArchiveVersion::Rar30 { gbk } else { utf8 };
        let names = ["检修/通知.docx", "检修/附件：安排表.docx", "停航.txt", "logo.bin"].map(named);
        let text = "渡口停航公告\n2022-06-03 来源：枕溪县航务局\n渡口停航三天，请提前安排出行。\n";
        let entries: [(&[u8], &[u8]); 4] =
            [(&names[0], &one), (&names[1], &annex), (&names[2], text.as_bytes()), (&names[3], &[0, 1, 2])];
        let archive = packed(version, is_solid, &entries);
        for name in ["公告.rar", "公告.zip"] {
            let (articles, said) = extracted(name, &archive);
            let titles: Vec<&str> = articles.iter().filter_map(|article| article["title"].as_str()).collect();
            assert_eq!(titles, ["渡口停航公告", "关于渡口检修的通知"], "{version:?} {said}");
            assert_eq!(articles[0]["source"], "枕溪县航务局");
            assert_eq!(attachments(&articles[1]), ["通知.docx", "附件：安排表.docx"]);
            assert!(said.contains("另有 1 个文件没有读：logo.bin"), "{said}");
        }
        // Whatever of it is broken or cut, what is whole is read and the rest is said.
        for at in (8..archive.len()).step_by(archive.len() / 24) {
            let mut broken = archive.clone();
            broken[at] ^= 0x55;
            let (articles, said) = extracted("坏.rar", &broken);
            assert!(articles.len() <= 2 && (articles.len() == 2 || !said.is_empty()), "{at}: {said}");
            // RAR before 5 does not tell that it was cut between two members.
            if version == rars::ArchiveVersion::Rar50 {
                let (articles, said) = extracted("断.rar", &archive[..at]);
                assert!(articles.len() < 2 || !said.is_empty(), "{at}: {said}");
            }
        }
    }
}

/// What inflates beyond all bounds is refused with a reason.
#[test]
fn a_rar_that_is_a_bomb_is_refused() {
    let zeros = vec![b' '; 48 << 20];
    let archive = packed(rars::ArchiveVersion::Rar50, false, &[(b"a.txt", &zeros)]);
    assert!(archive.len() < zeros.len() / 200);
    let (articles, said) = extracted("弹.rar", &archive);
    assert!(articles.is_empty() && said.contains("压缩包展开后超过上限"), "{said}");
}
