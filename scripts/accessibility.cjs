// What scripts/accessibility asks of a running site: axe-core and reflow on every kind of page in every mode,
// the weight of a page of results, and Lighthouse on the pages that people meet first.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const puppeteer = require("puppeteer-core");

const site = process.argv[2];
const options = process.argv.slice(3);
const pictures = options.includes("--pictures") ? options[options.indexOf("--pictures") + 1] : null;

// Bytes of a page of results with its style and script, compressed.
const MOST_BYTES = 60 * 1024;
const LEAST_SCORE = 95;

const MODES = [
  { name: "light", theme: "light", size: "normal", width: 1280 },
  { name: "dark", theme: "dark", size: "normal", width: 1280 },
  { name: "light-390", theme: "light", size: "normal", width: 390 },
  { name: "dark-390", theme: "dark", size: "normal", width: 390 },
  { name: "large", theme: "light", size: "large", width: 1280 },
  { name: "large-dark", theme: "dark", size: "large", width: 1280 },
  { name: "large-390", theme: "light", size: "large", width: 390 },
  { name: "english-390", theme: "light", size: "normal", width: 390, language: "en" },
  { name: "traditional-390", theme: "light", size: "normal", width: 390, language: "zh-Hant", script: "hant" },
];

/** Every kind of page: a name and an address. */
async function pages() {
  const search = async (parameters) => (await fetch(`${site}/search?${parameters}`)).json();
  const query = encodeURIComponent("防汛");
  const some = (await search(`q=${query}&per_page=1`)).results[0].id;
  const all = (await search("per_page=100&fields=id,attachments,document_number,body_html")).results;
  const withFiles = all.find((article) => article.attachments?.length > 0);
  const withNumber = all.find((article) => article.document_number);
  const withTable = all.find((article) => article.body_html?.includes("<table"));
  const sources = await (await fetch(`${site}/browse/source`)).json();
  const article = (id) => `/articles/${encodeURIComponent(id)}`;
  const list = [
    ["home", "/"],
    ["search", `/search?q=${query}`],
    ["search-filtered", `/search?q=${query}&from=2019&sort=-date`],
    ["search-explained", `/search?q=${query}&explain=1`],
    ["search-empty", `/search?q=${encodeURIComponent("“查无此事的一句话”")}&from=2019`],
    ["search-all", "/search?sort=-date&per_page=50"],
    ["article", `${article(some)}?q=${query}`],
    withFiles && ["article-files", article(withFiles.id)],
    withNumber && ["article-number", article(withNumber.id)],
    withTable && ["article-table", article(withTable.id)],
    ["versions", `${article(some)}/versions`],
    ["version", `${article(some)}/versions/1`],
    ["compared", `${article(some)}/compare/${encodeURIComponent(all[0].id)}`],
    ["help", "/help"],
    ["about", "/about"],
    ["api", "/api"],
    ["audit", "/audit"],
    ["stats", "/stats"],
    ["advanced", "/advanced"],
    ["browse", "/browse"],
    ["browse-source", "/browse/source"],
    ["landing", sources.values[0].landing_url],
    ["trends", `/trends?q=${query}&q=${encodeURIComponent("会议")}`],
    ["latest", "/latest"],
    ["facet", "/facets/source"],
    ["kept", "/kept"],
    ["error", "/search?page=0"],
    ["missing", "/articles/nothing"],
  ].filter(Boolean);
  const kept = [];
  for (const [name, address] of list) {
    const answer = await fetch(site + address, { headers: { accept: "text/html" } });
    // A page that this version does not have is told, not tried.
    const expected = name === "error" ? 400 : name === "missing" ? 404 : 200;
    const isPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
    if (answer.status === expected && isPage) kept.push([name, address]);
    else console.log(`not a page here: ${address} (${answer.status})`);
  }
  return kept;
}

