// A file that was asked for in the background, handed to the clerk under its own name.

import { toast } from "./toast.js";
import { element, say } from "./words.js";

// `told`: what else is to be said of the file.
export async function download(answer, told = "") {
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
  save(await answer.blob(), name);
  const sign = name.endsWith(".pdf") ? document.querySelector("nav [data-sign]") : null;
  toast([say("made", { name }), told].filter(Boolean).join(" "), null, sign ? [element("a", { href: sign.href, target: "_blank" }, say("signIt"))] : []);
}

export function save(content, name) {
  const address = URL.createObjectURL(content);
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
