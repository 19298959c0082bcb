// Files to take away: asked for in the background, so that nothing on the page can be lost.

import { ask, form, here } from "./fields.js";
import { check } from "./check.js";
import { flush, isSaved } from "./keeping.js";
import { toast } from "./toast.js";
import { element, say } from "./words.js";

export async function take(action) {
  await flush();
  let answer;
  try {
    answer = await ask(here(), action);
  } catch {
    toast(say(isSaved() ? "offline" : "offlineUnsaved"));
    return;
  }
  if (answer.ok) await download(answer);
  else if (answer.status === 422) await check();
  else toast(say("failed", { reason: (await answer.json()).detail }));
}

async function download(answer) {
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
  const address = URL.createObjectURL(await answer.blob());
  const link = element("a", { href: address, download: name });
  form.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  toast(say("made", { name }));
}

export async function checkOnRequest() {
  await flush();
  try {
    await check();
  } catch {
    toast(say(isSaved() ? "offline" : "offlineUnsaved"));
  }
}
