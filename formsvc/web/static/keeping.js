// Keeps every change of the form in a draft, and brings it back after a reload.

import * as drafts from "./drafts.js";
import { current, line, wipe } from "./draftlist.js";
import { form, here, texts } from "./fields.js";
import { showOptional } from "./options.js";
import { restore } from "./rows.js";
import { toast } from "./toast.js";
import { clock, element, say } from "./words.js";

const PAUSE = 250;
const hours = Number(form.dataset.hours);
const told = document.querySelector("[data-saved]");
const box = document.querySelector("[data-drafts]");
const off = document.querySelector("[data-no-drafts]");
let id;
let timer;
let unsaved = false;
let writing = Promise.resolve();

function tell(text, failed) {
  told.textContent = text;
  told.classList.toggle("failed", failed);
}

export function isSaved() {
  return !unsaved;
}

async function write() {
  clearTimeout(timer);
  if (!unsaved) return;
  if (drafts.isOff(hours)) {
    tell(say("notSaved", { reason: say("storageOff") }), true);
    return;
  }
  try {
    unsaved = false;
    const saved = await drafts.save({ id, form: form.dataset.form, title: form.dataset.title, pairs: texts() }, hours);
    if (!unsaved) tell(say("saved", { time: clock(saved) }), false);
  } catch (fault) {
    unsaved = true;
    tell(say("notSaved", { reason: say(fault.message === "signIn" ? "signIn" : "storageFailed") }), true);
  }
}

// One writing after another, so that an older state never comes last.
export function flush() {
  writing = writing.then(write);
  return writing;
}

export function changed() {
  unsaved = true;
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE);
}

function show(draft) {
  restore(form, draft.pairs);
  showOptional();
  tell(say("saved", { time: clock(draft.saved) }), false);
}

// A tab that was duplicated goes on with a copy: two windows must not overwrite each other.
async function claim(wanted) {
  if (!navigator.locks) return wanted;
  const free = (name) => new Promise((taken) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      taken(Boolean(lock));
      return lock ? new Promise(() => {}) : null; // held until the page is gone
    });
  });
  if (await free(`draft:${wanted}`)) return wanted;
  toast(say("copyOf"));
  return drafts.newId();
}

function offer(others) {
  const items = others.map((draft) => line(draft, {
    open: async () => {
      await take(draft.id);
      show(draft);
      box.replaceChildren();
    },
    removed: () => { if (!box.querySelector("li")) box.replaceChildren(); },
  }));
  if (items.length) box.replaceChildren(element("ul", { class: "plain drafts" }, ...items));
}

async function take(wanted) {
  id = await claim(wanted);
  current(form.dataset.form, id);
}

function plainAddress() {
  const lang = new URLSearchParams(location.search).get("lang");
  history.replaceState(null, "", here() + (lang ? `?lang=${lang}` : ""));
}

// Data that came with the page (an opened file, a sample) begin a draft of their own.
export async function begin() {
  const brought = form.dataset.opened !== undefined || location.search.includes("sample=");
  const known = await drafts.list().catch(() => []);
  const mine = brought ? null : known.find((one) => one.id === current(form.dataset.form));
  await take(mine?.id ?? drafts.newId());
  if (mine) show(mine);
  else if (!brought) offer(known.filter((one) => one.form === form.dataset.form));
  if (brought) {
    plainAddress();
    changed();
    await flush();
  }
}

async function another() {
  await flush();
  await take(drafts.newId());
  location.assign(location.href);
}

off.checked = drafts.isOff(hours);
off.addEventListener("change", async () => {
  await drafts.switchOff(off.checked);
  changed();
});
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("rows", changed);
addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", flush);
addEventListener("beforeunload", (event) => {
  if (unsaved) {
    flush();
    event.preventDefault();
  }
});
document.querySelector("[data-new]").addEventListener("click", another);
document.querySelector("[data-wipe]").addEventListener("click", async () => {
  if (await wipe()) {
    await take(drafts.newId());
    toast(say("wiped"));
    box.replaceChildren();
    tell("", false);
  }
});
document.querySelectorAll("[data-language]").forEach((button) => button.addEventListener("click", async (event) => {
  if (drafts.isOff(hours)) return; // the form itself carries everything along
  event.preventDefault();
  await flush();
  location.assign(`${here()}?lang=${button.dataset.language}`);
}));
