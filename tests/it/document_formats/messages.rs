//! Pages saved in one file, and mails.

use super::{article, attachments, docx, extracted, paragraph, paragraphs};

const MARKUP: &str = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\"><title>关于渡口检修的通知</title></head><body><h1>关于渡口检修的通知</h1><div>发布时间：2022-04-06 来源：泊云县交通局</div><div class=\"TRS_Editor\"><p>各渡口：</p><p>定于四月中旬检修渡船，请提前安排好停航期间的群众出行。</p></div></body></html>";

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for piece in bytes.chunks(3) {
        let bits = piece.iter().chain([0, 0].iter()).take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        for at in 0..4 {
            text.push(if at > piece.len() { '=' } else { char::from(SIGNS[(bits >> (18 - 6 * at) & 63) as usize]) });
        }
        if text.len() % 77 == 76 {
            text.push('\n');
        }
    }
    text
}

fn quoted(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'=' | 0x80.. => text.push_str(&format!("={byte:02X}")),
            byte => text.push(char::from(*byte)),
        }
        if at % 24 == 23 {
            text.push_str("=\r\n");
        }
    }
    text
}

#[test]
fn a_page_saved_in_one_file_is_the_page() {
    let gbk = encoding_rs::GBK.encode(MARKUP).0.into_owned();
    let saved = |encoding: &str, body: &str, more: &str| {
        format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://www.boyun.example/tzgg/202204/t1.html\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----b\"\r\n\r\n\r\n------b\r\nContent-Type: text/html{more}\r\nContent-ID: <f@m>\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: http://www.boyun.example/tzgg/202204/t1.html\r\n\r\n{body}\r\n------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://www.boyun.example/a.png\r\n\r\niVBORw0KGgo=\r\n------b--\r\n"
        )
    };
    for (name, file) in [
        ("页.mhtml", saved("base64", &base64(&gbk), "")),
        (
            "页.mht",
            saved("quoted-printable", &quoted(MARKUP.replace("gb2312", "utf-8").as_bytes()), "; charset=\"utf-8\""),
        ),
        ("页.doc", saved("quoted-printable", &quoted(&gbk), "; charset=\"gb2312\"")),
    ] {
        let read = article(name, file.as_bytes());
        assert_eq!(read["title"], "关于渡口检修的通知", "{name}");
        assert_eq!(read["url"], "http://www.boyun.example/tzgg/202204/t1.html");
        assert_eq!((&read["source"], &read["published_on"]), (&"泊云县交通局".into(), &"2022-04-06".into()));
        assert_eq!(paragraphs(&read), ["各渡口：", "定于四月中旬检修渡船，请提前安排好停航期间的群众出行。"]);
    }
    let cut = saved("base64", &base64(&gbk), "");
    assert_eq!(article("断.mhtml", &cut.as_bytes()[..cut.len() - 300])["title"], "关于渡口检修的通知");
}

#[test]
fn a_workbook_saved_in_one_file_has_its_sheets() {
    let part = |place: &str, markup: &str| {
        format!(
            "--b\r\nContent-Location: file:///C:/{place}\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n{markup}\r\n"
        )
    };
    let file = [
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n".to_owned(),
        part("a.htm", "<html><frameset><frame src=\"a.files/sheet001.htm\"></frameset></html>"),
        part("a.files/tabstrip.htm", "<html><body>渡口</body></html>"),
        part(
            "a.files/sheet001.htm",
            "<html><body><table><tr><td>泊云县渡口名录</td></tr><tr><td>桥头渡</td><td>12</td></tr></table></body></html>",
        ),
        "--b--".to_owned(),
    ];
    let read = article("名录.xls", file.concat().as_bytes());
    assert_eq!((read["title"].as_str(), paragraphs(&read)), (Some("泊云县渡口名录"), vec!["桥头渡\t12"]));
}

#[test]
fn a_mail_has_its_subject_date_text_and_files() {
    let table = docx(&[paragraph("检修安排表"), paragraph("桥头渡四月十二日检修。")].concat(), &[]);
    let subject = base64("转发：关于渡口检修的通知".as_bytes());
    let name = base64("安排表.docx".as_bytes());
    let mail = format!(
        "Received: from x\r\nFrom: =?utf-8?B?{}?= <a@boyun.example>\r\nTo: b@boyun.example\r\nSubject: =?utf-8?B?{subject}?=\r\nDate: Wed, 6 Apr 2022 23:30:00 -0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>各渡口：</p><p>现将安排表发给你们。</p><img src=\"cid:1\"></body></html>\r\n--a--\r\n--m\r\nContent-Type: application/octet-stream; name=\"=?utf-8?B?{name}?=\"\r\nContent-Disposition: attachment; filename=\"=?utf-8?B?{name}?=\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--m\r\nContent-Type: image/png\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--m--\r\n",
        base64("江一白".as_bytes()),
        base64(&encoding_rs::GBK.encode("各渡口：\n现将安排表发给你们。").0),
        base64(&table)
    );
    let read = article("邮件.eml", mail.as_bytes());
    assert_eq!((&read["title"], &read["published_on"]), (&"关于渡口检修的通知".into(), &"2022-04-07".into()));
    assert_eq!(paragraphs(&read), ["各渡口：", "现将安排表发给你们。"]);
    assert_eq!(attachments(&read), ["邮件.eml", "安排表.docx"]);
    assert_eq!(read["attachments"][1]["file"]["pages"][0]["paragraphs"][1], "桥头渡四月十二日检修。");
    let plain = "From: a@boyun.example\nSubject: 停水公告\nDate: 6 Apr 2022 08:00:00 +0800\n\n城北停水一天。\n";
    let read = article("停水.eml", plain.as_bytes());
    assert_eq!((read["title"].as_str(), paragraphs(&read)), (Some("停水公告"), vec!["城北停水一天。"]));
    // Old programs write the letters of their own system, and leave out who sent it.
    let raw = "Subject: 停水公告\r\nDate: 6 Apr 2022 08:00:00 +0800\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n城北停水一天，请转告。\r\n";
    let read = article("停水.eml", &encoding_rs::GBK.encode(raw).0);
    assert_eq!((read["title"].as_str(), paragraphs(&read)), (Some("停水公告"), vec!["城北停水一天，请转告。"]));
    assert!(
        extracted("空.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--")
            .1
            .contains("没有网页")
    );
}
