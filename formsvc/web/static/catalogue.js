// Search as one types, and the list of own drafts.

import * as drafts from "./drafts.js";
import { current, line, wipe } from "./draftlist.js";

document.documentElement.classList.add("with-script");
const sought = document.getElementById("q");
const box = document.getElementById("drafts");

function narrow() {
  const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of document.querySelectorAll(".group")) {
    const entries = [...group.querySelectorAll(".entry")];
    for (const one of entries) one.hidden = !words.every((word) => one.dataset.text.includes(word));
    group.hidden = entries.every((one) => one.hidden);
    found += entries.filter((one) => !one.hidden).length;
  }
  document.getElementById("nothing").hidden = found > 0;
}

async function showDrafts() {
  const known = await drafts.list();
  box.hidden = !known.length;
  box.querySelector("ul").replaceChildren(...known.map((draft) => line(draft, {
    open: () => {
      current(draft.form, draft.id);
      location.assign(`/forms/${draft.form}${location.search}`);
    },
    removed: showDrafts,
  })));
}

sought.addEventListener("input", narrow);
box.querySelector("[data-wipe]").addEventListener("click", async () => {
  if (await wipe()) await showDrafts();
});
await showDrafts();
if (location.hash === "#drafts") document.querySelector(".open-file").open = true;
document.body.dataset.ready = "";
