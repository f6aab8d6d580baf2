// Comfort alone: every page does all it does without this file.
"use strict";

// A reader whose voice types, or who hits keys unawares, can switch single letters off (WCAG 2.1.4).
const hasKeys = () => document.documentElement.dataset.keys !== "off";

// "/" goes to the search box, unless something is being typed already.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || !hasKeys() || !box || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// The theme changes in place instead of by way of /preferences, and the same cookie keeps it; another size, language or
// script is another page.
document.querySelector(".preferences")?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.name !== "theme") return;
  event.preventDefault();
  document.documentElement.dataset[button.name] = button.value;
  document.cookie = `${button.name}=${button.value}; path=/; max-age=31536000; samesite=lax`;
  for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
});

// Suggestions while typing: a combobox with a list box, as WAI-ARIA describes them. The roles are set here, since
// without this file there is no list. What is typed stays the reader's until an option is walked to or chosen.
(() => {
  const box = document.getElementById("q");
  const form = box?.form;
  if (!box || !form || !window.fetch || !window.AbortController) return;
  const PAUSE = 70;
  const LIMIT = 8;
  const KEPT = 200;
  const KINDS = ["title", "person", "body", "column", "document_number"];
  // What is said stands in the page, in the reader's language.
  const texts = form.querySelector("template.said").content;
  const said = (name) => texts.querySelector(`[data-said="${name}"]`).cloneNode(true);
  const counted = (name, count) => said(name).textContent.replace("{n}", count.toLocaleString(document.documentElement.lang));

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", said("suggestions").textContent);
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  form.append(list, status);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const kept = new Map();
  let typed = box.value;
  let active = -1;
  let timer = 0;
  let asking = null;

  const isOpen = () => !list.hidden;

  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  };

  const close = () => {
    stop();
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    status.textContent = "";
  };

  const small = (text) => {
    const element = document.createElement("small");
    element.textContent = text;
    return element;
  };

  const option = ({ text, kind, count }, number) => {
    const item = document.createElement("li");
    item.id = `suggestion-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = text;
    const words = document.createElement("span");
    words.className = "text";
    words.textContent = text;
    const facts = document.createElement("span");
    facts.className = "about";
    if (KINDS.includes(kind)) facts.append(...said(kind).childNodes);
    if (kind !== "title") facts.append(small(counted("count", count)));
    item.append(words, facts);
    return item;
  };

  const show = (suggestions) => {
    active = -1;
    box.removeAttribute("aria-activedescendant");
    list.replaceChildren(...suggestions.map(option));
    list.hidden = suggestions.length === 0;
    box.setAttribute("aria-expanded", String(isOpen()));
    status.textContent = isOpen() ? counted("suggestions-count", suggestions.length) : "";
  };

  const ask = async () => {
    const query = box.value.trim();
    stop();
    if (!query) return close();
    if (kept.has(query)) return show(kept.get(query));
    const mine = (asking = new AbortController());
    try {
      const response = await fetch(`/suggest?q=${encodeURIComponent(query)}&limit=${LIMIT}`, {
        headers: { accept: "application/json" },
        signal: mine.signal,
      });
      if (!response.ok) return;
      const { suggestions } = await response.json();
      if (kept.size >= KEPT) kept.clear();
      kept.set(query, suggestions);
      // Another letter may have been typed meanwhile, or the box may have been left.
      if (asking === mine && document.activeElement === box) show(suggestions);
    } catch {
      // Aborted, or out of reach: the box goes on working without suggestions.
    }
  };

  const walk = (to) => {
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    // Past either end is the place of what was typed.
    active = to < -1 ? options.length - 1 : to >= options.length ? -1 : to;
    const chosen = options[active];
    box.value = chosen ? chosen.dataset.text : typed;
    if (!chosen) return box.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", chosen.id);
  };

  const typing = () => {
    typed = box.value;
    stop();
    timer = setTimeout(ask, PAUSE);
  };

  // While an input method composes, its letters are not the reader's text yet.
  box.addEventListener("input", (event) => {
    if (!event.isComposing) typing();
  });
  box.addEventListener("compositionstart", close);
  box.addEventListener("compositionend", typing);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen()) walk(active + (event.key === "ArrowDown" ? 1 : -1));
      else if (event.key === "ArrowDown") ask();
    } else if (event.key === "Escape" && isOpen()) {
      // A search box empties itself on Escape; the first one only closes the list.
      event.preventDefault();
      box.value = typed;
      close();
    } else if (event.key === "Enter") {
      close();
    }
  });

  // The box keeps the focus while the list is clicked.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (!chosen) return;
    box.value = chosen.dataset.text;
    close();
    form.requestSubmit();
  });
})();

// What was left empty in a form is not stated; whoever comes back to the form can fill it in again.
document.addEventListener("submit", (event) => {
  for (const field of event.target.elements) if ("optional" in field.dataset) field.disabled = field.value === "";
});
window.addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("[data-optional]")) field.disabled = false;
});

// In a chart of times a pointer drawn over bars asks for the time from the first to the last of them.
for (const chart of document.querySelectorAll(".timeline")) {
  const bars = [...chart.querySelectorAll("a")];
  let begun = null;
  let brushed = [];
  const mark = (x) => {
    const [left, right] = [Math.min(begun, x), Math.max(begun, x)];
    brushed = bars.filter((bar) => {
      const place = bar.querySelector(".slot").getBoundingClientRect();
      return place.right > left && place.left < right;
    });
    for (const bar of bars) bar.classList.toggle("brushed", Math.abs(x - begun) > 4 && brushed.includes(bar));
  };
  const stop = () => {
    begun = null;
    for (const bar of bars) bar.classList.remove("brushed");
  };
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    if (event.button === 0) begun = event.clientX;
  });
  chart.addEventListener("pointermove", (event) => {
    if (begun !== null) mark(event.clientX);
  });
  chart.addEventListener("pointercancel", stop);
  window.addEventListener("pointerup", (event) => {
    if (begun === null) return;
    mark(event.clientX);
    const drawn = Math.abs(event.clientX - begun) > 4 && brushed.length > 1;
    const [first, last] = [brushed[0], brushed[brushed.length - 1]];
    stop();
    if (!drawn) return;
    const address = new URL(chart.dataset.any, location.href);
    address.searchParams.set("from", first.dataset.from);
    address.searchParams.set("to", last.dataset.to);
    // The click that ends the drag on a bar is not meant for that bar.
    chart.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
    location.assign(address);
  });
}

// A long list of values is narrowed while its name is typed; the form asks the server for all of them.
for (const box of document.querySelectorAll("[data-filters]")) {
  const list = document.getElementById(box.dataset.filters);
  box.addEventListener("input", () => {
    const sought = box.value.trim().toLowerCase();
    for (const item of list?.children ?? []) item.hidden = !item.textContent.toLowerCase().includes(sought);
  });
}

// "j" and "k" walk over the results, Enter opens the one in focus as any link, "n" and "p" turn pages.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!hasKeys() || typing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const step = { j: 1, k: -1 }[event.key];
  const hits = [...document.querySelectorAll(".hits h2 a")];
  if (step && hits.length) {
    const at = hits.indexOf(document.activeElement);
    const to = at < 0 ? (step > 0 ? 0 : hits.length - 1) : Math.min(Math.max(at + step, 0), hits.length - 1);
    hits[to].focus();
    hits[to].scrollIntoView({ block: "center" });
    event.preventDefault();
  }
  // A key that is held turns one page, not all of them.
  const page = !event.repeat && { n: "next", p: "prev" }[event.key];
  const link = page && document.querySelector(`.pages a[rel="${page}"]`);
  if (link) link.click();
});

// Where there is room the menu and the filters stand open. The style shows them there by itself, but not in every browser,
// and what helps people to read pages knows a closed fold for hidden.
const wide = matchMedia("(min-width: 60rem)");
const isUnfolded = () => wide.matches && document.documentElement.dataset.size !== "large";
const unfold = () => {
  const open = isUnfolded();
  for (const fold of document.querySelectorAll(".fold, .menu")) {
    // Who opened further filters is led to them.
    fold.open = open || (location.hash === "#further" && fold.querySelector("#further") !== null);
  }
};
unfold();
wide.addEventListener("change", unfold);

// The menu of a phone closes as it is left.
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (menu && !isUnfolded() && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key !== "Escape" || !menu || isUnfolded()) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
