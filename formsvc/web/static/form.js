// The page of a form, with everything that scripts add to it.

import { refresh } from "./check.js";
import { form } from "./fields.js";
import { checkOnRequest, take } from "./files.js";
import { begin } from "./keeping.js";
import { showOptional } from "./options.js";
import "./pickers.js";
import "./preview.js";
import { act } from "./rows.js";

document.documentElement.classList.add("with-script");

function press(event) {
  const button = event.submitter ?? document.activeElement;
  if (button?.dataset.language) return;
  event.preventDefault();
  if (button?.name !== "do" || act(button)) return;
  if (button.value === "check") checkOnRequest();
  else take(button.value);
}

form.addEventListener("submit", press);
form.addEventListener("rows", (event) => showOptional(event.detail));
// Enter in a line must not press the first button of the page.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector(".menu[open]")?.removeAttribute("open");
});
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (menu && !menu.contains(event.target)) menu.removeAttribute("open");
});

showOptional();
await begin();
refresh();
form.dataset.ready = "";
