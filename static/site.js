// Comfort alone: every page does all it does without this file.
"use strict";

// "/" goes to the search box, unless something is being typed already.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || !box || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Theme and text size change in place instead of by way of /preferences, and the same cookies keep them.
document.querySelector(".preferences")?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  document.documentElement.dataset[button.name] = button.value;
  document.cookie = `${button.name}=${button.value}; path=/; max-age=31536000; samesite=lax`;
  for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
});
