// Comfort for readers: every page does all it does without this file. What is kept here stays in the browser.
"use strict";

(() => {
  const MOST_RECENT = 50;
  const MOST_SAVED = 100;

  const make = (name, text, properties = {}) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(text);
    return element;
  };

  // What is said stands in templates of the page, in the reader's language.
  const said = (name) => {
    const found = [...document.querySelectorAll("template.said")].map(({ content }) => content.querySelector(`[data-said="${name}"]`));
    return found.find((text) => text)?.cloneNode(true) ?? make("p", "");
  };
  const say = (element, name) => element.replaceChildren(...said(name).childNodes);

  // A browser may refuse to keep anything, or keep what another version of this file wrote.
  const read = (name) => {
    try {
      const kept = JSON.parse(localStorage.getItem(name) ?? "[]");
      const whole = ({ url, title } = {}) => typeof url === "string" && url.startsWith("/") && !url.startsWith("//") && typeof title === "string";
      return Array.isArray(kept) ? kept.filter((entry) => entry && whole(entry)) : [];
    } catch {
      return [];
    }
  };
  const write = (name, entries) => {
    try {
      if (entries.length) localStorage.setItem(name, JSON.stringify(entries));
      else localStorage.removeItem(name);
      return true;
    } catch {
      return false;
    }
  };
  const add = (name, entry, most) => write(name, [entry, ...read(name).filter(({ url }) => url !== entry.url)].slice(0, most));

  // What was read lately.
  const use = document.querySelector("[data-reading]");
  if (use) add("recent", { url: use.dataset.url, title: use.dataset.title, at: Date.now() }, MOST_RECENT);

  // A search can be saved where its results are.
  const results = document.querySelector("#results[data-name]");
  const takes = document.querySelector(".refine");
  if (results && takes) {
    const here = new URL(location.href);
    here.searchParams.delete("page");
    const url = here.pathname + here.search;
    const title = results.dataset.name;
    const button = make("button", "", { type: "button", className: "save" });
    const show = () => {
      const saved = read("saved").some((entry) => entry.url === url);
      button.setAttribute("aria-pressed", String(saved));
      say(button, saved ? "saved" : "save");
    };
    button.addEventListener("click", () => {
      const others = read("saved").filter((entry) => entry.url !== url);
      const saved = others.length < read("saved").length;
      if (saved) write("saved", others);
      else add("saved", { url, title, at: Date.now() }, MOST_SAVED);
      show();
    });
    show();
    takes.append(button);
  }

  // The page that shows both.
  const kept = document.querySelector("[data-kept]");
  const section = (name) => {
    const part = make("section", "");
    const entries = read(name);
    const heading = make("h2", "");
    say(heading, name);
    part.append(heading);
    if (!entries.length) {
      part.append(make("p", said(`no-${name}`).textContent, { className: "quiet" }));
      return part;
    }
    const list = make("ol", "", { className: "entries" });
    for (const { url, title, at } of entries) {
      const item = make("li", make("a", title, { href: url }));
      const facts = make("p", "");
      if (Number.isFinite(at)) facts.append(make("span", new Date(at).toLocaleString(document.documentElement.lang)));
      if (name === "saved") {
        const feed = url + (url.includes("?") ? "&" : "?") + "format=atom";
        facts.append(make("a", said("feed").textContent, { href: feed }));
      }
      const remove = make("button", said("remove").textContent, { type: "button", className: "plain" });
      remove.setAttribute("aria-label", `${remove.textContent} ${title}`);
      remove.addEventListener("click", () => {
        write(name, read(name).filter((entry) => entry.url !== url));
        show();
      });
      facts.append(remove);
      item.append(facts);
      list.append(item);
    }
    const clear = make("button", "", { type: "button", className: "plain" });
    say(clear, "clear");
    clear.addEventListener("click", () => {
      write(name, []);
      show();
    });
    part.append(list, clear);
    return part;
  };
  const show = () => kept?.replaceChildren(section("saved"), section("recent"));
  show();

  // The reference at a click.
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy)?.textContent.trim() ?? "";
      try {
        await navigator.clipboard.writeText(text);
        say(button, "copied");
      } catch {
        getSelection()?.selectAllChildren(document.getElementById(button.dataset.copy));
      }
    });
  }

  // Reading aloud by the browser's own voices, part by part; only where one speaks Chinese. A bulletin is read whole, of
  // results how many there are and what they are called.
  const speech = window.speechSynthesis;
  const spoken = () => {
    const text = document.querySelectorAll("article h1, article .body :is(h2, h3, h4, h5, p, li, tr)");
    const parts = text.length ? text : document.querySelectorAll("main h1, .summary p, .hits h2, .entries > li > a, main > article p");
    const own = (part) => {
      const copy = part.cloneNode(true);
      for (const other of copy.querySelectorAll(".here, small")) other.remove();
      return copy.textContent.trim();
    };
    return [...parts].map(own).filter((text) => text);
  };
  const offerAloud = (button, start, stop) => {
    if (!button || !speech) return;
    const voice = () => speech.getVoices().find(({ lang }) => /^(zh|cmn|yue)\b/i.test(lang));
    const offer = () => {
      button.hidden = !voice();
    };
    offer();
    speech.addEventListener?.("voiceschanged", offer);
    button.addEventListener("click", () => {
      if (speech.speaking) {
        speech.cancel();
        return say(button, start);
      }
      const parts = spoken().map((text) => Object.assign(new SpeechSynthesisUtterance(text), { lang: "zh-CN", voice: voice() }));
      parts.at(-1)?.addEventListener("end", () => say(button, start));
      for (const part of parts) speech.speak(part);
      say(button, stop);
    });
    addEventListener("pagehide", () => speech.cancel());
  };
  offerAloud(document.querySelector("[data-read-aloud]"), "aloud", "stop");
  offerAloud(document.querySelector("[data-aloud]"), "bar-aloud", "bar-stop");

  // 长辈版: larger still, and round again; and back to where one came from.
  const root = document.documentElement;
  const larger = document.querySelector("[data-larger]:not(html)");
  if (larger) {
    const enlarge = (by) => {
      if (by) root.dataset.larger = by;
      else delete root.dataset.larger;
    };
    try {
      enlarge(Number(sessionStorage.getItem("larger")) % 3);
    } catch {
      // A browser that keeps nothing begins at the first size on each page.
    }
    larger.hidden = false;
    larger.addEventListener("click", () => {
      const by = (Number(root.dataset.larger ?? 0) + 1) % 3;
      enlarge(by);
      try {
        sessionStorage.setItem("larger", by);
      } catch {
        // See above.
      }
    });
  }
  document.querySelector("[data-back]")?.addEventListener("click", (event) => {
    if (!document.referrer.startsWith(location.origin + "/") || history.length < 2) return;
    event.preventDefault();
    history.back();
  });

  // A small table becomes cards on a phone in 长辈版: each value with the name of its column.
  const MOST_COLUMNS = 8;
  const MOST_ROWS = 60;
  if (root.dataset.size === "large") {
    for (const table of document.querySelectorAll(".body table")) {
      const rows = [...table.rows];
      const names = [...(rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
      const even = rows.every(({ cells }) => cells.length === names.length && [...cells].every((cell) => cell.colSpan === 1 && cell.rowSpan === 1));
      if (!even || names.length < 2 || names.length > MOST_COLUMNS || rows.length < 2 || rows.length > MOST_ROWS) continue;
      if (names.some((name) => !name || name.length > 12)) continue;
      rows[0].classList.add("names");
      for (const row of rows.slice(1)) [...row.cells].forEach((cell, at) => (cell.dataset.label = names[at]));
      table.classList.add("cards");
    }
  }

  // Stepping through the matches in a text, from wherever one is.
  const nav = document.querySelector(".marks");
  const marks = [...document.querySelectorAll("article .body mark")];
  if (nav && marks.length > 1) {
    let at = -1;
    const place = make("output", said("matches").textContent.replace("{n}", marks.length));
    const step = (by) => {
      at = (at + by + marks.length) % marks.length;
      const reached = marks[at];
      for (const mark of marks) mark.classList.toggle("reached", mark === reached);
      reached.closest("details")?.setAttribute("open", "");
      reached.scrollIntoView({ block: "center" });
      place.value = `${at + 1} / ${marks.length}`;
    };
    const button = (name, key, by) => {
      const made = make("button", "", { type: "button", title: key });
      say(made, name);
      made.setAttribute("aria-keyshortcuts", key);
      made.addEventListener("click", () => step(by < 0 && at < 0 ? 0 : by));
      return made;
    };
    const row = make("p", "", { className: "stepping" });
    row.append(button("previous", "p", -1), place, button("next", "n", 1));
    nav.replaceChildren(row);
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (document.documentElement.dataset.keys === "off" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n") step(1);
      if (event.key === "p") step(at < 0 ? 0 : -1);
    });
  }
})();
