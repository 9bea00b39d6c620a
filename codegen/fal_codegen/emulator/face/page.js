"use strict";
const form = document.getElementById("send");
const said = document.getElementById("said");
const live = document.getElementById("live");
const waiting = new Set();
const key = () => document.getElementById("key")?.value || "any";
const headers = () => ({ authorization: `Key ${key()}`, "content-type": "application/json" });
const pathOf = (url) => new URL(url).pathname;

function body() {
  const told = {};
  for (const field of form.querySelectorAll("[data-name]")) {
    if (field.value === "") continue;
    const asText = field.dataset.kind === "text";
    try {
      told[field.dataset.name] = asText ? field.value : JSON.parse(field.value);
    } catch {
      told[field.dataset.name] = field.value; // no JSON: the service says what it thinks of that
    }
  }
  return JSON.stringify(told);
}

form.hidden = false;
document.getElementById("unscripted").hidden = true;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const asked = { method: "POST", headers: headers(), body: body() };
    const answer = await fetch(`/queue.fal.run/${form.dataset.endpoint}`, asked);
    const told = await answer.json();
    said.textContent = answer.ok ? `Queued as ${told.request_id}.` : `${answer.status}: ${JSON.stringify(told)}`;
    if (answer.ok) waiting.add(pathOf(told.status_url));
  } catch (error) {
    said.textContent = `No answer: ${error.message}`;
  }
  await look();
});

async function look() {
  for (const path of waiting) {
    const answer = await fetch(path, { headers: headers() }).catch(() => null);
    const told = answer?.ok ? await answer.json() : null;
    if (told?.status === "COMPLETED" || answer?.status === 404) waiting.delete(path);
  }
  const page = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!page?.ok) return;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("live");
  if (fresh.innerHTML === live.dataset.seen || live.contains(document.activeElement)) return;
  live.dataset.seen = fresh.innerHTML;
  const open = [...live.querySelectorAll("details")].some((each) => each.open);
  if (!open) live.replaceChildren(...fresh.childNodes);
}

setInterval(look, 1000);
