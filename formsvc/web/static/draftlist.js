// The list of own drafts, on the catalogue and above a form.

import * as drafts from "./drafts.js";
import { dayAndClock, element, say } from "./words.js";

export function current(form, id) {
  const key = `draft:${form}`;
  if (id) sessionStorage.setItem(key, id);
  return sessionStorage.getItem(key);
}

// Words by which a clerk tells drafts of one form apart: the first thing that was typed.
function beginning(pairs) {
  const words = pairs.filter(([name, text]) => text.trim() && !name.startsWith("/options/")).map(([, text]) => text);
  return words.slice(0, 3).join(" ").slice(0, 60);
}

export function named(draft) {
  return [draft.title, beginning(draft.pairs)].filter(Boolean).join(": ");
}

export function describe(draft) {
  const told = [
    say("draft", { title: draft.title, time: dayAndClock(draft.saved) }),
    beginning(draft.pairs),
    draft.expires === null ? "" : say("until", { time: dayAndClock(draft.expires) }),
  ];
  return told.filter(Boolean).join("; ");
}

export function line(draft, { open, removed }) {
  const remove = async () => {
    await drafts.remove(draft.id);
    item.remove();
    removed();
  };
  const item = element("li", {},
    element("span", {}, describe(draft)),
    element("button", { type: "button", class: "btn btn-primary", click: open }, say("continue")),
    element("button", { type: "button", class: "btn btn-outline-danger", click: remove }, say("delete")));
  return item;
}

export async function wipe() {
  if (!confirm(say("wipe"))) return false;
  await drafts.wipe();
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("draft:")) sessionStorage.removeItem(key);
  return true;
}
