// Documents of a pack in their order, from drafts and saved files.

import * as drafts from "./drafts.js";
import { describe } from "./draftlist.js";
import { form, posted } from "./fields.js";
import { download } from "./download.js";
import "./pickers.js";
import { act } from "./rows.js";
import { toast } from "./toast.js";
import { element, say } from "./words.js";

document.documentElement.classList.add("with-script");
const place = document.querySelector("[data-items]");
const choice = document.getElementById("draft");
const files = document.getElementById("files");
const summary = document.getElementById("summary");
const documents = []; // {title, item}
const known = await drafts.list().catch(() => []);

choice.replaceChildren(...known.map((one) => new Option(describe(one), one.id)));

function show() {
  document.querySelector("[data-none]").hidden = documents.length > 0;
  place.replaceChildren(...documents.map(({ title }, at) => element("li", {},
    element("span", {}, title),
    button("up", at, () => exchange(at, at - 1)),
    button("down", at, () => exchange(at, at + 1)),
    button("delete", at, () => documents.splice(at, 1)))));
}

function button(word, at, change) {
  const press = () => { change(); show(); };
  const name = `${say(word)}: ${documents[at].title}`;
  return element("button", { type: "button", class: "btn btn-link", "aria-label": name, click: press }, say(word));
}

function exchange(one, other) {
  if (documents[other]) [documents[one], documents[other]] = [documents[other], documents[one]];
}

document.querySelector("[data-add-draft]").addEventListener("click", () => {
  const draft = known.find((one) => one.id === choice.value);
  if (!draft) return;
  documents.push({ title: describe(draft), item: { form: draft.form, texts: draft.pairs } });
  show();
});

files.addEventListener("change", async () => {
  for (const file of files.files) await add(file);
  files.value = "";
});

async function add(file) {
  try {
    const source = file.name.endsWith(".json") ? JSON.parse(await file.text()) : await extracted(file);
    documents.push({ title: file.name, item: { form: source.form, data: source.data } });
    if (source.edited) toast(say("edited", { name: file.name }));
    show();
  } catch (fault) {
    toast(say("failed", { reason: `${file.name}: ${fault.message}` }));
  }
}

async function extracted(file) {
  const body = new FormData();
  body.set("file", file);
  const answer = await fetch("/v1/extract", { method: "POST", body });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  return told;
}

async function pack() {
  const mode = document.getElementById("mode-draft").checked ? { mode: "draft" } : {};
  const body = posted();
  body.set("items", JSON.stringify(documents.map(({ item }) => ({ ...item, ...mode }))));
  try {
    const answer = await fetch("/pack", { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) {
      summary.hidden = true;
      await download(answer);
    } else {
      tell(await answer.json());
    }
  } catch {
    toast(say("offlineUnsaved"));
  }
}

function tell({ detail, findings }) {
  const errors = findings.filter((one) => one.severity === "error");
  summary.hidden = false;
  summary.querySelector("h2").textContent = errors.length ? say("errors", { count: errors.length }) : detail;
  summary.querySelector("ul").replaceChildren(...errors.map((one) => element("li", {}, `${one.label}: ${one.message}`)));
  summary.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const pressed = event.submitter;
  if (pressed?.value === "pack") pack();
  else if (pressed) act(pressed);
});
show();
form.dataset.ready = "";
