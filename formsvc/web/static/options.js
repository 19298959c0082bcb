// Fields of a variant: out of sight while its option is off, but never while something stands in them.

import { form } from "./fields.js";

function isOn(option) {
  return document.getElementById(`/options/${option}`)?.checked ?? true;
}

function isFilled(place) {
  return [...place.querySelectorAll("[name^='/']:not([type=hidden])")].some((one) =>
    one.type === "checkbox" || one.type === "radio" ? one.checked && one.value : one.value.trim(),
  );
}

export function showOptional(root = form) {
  for (const place of root.querySelectorAll("[data-option]")) {
    const off = !isOn(place.dataset.option);
    place.classList.toggle("off", off);
    place.classList.toggle("kept", off && isFilled(place));
  }
}

form.addEventListener("change", (event) => {
  if (event.target.name?.startsWith("/options/")) showOptional();
});
