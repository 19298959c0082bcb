// What the documents of a pack are made of: a draft, the data of a saved file, or a PDF as it is.

import { say } from "./words.js";

// The files of a clerk as sources {name, form, data}, {name, file} with what is to be said of each.
export async function sourceOf(file) {
  const name = file.name;
  if (name.endsWith(".json")) return { name, ...await draftFile(file) };
  const isPdf = name.toLowerCase().endsWith(".pdf");
  if (isPdf && await isSigned(file)) return { name, file, attach: true, told: say("signedFile", { name }) };
  const answer = await extracted(file);
  const told = await answer.json();
  if (answer.status === 422 && isPdf) return { name, file };
  if (!answer.ok) throw new Error(told.detail);
  if (told.edited && isPdf) return { name, file, attach: true, told: say("changedFile", { name }) };
  return { name, form: told.form, data: told.data, told: told.edited ? say("edited", { name }) : "" };
}

async function draftFile(file) {
  const { form, data } = JSON.parse(await file.text());
  if (typeof form !== "string" || typeof data !== "object") throw new Error(say("noDraft"));
  return { form, data };
}

// Made anew of its data, a signed file would lose its signatures in silence.
async function isSigned(file) {
  const text = new TextDecoder("latin1").decode(await file.arrayBuffer());
  return text.includes("/ByteRange");
}

function extracted(file) {
  const body = new FormData();
  body.set("file", file);
  return fetch("/v1/extract", { method: "POST", body });
}