/** Serious findings of axe, in every mode; others are told. */
async function accessible(browser, list) {
  const source = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  let serious = 0;
  let tried = 0;
  for (const mode of MODES) {
    const page = await browser.newPage();
    await page.setBypassCSP(true);
    await page.setViewport({ width: mode.width, height: 900, isMobile: mode.width < 500, hasTouch: mode.width < 500 });
    const cookie = (name, value) => ({ name, value, url: site });
    const { theme, size, language = "zh-Hans", script = "original" } = mode;
    await page.setCookie(...Object.entries({ theme, size, language, script }).map(([name, value]) => cookie(name, value)));
    for (const [name, address] of list) {
      await page.goto(site + address, { waitUntil: "load" });
      await page.evaluate(source);
      const found = await page.evaluate(() =>
        axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
      );
      tried += 1;
      for (const { id, impact, nodes } of found.violations) {
        const bad = impact === "serious" || impact === "critical";
        serious += bad ? 1 : 0;
        const where = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`);
        console.log(`${bad ? "SERIOUS" : impact} ${id} on ${name} (${mode.name}): ${where.join(" | ")}`);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) {
        serious += 1;
        console.log(`SERIOUS ${name} (${mode.name}) is ${overflow} px wider than the window`);
      }
      if (pictures) {
        fs.mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: path.join(pictures, `${name}-${mode.name}.png`), fullPage: true });
      }
    }
    await page.close();
  }
  console.log(`axe-core: ${list.length} pages in ${MODES.length} modes, ${tried} runs, ${serious} serious findings`);
  return serious;
}

/** Pages that do not fit into 320 px, which is 1280 px at 400 %: WCAG 2.2, 1.4.10. */
async function reflow(browser, list) {
  const page = await browser.newPage();
  await page.setViewport({ width: 320, height: 640 });
  let wide = 0;
  for (const size of ["normal", "large"]) {
    await page.setCookie({ name: "size", value: size, url: site });
    for (const [name, address] of list) {
      await page.goto(site + address, { waitUntil: "load" });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - 320);
      if (overflow > 0) {
        wide += 1;
        console.log(`SERIOUS ${name} (${size}) is ${overflow} px wider than 320 px`);
      }
    }
  }
  await page.close();
  console.log(`reflow at 320 px: ${list.length} pages in 2 sizes, ${wide} too wide`);
  return wide;
}

/** Whether a page of ten results with all it loads is light enough. */
async function weight() {
  const address = `${site}/search?q=${encodeURIComponent("会议")}`;
  const html = await (await fetch(address, { headers: { accept: "text/html" } })).text();
  const assets = [...html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => site + found[1]);
  let sum = zlib.gzipSync(html).length;
  const parts = [`page ${sum}`];
  for (const asset of new Set(assets)) {
    const bytes = zlib.gzipSync(Buffer.from(await (await fetch(asset)).arrayBuffer())).length;
    sum += bytes;
    parts.push(`${path.basename(asset)} ${bytes}`);
  }
  const outside = [...html.matchAll(/(?:src|href)="(https?:\/\/[^"]+)"[^>]*(?:rel="stylesheet"|><\/script>)/g)];
  console.log(`weight of a page of results, gzip: ${sum} bytes (${parts.join(", ")}), at most ${MOST_BYTES}`);
  return (sum > MOST_BYTES ? 1 : 0) + outside.length;
}

/** Scores of Lighthouse below the least. */
async function lighthouse(browser, list) {
  const { default: run } = await import(require.resolve("lighthouse"));
  const port = Number(new URL(browser.wsEndpoint()).port);
  let low = 0;
  for (const name of ["home", "search", "article", "browse", "trends"]) {
    const found = list.find((page) => page[0] === name);
    if (!found) continue;
    for (const formFactor of ["mobile", "desktop"]) {
      const desktop = { formFactor, screenEmulation: { mobile: false, width: 1280, height: 900, deviceScaleFactor: 1, disabled: false } };
      const result = await run(site + found[1], { port, logLevel: "error", output: "json" }, formFactor === "desktop"
        ? { extends: "lighthouse:default", settings: { ...desktop, throttlingMethod: "provided" } } : undefined);
      const scores = Object.values(result.lhr.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]);
      console.log(`Lighthouse ${name} (${formFactor}): ${scores.map(([id, score]) => `${id} ${score}`).join(", ")}`);
      // Pages of results ask not to be indexed, which Lighthouse counts against them.
      const counted = scores.filter(([id]) => id !== "seo" || name === "home" || name === "article");
      for (const [id] of counted.filter(([, score]) => score < LEAST_SCORE)) {
        low += 1;
        const audits = result.lhr.categories[id].auditRefs.map(({ id }) => result.lhr.audits[id]);
        const failed = audits.filter(({ score }) => score !== null && score < 0.9);
        console.log(`  ${id}: ${failed.map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`).join("; ")}`);
      }
    }
  }
  return low;
}

async function main() {
  const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--accept-lang=zh-CN"] });
  try {
    const list = await pages();
    let bad = await accessible(browser, list) + await reflow(browser, list) + await weight();
    if (!options.includes("--no-lighthouse")) bad += await lighthouse(browser, list);
    console.log(bad === 0 ? "PASS" : `FAIL ${bad} findings`);
    process.exitCode = bad === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

main();
