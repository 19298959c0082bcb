// Files to take away: asked for in the background, so that nothing on the page can be lost.

import { ask, form, here, texts } from "./fields.js";
import { check } from "./check.js";
import { download } from "./download.js";
import { flush, isSaved } from "./keeping.js";
import { toast } from "./toast.js";
import { element, say } from "./words.js";

// A fetch that found nobody throws a TypeError; anything else is what the service said.
function tell(fault) {
  if (fault.message === "signIn") toast(say("sessionOver"), null, [element("a", { href: "/sign-in", target: "_blank" }, say("signInAgain"))]);
  else if (fault instanceof TypeError) toast(say(isSaved() ? "offline" : "offlineUnsaved"));
  else toast(say("failed", { reason: fault.message }));
}

// What is for the checks alone is never put into a file: a clerk who takes a copy to go on with it
// is told, if there was anything.
function leftOut(action) {
  const isCopy = action.startsWith("make:") && form.elements.copy.value === "working";
  return isCopy && texts("/case/").some(([, text]) => text.trim() && text !== "false") ? say("caseLeftOut") : "";
}

export async function take(action) {
  await flush();
  try {
    const answer = await ask(here(), action);
    if (answer.ok) await download(answer, leftOut(action));
    else if (answer.status === 422) await check();
    else if (answer.status === 401) throw new Error("signIn");
    else throw new Error((await answer.json()).detail);
  } catch (fault) {
    tell(fault);
  }
}

export async function checkOnRequest() {
  await flush();
  try {
    await check();
  } catch (fault) {
    tell(fault);
  }
}
