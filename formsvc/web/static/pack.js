// Documents of a pack in their order, from drafts, saved files and PDFs.

import * as drafts from "./drafts.js";
import { current, describe, named } from "./draftlist.js";
import { form, texts } from "./fields.js";
import { beside, goToSummary, summarise } from "./findings.js";
import { download } from "./download.js";
import "./pickers.js";
import { act, append, changed, rowsOf } from "./rows.js";
import { sourceOf } from "./sources.js";
import { toast } from "./toast.js";
import { element, say } from "./words.js";

document.documentElement.classList.add("with-script");
const list = document.getElementById("/items");
const choice = document.getElementById("draft");
const files = document.getElementById("files");
const made = document.querySelector("[data-made]");
const sources = new WeakMap(); // of rows; a row that was taken out and brought back keeps its own
const known = await drafts.list().catch(() => []);

choice.replaceChildren(...known.map((one) => new Option(describe(one), one.id)));
choice.closest(".field").hidden = !known.length;

function add(source) {
  const row = append(list);
  sources.set(row, source);
  row.querySelector("[data-name]").textContent = source.name;
  row.querySelector("[data-of-form]").hidden = Boolean(source.file);
  row.querySelector("[data-of-file]").hidden = !source.file;
  row.querySelector("[data-of-file] input[type=checkbox]").checked = Boolean(source.attach);
  if (source.file) row.querySelector("[name$='/title']").setAttribute("aria-required", "true");
  if (source.draft) opens(row.querySelector("[data-open]"), source);
  changed(list);
  return row;
}

// In a window of its own, so that the documents put together here stay.
function opens(button, { draft, form: id }) {
  button.hidden = false;
  button.addEventListener("click", () => {
    current(id, draft);
    window.open(`/forms/${id}${location.search}`);
  });
}

function showSections() {
  document.querySelector("[data-none]").hidden = rowsOf(list).length > 0;
  const order = new FormData(form).get("/order") ?? "";
  for (const field of list.querySelectorAll("[data-sections]")) {
    field.hidden = !order;
    for (const group of field.querySelectorAll("optgroup")) group.hidden = group.disabled = group.dataset.order !== order;
    const chosen = field.querySelector("select");
    if (chosen.selectedOptions[0]?.parentElement.disabled) chosen.value = "";
  }
}

document.querySelector("[data-add-draft]").addEventListener("click", () => {
  const draft = known.find((one) => one.id === choice.value);
  if (draft) add({ name: named(draft), form: draft.form, draft: draft.id, texts: draft.pairs }).focus();
});
document.querySelector("[data-add-files]").addEventListener("click", () => files.click());
files.addEventListener("change", async () => {
  const chosen = [...files.files];
  files.value = "";
  await addFiles(chosen);
});

async function addFiles(chosen) {
  const told = [];
  let first = null;
  for (const file of chosen) {
    try {
      const source = await sourceOf(file);
      if (source.told) told.push(source.told);
      const row = add(source);
      first ??= source.file ? row.querySelector("[name$='/title']") : row;
    } catch (fault) {
      told.push(say("failed", { reason: `${file.name}: ${fault instanceof TypeError ? say("offlineUnsaved") : fault.message}` }));
    }
  }
  first?.focus();
  if (told.length) toast(told.join(" "));
}

for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
document.addEventListener("drop", (event) => addFiles([...event.dataTransfer.files]));

// A draft goes in as it is by now: it may have been corrected in another window.
async function asked() {
  const body = new FormData();
  const latest = new Map((await drafts.list().catch(() => [])).map((one) => [one.id, one.pairs]));
  const mode = document.getElementById("mode-draft").checked ? { mode: "draft" } : {};
  const items = rowsOf(list).map((row, at) => {
    const { file, form: id, data, draft, texts: typed } = sources.get(row);
    if (file) {
      body.set(`file-${at + 1}`, file);
      return { file: `file-${at + 1}` };
    }
    return draft ? { form: id, texts: latest.get(draft) ?? typed, ...mode } : { form: id, data, ...mode };
  });
  body.set("pack", JSON.stringify({ texts: texts(), items }));
  return body;
}

async function pack() {
  made.replaceChildren();
  try {
    const answer = await fetch("/pack", { method: "POST", body: await asked(), headers: { Accept: "application/json" } });
    if (answer.ok) await taken(answer);
    else tell(await answer.json());
  } catch {
    toast(say("offlineUnsaved"));
  }
}

async function taken(answer) {
  beside([]);
  document.getElementById("summary").hidden = true;
  await download(answer);
  const sheets = say("packMade", { sheets: answer.headers.get("Formsvc-Sheets") });
  const plain = answer.headers.get("Formsvc-Findings").includes("P-archive");
  made.replaceChildren(element("p", {}, sheets), ...plain ? [element("p", { class: "warning" }, say("notArchival"))] : []);
}

function tell({ detail, findings }) {
  if (!findings.length) return toast(say("failed", { reason: detail }));
  const placed = findings.map((one) => ({ ...one, place: placeOf(one.pointer) }));
  beside(placed.map((one) => (one.place.split("/").length > 3 ? one : { ...one, message: `${one.label}: ${one.message}` })));
  summarise(placed);
  goToSummary();
}

// The id of the control that a pointer of the request is about, or of what is around it.
function placeOf(pointer) {
  let place = pointer;
  while (place && !document.getElementById(place)) place = place.slice(0, place.lastIndexOf("/"));
  return place;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const pressed = event.submitter;
  if (pressed?.value === "pack") pack();
  else if (pressed) act(pressed);
});
form.addEventListener("rows", showSections);
form.addEventListener("change", showSections);
// Enter in a line must not press the first button of the page.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});
showSections();
form.dataset.ready = "";
