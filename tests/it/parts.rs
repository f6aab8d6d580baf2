//! Bulletins spread over several pages of a folder.

use std::fs;

use crate::support::{gongbao, printed, run};

/// A page of a bulletin, and the addresses before and after it.
fn page(title: &str, body: &str, previous: &str, next: &str) -> String {
    let link = |href: &str, text: &str| match href {
        "" => String::new(),
        href => format!("<a href='{href}'>{text}</a>"),
    };
    format!(
        "<html><head><title>{title}</title></head><body><h1>{title}</h1><div class=TRS_Editor>{body}</div>\
         <div class=page>{} <b>1</b> {}</div></body></html>",
        link(previous, "上一页"),
        link(next, "下一页")
    )
}

#[test]
fn pages_that_continue_each_other_are_one_bulletin() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    let write = |name: &str, text: String| fs::write(pages.join(name), text).unwrap();
    let first = "<p>三月四日，全县春季农田水利设施维护工作全面铺开，各乡镇组织力量清淤。</p>\
                 <figure><img src='https://q.example/1.jpg'><figcaption>图为管护员巡查末级渠道。</figcaption></figure>";
    let second = "<p>截至目前，全县已完成渠道清淤一百八十公里，维修闸门四十二座。</p>";
    let third = "<p>下一步，各乡镇将把责任落实到人，确保三月底前全部完工。</p><p>（记者 陆青禾）</p>";
    write("t1.html", page("春灌在即渠水到田", first, "", "t1_1.html"));
    write("t1_1.html", page("春灌在即渠水到田（2）", second, "t1.html", "t1_2.html"));
    write("t1_2.html", page("春灌在即渠水到田", third, "t1_1.html", "t2.html"));
    // What is called the next page is another bulletin.
    write("t2.html", page("关于停水的公告", "<p>因管网检修，明日起停水三天，请各单位提前储水。</p>", "t1_2.html", ""));
    // The first page comes last by name, and the last leads back to it.
    write("z.html", page("清淤工作综述", "<p>入冬以来，石篱镇组织清淤，累计出动劳力三千余人次。</p>", "", "a.html"));
    write("a.html", page("清淤工作综述", "<p>镇里还聘请了三十二名管护员，每周巡查两次。</p>", "z.html", "z.html"));

    let output = run(gongbao(&data).arg("import").arg(&pages));
    assert!(printed(&output).contains("新增 3，更新 0，未变 0，拒收 0"), "{}", printed(&output));
    let output = run(gongbao(&data).args(["extract", "--json"]).arg(pages.join("t1.html")));
    let article: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let paragraphs: Vec<&str> =
        article["paragraphs"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    assert_eq!(paragraphs.len(), 5, "{paragraphs:?}");
    assert!(paragraphs[2].starts_with("截至目前") && paragraphs[3].starts_with("下一步"), "{paragraphs:?}");
    assert_eq!(article["authors"], serde_json::json!(["陆青禾"]));
    let markup = article["body_html"].as_str().unwrap();
    assert!(markup.contains("<figcaption>图为管护员巡查末级渠道。</figcaption>"), "{markup}");
    assert!(markup.contains("维修闸门四十二座"), "{markup}");
    // A page that was named alone is taken as it is.
    let output = run(gongbao(&data).args(["extract", "--json"]).arg(pages.join("a.html")));
    assert!(printed(&output).contains("管护员"), "{}", printed(&output));
}
