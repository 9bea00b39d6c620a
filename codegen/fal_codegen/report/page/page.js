"use strict";
const form = document.getElementById("filters");
const search = document.getElementById("search");
const shown = document.getElementById("shown");
const levels = [...form.elements.namedItem("level") ? form.querySelectorAll("[name=level]") : []];
const parts = [...document.querySelectorAll("section.endpoint")].map((section) => ({
  section,
  name: section.querySelector("h2").textContent.toLowerCase(),
  row: document.querySelector(`[data-of="${section.id}"]`),
  entries: [...section.querySelectorAll("article")].map((article) => ({
    article,
    level: article.dataset.level,
    text: article.textContent.toLowerCase(),
  })),
}));
const total = parts.reduce((sum, part) => sum + part.entries.length, 0);

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = new Set(levels.filter((box) => box.checked).map((box) => box.value));
  const all = wanted.size === levels.length;
  let seen = 0;
  for (const part of parts) {
    let here = 0;
    for (const entry of part.entries) {
      const found = words.every((word) => part.name.includes(word) || entry.text.includes(word));
      entry.article.hidden = !(found && wanted.has(entry.level));
      here += entry.article.hidden ? 0 : 1;
    }
    const named = all && words.every((word) => part.name.includes(word));
    part.section.hidden = part.row.hidden = !(here || named);
    seen += here;
  }
  shown.textContent = `${seen} of ${total} entries are shown.`;
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && search.value) {
    search.value = "";
    filter();
  }
});
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
});
filter();
