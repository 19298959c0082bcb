// What the service has found: beside the fields, and in the summary with links that lead to them.

import { form } from "./fields.js";
import { element, say } from "./words.js";

const summary = document.getElementById("summary");

export function beside(findings) {
  for (const place of form.querySelectorAll(".told:not(:empty)")) place.replaceChildren();
  for (const one of form.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of findings) {
    document.getElementById(`${one.place}#told`)?.append(element("p", { class: one.severity }, one.message));
    const control = document.getElementById(one.place);
    if (one.severity === "error" && control?.matches("input, textarea, select, [role=radiogroup]")) {
      control.setAttribute("aria-invalid", "true");
    }
  }
}

export function summarise(findings) {
  const of = (severity) => findings.filter((one) => one.severity === severity);
  const [errors, warnings] = [of("error"), of("warning")];
  summary.hidden = false;
  summary.querySelector("h2").textContent = errors.length ? say("errors", { count: errors.length }) : say("noErrors");
  summary.querySelector("[data-errors]").replaceChildren(...errors.map(line));
  summary.querySelector("[data-warned]").hidden = !warnings.length;
  summary.querySelector("h3").textContent = say("warnings", { count: warnings.length });
  summary.querySelector("[data-warnings]").replaceChildren(...warnings.map(line));
}

function line({ place, label, message }) {
  const link = element("a", { href: `#${place || "form"}` }, label || form.dataset.title);
  return element("li", {}, link, `: ${message}`);
}

export function goToSummary() {
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "center" });
}

// Goes to the control of a link of the summary, wherever it is folded away.
function go(place) {
  const target = document.getElementById(place);
  if (!target) return;
  for (let one = target.parentElement; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

summary.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  go(decodeURIComponent(link.hash.slice(1)));
});
