// One line about what was just done, with undo; it stays until the next one or until it is closed.

import { element, say } from "./words.js";

const place = document.querySelector("[data-toast]");

export function toast(text, undo, more = []) {
  const close = () => place.replaceChildren();
  const buttons = [element("button", { type: "button", class: "btn btn-outline-secondary", click: close }, say("close"))];
  if (undo) {
    const act = () => { close(); undo(); };
    buttons.unshift(element("button", { type: "button", class: "btn btn-primary", click: act }, say("restore")));
  }
  place.replaceChildren(element("div", { class: "toast-line" }, element("span", {}, text), ...more, ...buttons));
}
