// A PDF is signed by the clerk's own program: prepared, taken away, and completed with what comes
// back. What lies between (the prepared file and its token) is kept in this page alone.

import { save } from "./download.js";
import { dayAndClock, element, say } from "./words.js";

document.documentElement.classList.add("with-script");
const at = (id) => document.getElementById(id);
const step = (number) => document.querySelector(`[data-step="${number}"]`);
const slots = document.querySelector("[data-slots]");
const signed = document.querySelector("[data-signed]");
const MOST = 15_000; // more is no certificate, and the service refuses it
let plan = null; // who signs, as the file itself says
let prepared = null;

function bytes(text) {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

async function ask(call, parts) {
  const body = new FormData();
  for (const [name, part] of Object.entries(parts)) body.set(name, part);
  let answer;
  try {
    answer = await fetch(`/v1/${call}`, { method: "POST", body });
  } catch {
    throw new Error(say("offlineUnsaved"));
  }
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer;
}

// A step tells beside its button what has gone wrong; the button waits until the answer is there.
function does(number, act) {
  const form = step(number);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector("[data-told]");
    const button = event.submitter ?? form.querySelector("button");
    told?.replaceChildren();
    button.disabled = true;
    try {
      await act();
    } catch (fault) {
      told?.replaceChildren(element("p", { class: "error" }, fault.message));
      button.disabled = false;
      button.focus();
    }
    button.disabled = false;
  });
}

// Only where the clerk may ask, and the file has places for several signers.
at("file").addEventListener("change", async () => {
  forget();
  const [file] = at("file").files;
  const answer = file && await ask("verify", { file }).catch(() => null);
  if (file !== at("file").files[0]) return;
  plan = answer ? (await answer.json()).plan : null;
  const open = plan ? plan.slots.filter((one) => plan.open.includes(one.field)) : [];
  at("slot").replaceChildren(...open.map((one) => new Option([one.role, one.name].filter(Boolean).join(": ") || one.field, one.field)));
  slots.hidden = open.length < 2;
  document.querySelector("[data-all-signed]").hidden = !plan || open.length > 0;
});

function forget() {
  prepared = null;
  for (const number of [2, 3]) step(number).hidden = true;
  signed.hidden = true;
}

for (const input of step(1).querySelectorAll("#certificate, #slot, [name=form]")) input.addEventListener("change", forget);

does(1, async () => {
  forget();
  const form = step(1).querySelector("[name=form]:checked").value;
  const request = { certificate: await asText(at("certificate").files[0]), form, ...at("slot").value ? { slot: at("slot").value } : {} };
  const answer = await ask("signatures/prepare", { file: at("file").files[0], request: JSON.stringify(request) });
  prepared = await answer.json();
  for (const one of step(2).querySelectorAll("[data-for]")) one.hidden = one.dataset.for !== form;
  step(2).querySelector("[data-until]").textContent = dayAndClock(prepared.expires_at);
  const lines = Object.entries(prepared.digests).map(([name, digest]) => [element("dt", {}, name.toUpperCase()), element("dd", {}, digest)]);
  step(2).querySelector("[data-digests]").replaceChildren(...lines.flat());
  for (const number of [2, 3]) step(number).hidden = false;
  at("cms").value = "";
  step(2).focus();
});

// PEM is text already; in base64 once more nobody would read it.
async function asText(certificate) {
  const content = new Uint8Array(await certificate.arrayBuffer());
  const text = String.fromCharCode(...content.slice(0, MOST));
  return text.includes("-----BEGIN") ? text : btoa(text);
}

does(2, async () => {
  save(new Blob([bytes(prepared.to_sign)], { type: "application/octet-stream" }), "to-sign.bin");
});

does(3, async () => {
  const file = new Blob([bytes(prepared.prepared)], { type: "application/pdf" });
  const answer = await ask("signatures/complete", { file, token: prepared.token, cms: at("cms").files[0] });
  save(await answer.blob(), "signed.pdf");
  signed.querySelector("[data-next]").hidden = !plan || plan.slots.filter((one) => !one.signed).length < 2;
  prepared = null;
  for (const number of [2, 3]) step(number).hidden = true;
  signed.hidden = false;
  signed.focus();
});

addEventListener("beforeunload", (event) => { if (prepared) event.preventDefault(); });
document.body.dataset.ready = "";
