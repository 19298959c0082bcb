// A file that was asked for in the background, handed to the clerk under its own name.

import { toast } from "./toast.js";
import { element, say } from "./words.js";

export async function download(answer) {
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))[1];
  const address = URL.createObjectURL(await answer.blob());
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  toast(say("made", { name }));
}
