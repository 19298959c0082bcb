// What the service finds and computes: on leaving a field, and on request; never while typing.

import { ask, form, here } from "./fields.js";
import { beside, goToSummary, summarise } from "./findings.js";
import { element } from "./words.js";

const touched = new Set();
let all = !document.getElementById("summary").hidden; // after «Проверить» everything that is found is shown
let latest = 0;
let pressed = null; // nothing moves on the page while a button is held down

addEventListener("pointerdown", () => { pressed = Promise.withResolvers ? Promise.withResolvers() : later(); }, true);
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => { pressed?.resolve(); pressed = null; }, true);
}

function later() {
  const made = {};
  made.promise = new Promise((resolve) => { made.resolve = resolve; });
  return made;
}

async function asked() {
  latest += 1;
  const mine = latest;
  const answer = await ask(here("/check"));
  if (answer.status === 401) throw new Error("signIn");
  if (!answer.ok) throw new Error((await answer.json()).detail);
  const told = await answer.json();
  await pressed?.promise;
  return mine === latest ? told : null;
}

// Whether the document may be made; shows everything and goes to the summary.
export async function check() {
  all = true;
  const told = await asked();
  if (!told) return false;
  show(told);
  goToSummary();
  return !told.findings.some((one) => one.severity === "error");
}

// The same in passing: only what concerns fields that were already left.
export async function refresh() {
  try {
    const told = await asked();
    if (told) show(told);
  } catch {
    // Without a connection the last findings stay; a button that needs one tells of it.
  }
}

function show({ findings, computed }) {
  beside(findings.filter((one) => all || isDue(one)));
  if (all) summarise(findings);
  showComputed(computed);
}

function isDue({ place, rule }) {
  if (touched.has(place)) return true;
  return rule !== "S-required" && place && [...touched].some((one) => one.startsWith(`${place}/`));
}

function showComputed(computed) {
  const box = form.querySelector("[data-computed]");
  box.hidden = !computed.length;
  box.replaceChildren(...computed.map((one) => (one.rows ? table(one) : valueOf(one))));
}

function valueOf({ label, text }) {
  return element("p", {}, `${label}: `, element("strong", {}, text));
}

function table({ label, head, rows }) {
  const cell = (tag) => (text) => element(tag, tag === "th" ? { scope: "col" } : {}, text);
  const row = (tag) => (texts) => element("tr", {}, ...texts.map(cell(tag)));
  return element("table", { class: "table table-sm" },
    element("caption", {}, label),
    element("thead", {}, row("th")(head)),
    element("tbody", {}, ...rows.map(row("td"))));
}

form.addEventListener("focusout", (event) => {
  const field = event.target.closest("[data-field]");
  if (!field || field.contains(event.relatedTarget)) return;
  const own = event.target.closest("[data-row].text-row");
  touched.add(field.dataset.field);
  if (own) touched.add(own.dataset.row);
  refresh();
});
form.addEventListener("rows", refresh);
