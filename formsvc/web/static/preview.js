// The paper beside the form: drawn by the service after a pause, on the page of the field at hand.

import { form, here, posted } from "./fields.js";
import { element, say } from "./words.js";

const PAUSE = 200;
const button = document.querySelector("[data-preview]");
const box = document.querySelector("[data-preview-box]");
const picture = element("img", { alt: say("preview") });
const number = element("span", { role: "status" });
const told = element("p", { class: "error", role: "status" });
let timer;
let latest = 0;
let shown = { page: 1, pages: 1 };
let at = "";

box.append(
  element("div", { class: "pages" }, turn("previous", -1), number, turn("next", 1)),
  told,
  element("div", { class: "paper", tabindex: "0", role: "group", "aria-label": say("preview") }, picture),
);

function turn(word, by) {
  const press = () => draw({ page: Math.min(Math.max(shown.page + by, 1), shown.pages) });
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
    if (mine === latest) show(answer.headers, content);
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

function later() {
  if (box.hidden) return;
  clearTimeout(timer);
  timer = setTimeout(() => draw(at ? { at } : { page: shown.page }), PAUSE);
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
