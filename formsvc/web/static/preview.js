// The paper beside the form: drawn by the service after a pause, on the page of the field at hand.

import { form, here, posted } from "./fields.js";
import { element, say } from "./words.js";

const PAUSE = 150;
const SETTLED = 1_000;
const button = document.querySelector("[data-preview]");
const box = document.querySelector("[data-preview-box]");
const picture = element("img", { alt: say("preview") });
const number = element("span", { role: "status" });
const told = element("p", { class: "error", role: "status" });
let timer;
let latest = 0;
let shown = { page: 1, pages: 1 };
let at = ""; // the field at hand
let located = ""; // the field whose page is shown

box.append(
  element("div", { class: "pages" }, turn("previous", -1), number, turn("next", 1)),
  told,
  element("div", { class: "paper", tabindex: "0", role: "group", "aria-label": say("preview") }, picture),
);

function turn(word, by) {
  const press = () => { located = ""; return draw({ page: Math.min(Math.max(shown.page + by, 1), shown.pages) }); };
  return element("button", { type: "button", class: "btn btn-outline-secondary", click: press }, say(word));
}

async function draw(asked) {
  latest += 1;
  const mine = latest;
  const body = posted();
  for (const [name, text] of Object.entries(asked)) body.set(name, text);
  try {
    const answer = await fetch(here("/preview"), { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const content = await answer.blob();
    if (mine !== latest) return;
    located = asked.at ?? located;
    show(answer.headers, content);
  } catch (fault) {
    if (mine === latest) told.textContent = say("noPreview", { reason: fault.message });
  }
}

function show(headers, content) {
  shown = { page: Number(headers.get("Formsvc-Page")), pages: Number(headers.get("Formsvc-Pages")) };
  number.textContent = say("page", shown);
  told.textContent = "";
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(content);
}

// To look for the page of a field takes longer than to draw one: while one types in a field, its
// page is drawn at once, and looked for again when the clerk has stopped.
function later() {
  if (box.hidden) return;
  clearTimeout(timer);
  const isKnown = at === located;
  timer = setTimeout(async () => {
    const mine = timer;
    await draw(isKnown ? { page: shown.page } : { at });
    if (isKnown && at && mine === timer) timer = setTimeout(() => draw({ at }), SETTLED);
  }, PAUSE);
}

button.addEventListener("click", () => {
  box.hidden = !box.hidden;
  button.setAttribute("aria-pressed", String(!box.hidden));
  form.querySelector(".work").classList.toggle("with-preview", !box.hidden);
  later();
});
form.addEventListener("input", later);
form.addEventListener("change", later);
form.addEventListener("rows", later);
form.addEventListener("focusin", (event) => {
  if (!event.target.name?.startsWith("/") || event.target.name === at) return;
  at = event.target.name;
  later();
});
