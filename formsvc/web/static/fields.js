// What stands in the controls: read as pairs of name and text, and put back.

export const form = document.getElementById("form");

export function texts(below = "") {
  return [...new FormData(form)].filter(([name]) => name.startsWith("/") && name.startsWith(below));
}

// The body of a request: all that would be posted, with what a button would add.
export function posted(action) {
  const body = new URLSearchParams([...new FormData(form)]);
  if (action) body.set("do", action);
  return body;
}

export async function ask(path, action) {
  const address = `${path}${location.search.includes("lang=") ? `?lang=${document.documentElement.lang}` : ""}`;
  return fetch(address, { method: "POST", body: posted(action), headers: { Accept: "application/json" } });
}

export function here(call = "") {
  return `/forms/${form.dataset.form}${call}`;
}

// Puts texts into the controls below an element; controls without a pair become empty.
export function put(root, pairs) {
  const given = new Map();
  for (const [name, text] of pairs) given.set(name, [...(given.get(name) ?? []), text]);
  for (const control of root.querySelectorAll("[name^='/']")) {
    if (control.type !== "hidden") set(control, given.get(control.name) ?? []);
  }
}

function set(control, given) {
  if (control.type === "checkbox" || control.type === "radio") {
    control.checked = given.includes(control.value);
  } else {
    const text = given.at(-1) ?? "";
    if (control.tagName === "SELECT" && ![...control.options].some((one) => one.value === text)) {
      control.add(new Option(text, text));
    }
    control.value = text;
  }
}

// One value into the controls of a field, as from a cell of a table; false where it has no place.
export function fill(field, text) {
  const controls = [...field.querySelectorAll("[name^='/']:not([type=hidden])")];
  const first = controls[0];
  if (field.classList.contains("f-person")) {
    const words = text.trim().split(/\s+/);
    const parts = [words[0] ?? "", words[1] ?? "", words.slice(2).join(" ")];
    controls.forEach((control, at) => { control.value = parts[at]; });
    return true;
  }
  if (first.type === "radio" || first.type === "checkbox" || first.tagName === "SELECT") {
    return choose(controls, text.trim());
  }
  first.value = first.tagName === "TEXTAREA" ? text : text.replace(/\s*\n\s*/g, " ").trim();
  return true;
}

function choose(controls, text) {
  if (!text) return true;
  const same = (words) => words.trim().toLowerCase() === text.toLowerCase();
  if (controls[0].tagName === "SELECT") {
    const option = [...controls[0].options].find((one) => same(one.text));
    if (option) controls[0].value = option.value;
    return Boolean(option);
  }
  const control = controls.find((one) => same(one.value));
  if (control) control.checked = true;
  return Boolean(control);
}
