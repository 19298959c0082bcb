// The calendar of the browser beside a date that may as well be typed.

import { form } from "./fields.js";
import { element } from "./words.js";

function iso(text) {
  const typed = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text.trim());
  return typed ? `${typed[3]}-${typed[2].padStart(2, "0")}-${typed[1].padStart(2, "0")}` : "";
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (!button) return;
  const typed = button.previousElementSibling;
  const native = element("input", { type: "date", class: "pick-native", tabindex: "-1", "aria-hidden": "true" });
  native.value = iso(typed.value);
  native.addEventListener("change", () => {
    if (native.value) typed.value = native.value.split("-").reverse().join(".");
    typed.dispatchEvent(new Event("input", { bubbles: true }));
    typed.focus();
  });
  native.addEventListener("blur", () => native.remove());
  button.after(native);
  native.focus();
  native.showPicker();
});
